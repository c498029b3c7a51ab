"""Moves between places, and what to buy (G4, G5).

* G4: a place that lacks goods it has promised gets what it lacks and its own safety mark on top: that is
  the buffer, so that the next order does not make it lack again. Phoenix lacks 10 and keeps 15 for safety:
  25 are moved.
* A place gives only what it has above its own warning mark, never what is still to come to it.
* The goods go by the next lorry; who can give all of it, and by when it is there, counts before what it
  costs.
* G5: free and coming at or below the warning mark are filled up to the maximum: first by moves from places
  that are above their maximum, then by purchase, in the vendor's multiples. Below the safety mark it is
  urgent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.allocation.engine.days import WorkDays
from core.allocation.engine.preparing import MICROS_OF_MINOR
from core.allocation.supply_types import (
    PurchaseProposal,
    Purchasing,
    Replenishment,
    ShelfLevel,
    TransferProposal,
)
from core.allocation.types import Goods, Place, PlaceId, Supply, TransferLane
from core.kernel.ids import ProductId
from core.kernel.money import Money, divide_half_up
from core.kernel.reasons import Reason

_PLAIN = Goods()


class _Lorry(NamedTuple):
    """The next departure of a lane, as numbers of days."""

    lane: TransferLane
    leaves: int
    ready: int


def propose_transfers(levels: Sequence[ShelfLevel], supply: Supply) -> tuple[TransferProposal, ...]:
    """What to move so that every promise can be kept; a lack that no place can help stays out.

    ``supply`` gives places, lanes, calendar and packs; its stock is not looked at.
    """
    mover = _Mover(levels, supply)
    found = []
    for level in levels:
        if level.free < 0:
            found += mover.fetch(level, -level.free, level.safety, "allocation.transfer_lacking")
    return tuple(found)


def propose_replenishment(
    levels: Sequence[ShelfLevel], supply: Supply, purchasing: Sequence[Purchasing] = ()
) -> Replenishment:
    """What to move and what to buy so that every shelf is above its warning mark again."""
    mover = _Mover(levels, supply)
    days, buying = mover.days, {one.product_id: one for one in purchasing}
    transfers: list[TransferProposal] = []
    purchases: list[PurchaseProposal] = []
    short: list[Reason] = []
    for level in levels:
        position = level.free + level.coming
        if level.maximum <= 0 or position > level.warning:
            continue
        moved = mover.fetch(
            level, level.maximum - position, 0, "allocation.transfer_surplus", only_surplus=True
        )
        transfers += moved
        missing = level.maximum - position - sum(one.quantity for one in moved)
        numbers = {"position": position, "warning": level.warning, "maximum": level.maximum}
        how = buying.get(level.product_id)
        if missing > 0 and how is not None:
            quantity = _up(max(missing, how.least), how.multiple)
            comes_on = days.date(how.days)
            why = Reason("allocation.below_warning", {**numbers, "moved": level.maximum - position - missing})
            urgent = position < level.safety
            purchases.append(
                PurchaseProposal(level.product_id, level.place_id, quantity, urgent, comes_on, why)
            )
        elif missing > 0:
            short.append(Reason("allocation.no_vendor", {**numbers, "product": level.product_id}))
    return Replenishment(tuple(transfers), tuple(purchases), tuple(short))


def _up(quantity: int, multiple: int) -> int:
    """The next whole multiple."""
    step = max(multiple, 1)
    return -(-quantity // step) * step


class _Mover:
    """Remembers what each place can still give while proposals are made."""

    def __init__(self, levels: Sequence[ShelfLevel], supply: Supply) -> None:
        self.days = WorkDays(supply.today, supply.calendar)
        self._supply = supply
        self._places = {place.id: place for place in supply.places if place.is_open}
        self._levels = {(level.product_id, level.place_id): level for level in levels}
        self._given: dict[tuple[ProductId, PlaceId], int] = {}
        self._lorries = self._timetable(supply.transfers, self._places)

    def _timetable(
        self, lanes: Sequence[TransferLane], places: Mapping[PlaceId, Place]
    ) -> dict[PlaceId, list[_Lorry]]:
        found: dict[PlaceId, list[_Lorry]] = {}
        for lane in lanes:
            if lane.cost is None or lane.from_id not in places or lane.to_id not in places:
                continue
            first = self.days.number(places[lane.from_id].leaves_on)
            leaves = self.days.next_on(first, lane.weekdays)
            lorry = _Lorry(lane, leaves, leaves + lane.days + lane.buffer_days)
            found.setdefault(lane.to_id, []).append(lorry)
        return found

    def _spare(self, product: ProductId, place_id: PlaceId, *, only_surplus: bool) -> int:
        level = self._levels.get((product, place_id))
        if level is None:
            return 0
        floor = level.maximum if only_surplus else max(level.warning, level.safety)
        pack = max(self._supply.goods.get(product, _PLAIN).pack, 1)
        spare = max(level.free - floor - self._given.get((product, place_id), 0), 0)
        return spare - spare % pack

    def fetch(
        self, level: ShelfLevel, lacking: int, buffer: int, code: str, *, only_surplus: bool = False
    ) -> list[TransferProposal]:
        """Moves to a place of what it lacks with its buffer, from as few places as can be."""
        product, goods = level.product_id, self._supply.goods.get(level.product_id, _PLAIN)
        wanted, found = _up(lacking + buffer, goods.pack), list[TransferProposal]()
        still_lacking = lacking
        while wanted > 0:
            offers = [
                (min(self._spare(product, lorry.lane.from_id, only_surplus=only_surplus), wanted), lorry)
                for lorry in self._lorries.get(level.place_id, ())
            ]
            best = max(
                offers, key=lambda one: (one[0], -one[1].ready, -(one[1].lane.cost or 0)), default=None
            )
            if best is None or best[0] <= 0:
                break
            quantity, lorry = best
            key = product, lorry.lane.from_id
            self._given[key] = self._given.get(key, 0) + quantity
            covered = min(quantity, still_lacking)
            found.append(self._propose(level, lorry, quantity, covered, goods, code))
            wanted -= quantity
            still_lacking -= covered
        return found

    def _propose(
        self, level: ShelfLevel, lorry: _Lorry, quantity: int, lacking: int, goods: Goods, code: str
    ) -> TransferProposal:
        lane = lorry.lane
        micros = (lane.cost or 0) * MICROS_OF_MINOR + quantity * goods.grams * lane.kilogram_mills
        numbers = {"lacking": lacking, "buffer": quantity - lacking, "safety": level.safety}
        return TransferProposal(
            product_id=level.product_id,
            from_id=lane.from_id,
            to_id=lane.to_id,
            quantity=quantity,
            lacking=lacking,
            buffer=quantity - lacking,
            leaves_on=self.days.date(lorry.leaves),
            arrives_on=self.days.date(lorry.ready),
            cost=Money(divide_half_up(micros, MICROS_OF_MINOR), self._supply.currency),
            why=Reason(code, numbers),
        )
