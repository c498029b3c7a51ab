"""Values that make no sense are refused where they are made, with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.pricing.engine import PriceBook, price_cart
from core.pricing.types import (
    BreakSchedule,
    BreakStep,
    BuyAndGet,
    Cart,
    CartLine,
    Coupon,
    DealerFacts,
    EntryKind,
    FlashSale,
    Period,
    PriceEntry,
    PricingPolicy,
    Promotion,
    ShippingRule,
    SpendAndSave,
    Target,
    TargetKind,
    Tier,
)
from tests.core.pricing.trade import (
    IPHONE,
    NOW,
    TECHMART,
    TECHMART_RATES,
    TIERS,
    cart,
    dealer,
    price,
    product,
    rate,
    usd,
)

TARGET = Target.of_brand("Apple")


def tier(**more: Any) -> Tier:
    return Tier(**{"code": "t", "name": "T", "margin_bp": 100, "net_days": 30, **more})


def entry(**more: Any) -> PriceEntry:
    made = {"entry_id": "e", "list_name": "L", "product_id": IPHONE.product_id, "price": price("1")}
    return PriceEntry(**{**made, "kind": EntryKind.LIST, **more})


def breaks(*steps: BreakStep) -> BreakSchedule:
    return BreakSchedule(schedule_id="b", name="B", steps=steps)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: tier(margin_bp=10_001), "Expected margin between 0 and 10000 basis points."),
        (lambda: tier(margin_bp=-1), "Expected margin between 0 and 10000 basis points."),
        (lambda: tier(code=""), "Expected a tier code."),
        (lambda: tier(net_days=-1), "Expected net days of at least 0."),
        (lambda: tier(early_payment_bp=100), "Expected early-payment days between 1 and the net days."),
        (
            lambda: tier(early_payment_bp=100, early_payment_days=31),
            "Expected early-payment days between 1 and the net days.",
        ),
        (
            lambda: tier(free_shipping_above=usd("-1")),
            "Expected a free-shipping threshold of at least 0.",
        ),
        (
            lambda: rate("r", TARGET),
            "Expected exactly one of margin, net price and percentage off.",
        ),
        (
            lambda: rate("r", TARGET, margin_bp=1, off_bp=1),
            "Expected exactly one of margin, net price and percentage off.",
        ),
        (lambda: rate("r", TARGET, net=price("0")), "Expected a net price above 0."),
        (
            lambda: rate("r", TARGET, off_bp=10_000),
            "Expected percentage off between 0 and 9999 basis points.",
        ),
        (lambda: BreakStep(0, 100), "Expected a break to start at 1 or more base units."),
        (lambda: breaks(), "Expected at least one step in a break schedule."),
        (
            lambda: breaks(BreakStep(10, 0), BreakStep(10, 5)),
            "Expected break steps in rising quantities.",
        ),
        (
            lambda: breaks(BreakStep(1, 9), BreakStep(10, 5)),
            "Expected break steps whose discount never falls.",
        ),
        (lambda: entry(price=price("0")), "Expected a price above 0 on a price list."),
        (
            lambda: ShippingRule(rule_id="s", name="S", fee=usd("-1")),
            "Expected a shipping fee of at least 0.",
        ),
        (lambda: PricingPolicy(0), "Expected a search limit of at least 1 combination."),
        (
            lambda: SpendAndSave(usd("100")),
            "Expected an amount off or a percentage off, one of them.",
        ),
        (lambda: SpendAndSave(usd("0"), usd("0")), "Expected a spending threshold above 0."),
        (
            lambda: SpendAndSave(usd("10"), usd("11")),
            "Expected an amount off above 0 and at most the threshold.",
        ),
        (lambda: BuyAndGet(0, 1), "Expected to buy and get at least 1 base unit."),
        (
            lambda: BuyAndGet(1, 1, most_times=0),
            "Expected a buy-and-get promotion to hold at least once in an order.",
        ),
        (lambda: FlashSale(), "Expected a flash price or a percentage off, one of them."),
        (lambda: FlashSale(price("0")), "Expected a flash price above 0."),
        (lambda: FlashSale(price("1"), cap=0), "Expected a quantity cap of at least 1 base unit."),
        (
            lambda: Promotion(promotion_id="p", name="P", deal=BuyAndGet(1, 1), scope=()),
            "Expected at least one target in a promotion's scope.",
        ),
        (lambda: Coupon(code=" ", promotion_id="p"), "Expected a coupon code."),
        (
            lambda: Coupon(code="X", promotion_id="p", cap=0),
            "Expected a coupon to be good for at least 1 use.",
        ),
        (
            lambda: product("P", "0"),
            "Expected a cost above 0; None stands for an unknown cost.",
        ),
        (
            lambda: product("P", None, "0"),
            "Expected a list price above 0; None stands for no list price.",
        ),
        (lambda: DealerFacts(TECHMART, "$"), "Expected a currency code of three letters."),
        (lambda: cart(dealer(), (IPHONE, 0)), "Expected a quantity of at least 1 base unit."),
        (lambda: cart(dealer(), (IPHONE, -3)), "Expected a quantity of at least 1 base unit."),
        (
            lambda: cart(dealer(), (product("P", "5"), 1), (product("P", "6"), 1)),
            "Expected the same facts on all lines of one product.",
        ),
        (lambda: Period(NOW, NOW), "Expected a period to start before it ends."),
        (
            lambda: Period(NOW + timedelta(days=1), NOW),
            "Expected a period to start before it ends.",
        ),
        (lambda: Period(datetime(2025, 1, 1)), "Expected aware times in a period."),
        (
            lambda: Target(TargetKind.BRAND, category=("a",)),
            "Expected exactly the field that the target's kind names.",
        ),
        (
            lambda: Target(TargetKind.CATEGORY),
            "Expected exactly the field that the target's kind names.",
        ),
        (
            lambda: PriceBook.compile(tiers=[tier(), tier(margin_bp=5)]),
            "Expected one tier per code, t came twice.",
        ),
        (
            lambda: PriceBook.compile(rates=[rate("r", TARGET, off_bp=1), rate("r", TARGET, off_bp=2)]),
            "Expected one rule per id, r came twice.",
        ),
        (
            lambda: PriceBook.compile(coupons=[Coupon(code="X", promotion_id="p")]),
            "Expected the promotion of coupon X in the book.",
        ),
        (
            lambda: price_cart(
                cart(dealer(), (IPHONE, 1)), PriceBook.compile(tiers=TIERS), at=datetime(2025, 1, 1)
            ),
            "Expected an aware moment to price at.",
        ),
    ],
)
def test_nonsense_is_refused_with_a_sentence(make: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        make()
    assert str(refused.value) == sentence


def test_a_line_id_stands_once() -> None:
    line = cart(dealer(), (IPHONE, 1)).lines[0]
    with pytest.raises(ValueError, match="each line id once"):
        Cart(dealer(), (line, CartLine(line.line_id, product("P", "5"), 1)))


def test_the_book_says_what_must_be_known_of_leftovers() -> None:
    """A flow asks for these before it prices, so that it can lock their rows."""
    scope = (Target.product(IPHONE.product_id),)
    book = PriceBook.compile(
        rates=TECHMART_RATES,
        promotions=[
            Promotion(promotion_id="b", name="b", deal=FlashSale(off_bp=1, cap=5), scope=scope),
            Promotion(promotion_id="a", name="a", deal=FlashSale(off_bp=1, cap=5)),
            Promotion(promotion_id="open", name="open", deal=FlashSale(off_bp=1)),
            Promotion(
                promotion_id="over", name="over", deal=FlashSale(off_bp=1, cap=5), period=Period(None, NOW)
            ),
        ],
        coupons=[Coupon(code="Ten 10", promotion_id="a", cap=3), Coupon(code="ANY", promotion_id="a")],
    )
    assert book.capped_promotions([IPHONE], NOW) == ("a", "b")
    assert book.capped_promotions([product("OTHER", "1")], NOW) == ("a",)
    assert book.limited_coupons(["TEN10", "any", "none"]) == ("ten10",)
