"""First expired first out, and what to do about lots near their date (G6).

* Of lots that may go, the one that expires first goes first; lots without a date go last.
* A lot may go while it still keeps for the days its product must be good after it arrives; an expired one
  never.
* At risk is what will not be sold in time: of each product at each place the lots are sold in that order at
  the daily rate, and what is left of a lot on its last good day is offered, with what the fewest days left
  take off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from core.allocation.supply_types import ExpiryOffer, ExpiryStep
from core.allocation.types import Bin, PlaceId
from core.kernel.ids import ProductId

_MILLI = 1_000


def first_expired_first(
    bins: Sequence[Bin], arrives_on: date, shelf_days: int = 0
) -> tuple[tuple[Bin, ...], tuple[Bin, ...]]:
    """(bins that may go, the first to expire first; bins that expire too soon)."""
    last = arrives_on + timedelta(days=shelf_days)
    good = [one for one in bins if one.expires_on is None or one.expires_on >= last]
    good.sort(key=lambda one: (one.expires_on is None, one.expires_on or last, one.lot))
    return tuple(good), tuple(one for one in bins if one.expires_on is not None and one.expires_on < last)


def near_expiry(bins: Sequence[Bin], today: date, days: int) -> tuple[Bin, ...]:
    """The lots that are still good today and expire within so many days, the first to expire first."""
    good, _ = first_expired_first(bins, today)
    limit = today + timedelta(days=days)
    return tuple(one for one in good if one.quantity > 0 and one.expires_on and one.expires_on <= limit)


def propose_expiry_offers(
    stock: Mapping[ProductId, Sequence[Bin]],
    today: date,
    steps: Sequence[ExpiryStep],
    daily: Mapping[tuple[ProductId, PlaceId], int],
) -> tuple[ExpiryOffer, ...]:
    """What to offer at a discount, the most pressing first.

    daily: thousandths of a base unit sold a day of a product at a place; without an entry nothing is sold.
    """
    ladder = sorted(steps, key=lambda step: step.days_left)
    found: list[ExpiryOffer] = []
    for product, bins in stock.items():
        for place_id in dict.fromkeys(one.place_id for one in bins):
            mine = [one for one in bins if one.place_id == place_id and one.available_on is None]
            rate = max(daily.get((product, place_id), 0), 0)
            found += _at_risk(product, mine, today, ladder, rate)
    return tuple(sorted(found, key=lambda offer: (offer.expires_on, -offer.at_risk, offer.product_id.int)))


def _at_risk(
    product: ProductId, bins: Sequence[Bin], today: date, ladder: Sequence[ExpiryStep], rate: int
) -> list[ExpiryOffer]:
    good, _ = first_expired_first([one for one in bins if one.quantity > 0], today)
    sold_before, found = 0, []
    for one in good:
        if one.expires_on is None:
            break
        days_left = (one.expires_on - today).days
        # Today still counts as a day of selling, and so does the last good day.
        sold = min(max((days_left + 1) * rate // _MILLI - sold_before, 0), one.quantity)
        sold_before += sold
        step = next((step for step in ladder if days_left <= step.days_left), None)
        if step is not None and one.quantity > sold:
            found.append(
                ExpiryOffer(
                    product_id=product,
                    place_id=one.place_id,
                    lot=one.lot,
                    expires_on=one.expires_on,
                    days_left=days_left,
                    quantity=one.quantity,
                    at_risk=one.quantity - sold,
                    basis_points=step.basis_points,
                )
            )
    return found
