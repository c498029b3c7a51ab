"""The engine's plan read back into what becomes of an order: what is reserved, moved, bought and missing, and
the ways beside each other (G2). Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.allocation.types import AllocationPlan, PlaceId, PlannedShipment, PlannedTake, PlanOption
from core.kernel.ids import LineId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.engine.allocating import Asked
from core.orders.engine.partnering import (
    LATER,
    NOBODY_SELLS,
    Key,
    Selling,
    above,
    is_ours,
    shares_of,
    told_cost,
    ways_of,
)
from core.orders.partner_types import Bought
from core.orders.supply_types import Missing, OptionSummary, SupplyPlan, TransferSummary, WhenShort
from core.stock.types import Light, LineAvailability, PlannedMove, Take


def weighed(
    simple: SupplyPlan,
    plan: AllocationPlan,
    asked: Asked,
    selling: Selling = NOBODY_SELLS,
    *,
    when_short: WhenShort | None = None,
) -> SupplyPlan:
    """The simple plan, or the best of the engine's: where all is there the best that has everything.

    when_short None: nothing is decided about what is missing, so nothing but whole lines is reserved.
    """
    options = [plan.chosen, *plan.others]
    chosen = plan.chosen if simple.missing else next((one for one in options if not one.missing), None)
    compared = _compared(options, chosen, asked, selling, waits=bool(simple.missing))
    if chosen is None or not chosen.takes:
        return replace(simple, options=() if simple.missing else compared)
    rest = [one for one in options if one is not chosen]
    lacking, bought = _bought(simple, chosen, asked, selling)
    found = replace(simple, missing=lacking, options=compared, ways=ways_of(chosen, rest, selling))
    if simple.missing and when_short is None:
        return replace(found, lines=_told(found.lines, lacking))
    arrives: dict[LineId, date] = {}
    for take in chosen.takes:
        arrives[take.line_id] = max(arrives.get(take.line_id, take.arrives_on), take.arrives_on)
    waits = {one.line_id for one in lacking}
    lines = tuple(one if one.line_id in waits else _line(one, chosen, arrives) for one in simple.lines)
    # Goods that stay as the simple plan has them: what is given away beside what is sold of it, too.
    asked_of = set[LineId]() if asked.is_rest else {one.line_id for one in asked.demands}
    takes = (*_takes(chosen, selling), *(take for take in simple.takes if take.line_id not in asked_of))
    return replace(
        found,
        takes=takes,
        lines=_told(lines, lacking),
        promised_on=_first(simple, chosen, asked, selling),
        moves=_moves(chosen),
        bought=bought,
    )


def _compared(
    options: Sequence[PlanOption],
    chosen: PlanOption | None,
    asked: Asked,
    selling: Selling,
    *,
    waits: bool,
) -> tuple[OptionSummary, ...]:
    """The ways that have everything, and the chosen one; ``waits``: without one of our own it is told that
    the goods would have no day."""
    codes = {PlaceId(one.id): one.code for one in asked.warehouses}
    codes |= {one.id: one.code for one in selling.places}
    found = [
        _summary(one, codes, selling, is_chosen=one is chosen)
        for one in options
        if not one.missing or one is chosen
    ]
    if waits and not any(is_ours(one) and not one.missing for one in options):
        ours = next((one for one in options if is_ours(one) and one is not chosen), None)
        without = OptionSummary(LATER, Money.zero(options[0].cost.currency), None, None, False, ())
        found.append(
            replace(_summary(ours, codes, selling, is_chosen=False), kind=LATER) if ours else without
        )
    return tuple(found)


def _told(lines: Sequence[LineAvailability], lacking: Sequence[Missing]) -> tuple[LineAvailability, ...]:
    """With the day of what is missing of them."""
    days = {one.line_id: one.on for one in lacking}
    return tuple(replace(one, incoming_on=days[one.line_id]) if one.line_id in days else one for one in lines)


def _first(simple: SupplyPlan, option: PlanOption, asked: Asked, selling: Selling) -> date | None:
    """The day of everything where all is there, else of what goes first."""
    if simple.missing and asked.is_rest and simple.takes:
        return simple.promised_on
    here = [take.arrives_on for take in option.takes if _is_here(take, selling)]
    if simple.missing and here:
        return max(here)
    return None if option.missing else option.promised_on


def _is_here(take: PlannedTake, selling: Selling) -> bool:
    """Whether it lies in a warehouse of ours."""
    return take.available_on is None and Key(take.place_id, take.product_id) not in selling.offers


def _bought(
    simple: SupplyPlan, option: PlanOption, asked: Asked, selling: Selling
) -> tuple[tuple[Missing, ...], tuple[Missing, ...]]:
    """(what is missing of lines, what is bought of others though we have it): with what is bought of each."""
    shares = shares_of(option, selling)
    own = {one.line_id: one.on for one in simple.missing}
    usual = {one.line_id: one.promised_on for one in simple.lines}
    lacking, bought = list[Missing](), list[Missing]()
    for one in asked.demands:
        mine = [take for take in option.takes if take.line_id == one.line_id]
        later = [take for take in mine if not _is_here(take, selling)]
        quantity = one.quantity - sum(take.quantity for take in mine if _is_here(take, selling))
        if not quantity:
            continue
        is_all = sum(take.quantity for take in later) == quantity
        on = max(take.arrives_on for take in later) if is_all else None
        found = Missing(
            one.line_id,
            one.product_id,
            quantity,
            on,
            own.get(one.line_id, usual.get(one.line_id)),
            shares.get(one.line_id, ()),
        )
        (lacking if one.line_id in own else bought).append(found)
    return tuple(lacking), tuple(bought)


def _moves(option: PlanOption) -> tuple[PlannedMove, ...]:
    """What of each line goes to another warehouse first."""
    lorries = {(one.from_id, one.to_id): one for one in option.transfers}
    sums: dict[tuple[LineId, ProductId, PlaceId, PlaceId], int] = {}
    for take in option.takes:
        if take.hub_id is not None:
            key = take.line_id, take.product_id, take.place_id, take.hub_id
            sums[key] = sums.get(key, 0) + take.quantity
    return tuple(
        PlannedMove(
            line_id,
            product,
            WarehouseId(source),
            WarehouseId(hub),
            quantity,
            lorries[source, hub].leaves_on,
            lorries[source, hub].arrives_on,
        )
        for (line_id, product, source, hub), quantity in sums.items()
    )


def _takes(option: PlanOption, selling: Selling) -> tuple[Take, ...]:
    """Lots are for the picker: what is taken of one line from one warehouse is one reservation."""
    sums: dict[tuple[LineId, ProductId, PlaceId], int] = {}
    for take in option.takes:
        if _is_here(take, selling):
            key = take.line_id, take.product_id, take.place_id
            sums[key] = sums.get(key, 0) + take.quantity
    return tuple(
        Take(line_id, product, WarehouseId(place), quantity)
        for (line_id, product, place), quantity in sums.items()
    )


def _line(line: LineAvailability, option: PlanOption, arrives: Mapping[LineId, date]) -> LineAvailability:
    """Green stays green only where the engine, too, serves the line as the simple plan does: at once."""
    day = arrives.get(line.line_id)
    if day is None:
        return line
    whole = len({take.place_id for take in option.takes if take.line_id == line.line_id}) == 1
    near = line.light is Light.GREEN and whole and line.promised_on is not None and day <= line.promised_on
    return replace(line, light=Light.GREEN if near else Light.YELLOW, promised_on=day)


def _summary(
    option: PlanOption, codes: Mapping[PlaceId, str], selling: Selling, *, is_chosen: bool
) -> OptionSummary:
    summary = OptionSummary(
        kind=option.kind.value,
        cost=told_cost(option, selling),
        promised_on=None if option.missing else option.promised_on,
        days=None if option.missing else option.days,
        is_chosen=is_chosen,
        shipments=tuple(
            (codes.get(one.place_id, "?"), one.quantity, one.cost - _above(one, option, selling))
            for one in option.shipments
        ),
        transfers=tuple(
            TransferSummary(codes.get(one.from_id, "?"), codes.get(one.to_id, "?"), one.quantity, one.cost)
            for one in option.transfers
        ),
    )
    if not is_chosen:
        return summary
    gathered = [one for one in option.takes if _is_gathered(one, option)]
    first = [one for one in option.takes if _is_here(one, selling) and one not in gathered]
    return replace(
        summary,
        moves=_moves(option),
        waits=_waits(gathered),
        first_on=max((one.arrives_on for one in first), default=None),
        moved_on=max((one.arrives_on for one in gathered), default=None),
        bought=tuple(
            Bought(line_id, one.offer.seller_id, one.quantity, one.offer.cost.micros)
            for line_id, mine in shares_of(option, selling).items()
            for one in mine
        ),
    )


def _above(shipment: PlannedShipment, option: PlanOption, selling: Selling) -> Money:
    """What of a shipment's cost only lifts our own goods to the least that others ask (`Selling.above`)."""
    on_it = (shipment.place_id, shipment.leaves_on, shipment.lane)
    mine = [one for one in option.takes if (one.shipped_from, one.leaves_on, one.lane) == on_it]
    return above(mine, selling, shipment.cost.currency)


def _is_gathered(take: PlannedTake, option: PlanOption) -> bool:
    """Whether it leaves in one shipment with goods that are moved first."""
    return any(
        one.hub_id is not None and (one.hub_id, one.leaves_on) == (take.shipped_from, take.leaves_on)
        for one in option.takes
    )


def _waits(gathered: Sequence[PlannedTake]) -> tuple[tuple[LineId, int], ...]:
    sums: Counter[LineId] = Counter()
    for take in gathered:
        sums[take.line_id] += take.quantity
    return tuple(sums.items())
