"""D5: what a coupon unlocks, and why it does not."""

from __future__ import annotations

import pytest

from core.kernel.reasons import Reason
from core.pricing.types import (
    Coupon,
    CouponOutcome,
    Period,
    Target,
    Why,
)
from tests.core.pricing.deals import (
    COLA,
    SODA,
    TOMORROW,
    YESTERDAY,
    promoted,
    save,
)
from tests.core.pricing.trade import (
    usd,
)

COUPONS = [
    Coupon(code="Save 10", promotion_id="p"),
    Coupon(code="TEN", promotion_id="p"),
    Coupon(code="OLD", promotion_id="p", period=Period(None, YESTERDAY)),
    Coupon(code="SOON", promotion_id="p", period=Period(TOMORROW)),
    Coupon(code="FEW", promotion_id="p", cap=5),
    Coupon(code="GOLD", promotion_id="gold"),
    Coupon(code="SODA", promotion_id="soda"),
]
UNLOCKED = [
    save("p", "100", "10", needs_coupon=True),
    save("gold", "1", "1", needs_coupon=True, tiers=frozenset({"gold"})),
    save("soda", "1", "1", needs_coupon=True, scope=(Target.product(SODA.product_id),)),
]


@pytest.mark.parametrize(
    ("code", "left", "outcome", "why"),
    [
        ("save10", 0, CouponOutcome.APPLIED, Reason(Why.APPLIED, {"saving": usd("10")})),
        (" ＳＡＶＥ １０", 0, CouponOutcome.APPLIED, Reason(Why.APPLIED, {"saving": usd("10")})),
        ("FEW", 1, CouponOutcome.APPLIED, Reason(Why.APPLIED, {"saving": usd("10")})),
        ("FEW", 0, CouponOutcome.REFUSED, Reason(Why.COUPON_USED_UP, {"coupon": "FEW"})),
        ("NIX", 0, CouponOutcome.REFUSED, Reason(Why.COUPON_UNKNOWN, {"coupon": "NIX"})),
        ("", 0, CouponOutcome.REFUSED, Reason(Why.COUPON_UNKNOWN, {"coupon": ""})),
        ("GOLD", 0, CouponOutcome.REFUSED, Reason(Why.COUPON_NOT_FOR_YOU, {"coupon": "GOLD"})),
        ("SODA", 0, CouponOutcome.NOT_NEEDED, Reason(Why.COUPON_NO_GOODS, {"coupon": "SODA"})),
        (
            "OLD",
            0,
            CouponOutcome.REFUSED,
            Reason(Why.COUPON_EXPIRED, {"coupon": "OLD", "ended": YESTERDAY}),
        ),
        (
            "SOON",
            0,
            CouponOutcome.REFUSED,
            Reason(Why.COUPON_NOT_STARTED, {"coupon": "SOON", "starts": TOMORROW}),
        ),
    ],
)
def test_each_coupon_gets_its_verdict(code: str, left: int, outcome: CouponOutcome, why: Reason) -> None:
    cart = promoted(
        (COLA, 10),
        promotions=UNLOCKED,
        book={"coupons": COUPONS},
        coupons=(code,),
        coupon_left={"few": left},
    )
    (verdict,) = cart.coupons
    assert (verdict.code, verdict.outcome, verdict.why) == (code, outcome, why)
    assert cart.total == (usd("90") if outcome is CouponOutcome.APPLIED else usd("100"))


def test_a_coupon_is_not_used_up_when_its_promotion_is_not_reached_or_already_there() -> None:
    def coupons(quantity: int, *codes: str) -> list[tuple[CouponOutcome, str]]:
        cart = promoted((COLA, quantity), promotions=UNLOCKED, book={"coupons": COUPONS}, coupons=codes)
        return [(verdict.outcome, str(verdict.why.code)) for verdict in cart.coupons]

    assert coupons(9, "TEN") == [(CouponOutcome.NOT_NEEDED, Why.NOT_REACHED)]
    assert coupons(10, "TEN", "ten", "SAVE10") == [
        (CouponOutcome.APPLIED, Why.APPLIED),
        (CouponOutcome.NOT_NEEDED, Why.COUPON_TWICE),
    ]
