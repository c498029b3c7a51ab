"""D5: spend and save, buy and get, flash sales, coupons, and which of them may stand together."""

from __future__ import annotations

from typing import Any

import pytest

from core.kernel.reasons import Reason
from core.pricing.errors import LeftoverUnknown
from core.pricing.types import (
    BuyAndGet,
    Coupon,
    FlashSale,
    Period,
    PricingPolicy,
    Promotion,
    ShippingRule,
    Target,
    Why,
)
from tests.core.pricing.deals import (
    COLA,
    SOAP,
    SODA,
    TOMORROW,
    YESTERDAY,
    applied,
    flash,
    promoted,
    promotion,
    refused,
    save,
)
from tests.core.pricing.trade import (
    CORNER_STORE,
    NOW,
    TECHMART,
    TECHMART_RATES,
    dealer,
    lost,
    price,
    product,
    usd,
)


@pytest.mark.parametrize(
    ("quantity", "before", "after"),
    [
        (79, "790", "790"),
        (80, "800", "680"),
        (99, "990", "870"),
        (100, "900", "880"),
    ],
)
def test_a_replaced_promotion_holds_at_once(quantity: int, before: str, after: str) -> None:
    """1000 -> -100 is replaced by 800 -> -120: the next cart is priced with the new one."""
    old, new = save("old", "1000", "100"), save("new", "800", "120")
    assert promoted((COLA, quantity), promotions=[old]).total == usd(before)
    assert promoted((COLA, quantity), promotions=[new]).total == usd(after)


def test_an_order_discount_is_split_so_that_the_lines_add_up() -> None:
    cart = promoted((SOAP, 1), (SOAP, 1), (SOAP, 1), promotions=[save("p", "9.99", "1")])
    assert [line.discount_share for line in cart.lines] == [usd("0.34"), usd("0.33"), usd("0.33")]
    assert [line.payable for line in cart.lines] == [usd("2.99"), usd("3.00"), usd("3.00")]
    assert (cart.subtotal, cart.discount_total, cart.goods) == (usd("9.99"), usd("1"), usd("8.99"))
    assert cart.discounts[0].amount == usd("1")
    assert [line.receipt.payable for line in cart.lines] == [line.payable for line in cart.lines]


def test_only_goods_in_scope_count_and_gain() -> None:
    drinks = save("drinks", "50", "10", scope=(Target.of_category("drinks"),))
    short = promoted((COLA, 4), (SOAP, 100), promotions=[drinks])
    assert refused(short) == {"drinks": Reason(Why.NOT_REACHED, {"missing": usd("10")})}
    enough = promoted((COLA, 3), (SOAP, 100), (SODA, 3), promotions=[drinks])
    assert [line.discount_share for line in enough.lines] == [usd("5.88"), usd("0"), usd("4.12")]


def test_a_percentage_off_is_rounded_once_and_split() -> None:
    cart = promoted((SOAP, 1), (SOAP, 2), promotions=[save("p", "5", "15%")])
    assert cart.discount_total == usd("1.50")  # 15 % of 9.99 is 1.4985
    assert [line.discount_share for line in cart.lines] == [usd("0.50"), usd("1.00")]


@pytest.mark.parametrize(("quantity", "free"), [(9, 0), (10, 1), (19, 1), (20, 2), (25, 2)])
def test_buy_ten_get_one_free_comes_on_top(quantity: int, free: int) -> None:
    deal = promotion("10+1", BuyAndGet(10, 1))
    cart = promoted((COLA, quantity), promotions=[deal])
    assert cart.total == usd(f"{quantity * 10}")
    assert [(item.sku, item.quantity, item.worth) for item in cart.free_items] == (
        [("COLA", free, usd(f"{free * 10}"))] if free else []
    )


def test_free_goods_count_per_product_unless_the_gift_is_another() -> None:
    own = promotion("own", BuyAndGet(10, 1, most_times=3))
    cart = promoted((COLA, 9), (COLA, 11), (SODA, 25), promotions=[own])
    assert {item.sku: item.quantity for item in cart.free_items} == {"COLA": 2, "SODA": 1}
    gift = promotion("gift", BuyAndGet(10, 2, gift=SOAP), scope=(Target.of_category("drinks"),))
    cart = promoted((COLA, 9), (SODA, 11), (SOAP, 50), promotions=[gift])
    (item,) = cart.free_items
    assert (item.sku, item.quantity, item.worth) == ("SOAP", 4, usd("13.32"))


def test_a_gift_without_a_price_is_given_all_the_same() -> None:
    gift = promotion("gift", BuyAndGet(10, 1, gift=product("SAMPLE")))
    cart = promoted((COLA, 10), promotions=[gift])
    assert [(item.sku, item.worth) for item in cart.free_items] == [("SAMPLE", None)]
    assert applied(cart) == {"gift": "0.00"}


