"""D8 and A3: shipping, terms of payment, and hints for the next step within reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.pricing.errors import UnknownTier
from core.pricing.types import (
    BuyAndGet,
    EarlyPayment,
    Hint,
    HintKind,
    Period,
    Promotion,
    ShippingRule,
    SpendAndSave,
    Terms,
    Why,
)
from tests.core.pricing.trade import (
    NOW,
    STANDARD_BREAKS,
    TECHMART,
    TECHMART_RATES,
    dealer,
    price,
    priced,
    product,
    usd,
)

CRATE = product("CRATE", listed="10")
FLAT = ShippingRule(rule_id="flat", name="Flat", fee=usd("49"))
LIST = dealer(None)


def save(name: str, threshold: str, off: str, **more: Any) -> Promotion:
    return Promotion(promotion_id=name, name=name, deal=SpendAndSave(usd(threshold), usd(off)), **more)


def hint(kind: HintKind, rule_id: str, nearness_bp: int, **more: Any) -> Hint:
    return Hint(kind, rule_id, more.pop("name", rule_id), nearness_bp, **more)


@pytest.mark.parametrize(
    ("tier", "quantity", "fee", "why"),
    [
        ("platinum", 99, "49", Reason(Why.SHIPPING_FEE, {"fee": usd("49")})),
        ("platinum", 100, "49", Reason(Why.SHIPPING_FEE, {"fee": usd("49")})),  # above 1,000, not at it
        ("platinum", 101, "0", Reason(Why.SHIPPING_FREE, {"above": usd("1000")})),
        ("gold", 500, "49", Reason(Why.SHIPPING_FEE, {"fee": usd("49")})),
        (None, 500, "49", Reason(Why.SHIPPING_FEE, {"fee": usd("49")})),
    ],
)
def test_platinum_ships_free_above_a_thousand(tier: str | None, quantity: int, fee: str, why: Reason) -> None:
    cart = priced(dealer(tier), (CRATE, quantity), book={"shipping": [FLAT]})
    assert (cart.shipping.fee, cart.shipping.regular_fee, cart.shipping.why) == (usd(fee), usd("49"), why)
    assert cart.total == usd(f"{quantity * 10}") + usd(fee)


def test_the_fee_goes_by_where_the_goods_go() -> None:
    rules = [
        FLAT,
        ShippingRule(rule_id="west", name="West", fee=usd("30"), region=("us", "west")),
        ShippingRule(
            rule_id="west old",
            name="West",
            fee=usd("1"),
            region=("us", "west"),
            period=Period(None, NOW - timedelta(days=1)),
        ),
        ShippingRule(rule_id="yen", name="Yen", fee=Money(1, "JPY"), region=("us", "west", "la")),
    ]
    who = dealer(region=("us", "west", "la"))
    at_home = priced(who, (CRATE, 1), book={"shipping": rules})
    away = priced(who, (CRATE, 1), book={"shipping": rules}, ship_to=("us", "east"))
    assert (at_home.shipping.rule_id, at_home.shipping.fee) == ("west", usd("30"))
    assert (away.shipping.rule_id, away.shipping.fee) == ("flat", usd("49"))


def test_no_rule_or_no_goods_means_no_fee_and_says_so() -> None:
    assert priced(LIST, (CRATE, 1)).shipping.why == Reason(Why.SHIPPING_NO_RULE)
    empty = priced(LIST, (product("BARE"), 1), book={"shipping": [FLAT]})
    assert (empty.shipping.why, empty.total) == (Reason(Why.NOTHING_TO_SHIP), usd("0"))


@pytest.mark.parametrize(
    ("tier", "terms"),
    [
        ("platinum", Terms(45, None)),
        ("gold", Terms(30, EarlyPayment(200, 10, usd("20.01")))),
        ("silver", Terms(15, EarlyPayment(100, 7, usd("10.01")))),
        ("bronze", Terms(10, None)),
        (None, Terms(None, None)),
    ],
)
def test_the_early_payment_discount_is_stated_and_not_deducted(tier: str | None, terms: Terms) -> None:
    """2 % of 1,000.50 of goods is 20.01, 1 % is 10.005; shipping earns nothing."""
    odd = product("ODD", listed="1000.5")
    cart = priced(dealer(tier), (odd, 1), book={"shipping": [FLAT]})
    assert cart.terms == terms
    assert cart.goods == usd("1000.50")
    assert cart.total == cart.goods + cart.shipping.fee


def test_a_tier_that_does_not_exist_stops_pricing() -> None:
    with pytest.raises(UnknownTier, match="No tier diamond"):
        priced(dealer("diamond"), (CRATE, 1))


def test_the_next_quantity_break_says_how_many_more_and_what_it_brings() -> None:
    (found,) = priced(LIST, (CRATE, 4), (CRATE, 2), book={"breaks": [STANDARD_BREAKS]}).hints
    assert found == hint(
        HintKind.QUANTITY_BREAK,
        "breaks",
        6000,
        name="Standard breaks",
        product_id=CRATE.product_id,
        pieces=4,
        off_bp=500,
        unit_price=price("9.5"),
        amount_then=usd("95"),
    )


def test_a_break_that_would_not_beat_the_tier_price_is_not_praised() -> None:
    facts = product("MOUSE", "8.5", "10")  # Platinum pays 9.18, so -5 % is no news, -10 % is
    (found,) = priced(dealer(), (facts, 4), book={"breaks": [STANDARD_BREAKS]}).hints
    assert (found.pieces, found.unit_price, found.off_bp) == (46, price("9"), 196)
    cheap = product("CHEAP", "7", "10")
    assert priced(dealer(), (cheap, 4), book={"breaks": [STANDARD_BREAKS]}).hints == ()
    assert priced(LIST, (CRATE, 100), book={"breaks": [STANDARD_BREAKS]}).hints == ()


def test_a_negotiated_price_has_no_break_to_reach() -> None:
    game = product("GAME", "50", "90", category=("electronics", "gaming"))
    book = {"rates": TECHMART_RATES, "breaks": [STANDARD_BREAKS]}
    assert priced(dealer(who=TECHMART), (game, 9), book=book).hints == ()


def test_spend_a_little_more_and_save() -> None:
    odd = product("ODD", listed="756.5")
    (found,) = priced(LIST, (odd, 1), book={"promotions": [save("p", "800", "120")]}).hints
    assert found == hint(HintKind.SPEND_AND_SAVE, "p", 9456, missing=usd("43.50"), off=usd("120"))


def test_a_promotion_that_would_push_out_a_better_one_is_no_hint() -> None:
    have = save("have", "100", "50", group="g")
    less, more = save("less", "200", "50", group="g"), save("more", "200", "51", group="g")
    assert priced(LIST, (CRATE, 10), book={"promotions": [have, less]}).hints == ()
    (found,) = priced(LIST, (CRATE, 10), book={"promotions": [have, more]}).hints
    assert (found.rule_id, found.missing) == ("more", usd("100"))


def test_so_many_pieces_to_the_next_free_one() -> None:
    deal = Promotion(promotion_id="10+1", name="10+1", deal=BuyAndGet(10, 1, most_times=2))
    hints = [priced(LIST, (CRATE, n), book={"promotions": [deal]}).hints for n in (8, 10, 17, 29)]
    assert [[(found.pieces, found.free_pieces) for found in each] for each in hints] == [
        [(2, 1)],
        [],
        [(3, 1)],
        [],
    ]


def test_the_missing_amount_to_free_shipping_is_enough_when_spent() -> None:
    who = dealer("platinum")
    book: dict[str, Any] = {"shipping": [FLAT]}
    (found,) = priced(who, (CRATE, 88), book=book).hints
    assert found == hint(HintKind.FREE_SHIPPING, "flat", 8799, name="", missing=usd("120.01"), off=usd("49"))
    rest = product("REST", listed="120.01")
    assert priced(who, (CRATE, 88), (rest, 1), book=book).shipping.fee == usd("0")


def test_a_percentage_off_everything_makes_the_way_to_free_shipping_longer() -> None:
    ten = Promotion(promotion_id="ten", name="ten", deal=SpendAndSave(usd("10"), off_bp=1000))
    book = {"shipping": [FLAT], "promotions": [ten]}
    cart = priced(dealer("platinum"), (CRATE, 100), book=book)
    (found,) = cart.hints
    assert (cart.goods, found.missing) == (usd("900"), usd("111.13"))  # 100.01 / 0.9, rounded up
    rest = product("REST", listed="111.13")
    assert priced(dealer("platinum"), (CRATE, 100), (rest, 1), book=book).shipping.fee == usd("0")


def test_the_nearest_hint_comes_first() -> None:
    book = {"breaks": [STANDARD_BREAKS], "promotions": [save("p", "100", "5")], "shipping": [FLAT]}
    other = product("OTHER", listed="1")
    cart = priced(dealer(), (CRATE, 9), (other, 3), book=book)
    assert [(found.kind, found.nearness_bp) for found in cart.hints] == [
        (HintKind.SPEND_AND_SAVE, 9300),
        (HintKind.QUANTITY_BREAK, 9000),
        (HintKind.QUANTITY_BREAK, 3000),
        (HintKind.FREE_SHIPPING, 929),
    ]
