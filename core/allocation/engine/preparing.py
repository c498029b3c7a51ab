"""What of a problem can be planned with, and what is wrong with the rest.

* Bad input never stops a plan: a lane without cost, a closed or unknown place, a count below zero and an
  expired lot are left out and named in the issues.
* G1: the lines of one product are one want. A product travels in whole packs; what is over is left open.
* Everything is put in order by code first, so that the order of rows in a table changes no plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.allocation.engine.days import WorkDays
from core.allocation.types import (
    AllocationLine,
    AllocationProblem,
    Bin,
    Goods,
    Lane,
    Place,
    PlaceId,
    Supply,
    TransferLane,
)
from core.kernel.ids import ProductId
from core.kernel.reasons import Reason

# Inside the engine money is counted in micros, millionths of a minor unit, so that grams meet a rate by the
# kilogram without a rounding.
MICROS_OF_MINOR = 1_000_000
MICROS_OF_MILL = 1_000
_PLAIN = Goods()


@dataclass(frozen=True, slots=True)
class Start:
    """A lane that can be used: ``ready``: the first day on which goods on hand leave, as a number."""

    place: Place
    lane: Lane
    ready: int

    @property
    def micros(self) -> int:
        return (self.lane.cost or 0) * MICROS_OF_MINOR


class Want(NamedTuple):
    """All lines of one product together; quantity in base units, whole packs only."""

    product_id: ProductId
    quantity: int
    goods: Goods


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem without its faults. wish: the day number before which no day is worth anything."""

    problem: AllocationProblem
    days: WorkDays
    places: dict[PlaceId, Place]
    starts: tuple[Start, ...]
    transfers: tuple[TransferLane, ...]
    wants: tuple[Want, ...]
    wish: int
    issues: list[Reason]

    @property
    def supply(self) -> Supply:
        return self.problem.supply


def prepare(problem: AllocationProblem) -> Prepared:
    """Sort out what can be used; the issues grow while bins are looked at (`usable_bins`)."""
    supply, issues = problem.supply, list[Reason]()
    days = WorkDays(supply.today, supply.calendar)
    places = _open_places(supply.places, issues)
    wished_on = problem.policy.wished_on
    return Prepared(
        problem=problem,
        days=days,
        places=places,
        starts=tuple(_starts(problem.lanes, places, days, issues)),
        transfers=tuple(_transfers(supply.transfers, places, issues)),
        wants=tuple(_wants(problem.lines, supply, issues)),
        wish=days.number(wished_on) if wished_on else 0,
        issues=issues,
    )


def _open_places(places: Sequence[Place], issues: list[Reason]) -> dict[PlaceId, Place]:
    if not places:
        issues.append(Reason("allocation.no_place"))
    issues += [
        Reason("allocation.closed_place", {"place": place.code}) for place in places if not place.is_open
    ]
    ordered = sorted(places, key=lambda place: (place.code, place.id.int))
    return {place.id: place for place in ordered if place.is_open}


def _starts(
    lanes: Sequence[Lane], places: dict[PlaceId, Place], days: WorkDays, issues: list[Reason]
) -> Iterable[Start]:
    rank = {place_id: at for at, place_id in enumerate(places)}
    for lane in sorted(
        lanes, key=lambda one: (rank.get(one.place_id, -1), one.cost or 0, one.days, one.code)
    ):
        place = places.get(lane.place_id)
        if place is None:
            continue
        if lane.cost is None:
            issues.append(Reason("allocation.lane_without_cost", {"place": place.code, "lane": lane.code}))
        elif lane.cost < 0 or lane.days < 0 or lane.kilogram_mills < 0:
            issues.append(Reason("allocation.lane_below_zero", {"place": place.code, "lane": lane.code}))
        else:
            yield Start(place, lane, days.number(place.leaves_on))


def _transfers(
    transfers: Sequence[TransferLane], places: dict[PlaceId, Place], issues: list[Reason]
) -> Iterable[TransferLane]:
    rank = {place_id: at for at, place_id in enumerate(places)}
    usable = [one for one in transfers if one.from_id in rank and one.to_id in rank]
    for one in sorted(usable, key=lambda way: (rank[way.from_id], rank[way.to_id], way.cost or 0, way.days)):
        names = {"place": places[one.from_id].code, "to": places[one.to_id].code}
        if one.cost is None:
            issues.append(Reason("allocation.transfer_without_cost", names))
        elif min(one.cost, one.days, one.buffer_days, one.kilogram_mills) < 0 or one.from_id == one.to_id:
            issues.append(Reason("allocation.transfer_unusable", names))
        else:
            yield one


def _wants(lines: Sequence[AllocationLine], supply: Supply, issues: list[Reason]) -> Iterable[Want]:
    asked: dict[ProductId, int] = {}
    for line in lines:
        if line.quantity > 0:
            asked[line.product_id] = asked.get(line.product_id, 0) + line.quantity
        else:
            issues.append(Reason("allocation.nothing_asked", {"line": line.line_id}))
    for product, quantity in asked.items():
        goods = supply.goods.get(product, _PLAIN)
        if goods.pack < 1:
            issues.append(Reason("allocation.no_pack", {"product": product, "pack": goods.pack}))
            goods = Goods(1, goods.grams, goods.shelf_days, goods.day_mills)
        if quantity % goods.pack:
            issues.append(
                Reason(
                    "allocation.pack",
                    {
                        "product": product,
                        "asked": quantity,
                        "pack": goods.pack,
                        "over": quantity % goods.pack,
                    },
                )
            )
        yield Want(product, quantity - quantity % goods.pack, goods)


def asked(prepared: Prepared) -> int:
    """All base units that the lines ask for, those that no whole pack covers included."""
    return sum(max(line.quantity, 0) for line in prepared.problem.lines)


def usable_bins(prepared: Prepared, product: ProductId) -> list[Bin]:
    """The bins of a product that hold something good at an open place; faults go to the issues."""
    found = []
    places, issues, today = prepared.places, prepared.issues, prepared.supply.today
    for one in prepared.supply.stock.get(product, ()):
        if one.quantity > 0 and one.mills >= 0 and one.place_id in places and is_good(one, today):
            found.append(one)
        elif one.quantity:
            _explain(prepared, product, one, issues)
    return found


def is_good(one: Bin, today: date) -> bool:
    """Whether its goods are not expired when they can first be had."""
    return one.expires_on is None or one.expires_on >= max(one.available_on or today, today)


def _explain(prepared: Prepared, product: ProductId, one: Bin, issues: list[Reason]) -> None:
    place = prepared.places.get(one.place_id)
    if place is None:
        if all(known.id != one.place_id for known in prepared.supply.places):
            issues.append(Reason("allocation.unknown_place", {"product": product, "place": one.place_id}))
        return  # a closed place has said so itself
    numbers = {"product": product, "place": place.code, "quantity": one.quantity}
    if one.quantity < 0:
        issues.append(Reason("allocation.negative_stock", numbers))
    elif one.mills < 0:
        issues.append(Reason("allocation.surcharge_below_zero", numbers))
    else:
        issues.append(
            Reason("allocation.expired_lot", {**numbers, "lot": one.lot, "expires_on": one.expires_on})
        )
