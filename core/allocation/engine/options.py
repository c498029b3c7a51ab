"""A choice in money and dates: shipments, transfers and takes, and how it stands against another one.

* Lines of one product are served in their order; the earlier line gets what arrives first.
* What a plan costs is rounded once, half up; its shipments and transfers share it by the largest remainder,
  so that they add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.allocation.engine.choosing import Flow, serve
from core.allocation.engine.network import MISSING, Item, Network, Worth, items_of
from core.allocation.engine.preparing import MICROS_OF_MINOR, Prepared, asked
from core.allocation.types import (
    OptionKind,
    PlaceKind,
    PlannedShipment,
    PlannedTake,
    PlannedTransfer,
    PlanOption,
)
from core.kernel.ids import ProductId
from core.kernel.money import Money, divide_half_up, split_by_largest_remainder
from core.kernel.reasons import Reason


class Weighed(NamedTuple):
    """An option with the packed worth that it was chosen by."""

    option: PlanOption
    packed: int
    worth: Worth


def make_option(prepared: Prepared, network: Network, opened: int) -> Weighed:
    """The plan that follows from what is ``opened``, beside the flows that are ``given`` already."""
    flows = [flow for stream in network.streams for flow in serve(stream, opened)]
    used = sorted({at for flow in flows for at in items_of(flow.way.mask)})
    costs = {at: network.items[at].micros for at in used}
    quantities = dict.fromkeys(used, 0)
    for flow in flows:
        moving, sending = flow.way.micros
        costs[flow.way.shipment] += sending * flow.quantity
        quantities[flow.way.shipment] += flow.quantity
        if flow.way.transfer >= 0:
            costs[flow.way.transfer] += moving * flow.quantity
            quantities[flow.way.transfer] += flow.quantity
    currency = prepared.supply.currency
    cost = Money(divide_half_up(sum(costs.values()), MICROS_OF_MINOR), currency)
    parts = (
        dict(zip(used, split_by_largest_remainder(cost.minor, list(costs.values())), strict=True))
        if used
        else {}
    )
    shipments = [
        _shipment(prepared, network.items[at], quantities[at], Money(parts[at], currency))
        for at in used
        if network.items[at].start
    ]
    last = max((network.items[flow.way.shipment].arrives for flow in flows), default=None)
    packed = network.fixed(sum(1 << at for at in used))
    packed += sum(flow.way.key * flow.quantity for flow in flows)
    packed += (sum(want.quantity for want in prepared.wants) - sum(flow.quantity for flow in flows)) * MISSING
    worth = network.scale.unpack(packed)
    quantity = sum(flow.quantity for flow in flows)
    option = PlanOption(
        kind=_kind(prepared, flows, len(shipments)),
        cost=cost,
        weighed=Money(divide_half_up(worth.micros, MICROS_OF_MINOR), currency),
        promised_on=None if last is None else prepared.days.date(last),
        days=last,
        quantity=quantity,
        missing=asked(prepared) - quantity,
        shipments=tuple(sorted(shipments, key=lambda one: one.arrives_on)),
        transfers=tuple(
            _transfer(prepared, network.items[at], quantities[at], Money(parts[at], currency))
            for at in used
            if not network.items[at].start
        ),
        takes=tuple(_takes(prepared, network, flows)),
    )
    return Weighed(option, packed, worth)


def _shipment(prepared: Prepared, item: Item, quantity: int, cost: Money) -> PlannedShipment:
    date = prepared.days.date
    lane = item.start.lane.code if item.start else ""
    return PlannedShipment(item.place_id, date(item.leaves), date(item.arrives), quantity, cost, lane)


def _transfer(prepared: Prepared, item: Item, quantity: int, cost: Money) -> PlannedTransfer:
    date = prepared.days.date
    to_id = item.to_id or item.place_id
    return PlannedTransfer(item.place_id, to_id, date(item.leaves), date(item.arrives), quantity, cost)


def _takes(prepared: Prepared, network: Network, flows: Sequence[Flow]) -> Iterable[PlannedTake]:
    """Hand what flows to the lines, in their order, the earliest first."""
    open_flows: dict[ProductId, list[tuple[Flow, int]]] = {}
    items, date = network.items, prepared.days.date
    for flow in sorted(flows, key=lambda one: items[one.way.shipment].arrives, reverse=True):
        open_flows.setdefault(flow.stream.want.product_id, []).append((flow, flow.quantity))
    for line in prepared.problem.lines:
        left, mine = line.quantity, open_flows.get(line.product_id, [])
        while left > 0 and mine:
            flow, there = mine.pop()
            given = min(left, there)
            left -= given
            if there > given:
                mine.append((flow, there - given))
            shipment, one = items[flow.way.shipment], flow.source.bin
            yield PlannedTake(
                line_id=line.line_id,
                product_id=line.product_id,
                place_id=one.place_id,
                quantity=given,
                leaves_on=date(shipment.leaves),
                arrives_on=date(shipment.arrives),
                lane=shipment.start.lane.code if shipment.start else "",
                lot=one.lot,
                expires_on=one.expires_on,
                available_on=None if flow.source.is_here else one.available_on,
                hub_id=items[flow.way.transfer].to_id if flow.way.transfer >= 0 else None,
            )


def _kind(prepared: Prepared, flows: Sequence[Flow], shipments: int) -> OptionKind:
    kinds = {prepared.places[flow.source.bin.place_id].kind for flow in flows}
    if not flows:
        return OptionKind.NOTHING
    if PlaceKind.DEALER in kinds:
        return OptionKind.DEALER
    if PlaceKind.VENDOR in kinds:
        return OptionKind.VENDOR
    if any(not flow.source.is_here for flow in flows):
        return OptionKind.BACK_ORDER
    if any(flow.way.transfer >= 0 for flow in flows):
        return OptionKind.TRANSFER
    return OptionKind.SPLIT if shipments > 1 else OptionKind.SINGLE


def why_it_lost(loser: Weighed, winner: Weighed, *, is_urgent: bool) -> tuple[Reason, ...]:
    """What the loser is worse at, in the order in which it counts; `allocation.equal` when at nothing."""
    lost, won = loser.option, winner.option
    found = []
    if loser.worth.missing > winner.worth.missing:
        found.append(Reason("allocation.lacks", {"quantity": loser.worth.missing - winner.worth.missing}))
    if loser.worth.waiting > winner.worth.waiting:
        found.append(
            Reason("allocation.waits_for_goods", {"unit_days": loser.worth.waiting - winner.worth.waiting})
        )
    dearer = [Reason("allocation.dearer", {"by": lost.cost - won.cost})] if lost.cost > won.cost else []
    later = _later(loser, winner)
    found += later + dearer if is_urgent else dearer + later
    if len(lost.shipments) > len(won.shipments):
        more = len(lost.shipments) - len(won.shipments)
        found.append(Reason("allocation.more_shipments", {"count": more}))
    return tuple(found) or (Reason("allocation.equal"),)


def _later(loser: Weighed, winner: Weighed) -> list[Reason]:
    """Later as a whole, or only in parts: then the sum of days over all units tells."""
    if (loser.option.days or 0) > (winner.option.days or 0):
        return [Reason("allocation.later", {"days": (loser.option.days or 0) - (winner.option.days or 0)})]
    if loser.worth.late > winner.worth.late:
        return [Reason("allocation.later_in_part", {"unit_days": loser.worth.late - winner.worth.late})]
    return []


def why_it_won(winner: Weighed, best_other: Weighed, *, is_urgent: bool) -> tuple[Reason, ...]:
    """What the winner has over the best other option, in the same order as `why_it_lost`."""
    better = {
        "allocation.lacks": "allocation.more_complete",
        "allocation.waits_for_goods": "allocation.from_stock",
        "allocation.dearer": "allocation.cheaper",
        "allocation.later": "allocation.earlier",
        "allocation.later_in_part": "allocation.earlier_in_part",
        "allocation.more_shipments": "allocation.fewer_shipments",
        "allocation.equal": "allocation.equal",
    }
    lost = why_it_lost(best_other, winner, is_urgent=is_urgent)
    return tuple(Reason(better[one.code], {**one.params, "than": best_other.option.kind}) for one in lost)
