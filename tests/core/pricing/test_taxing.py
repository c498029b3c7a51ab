"""Taxes by category of goods and region, included or on top, right in the sum and on every line."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import DealerId, LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.engine.book import PriceBook
from core.pricing.engine.pricing import price_cart
from core.pricing.types import (
    Cart,
    CartLine,
    DealerFacts,
    Period,
    PricedCart,
    ProductFacts,
    ShippingRule,
    TaxRule,
    Tier,
)

NOW = datetime(2025, 10, 14, 9, tzinfo=UTC)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def rule(code: str, basis_points: int, **more: Any) -> TaxRule:
    return TaxRule(rule_id=code, category="S", basis_points=basis_points, **more)


def priced(
    *goods: tuple[str, str], rules: list[TaxRule], fee: str = "0", region: str = "west", tier: bool = False
) -> PricedCart:
    """One piece each of (category, list price)."""
    lines = tuple(
        CartLine(
            LineId(UUID(int=at)),
            ProductFacts(
                ProductId(UUID(int=at)),
                f"P{at}",
                list_price=UnitPrice.parse(price, "USD"),
                category=tuple(category.split("/")),
            ),
            1,
        )
        for at, (category, price) in enumerate(goods, 1)
    )
    gold = Tier(
        code="gold", name="Gold", margin_bp=0, net_days=30, early_payment_bp=200, early_payment_days=10
    )
    book = PriceBook.compile(
        taxes=rules, shipping=[ShippingRule(rule_id="fee", name="fee", fee=usd(fee))], tiers=[gold]
    )
    dealer = DealerFacts(DealerId(UUID(int=99)), "USD", "gold" if tier else None, (region,))
    return price_cart(Cart(dealer=dealer, lines=lines), book, at=NOW)


def test_without_a_rule_nothing_is_taxed() -> None:
    cart = priced(("food", "10"), rules=[], fee="5")
    assert (cart.total, cart.taxes.on_top, cart.taxes.included) == (usd("15"), usd("0"), usd("0"))
    assert (cart.taxes.lines, cart.taxes.shipping) == ({}, ())


def test_tax_on_top_is_added_once_for_goods_and_shipping_and_shared_out_to_the_cent() -> None:
    cart = priced(("food", "0.03"), ("food", "0.03"), ("food", "0.03"), rules=[rule("r", 1900)], fee="0.10")
    # 19 % of 0.19 is 0.0361: four cents, not one cent for each amount.
    assert cart.taxes.on_top == usd("0.04")
    assert [one.tax.minor for one in cart.taxes.lines.values()] == [1, 1, 0]
    (shipping,) = cart.taxes.shipping
    assert (shipping.base, shipping.tax) == (usd("0.10"), usd("0.02"))
    assert cart.total == usd("0.23")


def test_tax_that_the_price_contains_changes_no_total() -> None:
    cart = priced(("food", "119"), rules=[rule("r", 1900, included=True)])
    (amount,) = cart.taxes.lines.values()
    assert (amount.base, amount.tax, cart.total) == (usd("100"), usd("19"), usd("119"))
    assert (cart.taxes.on_top, cart.taxes.included) == (usd("0"), usd("19"))


@pytest.mark.parametrize(
    ("goods", "region", "basis_points"),
    [
        ("food/drinks", "west", 500),
        ("food/drinks", "north", 1000),
        ("food/bread", "west", 700),
        ("phones", "west", 2000),
        ("phones", "north", None),
    ],
)
def test_the_deepest_category_decides_then_the_narrower_region(
    goods: str, region: str, basis_points: int | None
) -> None:
    rules = [
        rule("west", 2000, region=("west",)),
        rule("food", 700, goods=("food",)),
        rule("drinks", 1000, goods=("food", "drinks")),
        rule("drinks west", 500, goods=("food", "drinks"), region=("west",)),
    ]
    found = list(priced((goods, "10"), rules=rules, region=region).taxes.lines.values())
    assert [one.basis_points for one in found] == ([] if basis_points is None else [basis_points])


def test_a_new_rate_holds_from_its_day_on() -> None:
    rules = [
        rule("old", 1900),
        rule("new", 1600, period=Period(NOW, None)),
        rule("coming", 2500, period=Period(NOW + timedelta(days=1), None)),
    ]
    (amount,) = priced(("food", "10"), rules=rules).taxes.lines.values()
    assert amount.basis_points == 1600


def test_shipping_is_taxed_at_the_rates_of_the_goods_in_proportion() -> None:
    rules = [rule("low", 700, goods=("food",)), rule("high", 1900, goods=("phones",))]
    cart = priced(("food", "30"), ("phones", "60"), ("books", "10"), rules=rules, fee="10")
    assert [(one.basis_points, one.base, one.tax) for one in cart.taxes.shipping] == [
        (700, usd("3"), usd("0.21")),
        (1900, usd("6"), usd("1.14")),
    ]
    assert cart.taxes.on_top == usd("2.31") + usd("12.54")
    assert cart.total == usd("110") + cart.taxes.on_top


def test_early_payment_takes_its_share_off_the_tax_too() -> None:
    early = priced(("food", "100"), rules=[rule("r", 2000)], fee="10", tier=True).terms.early_payment
    assert early is not None
    assert early.amount == usd("2.40")


@settings(derandomize=True, max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(1, 10**7)), min_size=1, max_size=8),
    st.integers(0, 10**5),
    st.integers(0, 4000),
    st.booleans(),
)
def test_lines_and_shipping_add_up_to_the_tax_of_their_rate(
    goods: list[tuple[str, int]], fee: int, basis_points: int, included: bool
) -> None:
    rules = [rule("a", basis_points, goods=("a",), included=included), rule("b", 500, goods=("b",))]
    lines = [(category, str(Money(minor, "USD").to_decimal())) for category, minor in goods]
    cart = priced(*lines, rules=rules, fee=str(Money(fee, "USD").to_decimal()))
    taxes = cart.taxes
    assert cart.total == cart.goods + cart.shipping.fee + taxes.on_top
    amounts = [*taxes.lines.values(), *taxes.shipping]
    on_top = sum(one.tax.minor for one in amounts if not one.included)
    assert (taxes.on_top.minor, taxes.included.minor) == (
        on_top,
        sum(one.tax.minor for one in amounts) - on_top,
    )
    for points in {one.basis_points for one in amounts}:
        same = [one for one in amounts if one.basis_points == points]
        base, tax = sum(one.base.minor for one in same), sum(one.tax.minor for one in same)
        # Half a cent of rounding; where it is included the base has been rounded by the same half cent.
        assert abs(tax * 10_000 - base * points) <= 5_000 + points // 2
