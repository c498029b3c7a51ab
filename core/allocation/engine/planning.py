"""The best way to serve one order, in money and dates, beside the others (G2).

* As much as can be is served; then what is here goes before what must be waited for, and what comes sooner
  before what comes later; then the lesser cost wins (freight, surcharges and what the goods' days are
  worth), then the earlier day, then fewer shipments. An urgent order puts the day before the cost.
* SHIP_NOW: each part leaves when it can. WAIT: nothing leaves before all of it can; on the first such day
  that is best. CANCEL_REST: only goods on hand are planned.
* One shipment that has everything is best at once when two of the cheapest things to open cost more than it
  does (`engine/single.py`); else the search of `engine/choosing.py` decides.
* Compared beside it: one shipment, a split, gathering by transfer, one later drop, the vendor, another
  dealer, and what our own goods do without these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.allocation.engine.choosing import Choice, Chooser
from core.allocation.engine.lines import plan_lines
from core.allocation.engine.network import Network, build_network, items_of
from core.allocation.engine.options import Weighed, make_option, why_it_lost, why_it_won
from core.allocation.engine.preparing import MICROS_OF_MINOR, Prepared, prepare
from core.allocation.engine.single import plan_single
from core.allocation.types import (
    AllocationPlan,
    AllocationProblem,
    OptionKind,
    PlaceKind,
    RestPolicy,
)
from core.kernel.money import Money, divide_half_up

# Branches that are looked at for one order: about two seconds for 150 lines.
EFFORT = 4_000
# For the alternatives, which need not be the very best of their kind.
_SIDE_EFFORT = 60


def plan_allocation(problem: AllocationProblem, *, effort: int = EFFORT) -> AllocationPlan:
    """Plan one order. Never fails for bad input: what is unusable is left out and stands in ``issues``.

    effort: branches to look at before the best plan so far is handed back with its bound; the same problem
    has the same answer however busy the machine is. 0 looks at none: a good plan, seldom proven, in a few
    milliseconds.
    """
    prepared = prepare(problem)
    # Whoever could sell us goods is told beside our own, even where these are proven best at once.
    is_ours = all(start.place.kind is PlaceKind.WAREHOUSE for start in prepared.starts)
    return (plan_single(prepared) if is_ours else None) or _search_plan(prepared, effort)


def plan_at_once(problem: AllocationProblem) -> AllocationPlan | None:
    """The plan of an order that one shipment serves best, None when that takes a search.

    Less than a millisecond for 45 lines, so it may be asked for anywhere, within a transaction as well.
    """
    return plan_single(prepare(problem))


def _search_plan(prepared: Prepared, effort: int) -> AllocationPlan:
    """Plan what no single shipment settles."""
    problem = prepared.problem
    network = build_network(prepared)
    chooser, most = Chooser(network), problem.policy.most_shipments
    most = None if most is None else max(most, 1)
    everything = (1 << len(network.items)) - 1
    best = _best(prepared, network, chooser, everything, most, effort)
    found = {best.opened: make_option(prepared, network, best.opened)}
    for mask, limit in _restrictions(network, best.opened):
        limit = limit if most is None else min(limit or most, most)
        choice = _best(prepared, network, chooser, mask, limit, min(effort, _SIDE_EFFORT))
        if choice.opened and choice.opened not in found:
            found[choice.opened] = make_option(prepared, network, choice.opened)
    options = sorted(found.values(), key=lambda one: one.packed)
    is_proven = best.bound >= options[0].packed
    chosen, others = _compare(options, is_urgent=problem.policy.urgent)
    return AllocationPlan(
        chosen=chosen.option,
        others=tuple(one.option for one in others),
        lines=plan_lines(prepared, chosen.option),
        issues=tuple(prepared.issues),
        is_proven=is_proven,
        bound=chosen.option.weighed if is_proven else _bound(network, best, chosen, problem),
    )


def _best(
    prepared: Prepared, network: Network, chooser: Chooser, mask: int, most: int | None, effort: int
) -> Choice:
    """The best choice within ``mask``; under WAIT the best of the days on which all could leave
    together.
    """
    if prepared.problem.policy.rest is not RestPolicy.WAIT:
        return chooser.search(mask, most, effort)
    choices = [chooser.search(day, most, effort) for day in _together(network, mask)]
    if not choices:
        return chooser.search(0, most, effort)
    best = min(choices, key=lambda choice: choice.worth)
    return best._replace(bound=min(choice.bound for choice in choices))


def _together(network: Network, mask: int) -> Iterable[int]:
    """For each day on which something could leave: its shipments, and the transfers that are in by then."""
    shipments, items = mask & network.shipments, network.items
    for day in sorted({items[at].leaves for at in items_of(shipments)}):
        yield sum(
            1 << at
            for at in items_of(mask)
            if (items[at].leaves == day if items[at].start else items[at].arrives <= day)
        )


def _restrictions(network: Network, best: int) -> Iterable[tuple[int, int | None]]:
    """(items, most shipments) of each kind of plan worth showing beside the best one.

    Sellers who bring nothing to the best plan are tried in the place of each of its shipments.
    """
    at_once = dict.fromkeys(PlaceKind, 0)
    every = dict.fromkeys(PlaceKind, 0)
    transfers = 0
    for at, item in enumerate(network.items):
        if item.start is None:
            transfers |= 1 << at
            continue
        kind = item.start.place.kind
        every[kind] |= 1 << at
        if item.leaves == item.start.ready:
            at_once[kind] |= 1 << at
    own = at_once[PlaceKind.WAREHOUSE]
    yield own, 1
    yield own, None
    if transfers:
        yield every[PlaceKind.WAREHOUSE] | transfers, 1
    if every[PlaceKind.WAREHOUSE] != own:
        yield every[PlaceKind.WAREHOUSE], 1
    bought = [every[kind] for kind in (PlaceKind.VENDOR, PlaceKind.DEALER) if every[kind]]
    for mask in bought:
        yield mask, None
        yield mask | own, None
        for at in items_of(best & own if not best & mask else 0):
            yield (mask | own) & ~(1 << at), None
    if bought:
        yield every[PlaceKind.WAREHOUSE] | transfers, None


def _compare(options: Sequence[Weighed], *, is_urgent: bool) -> tuple[Weighed, list[Weighed]]:
    """The best one, and the best of each other kind, each with its reasons."""
    chosen, others, kinds = options[0], list[Weighed](), {options[0].option.kind, OptionKind.NOTHING}
    for one in options[1:]:
        if one.option.kind not in kinds:
            kinds.add(one.option.kind)
            why = why_it_lost(one, chosen, is_urgent=is_urgent)
            others.append(one._replace(option=replace(one.option, why=why)))
    if others:
        why = why_it_won(chosen, others[0], is_urgent=is_urgent)
        chosen = chosen._replace(option=replace(chosen.option, why=why))
    return chosen, others


def _bound(network: Network, best: Choice, chosen: Weighed, problem: AllocationProblem) -> Money | None:
    """The least that a plan could cost that serves as much: only where the bound speaks about money at
    all.
    """
    least = network.scale.unpack(best.bound)
    same = (least.missing, least.waiting) == (chosen.worth.missing, chosen.worth.waiting)
    if problem.policy.urgent or not same:
        return None
    return Money(divide_half_up(least.micros, MICROS_OF_MINOR), problem.supply.currency)
