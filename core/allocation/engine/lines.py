"""What a plan means for each line: days and quantities, and why some of it is left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from core.allocation.engine.preparing import Prepared, is_good
from core.allocation.types import AllocationLine, Bin, LinePlan, PlannedTake, PlanOption, RestPolicy
from core.kernel.ids import LineId, ProductId
from core.kernel.reasons import Reason


def plan_lines(prepared: Prepared, option: PlanOption) -> tuple[LinePlan, ...]:
    """One plan for each line, in their order."""
    takes: dict[LineId, list[PlannedTake]] = {}
    for take in option.takes:
        takes.setdefault(take.line_id, []).append(take)
    over = {want.product_id: want.goods.pack for want in prepared.wants if want.goods.pack > 1}
    return tuple(
        _plan_line(prepared, line, takes.get(line.line_id, []), over) for line in prepared.problem.lines
    )


def _plan_line(
    prepared: Prepared, line: AllocationLine, takes: list[PlannedTake], packs: Mapping[ProductId, int]
) -> LinePlan:
    parts: dict[date, int] = {}
    on_hand = given = 0
    for take in takes:
        parts[take.arrives_on] = parts.get(take.arrives_on, 0) + take.quantity
        given += take.quantity
        if take.available_on is None:
            on_hand += take.quantity
    asked = max(line.quantity, 0)
    missing = asked - given
    why: tuple[Reason, ...] = ()
    if line.quantity <= 0:
        why = (Reason("allocation.nothing_asked", {"line": line.line_id}),)
    elif missing:
        why = tuple(_why_missing(prepared, line, missing, packs.get(line.product_id, 1)))
    return LinePlan(line.line_id, line.product_id, asked, on_hand, tuple(sorted(parts.items())), missing, why)


def _why_missing(prepared: Prepared, line: AllocationLine, missing: int, pack: int) -> Iterator[Reason]:
    """All that stands against the missing part; the most telling first."""
    supply, policy = prepared.supply, prepared.problem.policy
    bins = supply.stock.get(line.product_id, ())
    if pack > 1 and line.quantity % pack:
        yield Reason("allocation.pack", {"asked": line.quantity, "pack": pack, "over": line.quantity % pack})
    open_bins = [one for one in bins if one.quantity > 0 and one.place_id in prepared.places]
    good = [one for one in open_bins if is_good(one, supply.today)]
    if len(good) < len(open_bins):
        expired = sum(one.quantity for one in open_bins if not is_good(one, supply.today))
        yield Reason("allocation.expired", {"quantity": expired})
    coming = [one.available_on for one in good if one.available_on and one.available_on > supply.today]
    if coming and policy.rest is RestPolicy.CANCEL_REST:
        yield Reason("allocation.rest_cancelled", {"comes_on": min(coming)})
    lanes = {start.place.id for start in prepared.starts} | {lane.from_id for lane in prepared.transfers}
    stranded = sum(one.quantity for one in good if one.place_id not in lanes)
    if stranded:
        yield Reason("allocation.no_lane", {"quantity": stranded})
    free = _free(good, policy.rest, supply.today)
    if free - stranded >= missing and policy.most_shipments is not None:
        yield Reason("allocation.most_shipments", {"most": policy.most_shipments})
    yield Reason("allocation.no_stock", {"missing": missing, "asked": line.quantity, "free": free})


def _free(bins: list[Bin], rest: RestPolicy, today: date) -> int:
    """What there is of a product that the policy lets be used."""
    is_late = rest is RestPolicy.CANCEL_REST
    return sum(
        one.quantity for one in bins if not (is_late and one.available_on and one.available_on > today)
    )
