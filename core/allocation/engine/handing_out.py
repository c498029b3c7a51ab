"""A settled morning as plans: shipments with their cost, lots to lines, and what each line does not get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.allocation.engine.granting import Entry, Morning
from core.allocation.engine.preparing import MICROS_OF_MILL, MICROS_OF_MINOR
from core.allocation.shortage_types import MorningOrderPlan, MorningPlan, Share
from core.allocation.types import Bin, PlannedShipment, PlannedTake
from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money, divide_half_up, split_by_largest_remainder
from core.kernel.reasons import Reason


def report(
    morning: Morning,
    entries: Sequence[Entry],
    taken: Mapping[Entry, list[int]],
    shares: Sequence[Share],
    bound: int | None,
) -> MorningPlan:
    by_order: list[list[Entry]] = [[] for _ in morning.orders]
    for entry in entries:
        by_order[entry.order].append(entry)
    plans, weighed, urgent = [], 0, 0
    bins = {key: [(one, one.quantity - one.quantity % morning.goods[key[0]].pack) for one in reversed(found)]
            for key, found in morning.bins.items()}  # fmt: skip
    for order, mine in enumerate(by_order):
        plan, micros = _report_order(morning, order, mine, taken, bins)
        plans.append(plan)
        weighed += micros
        urgent += micros if morning.orders[order].urgent else 0
    currency = morning.supply.currency
    issues = {(one.code, repr(one.params)): one for one in morning.prepared.issues}
    return MorningPlan(
        orders=tuple(plans),
        shares=tuple(shares),
        cost=Money(sum(plan.cost.minor for plan in plans), currency),
        weighed=Money(divide_half_up(weighed, MICROS_OF_MINOR), currency),
        bound=None if bound is None else Money((urgent + bound) // MICROS_OF_MINOR, currency),
        issues=tuple(issues.values()),
    )


def _report_order(
    morning: Morning,
    order: int,
    entries: Sequence[Entry],
    taken: Mapping[Entry, list[int]],
    bins: dict[tuple[int, int], list[tuple[Bin, int]]],
) -> tuple[MorningOrderPlan, int]:
    """(plan of one order, what it weighs in micros)."""
    starts, date_of = morning.starts[order], morning.prepared.days.date
    freight: dict[int, int] = {}
    sums: dict[int, int] = {}
    weighed = 0
    found: dict[ProductId, list[tuple[Bin, int, int]]] = {}
    granted = {morning.products[entry.product]: entry for entry in entries}
    for entry in entries:
        for place, quantity in enumerate(taken.get(entry, ())):
            if not quantity:
                continue
            start, goods = starts[place], morning.goods[entry.product]
            freight[place] = (
                freight.get(place, start.micros) + quantity * goods.grams * start.lane.kilogram_mills
            )
            sums[place] = sums.get(place, 0) + quantity
            weighed += quantity * goods.day_mills * MICROS_OF_MILL * (start.ready + start.lane.days)
            parts = found.setdefault(morning.products[entry.product], [])
            parts += [(one, given, place) for one, given in _draw(bins[entry.product, place], quantity)]
    currency = morning.supply.currency
    cost = Money(divide_half_up(sum(freight.values()), MICROS_OF_MINOR), currency)
    costs = split_by_largest_remainder(cost.minor, list(freight.values())) if freight else ()
    shipments = []
    for place, minor in zip(freight, costs, strict=True):
        start = starts[place]
        leaves_on, arrives_on = date_of(start.ready), date_of(start.ready + start.lane.days)
        money = Money(minor, currency)
        shipments.append(
            PlannedShipment(start.place.id, leaves_on, arrives_on, sums[place], money, start.lane.code)
        )
    takes, missing = _hand_out(morning, order, found, granted)
    plan = MorningOrderPlan(
        morning.orders[order].order_id, tuple(takes), tuple(shipments), cost, tuple(missing)
    )
    return plan, weighed + sum(freight.values())


def _draw(bins: list[tuple[Bin, int]], quantity: int) -> Iterable[tuple[Bin, int]]:
    """Take so much from a shelf, first expired first."""
    while quantity:
        one, there = bins.pop()
        given = min(there, quantity)
        quantity -= given
        if there > given:
            bins.append((one, there - given))
        yield one, given


def _hand_out(
    morning: Morning,
    order: int,
    found: Mapping[ProductId, list[tuple[Bin, int, int]]],
    granted: Mapping[ProductId, Entry],
) -> tuple[list[PlannedTake], list[tuple[LineId, int, Reason]]]:
    """An order's goods to its lines, the earlier line first; and what each line does not get."""
    takes: list[PlannedTake] = []
    missing: list[tuple[LineId, int, Reason]] = []
    starts, date_of = morning.starts[order], morning.prepared.days.date
    for line in morning.orders[order].lines:
        left, parts = max(line.quantity, 0), found.get(line.product_id, [])
        while left and parts:
            one, there, place = parts.pop(0)
            given = min(there, left)
            left -= given
            if there > given:
                parts.insert(0, (one, there - given, place))
            start = starts[place]
            takes.append(
                PlannedTake(
                    line.line_id,
                    line.product_id,
                    one.place_id,
                    given,
                    date_of(start.ready),
                    date_of(start.ready + start.lane.days),
                    start.lane.code,
                    one.lot,
                    one.expires_on,
                )
            )
        if left or line.quantity <= 0:
            missing.append((line.line_id, left, _why_missing(line.quantity, granted.get(line.product_id))))
    return takes, missing


def _why_missing(asked: int, entry: Entry | None) -> Reason:
    if asked <= 0 or entry is None:
        return Reason("allocation.nothing_asked")
    if entry.asked < asked and entry.granted == entry.asked:
        return Reason("allocation.pack", {"asked": asked, "possible": entry.asked})
    return Reason("allocation.short", {"asked": entry.asked, "granted": entry.granted})