def test_a_flash_sale_covers_a_line_as_far_as_its_cap_reaches() -> None:
    sale = flash("sale", COLA, "8", cap=50)
    cart = promoted((COLA, 10), promotions=[sale], promotion_left={"sale": 4})
    (line,) = cart.lines
    assert [(part.quantity, part.amount, part.promotion_id) for part in line.parts] == [
        (4, usd("32"), "sale"),
        (6, usd("60"), None),
    ]
    assert (line.unit_price, line.line_total, line.saving) == (price("10"), usd("92"), usd("8"))
    assert [(step.rule_id, step.before, step.after) for step in line.receipt.steps] == [
        ("COLA", None, price("10")),
        ("sale", price("10"), price("8")),
    ]
    assert line.receipt.steps[1].inputs == {"quantity": 4}


def test_a_cap_is_shared_by_all_lines_and_never_passed() -> None:
    sale = flash("sale", COLA, "8", cap=5)
    cart = promoted((COLA, 3), (COLA, 3), promotions=[sale], promotion_left={"sale": 99})
    assert [line.line_total for line in cart.lines] == [usd("24"), usd("26")]


@pytest.mark.parametrize("left", [0, -2])
def test_a_used_up_flash_sale_is_sold_out(left: int) -> None:
    cart = promoted((COLA, 3), promotions=[flash("sale", COLA, "8", cap=5)], promotion_left={"sale": left})
    assert cart.total == usd("30")
    assert refused(cart) == {"sale": Reason(Why.SOLD_OUT)}


def test_what_is_left_of_a_cap_must_be_known() -> None:
    with pytest.raises(LeftoverUnknown, match="what is left of sale"):
        promoted((COLA, 3), promotions=[flash("sale", COLA, "8", cap=5)])
    with pytest.raises(LeftoverUnknown, match="what is left of ten"):
        promoted(
            (COLA, 3),
            promotions=[save("p", "1", "1", needs_coupon=True)],
            book={"coupons": [Coupon(code="TEN", promotion_id="p", cap=3)]},
            coupons=("TEN",),
        )


def test_a_flash_price_above_the_dealers_own_price_is_not_used() -> None:
    phone = product("PHONE", "100", "130", category=("electronics", "gaming"))
    cart = promoted(
        (phone, 2),
        who=dealer(who=TECHMART),
        promotions=[flash("sale", phone, "107")],
        book={"rates": TECHMART_RATES},
    )
    assert cart.total == usd("212")
    assert refused(cart) == {"sale": Reason(Why.NO_GAIN)}


def test_a_percentage_flash_comes_off_the_dealers_own_price() -> None:
    sale = promotion("sale", FlashSale(off_bp=1000), scope=(Target.of_category("drinks"),))
    cart = promoted((product("BEER", "100", category=("drinks",)), 2), who=dealer(), promotions=[sale])
    assert cart.total == usd("194.40")  # 108 less 10 % is 97.20


def test_a_promotion_can_leave_negotiated_lines_out() -> None:
    phone = product("PHONE", "100", category=("electronics", "gaming"))
    other = product("OTHER", "100")
    deal = save("p", "100", "10", includes_negotiated=False)
    book = {"rates": TECHMART_RATES}
    cart = promoted((phone, 1), (other, 1), who=dealer(who=TECHMART), promotions=[deal], book=book)
    assert [line.payable for line in cart.lines] == [usd("106"), usd("98")]


@pytest.mark.parametrize(
    ("more", "total"),
    [
        ({}, "90"),
        ({"period": Period(YESTERDAY, TOMORROW)}, "90"),
        ({"period": Period(None, NOW)}, "100"),
        ({"period": Period(TOMORROW)}, "100"),
        ({"tiers": frozenset({"gold"})}, "100"),
        ({"tiers": frozenset({"platinum", "gold"})}, "90"),
        ({"dealers": frozenset({CORNER_STORE})}, "90"),
        ({"dealers": frozenset({TECHMART})}, "100"),
        ({"region": ("us",)}, "90"),
        ({"region": ("us", "east")}, "100"),
        ({"needs_coupon": True}, "100"),
    ],
)
def test_a_promotion_is_for_whom_where_and_when_it_says(more: dict[str, Any], total: str) -> None:
    who = dealer("platinum", region=("us", "west"))
    cart = promoted((COLA, 10), who=who, promotions=[save("p", "100", "10", **more)])
    assert cart.total == usd(total)
    if total == "100":
        assert cart.promotions == ()  # what is not for this dealer is not shown to him either


def test_a_promotion_in_another_currency_does_not_count() -> None:
    cart = promoted((COLA, 10), promotions=[flash("sale", COLA, "8")], who=dealer(None))
    assert cart.total == usd("80")
    euro = promotion("euro", FlashSale(price("8", "EUR")))
    cart = promoted((COLA, 10), promotions=[euro])
    assert refused(cart) == {"euro": Reason(Why.OTHER_CURRENCY, {"currency": "EUR", "wanted": "USD"})}


