"""What a dealer pays for one product by itself, before promotions (D1-D4). Pure."""

from __future__ import annotations

from datetime import datetime

from core.kernel.money import UnitPrice
from core.pricing.engine.book import PriceBook
from core.pricing.engine.regular_price import RegularPrice, Situation, regular_price
from core.pricing.types import DealerFacts, ProductFacts, prefixes


def price_alone(
    product: ProductFacts, counted: int, dealer: DealerFacts, book: PriceBook, at: datetime
) -> UnitPrice | None:
    """The price of one base unit in an order of ``counted``; None: there is none in the dealer's currency.

    A tier that has no prices is as good as none.
    """
    tier = book.tiers.get(dealer.tier) if dealer.tier is not None else None
    rates = book.rates.get(dealer.dealer_id)
    found = regular_price(product, counted, Situation(book, dealer, tier, rates, prefixes(dealer.region), at))
    return found.unit if isinstance(found, RegularPrice) else None
