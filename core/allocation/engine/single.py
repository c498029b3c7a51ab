"""One shipment that has everything: a closed form, a few microseconds a line.

It is the best plan, and this is the proof: any other plan opens at least two things (two shipments, or a
transfer and a shipment), and takes each unit by some lane. So it costs at least the two least fixed costs
and every unit's least worth; a single shipment that is no worse than that cannot be beaten. Goods that are
still to come might fill one shipment, too: where they could win (a wished day, an urgent order) the one
least fixed cost is the measure. Where the proof fails, the search of `engine/choosing.py` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from core.allocation.engine.lines import plan_lines
from core.allocation.engine.preparing import (
    MICROS_OF_MILL,
    MICROS_OF_MINOR,
    Prepared,
    Start,
    Want,
    asked,
    usable_bins,
)
from core.allocation.types import (
    AllocationPlan,
    Bin,
    OptionKind,
    PlaceId,
    PlaceKind,
    PlannedShipment,
    PlannedTake,
    PlanOption,
)
from core.kernel.ids import ProductId
from core.kernel.money import Money, divide_half_up

_Shelves = dict[ProductId, dict[PlaceId, list[Bin]]]


class _Tally(NamedTuple):
    """What each start costs for all wants, as micros of freight and of days; ``least``: of the best lane
    each.
    """

    freight: list[int]
    days: list[int]
    least: int


def plan_single(prepared: Prepared) -> AllocationPlan | None:
    """The plan of one shipment out of one warehouse when that is proven best, else None."""
    if not prepared.wants or not any(one.place.kind is PlaceKind.WAREHOUSE for one in prepared.starts):
        return None
    said = len(prepared.issues)
    shelves: _Shelves = {want.product_id: _shelf(prepared, want) for want in prepared.wants}
    covering = [at for at, start in enumerate(prepared.starts) if _covers(prepared, start, shelves)]
    chosen = _prove(prepared, covering) if covering else None
    # Own goods at their normal price are counted exactly; of others this knows a bound only.
    if chosen is None or not _is_plain(prepared, chosen[0], shelves):
        del prepared.issues[said:]
        return None
    start, freight, weighed = chosen
    return _assemble(prepared, start, shelves, freight, weighed)


def _shelf(prepared: Prepared, want: Want) -> dict[PlaceId, list[Bin]]:
    """What of a product is on hand, by place, first expired first."""
    today, found = prepared.supply.today, dict[PlaceId, list[Bin]]()
    for one in usable_bins(prepared, want.product_id):
        if one.available_on is None or one.available_on <= today:
            found.setdefault(one.place_id, []).append(one)
    for bins in found.values():
        if len(bins) > 1:
            bins.sort(key=lambda one: one.expires_on or date.max)
    return found


def _is_plain(prepared: Prepared, start: Start, shelves: _Shelves) -> bool:
    """Whether a start is a warehouse's, and its goods bear no surcharge and go in any number."""
    return start.place.kind is PlaceKind.WAREHOUSE and not any(
        one.mills or one.least for shelf in shelves.values() for one in shelf.get(start.place.id, ())
    )


def _covers(prepared: Prepared, start: Start, shelves: _Shelves) -> bool:
    """Whether the place of a start has all that is wanted, good for long enough after its arrival."""
    place_id = start.place.id
    arrives_on = prepared.days.date(start.ready + start.lane.days)
    for product, quantity, goods in prepared.wants:
        missing, pack = quantity, goods.pack
        for one in shelves[product].get(place_id, ()):
            if one.expires_on is None or arrives_on + timedelta(goods.shelf_days) <= one.expires_on:
                missing -= one.quantity if pack == 1 else one.quantity - one.quantity % pack
        if missing > 0:
            return False
    return True


