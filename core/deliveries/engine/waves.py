"""Which goods are picked together, and in which order somebody walks. Pure.

* F3: what is urgent comes first, then what was promised earlier, then what was ordered earlier.
* F2: small orders of one dealer to one place for one day go together: one shipment, one freight.
* A walk goes by zone and bin as people count them: A-2 before A-10. What has no place comes last.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime

from core.deliveries.types import Location, PlannedShipment, Waiting
from core.kernel.ids import DealerId

_Key = tuple[DealerId, uuid.UUID | None, date | None]
_DIGITS = re.compile(r"(\d+)")


def plan_wave(goods: Sequence[Waiting], most: int | None = None) -> tuple[PlannedShipment, ...]:
    """Shipments for these goods, the most pressing first; at most ``most`` of them."""
    groups: dict[_Key, list[Waiting]] = {}
    for one in sorted(goods, key=_pressing):
        groups.setdefault((one.dealer_id, one.ship_to_id, one.promised_on), []).append(one)
    planned = [
        PlannedShipment(*key, is_urgent=any(one.is_urgent for one in group), goods=tuple(group))
        for key, group in groups.items()
    ]
    planned.sort(key=lambda one: _pressing(one.goods[0]))
    return tuple(planned[:most])


def _pressing(one: Waiting) -> tuple[bool, date, datetime, str, str]:
    return not one.is_urgent, one.promised_on or date.max, one.placed_at, one.number, str(one.line_id)


def walking_order(location: Location, sku: str) -> tuple[object, ...]:
    """What to sort lines by."""
    return not str(location), natural(location.zone), natural(location.bin), sku


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts numbers in words as numbers: "A2" before "A10"."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _DIGITS.split(text)
        if part
    )
