"""The trade these tests talk about: the four tiers, TechMart's rates, products, built in a line each."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from core.kernel.ids import DealerId, LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.engine import PriceBook, price_cart
from core.pricing.types import (
    BreakSchedule,
    BreakStep,
    Cart,
    CartLine,
    DealerFacts,
    NegotiatedRate,
    PricedCart,
    PricedLine,
    ProductFacts,
    Target,
    Tier,
)

NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def price(text: str, currency: str = "USD") -> UnitPrice:
    return UnitPrice.parse(text, currency)


def an_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


TIERS = (
    Tier(code="platinum", name="Platinum", margin_bp=800, net_days=45, free_shipping_above=usd("1000")),
    Tier(code="gold", name="Gold", margin_bp=1200, net_days=30, early_payment_bp=200, early_payment_days=10),
    Tier(
        code="silver", name="Silver", margin_bp=1600, net_days=15, early_payment_bp=100, early_payment_days=7
    ),
    Tier(code="bronze", name="Bronze", margin_bp=2000, net_days=10),
)

STANDARD_BREAKS = BreakSchedule(
    schedule_id="breaks",
    name="Standard breaks",
    steps=(BreakStep(1, 0), BreakStep(10, 500), BreakStep(50, 1000), BreakStep(100, 1500)),
)

TECHMART = DealerId(an_id("TechMart"))
CORNER_STORE = DealerId(an_id("Corner Store"))


def dealer(tier: str | None = "platinum", who: DealerId = CORNER_STORE, **facts: Any) -> DealerFacts:
    return DealerFacts(who, facts.pop("currency", "USD"), tier, **facts)


def product(
    sku: str,
    cost: str | None = None,
    listed: str | None = None,
    *,
    brand: str | None = None,
    category: tuple[str, ...] = (),
    currency: str = "USD",
) -> ProductFacts:
    return ProductFacts(
        ProductId(an_id(sku)),
        sku,
        None if cost is None else price(cost, currency),
        None if listed is None else price(listed, currency),
        brand,
        category,
    )


IPHONE = product("IPH15P", "1000", "1299", brand="Apple", category=("electronics", "phones", "smartphones"))


def rate(name: str, target: Target, **figure: Any) -> NegotiatedRate:
    return NegotiatedRate(
        rate_id=figure.pop("rate_id", name),
        name=name,
        dealer_id=figure.pop("dealer_id", TECHMART),
        target=target,
        **figure,
    )


TECHMART_RATES = (
    rate("Gaming", Target.of_category("electronics", "gaming"), margin_bp=600),
    rate("Smartphones", Target.of_category("electronics", "phones", "smartphones"), margin_bp=400),
    rate("Accessories", Target.of_category("electronics", "accessories"), margin_bp=1200),
)


def cart(who: DealerFacts, *lines: tuple[ProductFacts, int], **more: Any) -> Cart:
    """A cart whose lines are called 1, 2, 3 …"""
    made = tuple(
        CartLine(LineId(an_id(f"line {number}")), facts, quantity)
        for number, (facts, quantity) in enumerate(lines, start=1)
    )
    return Cart(who, made, **more)


def priced(
    who: DealerFacts,
    *lines: tuple[ProductFacts, int],
    book: dict[str, Any] | None = None,
    at: datetime = NOW,
    **more: Any,
) -> PricedCart:
    rules: dict[str, Any] = {"tiers": TIERS, **(book or {})}
    return price_cart(cart(who, *lines, **more), PriceBook.compile(**rules), at=at)


def priced_line(
    who: DealerFacts, facts: ProductFacts, quantity: int, *, at: datetime = NOW, **book: Any
) -> PricedLine:
    (line,) = priced(who, (facts, quantity), book=book, at=at).lines
    return line


def lost(line: PricedLine) -> dict[str, str]:
    """Why each rule lost, by its id."""
    return {rule.rule_id: str(rule.why.code) for rule in line.receipt.losers}


def steps(line: PricedLine) -> list[tuple[str, str, str]]:
    """The rule chain as (kind, rule id, price after)."""
    return [(step.kind.value, step.rule_id, f"{step.after.to_decimal():.2f}") for step in line.receipt.steps]