def test_of_an_exclusive_group_only_the_best_is_applied() -> None:
    steps = [save(f"over {over}", over, off, group="autumn") for over, off in
             (("100", "5"), ("200", "15"), ("300", "30"))]  # fmt: skip
    totals = [promoted((COLA, n), promotions=steps).discount_total for n in (9, 10, 20, 30, 99)]
    assert totals == [usd("0"), usd("5"), usd("15"), usd("30"), usd("30")]
    cart = promoted((COLA, 20), promotions=steps)
    assert refused(cart) == {
        "over 100": Reason(Why.EXCLUDED, {"by": "over 200"}),
        "over 300": Reason(Why.NOT_REACHED, {"missing": usd("100")}),
    }


def test_stackable_promotions_add_up_in_order_of_priority() -> None:
    first = save("percent", "100", "10%", priority=2)
    second = save("amount", "100", "20", priority=1)
    assert promoted((COLA, 10), promotions=[first, second]).total == usd("70")
    late = save("percent", "100", "10%", priority=0)
    assert promoted((COLA, 10), promotions=[late, second]).total == usd("72")


def test_one_that_is_not_stackable_shares_no_line_with_another() -> None:
    alone = save("alone", "100", "25%", stackable=False)
    other = save("other", "100", "20")
    cart = promoted((COLA, 10), promotions=[alone, other])
    assert applied(cart) == {"alone": "25.00"}
    assert refused(cart) == {"other": Reason(Why.EXCLUDED, {"by": "alone"})}
    soda = save("soda", "2", "2", scope=(Target.product(SODA.product_id),))
    cola = save("cola", "3", "3", scope=(Target.product(COLA.product_id),), stackable=False)
    cart = promoted((COLA, 10), (SODA, 1), promotions=[cola, soda])
    assert applied(cart) == {"cola": "3.00", "soda": "2.00"}


def test_a_flash_sale_that_costs_a_larger_discount_is_left_out() -> None:
    """At 9.50 the order falls under 100 and loses 20: the better combination is without the flash sale."""
    sale, big = flash("sale", COLA, "9.5"), save("big", "100", "20")
    cart = promoted((COLA, 10), promotions=[sale, big])
    assert cart.total == usd("80")
    assert refused(cart) == {"sale": Reason(Why.WORSE, {"gain": usd("5")})}
    assert lost(cart.lines[0]) == {"sale": Why.WORSE}
    assert cart.proof.is_proven
    more = promoted((COLA, 11), promotions=[sale, big])
    assert applied(more) == {"sale": "5.50", "big": "20.00"}


@pytest.mark.parametrize(
    ("promotions", "chosen", "goods", "fee"),
    [
        ([save("a", "500", "8")], {"a": "8.00"}, "1002", "0"),
        ([save("b", "500", "20")], {}, "1010", "0"),  # 990 and 49 for shipping would be 1,039
        ([save("a", "500", "8"), save("b", "500", "20")], {"a": "8.00"}, "1002", "0"),
        ([save("b", "500", "20"), save("c", "500", "40")], {"b": "20.00", "c": "40.00"}, "950", "49"),
        ([save("c", "500", "60")], {"c": "60.00"}, "950", "49"),
    ],
)
def test_a_discount_that_costs_free_shipping_must_be_worth_it(
    promotions: list[Promotion], chosen: dict[str, str], goods: str, fee: str
) -> None:
    """Goods of 1,010 ship free above 1,000, otherwise for 49."""
    book = {"shipping": [ShippingRule(rule_id="flat", name="Flat", fee=usd("49"))]}
    crate = product("CRATE", listed="101")
    cart = promoted((crate, 10), who=dealer(), promotions=promotions, book=book)
    assert applied(cart) == chosen
    assert (cart.goods, cart.shipping.fee) == (usd(goods), usd(fee))
    assert cart.total == usd(goods) + usd(fee)
    assert cart.proof.is_proven


def test_free_goods_are_weighed_by_what_the_dealer_would_pay() -> None:
    gift = promotion("gift", BuyAndGet(10, 1), group="g")
    worse, better = save("w", "100", "9", group="g"), save("b", "100", "11", group="g")
    assert applied(promoted((COLA, 10), promotions=[gift, worse])) == {"gift": "10.00"}
    assert applied(promoted((COLA, 10), promotions=[gift, better])) == {"b": "11.00"}


def test_a_search_past_its_limit_says_so_and_still_answers_lawfully() -> None:
    many = [save(f"p{n:02}", f"{100 + n}", f"{10 + n}", group=f"g{n % 7}") for n in range(28)]
    cart = promoted((COLA, 40), promotions=many, book={"policy": PricingPolicy(search_limit=3)})
    groups = [verdict.promotion_id for verdict in cart.promotions if verdict.saving]
    assert len({int(name[1:]) % 7 for name in groups}) == len(groups)
    assert not cart.proof.is_proven
    full = promoted((COLA, 40), promotions=many)
    assert full.proof.is_proven
    assert full.proof.evaluated < 100  # of 5 ** 7 lawful combinations
    assert full.discount_total == usd(f"{sum(10 + n for n in range(21, 28))}")
