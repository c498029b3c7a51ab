"""Planning again when stock, dates or orders have changed: a promise changes only for a reason.

* What was planned stays as it was, bin, lane and day, wherever the new facts still allow it: a cheaper or
  earlier way that has come up is no reason to change what somebody was told.
* Only what cannot stay, and what is newly asked for, is planned anew, beside what stays: shipments that go
  anyway cost it nothing.
* Every line whose days or quantities differ is named with the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.allocation.engine.choosing import Chooser, Flow
from core.allocation.engine.lines import plan_lines
from core.allocation.engine.network import Network, Source, Stream, Way, build_network
from core.allocation.engine.options import make_option
from core.allocation.engine.planning import EFFORT, plan_allocation
from core.allocation.engine.preparing import Prepared, is_good, prepare
from core.allocation.types import (
    AllocationPlan,
    AllocationProblem,
    LinePlan,
    PlannedTake,
    PlanOption,
    PromiseChange,
    Replan,
    RestPolicy,
)
from core.kernel.ids import LineId, ProductId
from core.kernel.reasons import Reason


def replan(old: AllocationPlan, problem: AllocationProblem, *, effort: int = EFFORT) -> Replan:
    """Fit an old plan to new facts.

    ``problem``: the order and the supply as they are now; what the old plan itself holds counts as free.
    """
    prepared = prepare(problem)
    network = build_network(prepared, old.takes)
    kept, lost = _keep(prepared, network, old.takes)
    asked_more = sum(want.quantity for want in prepared.wants) > sum(flow.quantity for flow in kept)
    if problem.policy.rest is RestPolicy.WAIT and (lost or asked_more):
        # All goes together: when a part cannot stay as it was, nothing can.
        plan = plan_allocation(problem, effort=effort)
        return Replan(plan, 0, tuple(_changes(old.lines, plan.lines, lost)))
    option = _plan_rest(prepared, network, kept, effort)
    lines = plan_lines(prepared, option)
    plan = AllocationPlan(option, (), lines, tuple(prepared.issues), is_proven=False, bound=None)
    return Replan(plan, sum(flow.quantity for flow in kept), tuple(_changes(old.lines, lines, lost)))


def _keep(
    prepared: Prepared, network: Network, takes: Sequence[PlannedTake]
) -> tuple[list[Flow], dict[LineId, list[Reason]]]:
    """The flows of old takes that can stay, and for each line the reasons why some cannot."""
    wanted = {want.product_id: want.quantity for want in prepared.wants}
    asked = {line.line_id: max(line.quantity, 0) for line in prepared.problem.lines}
    streams = {stream.want.product_id: stream for stream in network.streams}
    left: dict[tuple[ProductId, tuple[int, int]], int] = {}
    kept: list[Flow] = []
    lost: dict[LineId, list[Reason]] = {}
    for take in takes:
        stays = min(take.quantity, asked.get(take.line_id, 0), wanted.get(take.product_id, 0))
        stream = streams.get(take.product_id)
        if stays < take.quantity:
            numbers = {"before": take.quantity, "after": stays}
            lost.setdefault(take.line_id, []).append(Reason("allocation.order_changed", numbers))
        if not stays or stream is None:
            continue
        found = _find(prepared, network, stream, take)
        free = left.get((take.product_id, found[0].order), found[0].quantity) if found else 0
        pack = stream.want.goods.pack
        given = min(stays, free) - min(stays, free) % pack
        if given < stays:
            why = _why_lost(prepared, take, free if found else None)
            lost.setdefault(take.line_id, []).append(why)
        if found and given:
            left[take.product_id, found[0].order] = free - given
            asked[take.line_id] -= given
            wanted[take.product_id] -= given
            kept.append(Flow(stream, found[0], found[1], given))
    return kept, lost


def _find(
    prepared: Prepared, network: Network, stream: Stream, take: PlannedTake
) -> tuple[Source, Way] | None:
    """The bin and the way of an old take, if both are still there."""
    number, items = prepared.days.number, network.items
    for source in stream.sources:
        one = source.bin
        day = None if source.is_here else one.available_on
        if one.place_id != take.place_id or one.lot != take.lot or not _came(take, day):
            continue
        for way in source.ways:
            item = items[way.shipment]
            hub_id = items[way.transfer].to_id if way.transfer >= 0 else None
            lane = item.start.lane.code if item.start else ""
            days = number(take.leaves_on), number(take.arrives_on)
            if hub_id == take.hub_id and lane == take.lane and (item.leaves, item.arrives) == days:
                return source, way
    return None


def _came(take: PlannedTake, day: date | None) -> bool:
    """Whether a bin that comes on ``day`` (None: it is here) can be the one of an old take."""
    return day is None or (take.available_on is not None and day <= take.available_on)


def _why_lost(prepared: Prepared, take: PlannedTake, free: int | None) -> Reason:
    """Why an old take cannot stay as it was."""
    place = prepared.places.get(take.place_id)
    if place is None:
        return Reason("allocation.place_gone", {"place": take.place_id})
    names = {"place": place.code, "quantity": take.quantity}
    if free is not None:
        return Reason("allocation.stock_gone", {**names, "free": free})
    if take.shipped_from not in {start.place.id for start in prepared.starts}:
        return Reason("allocation.lane_gone", names)
    there = [one for one in prepared.supply.stock.get(take.product_id, ()) if one.place_id == take.place_id]
    same = [one for one in there if one.lot == take.lot and one.quantity > 0]
    if not same:
        return Reason("allocation.stock_gone", {**names, "free": 0})
    if not any(is_good(one, prepared.supply.today) for one in same):
        return Reason("allocation.expired", names)
    coming = [one.available_on for one in same if one.available_on and one.available_on != take.available_on]
    if coming:
        return Reason("allocation.date_moved", {**names, "before": take.available_on, "after": min(coming)})
    if prepared.days.number(place.leaves_on) > prepared.days.number(take.leaves_on):
        return Reason(
            "allocation.missed_departure", {**names, "before": take.leaves_on, "after": place.leaves_on}
        )
    return Reason("allocation.lane_changed", {**names, "arrives_on": take.arrives_on})


def _plan_rest(prepared: Prepared, network: Network, kept: Sequence[Flow], effort: int) -> PlanOption:
    """Serve what is not kept, out of what is left; what goes anyway costs nothing more."""
    opened = 0
    for flow in kept:
        opened |= flow.way.mask
    items = [item._replace(micros=0) if opened >> at & 1 else item for at, item in enumerate(network.items)]
    streams = tuple(_less(stream, kept) for stream in network.streams)
    rest = replace(network, items=tuple(items), streams=streams, shipments=network.shipments & ~opened)
    allowed, most = (1 << len(items)) - 1, prepared.problem.policy.most_shipments
    if most is not None:
        most = max(most, 1) - (opened & network.shipments).bit_count()
        if most <= 0:
            allowed, most = allowed & ~rest.shipments, None
    choice = Chooser(rest).search(allowed, most, effort)
    return make_option(prepared, replace(network, streams=streams), choice.opened, kept).option


def _less(stream: Stream, kept: Sequence[Flow]) -> Stream:
    """A stream without what is kept of it."""
    mine = [flow for flow in kept if flow.stream is stream]
    if not mine:
        return stream
    left = stream.want.quantity - sum(flow.quantity for flow in mine)
    used: dict[tuple[int, int], int] = {}
    for flow in mine:
        used[flow.source.order] = used.get(flow.source.order, 0) + flow.quantity
    sources = tuple(
        source._replace(quantity=min(source.quantity - used.get(source.order, 0), left))
        for source in stream.sources
        if source.quantity > used.get(source.order, 0) and left
    )
    return Stream(stream.want._replace(quantity=left), sources, stream.mask)


def _changes(
    before: Sequence[LinePlan], after: Sequence[LinePlan], lost: Mapping[LineId, Sequence[Reason]]
) -> Iterator[PromiseChange]:
    """The lines that differ, new ones and gone ones included."""
    known, now = {line.line_id: line for line in before}, {line.line_id: line for line in after}
    for line in (*after, *(gone for gone in before if gone.line_id not in now)):
        was, new = known.get(line.line_id), now.get(line.line_id)
        if was and new and (was.parts, was.missing, was.quantity) == (new.parts, new.missing, new.quantity):
            continue
        why = tuple(lost.get(line.line_id, ()))
        if not why and (was is None or new is None or was.quantity != new.quantity):
            numbers = {"before": was.quantity if was else 0, "after": new.quantity if new else 0}
            why = (Reason("allocation.order_changed", numbers),)
        elif not why:
            why = (Reason("allocation.now_possible" if was and was.missing else "allocation.goes_together"),)
        parts = was.parts if was else (), new.parts if new else ()
        yield PromiseChange(line.line_id, line.product_id, *parts, new.missing if new else 0, why)