def _prove(prepared: Prepared, covering: Sequence[int]) -> tuple[Start, int, int] | None:
    """(start, freight, freight and days in micros) of the best start, when nothing else can be better."""
    starts, policy = prepared.starts, prepared.problem.policy
    lates = [max(start.ready + start.lane.days - prepared.wish, 0) for start in starts]
    units = sum(want.quantity for want in prepared.wants)
    tally = _tally(prepared, lates)
    fixed = sorted(
        [start.micros for start in starts] + [(one.cost or 0) * MICROS_OF_MINOR for one in prepared.transfers]
    )
    could_come_whole = policy.urgent or prepared.wish > 0
    least = (sum(fixed[: 1 if could_come_whole else 2]) + tally.least, min(lates) * units)
    if len(fixed) == 1:
        least = (fixed[0] + tally.least, least[1])
    worths = {
        at: (starts[at].micros + tally.freight[at] + tally.days[at], lates[at] * units) for at in covering
    }
    if policy.urgent:
        least, worths = least[::-1], {at: worth[::-1] for at, worth in worths.items()}
    best = min(covering, key=lambda at: (worths[at], at))
    if worths[best] > least:
        return None
    freight = starts[best].micros + tally.freight[best]
    return starts[best], freight, freight + tally.days[best]


def _tally(prepared: Prepared, lates: Sequence[int]) -> _Tally:
    rates = [start.lane.kilogram_mills for start in prepared.starts]
    freight, days, least = [0] * len(rates), [0] * len(rates), 0
    for want in prepared.wants:
        grams = want.quantity * want.goods.grams
        worth = want.quantity * want.goods.day_mills * MICROS_OF_MILL
        if not grams and not worth:
            continue
        for at, rate in enumerate(rates):
            freight[at] += grams * rate
            days[at] += worth * lates[at]
        least += min(grams * rate + worth * late for rate, late in zip(rates, lates, strict=True))
    return _Tally(freight, days, least)


def _assemble(
    prepared: Prepared, start: Start, shelves: _Shelves, freight: int, weighed: int
) -> AllocationPlan:
    currency, date_of = prepared.supply.currency, prepared.days.date
    leaves_on, arrives_on = date_of(start.ready), date_of(start.ready + start.lane.days)
    takes = tuple(_take(prepared, start, shelves, leaves_on, arrives_on))
    quantity = sum(take.quantity for take in takes)
    cost = Money(divide_half_up(freight, MICROS_OF_MINOR), currency)
    worth = Money(divide_half_up(weighed, MICROS_OF_MINOR), currency)
    option = PlanOption(
        kind=OptionKind.SINGLE,
        cost=cost,
        weighed=worth,
        promised_on=arrives_on,
        days=start.ready + start.lane.days,
        quantity=quantity,
        missing=asked(prepared) - quantity,
        shipments=(PlannedShipment(start.place.id, leaves_on, arrives_on, quantity, cost, start.lane.code),),
        transfers=(),
        takes=takes,
    )
    lines, issues = plan_lines(prepared, option), tuple(prepared.issues)
    return AllocationPlan(option, (), lines, issues, is_proven=True, bound=worth)


def _take(
    prepared: Prepared, start: Start, shelves: _Shelves, leaves_on: date, arrives_on: date
) -> Iterator[PlannedTake]:
    """Hand the goods of one place to the lines, in their order."""
    place_id, lane = start.place.id, start.lane.code
    rest = {want.product_id: want.quantity for want in prepared.wants}
    good = {want.product_id: _good(want, shelves, place_id, arrives_on) for want in prepared.wants}
    for line in prepared.problem.lines:
        product = line.product_id
        left = min(line.quantity, rest.get(product, 0))
        while left > 0:
            one, there = good[product].pop()
            taken = min(there, left)
            left -= taken
            rest[product] -= taken
            if there > taken:
                good[product].append((one, there - taken))
            yield PlannedTake(
                line.line_id, product, place_id, taken, leaves_on, arrives_on, lane, one.lot, one.expires_on
            )


def _good(want: Want, shelves: _Shelves, place_id: PlaceId, arrives_on: date) -> list[tuple[Bin, int]]:
    """(bin, whole packs of it) that keep for long enough, the last to expire first."""
    goods = want.goods
    found = [
        (one, one.quantity - one.quantity % goods.pack)
        for one in shelves[want.product_id].get(place_id, ())
        if one.expires_on is None or arrives_on + timedelta(goods.shelf_days) <= one.expires_on
    ]
    return found[::-1]
