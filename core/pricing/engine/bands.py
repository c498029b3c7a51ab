"""What a dealer may ask of the dealers below it: a band around the guide price (D6). Pure.

D6  The guide price is the list price. The band on the narrowest target counts: product, then category (deeper
    first), then brand, then everything; without one any price is allowed. Both ends of the range are allowed;
    it is rounded inwards to a millionth. A price that was set inside the band and lies outside it now, since
    the guide price or the band has changed, counts as the nearest end of the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.kernel.money import UnitPrice
from core.pricing.types import FULL_BP, DealerFacts, PriceBand, ProductFacts

if TYPE_CHECKING:
    from core.pricing.engine.book import PriceBook, TargetIndex


@dataclass(frozen=True, slots=True)
class PriceRange:
    """From the lowest to the highest unit price allowed, both included."""

    low: UnitPrice
    high: UnitPrice

    def holds(self, price: UnitPrice) -> bool:
        return self.low.micros <= price.micros <= self.high.micros

    def nearest(self, price: UnitPrice) -> UnitPrice:
        """The price itself, or the end of the range it lies beyond."""
        if price.micros < self.low.micros:
            return self.low
        return self.high if price.micros > self.high.micros else price


def band_of(bands: TargetIndex[PriceBand], product: ProductFacts) -> PriceBand | None:
    """The narrowest band about a product."""
    return next((group[0] for group in bands.narrowest_first(product)), None)


def allowed_range(guide: UnitPrice, band: PriceBand) -> PriceRange:
    """The unit prices that the band allows around a guide price."""
    lowest = -(-guide.micros * (FULL_BP - band.below_bp) // FULL_BP)
    highest = guide.micros * (FULL_BP + band.above_bp) // FULL_BP
    return PriceRange(UnitPrice(max(lowest, 1), guide.currency), UnitPrice(highest, guide.currency))


def resale_price(
    book: PriceBook, dealer: DealerFacts, product: ProductFacts, guide: UnitPrice | None
) -> UnitPrice | None:
    """What the dealer above asks of this one, held within the band; None where it has set no price."""
    prices = None if dealer.parent_id is None else book.resale.get(dealer.parent_id)
    price = None if prices is None else prices.get((product.product_id, dealer.currency))
    band = band_of(book.bands, product)
    if price is None or guide is None or band is None:
        return price
    return allowed_range(guide, band).nearest(price)
