"""A promotion's terms as stored and imported (JSON) and as the engine knows them.

    spend_save: {"threshold": "1000", "off": "100"} or {"threshold": "1000", "off_percent": "10"}
    buy_get:    {"buy": 10, "free": 1} and, optionally, "gift": sku, "most_times": 3
    flash:      {"price": "199.90"} or {"off_percent": "20"}; the cap is the promotion's own column

and for each kind, optionally: "currency" (default USD), "scope": [{"product": sku} | {"category": "a/b"} |
{"brand": name}], "tiers": [code], "dealers": [code], "region": name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from core.kernel.ids import DealerId
from core.kernel.money import Money, UnitPrice
from core.pricing.types import (
    EVERYTHING,
    BuyAndGet,
    Deal,
    FlashSale,
    Path,
    ProductFacts,
    SpendAndSave,
    Target,
)

_COMMON = {"currency", "scope", "tiers", "dealers", "region"}
_FIELDS = {
    "spend_save": {"threshold", "off", "off_percent"},
    "buy_get": {"buy", "free", "gift", "most_times"},
    "flash": {"price", "off_percent"},
}


@dataclass(frozen=True, slots=True)
class PromotionTerms:
    """The engine's values of one promotion's terms."""

    deal: Deal
    scope: tuple[Target, ...]
    tiers: frozenset[str] | None
    dealers: frozenset[DealerId] | None
    region: Path


def percent_to_basis_points(text: str) -> int:
    """ "12.5" -> 1250; more than two digits after the point are refused (ValueError)."""
    try:
        points = Decimal(text) * 100
    except InvalidOperation as error:
        raise ValueError(f"Expected a percentage, got {text!r}.") from error
    if points != points.to_integral_value():
        raise ValueError("Expected a percentage with at most two digits after the point.")
    return int(points)


def read_terms(
    kind: str,
    terms: Mapping[str, Any],
    *,
    cap: int | None,
    product: Callable[[str], ProductFacts],
    dealer: Callable[[str], DealerId],
) -> PromotionTerms:
    """The engine's values.

    Raises ValueError with a sentence for terms that cannot be, KeyError (of the look-ups) for an unknown sku
    or dealer code.
    """
    if kind not in _FIELDS:
        raise ValueError(f"Expected a promotion of kind {', '.join(_FIELDS)}, got {kind!r}.")
    unknown = set(terms) - _FIELDS[kind] - _COMMON
    if unknown:
        raise ValueError(f"Expected no {', '.join(sorted(unknown))} in the terms of a {kind} promotion.")
    tiers, dealers = terms.get("tiers"), terms.get("dealers")
    region = terms.get("region")
    return PromotionTerms(
        deal=_deal(kind, terms, cap, product),
        scope=tuple(_target(entry, product) for entry in terms.get("scope", ())) or (EVERYTHING,),
        tiers=frozenset(tiers) if tiers else None,
        dealers=frozenset(dealer(code) for code in dealers) if dealers else None,
        region=(region,) if region else (),
    )


def _deal(
    kind: str, terms: Mapping[str, Any], cap: int | None, product: Callable[[str], ProductFacts]
) -> Deal:
    currency = str(terms.get("currency", "USD"))
    off_bp = percent_to_basis_points(str(terms["off_percent"])) if "off_percent" in terms else None
    if kind == "spend_save":
        return SpendAndSave(
            threshold=Money.parse(str(_needed(terms, "threshold")), currency),
            off=Money.parse(str(terms["off"]), currency) if "off" in terms else None,
            off_bp=off_bp,
        )
    if kind == "buy_get":
        return BuyAndGet(
            buy=int(_needed(terms, "buy")),
            free=int(_needed(terms, "free")),
            gift=product(terms["gift"]) if "gift" in terms else None,
            most_times=terms.get("most_times"),
        )
    price = UnitPrice.parse(str(terms["price"]), currency) if "price" in terms else None
    return FlashSale(price=price, off_bp=off_bp, cap=cap)


def _needed(terms: Mapping[str, Any], name: str) -> Any:
    if name not in terms:
        raise ValueError(f"Expected {name} in the terms.")
    return terms[name]


def _target(entry: Mapping[str, Any], product: Callable[[str], ProductFacts]) -> Target:
    match dict(entry):
        case {"product": sku}:
            return Target.product(product(sku).product_id)
        case {"category": path}:
            return Target.of_category(*path.split("/"))
        case {"brand": brand}:
            return Target.of_brand(brand)
    raise ValueError("Expected product, category or brand in a scope.")
