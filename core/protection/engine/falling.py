"""Which purchases cost their dealer less by now (the rules stand in the package). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.engine.alone import price_alone
from core.pricing.engine.book import PriceBook
from core.pricing.types import DealerFacts, PriceReceipt, ProductFacts
from core.protection.engine import fall_from, is_resale, paid_each, tier_at_order
from core.protection.types import Purchase

# No quantity break asks for more: the lowest price that a dealer may have now, in whatever quantity.
_ANY_QUANTITY = 10**12


@dataclass(frozen=True, slots=True)
class Situation:
    """Prices and who buys, at a moment. facts: of products, by the dealer's currency."""

    book: PriceBook
    dealers: Mapping[DealerId, DealerFacts]
    facts: Mapping[str, Mapping[ProductId, ProductFacts]]
    at: datetime


@dataclass(frozen=True, slots=True)
class Fallen:
    """Of one base unit: what was paid, what it costs now, what is compensated."""

    paid: UnitPrice
    now: UnitPrice
    fall: UnitPrice


def may_have_fallen(bought: Iterable[Purchase], now: Situation) -> list[Purchase]:
    """Those that a look at the price of today, in any quantity, does not rule out; it needs no receipt."""
    lowest: dict[tuple[DealerId, ProductId], UnitPrice | None] = {}
    found = []
    for one in bought:
        key = one.dealer_id, one.product_id
        if key not in lowest:
            lowest[key] = _price(one, _ANY_QUANTITY, now.dealers[one.dealer_id], now)
        if fall_from(paid_each(one), [lowest[key]]) is not None:
            found.append(one)
    return found


def price_fall(one: Purchase, receipt: PriceReceipt, now: Situation) -> Fallen | None:
    """What a purchase is compensated with; None: nothing."""
    dealer = now.dealers[one.dealer_id]
    if is_resale(receipt):
        return None
    buyers: Sequence[DealerFacts] = (dealer, replace(dealer, tier=tier_at_order(receipt)))
    paid = paid_each(one)
    prices = [_price(one, receipt.counted, buyer, now) for buyer in buyers]
    found = None if None in prices else fall_from(paid, prices)
    return None if found is None else Fallen(paid, *found)


def _price(one: Purchase, counted: int, dealer: DealerFacts, now: Situation) -> UnitPrice | None:
    product = now.facts.get(dealer.currency, {}).get(one.product_id)
    return None if product is None else price_alone(product, counted, dealer, now.book, now.at)
