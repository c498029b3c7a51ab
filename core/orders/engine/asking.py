"""What a wish for a better price is an exception to (A15, B1). Pure."""

from __future__ import annotations

from core.approvals.types import Trigger, TriggerKind
from core.kernel.money import UnitPrice

_FULL_BP = 10_000


def price_triggers(current: UnitPrice, wanted: UnitPrice, floor: UnitPrice | None) -> list[Trigger]:
    """A special price by how far it goes below today's, and whether it is below ``floor`` (the cost).

    Rules that measure a discount count whole basis points, rounded up: 5.001 % off is more than 5 %.
    """
    off = -((wanted.micros - current.micros) * _FULL_BP // current.micros)
    found = [Trigger(TriggerKind.SPECIAL_PRICE, max(off, 0))]
    if floor is not None and floor.currency == wanted.currency and wanted.micros < floor.micros:
        found.append(Trigger(TriggerKind.PRICE_BELOW_FLOOR))
    return found
