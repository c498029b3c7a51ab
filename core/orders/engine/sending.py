"""What of the goods that are not there is better sent straight by a vendor, in money and dates (G2). Pure.

A vendor is chosen where it is with the dealer sooner than our own goods would be (or ours have no day), sells
as few, and asks no more than the dealer pays: nobody is served at a loss unasked. Of several the cheapest,
then the soonest, then by code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money
from core.orders.supply_types import DirectOffer, Missing, OptionSummary, last_day

DIRECT, LATER = "vendor", "back_order"


def choose_direct(
    missing: Sequence[Missing],
    offers: Mapping[ProductId, Sequence[DirectOffer]],
    sold: Mapping[LineId, Money],
) -> tuple[Missing, ...]:
    """With the offer of each that a vendor sends.

    sold: what the dealer pays for what is missing, without tax; a line that is not named stays as it is.
    """
    return tuple(_choose(one, offers.get(one.product_id, ()), sold.get(one.line_id)) for one in missing)


def _choose(one: Missing, offers: Sequence[DirectOffer], sold: Money | None) -> Missing:
    fit = [
        offer
        for offer in offers
        if sold is not None
        and offer.cost.currency == sold.currency
        and offer.minimum <= one.quantity
        and offer.cost.for_quantity(one.quantity).minor <= sold.minor
        and (one.on is None or offer.on < one.on)
    ]
    if not fit:
        return one
    best = min(fit, key=lambda offer: (offer.cost.micros, offer.on, offer.vendor))
    return replace(one, on=best.on, offer=best, own_on=one.on)


def compare_direct(missing: Sequence[Missing], today: date, currency: str) -> tuple[OptionSummary, ...]:
    """Beside each other: what vendors send and what it costs to buy, and waiting for our own goods."""
    sent = [(one, one.offer) for one in missing if one.offer is not None]
    if not sent:
        return ()
    costs = [(offer.vendor, one.quantity, offer.cost.for_quantity(one.quantity)) for one, offer in sent]
    cost = Money(sum(money.minor for _, _, money in costs), currency)
    on = last_day([offer.on for _, offer in sent])
    own = last_day([one.own_on for one, _ in sent])
    return (
        OptionSummary(DIRECT, cost, on, _days(today, on), True, tuple(costs)),
        OptionSummary(LATER, Money.zero(currency), own, _days(today, own), False, ()),
    )


def _days(today: date, on: date | None) -> int | None:
    return None if on is None else (on - today).days
