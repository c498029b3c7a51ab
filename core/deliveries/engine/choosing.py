"""Which carrier takes a shipment. Pure.

RULE one-currency: only prices in the house's currency are compared.
RULE in-time: of those that are there by the promised day the cheapest, of equal prices the sooner.
RULE no-day: where no day is promised the cheapest, of equal prices the sooner.
RULE late: where none is there in time, the soonest, of equal days the cheaper; after all that are in time.
RULE same: what is equal in both goes by carrier and service, so that the same rates give the same choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.deliveries.booking_types import Rate, Reason


def rank(rates: Sequence[Rate], promised_on: date | None, currency: str) -> tuple[Rate, ...]:
    """The rates that can be compared, the best first."""

    def key(rate: Rate) -> tuple[bool, int, int, str, str]:
        day, price = rate.delivers_on.toordinal(), rate.price.minor
        is_late = promised_on is not None and rate.delivers_on > promised_on
        return (is_late, *((day, price) if is_late else (price, day)), rate.carrier, rate.service)

    return tuple(sorted((rate for rate in rates if rate.price.currency == currency), key=key))


def reason_of(ranked: Sequence[Rate], promised_on: date | None) -> Reason:
    """Why the first of them is the first. Raises IndexError for none."""
    first = ranked[0]
    if promised_on is not None and first.delivers_on > promised_on:
        return Reason.SOONEST
    if len(ranked) == 1:
        return Reason.ONLY
    return Reason.CHEAPEST if promised_on is None else Reason.IN_TIME
