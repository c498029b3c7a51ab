"""Water marks: when a warehouse needs goods, how many, and from where (G4, G5).

A warehouse *has* what is free there plus what is on its way.

* It needs goods when it has less than its warning mark; below its safety mark it is urgent.
* What it lacks is what brings it to the warning mark. It is asked for what it lacks and its safety mark on
  top, as a buffer, so that the next order does not bring it down again: Phoenix has 20 of 30 and a safety
  mark of 15, so it lacks 10 and 25 are sent. Never more than up to its maximum.
* Goods come from another warehouse that can spare all of what is lacking: one with more than its own maximum
  first, then the one that can spare most, then by code. A warehouse spares what is free above its warning
  mark; of one without marks everything that is free may go.
* Where none can, they are ordered from the vendor, up to the maximum.
* Quantities are whole multiples of ``step`` (what the goods are packed in), rounded up to the maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.kernel.ids import WarehouseId


@dataclass(frozen=True, slots=True)
class Marks:
    """In base units, safety <= warning <= maximum."""

    safety: int
    warning: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Stocked:
    """One product in one warehouse: what is free, and what is on its way there."""

    warehouse_id: WarehouseId
    code: str
    free: int
    incoming: int
    marks: Marks | None

    @property
    def has(self) -> int:
        return self.free + self.incoming

    @property
    def lacks(self) -> int:
        """What brings it to its warning mark."""
        return max(0, self.marks.warning - self.has) if self.marks else 0

    @property
    def spare(self) -> int:
        """What may leave it."""
        return max(0, self.free - (self.marks.warning if self.marks else 0))

    @property
    def is_over(self) -> bool:
        return self.marks is not None and self.free > self.marks.maximum


@dataclass(frozen=True, slots=True)
class Need:
    """``quantity`` for a warehouse, from another one or (None) from the vendor."""

    warehouse_id: WarehouseId
    source_id: WarehouseId | None
    quantity: int
    lacks: int
    is_urgent: bool


def propose(places: Sequence[Stocked], step: int = 1) -> tuple[Need, ...]:
    """What one product needs where, the most urgent first; what one need takes, no other one gets."""
    spare = {one.warehouse_id: one.spare for one in places}
    needs: list[Need] = []
    for one in sorted(places, key=_urgency):
        if one.marks is None or not one.lacks:
            continue
        sources = [other for other in places if other.warehouse_id != one.warehouse_id]
        source = min(
            (other for other in sources if spare[other.warehouse_id] >= one.lacks),
            key=lambda other: (not other.is_over, -spare[other.warehouse_id], other.code),
            default=None,
        )
        room = one.marks.maximum - one.has
        is_urgent = one.has < one.marks.safety
        if source is None:
            quantity = _in_steps(room, step, room)
            needs.append(Need(one.warehouse_id, None, quantity, one.lacks, is_urgent))
            continue
        most = min(room, spare[source.warehouse_id])
        quantity = _in_steps(min(one.lacks + one.marks.safety, most), step, most)
        spare[source.warehouse_id] -= quantity
        needs.append(Need(one.warehouse_id, source.warehouse_id, quantity, one.lacks, is_urgent))
    return tuple(needs)


def _urgency(one: Stocked) -> tuple[int, str]:
    return (one.has - one.marks.safety if one.marks else 0), one.code


def _in_steps(quantity: int, step: int, most: int) -> int:
    """Rounded up to whole steps; down where that would be too much, and as it is where no step fits."""
    up = -(-quantity // step) * step
    if up <= most:
        return up
    return max(quantity // step * step, 0) or quantity
