"""Open invoices by how late they are. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.billing.types import Ageing
from core.kernel.money import Money

_UPTO = (0, 15, 30, 45)
"""Last day of each class but the last: not due, 1-15, 16-30, 31-45, over 45 days late."""


def age(open_by_day: Iterable[tuple[date | None, int]], today: date, unapplied: Money) -> Ageing:
    """Minor units by due date (None: never due), put into the five classes."""
    sums = [0] * (len(_UPTO) + 1)
    for due_on, minor in open_by_day:
        days = (today - due_on).days if due_on is not None else 0
        sums[next((at for at, upto in enumerate(_UPTO) if days <= upto), len(_UPTO))] += minor
    not_due, upto_15, upto_30, upto_45, over_45 = (Money(minor, unapplied.currency) for minor in sums)
    whole = Money(sum(sums), unapplied.currency)
    return Ageing(not_due, upto_15, upto_30, upto_45, over_45, whole, unapplied)
