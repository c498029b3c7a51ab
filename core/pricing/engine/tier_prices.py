"""What a new price of a list would mean to the dealers of each tier, before it holds (D1, D4). Pure.

* A dealer without an agreement pays the better of the tier price and the list price, so a new list price may
  change nothing for some tiers; the preview says so instead of letting somebody believe it.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from core.kernel.ids import DealerId
from core.kernel.money import UnitPrice
from core.pricing.engine.book import PriceBook, latest_first
from core.pricing.engine.regular_price import RegularPrice, Situation, regular_price
from core.pricing.rulebook_types import TierPrice
from core.pricing.types import DealerFacts, Path, PriceEntry, ProductFacts, Tier, prefixes

_NOBODY = DealerId(uuid.UUID(int=0))  # a dealer without agreements


def tier_prices(
    product: ProductFacts, entry: PriceEntry, book: PriceBook, at: datetime
) -> tuple[TierPrice, ...]:
    """For every tier, the lowest margin first: one piece at the moment ``at``, without and with ``entry``."""
    changed = _with_entry(book, entry)

    def price(one: PriceBook, tier: Tier) -> UnitPrice | None:
        buyer = DealerFacts(_NOBODY, entry.price.currency, tier.code, entry.region)
        found = regular_price(product, 1, Situation(one, buyer, tier, None, prefixes(entry.region), at))
        return found.unit if isinstance(found, RegularPrice) else None

    return tuple(
        TierPrice(tier.name, price(book, tier), price(changed, tier))
        for tier in sorted(book.tiers.values(), key=lambda tier: (tier.margin_bp, tier.code))
    )


def _with_entry(book: PriceBook, entry: PriceEntry) -> PriceBook:
    """The book as it will be; an entry of the same kind, place and start gives way to the new one."""
    of_product: dict[Path, tuple[PriceEntry, ...]] = dict(book.entries.get(entry.product_id, {}))
    stay = [
        one
        for one in of_product.get(entry.region, ())
        if (one.kind, one.period.starts) != (entry.kind, entry.period.starts)
    ]
    of_product[entry.region] = latest_first([*stay, entry])
    return replace(book, entries={**book.entries, entry.product_id: of_product})
