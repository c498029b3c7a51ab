"""Goods and promotions of the tests of D5, and what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.kernel.reasons import Reason
from core.pricing.types import (
    FlashSale,
    PricedCart,
    ProductFacts,
    Promotion,
    PromotionOutcome,
    SpendAndSave,
    Target,
)
from tests.core.pricing.trade import (
    NOW,
    dealer,
    price,
    priced,
    product,
    usd,
)

COLA = product("COLA", listed="10", category=("drinks", "soda"), brand="Fizz")
SODA = product("SODA", listed="7", category=("drinks", "soda"))
SOAP = product("SOAP", listed="3.33", category=("home",))
LIST = dealer(None)
YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)


def promotion(name: str, deal: Any, **more: Any) -> Promotion:
    return Promotion(promotion_id=name, name=name, deal=deal, **more)


def save(name: str, threshold: str, off: str, **more: Any) -> Promotion:
    deal = (
        SpendAndSave(usd(threshold), off_bp=int(off[:-1]) * 100)
        if off.endswith("%")
        else SpendAndSave(usd(threshold), usd(off))
    )
    return promotion(name, deal, **more)


def flash(name: str, facts: ProductFacts, text: str, cap: int | None = None, **more: Any) -> Promotion:
    return promotion(name, FlashSale(price(text), cap=cap), scope=(Target.product(facts.product_id),), **more)


def promoted(
    *lines: tuple[ProductFacts, int], promotions: list[Promotion], who: Any = LIST, **more: Any
) -> PricedCart:
    book = {"promotions": promotions, **more.pop("book", {})}
    return priced(who, *lines, book=book, **more)


def applied(cart: PricedCart) -> dict[str, str]:
    return {
        verdict.promotion_id: str(verdict.saving.to_decimal())
        for verdict in cart.promotions
        if verdict.outcome is PromotionOutcome.APPLIED
    }


def refused(cart: PricedCart) -> dict[str, Reason]:
    return {
        verdict.promotion_id: verdict.why
        for verdict in cart.promotions
        if verdict.outcome is PromotionOutcome.NOT_APPLIED
    }
