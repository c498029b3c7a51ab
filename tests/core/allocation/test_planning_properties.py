"""What holds for every plan; small orders against trying out everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations_with_replacement, product
from typing import NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.allocation.engine.planning import plan_allocation, plan_at_once
from core.allocation.types import (
    AllocationPlan,
    AllocationPolicy,
    AllocationProblem,
    Bin,
    Goods,
    PlaceId,
    PlaceKind,
    RestPolicy,
)
from core.kernel.ids import ProductId
from core.kernel.money import divide_half_up
from tests.core.allocation.boards import TUESDAY, house, lane, lorry, place_id, problem

CODES = ("LA", "PHX", "DEN")
# Tuesday to Friday: no rest day between, so a working day is a day.
DAYS = [TUESDAY + timedelta(days=after) for after in range(4)]
Key = tuple[int, int, int, int]


@st.composite
def small_problems(
    draw: st.DrawFn, *, with_incoming: bool = True, plenty: bool = False, sellers: bool = False
) -> AllocationProblem:
    """sellers: Phoenix is another dealer and Denver a vendor; goods that come may follow those on hand."""
    count = draw(st.integers(1, 3))
    names = ("tea", "rice")[: draw(st.integers(1, 2))]
    lanes = [
        lane(
            code, draw(st.integers(0, 30)), draw(st.integers(0, 3)), kilogram_mills=draw(st.integers(0, 900))
        )
        for code in CODES[:count]
    ]
    pairs = [(one, other) for one in CODES[:count] for other in CODES[:count] if one != other]
    transfers = [
        lorry(one, other, draw(st.integers(0, 20)), draw(st.integers(0, 2)))
        for one, other in draw(
            st.lists(st.sampled_from(pairs), max_size=2, unique=True) if pairs else st.just([])
        )
    ]
    stock = {
        name: [
            Bin(
                place_id(code),
                draw(st.integers(1, 3)),
                draw(st.sampled_from([None, None, *DAYS[1:3]])) if with_incoming else None,
                mills=draw(st.sampled_from([0, 0, 3_000])),
                least=draw(st.integers(0, 3)) if sellers and code != CODES[0] else 0,
                follows=sellers and draw(st.booleans()),
            )
            for code in draw(
                st.lists(st.sampled_from(CODES[:count]), min_size=int(sellers), max_size=2 + sellers)
            )
        ]
        for name in names
    }
    if plenty:
        everywhere = draw(st.lists(st.sampled_from(CODES[:count]), min_size=1, unique=True))
        stock = {name: [Bin(place_id(code), 3) for code in everywhere] + stock[name][:1] for name in names}
    goods = {
        name: Goods(
            grams=draw(st.sampled_from([0, 1_000, 40_000])), day_mills=draw(st.sampled_from([0, 400_000]))
        )
        for name in names
    }
    policy = AllocationPolicy(
        rest=draw(st.sampled_from(list(RestPolicy))),
        most_shipments=draw(st.sampled_from([None, None, 1, 2])),
        urgent=draw(st.booleans()),
    )
    lines = [(name, draw(st.integers(1, 3 - at))) for at, name in enumerate(names)]
    kinds = (PlaceKind.WAREHOUSE, PlaceKind.DEALER, PlaceKind.VENDOR) if sellers else ()
    places = [house(code, kind=kind) for code, kind in zip(CODES[:count], kinds, strict=False)] or None
    return problem(lines, stock, lanes, places=places, transfers=transfers, goods=goods, policy=policy)


class Trip(NamedTuple):
    """One way that one unit could go: a bin, a shipment (place, day) and perhaps a transfer before it."""

    bin: int
    waiting: int
    late: int
    micros: int
    shipment: tuple[PlaceId, int]
    transfer: tuple[PlaceId, PlaceId] | None


def trips(asked: AllocationProblem, name: ProductId) -> Iterator[Trip]:
    """Every way a unit of a product could go, on every day."""
    goods, policy, transfers = asked.supply.goods[name], asked.policy, asked.supply.transfers
    for at, one in enumerate(asked.supply.stock[name]):
        comes = (one.available_on - TUESDAY).days if one.available_on else 0
        if comes and policy.rest is RestPolicy.CANCEL_REST:
            continue
        here: list[tuple[PlaceId, int, tuple[PlaceId, PlaceId] | None]] = [(one.place_id, comes, None)]
        here += [
            (way.to_id, way.days, (way.from_id, way.to_id))
            for way in transfers
            if way.from_id == one.place_id and not comes
        ]
        for place, there, transfer in here:
            gathered = {way.days for way in transfers if way.to_id == place}
            for start in (start for start in asked.lanes if start.place_id == place):
                for leaves in range(there, 3):
                    late = leaves + start.days
                    held = 0 if policy.rest is RestPolicy.WAIT or leaves in gathered else leaves
                    micros = goods.grams * start.kilogram_mills + (one.mills + late * goods.day_mills) * 1_000
                    waiting = max(comes, held) if late and not one.follows else 0
                    yield Trip(at, waiting, late, micros, (place, leaves), transfer)


def judge(asked: AllocationProblem, sent: Sequence[tuple[ProductId, Trip]]) -> Key | None:
    """(missing, then what counts) of sending units so, None when that may not be."""
    policy, stock = asked.policy, asked.supply.stock
    for (name, at), count in Counter((name, trip.bin) for name, trip in sent).items():
        if not stock[name][at].least <= count <= stock[name][at].quantity:
            return None
    if not all(_keeps_its_turn(asked, name, sent) for name in stock):
        return None
    shipments = {trip.shipment for _, trip in sent}
    if policy.most_shipments is not None and len(shipments) > policy.most_shipments:
        return None
    if policy.rest is RestPolicy.WAIT and len({day for _, day in shipments}) > 1:
        return None
    lanes = {one.place_id: one.cost or 0 for one in asked.lanes}
    lorries = {(one.from_id, one.to_id): one.cost or 0 for one in asked.supply.transfers}
    fixed = sum(lanes[place] for place, _ in shipments)
    fixed += sum(lorries[pair] for pair in {trip.transfer for _, trip in sent if trip.transfer})
    micros = fixed * 1_000_000 + sum(trip.micros for _, trip in sent)
    waiting, late = sum(trip.waiting for _, trip in sent), sum(trip.late for _, trip in sent)
    missing = sum(line.quantity for line in asked.lines) - len(sent)
    return (missing, late, waiting, micros) if policy.urgent else (missing, waiting, micros, late)


def _keeps_its_turn(
    asked: AllocationProblem, name: ProductId, sent: Sequence[tuple[ProductId, Trip]]
) -> bool:
    """Whether all of a product that is on hand in our warehouses goes where any goes that follows it."""
    bins = asked.supply.stock[name]
    taken = Counter(trip.bin for product, trip in sent if product == name)
    if not any(bins[at].follows and bins[at].available_on for at in taken):
        return True
    ours = {one.id for one in asked.supply.places if one.kind is PlaceKind.WAREHOUSE}
    return all(
        taken[at] == one.quantity
        for at, one in enumerate(bins)
        if one.available_on is None and one.place_id in ours
    )


def try_everything(asked: AllocationProblem) -> Key:
    """The best judgement over all ways to send every single unit."""
    menus = []
    for line in asked.lines:
        options: list[Trip | None] = [None, *trips(asked, line.product_id)]
        menus.append(
            [
                [(line.product_id, trip) for trip in choice if trip is not None]
                for choice in combinations_with_replacement(options, line.quantity)
            ]
        )
    keys = (judge(asked, [one for part in choice for one in part]) for choice in product(*menus))
    return min(key for key in keys if key is not None)


def late_units(plan: AllocationPlan) -> int:
    days = [TUESDAY + timedelta(days=after) for after in (0, 1, 2, 3, 6, 7, 8)]
    return sum(days.index(take.arrives_on) * take.quantity for take in plan.takes)


def assert_is_best(asked: AllocationProblem) -> None:
    """Against every way of sending single units."""
    plan = plan_allocation(asked)
    missing, *rank = try_everything(asked)
    micros, late = (rank[2], rank[0]) if asked.policy.urgent else (rank[1], rank[2])
    assert plan.is_proven
    assert plan.chosen.missing == missing
    assert (plan.chosen.weighed.minor, late_units(plan)) == (divide_half_up(micros, 1_000_000), late)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(small_problems())
def test_no_way_of_sending_single_units_is_better_than_the_plan(asked: AllocationProblem) -> None:
    assert_is_best(asked)


@settings(max_examples=250, derandomize=True, deadline=None)
@given(small_problems(sellers=True))
def test_no_way_is_better_where_dealers_and_vendors_sell_goods_too(asked: AllocationProblem) -> None:
    assert_is_best(asked)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(small_problems())
def test_a_plan_takes_no_more_than_there_is_and_no_more_than_was_asked(asked: AllocationProblem) -> None:
    plan = plan_allocation(asked)
    for name, bins in asked.supply.stock.items():
        for key in {(one.place_id, one.available_on) for one in bins}:
            there = sum(one.quantity for one in bins if (one.place_id, one.available_on) == key)
            mine = [take for take in plan.takes if take.product_id == name]
            taken = sum(take.quantity for take in mine if (take.place_id, take.available_on) == key)
            assert taken <= there
    for line, planned in zip(asked.lines, plan.lines, strict=True):
        taken = sum(take.quantity for take in plan.takes if take.line_id == line.line_id)
        assert taken + planned.missing == line.quantity
        assert sum(quantity for _, quantity in planned.parts) == taken
    chosen = plan.chosen
    assert sum(one.quantity for one in chosen.shipments) == chosen.quantity
    parts = [one.cost.minor for one in (*chosen.shipments, *chosen.transfers)]
    assert sum(parts) == chosen.cost.minor
    assert all(other.missing >= chosen.missing for other in plan.others)
    assert len({other.kind for other in plan.others} - {chosen.kind}) == len(plan.others)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(small_problems(), st.data())
def test_the_same_question_has_the_same_answer_in_whatever_order_it_is_put(
    asked: AllocationProblem, data: st.DataObject
) -> None:
    shuffled = replace(
        asked,
        lanes=data.draw(st.permutations(asked.lanes)),
        supply=replace(
            asked.supply,
            places=data.draw(st.permutations(asked.supply.places)),
            transfers=data.draw(st.permutations(asked.supply.transfers)),
        ),
    )
    assert plan_allocation(asked) == plan_allocation(asked)
    first, second = plan_allocation(asked).chosen, plan_allocation(shuffled).chosen
    assert (first.cost, first.weighed, first.missing) == (second.cost, second.weighed, second.missing)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(small_problems(with_incoming=False), st.integers(1, 3))
def test_more_stock_never_serves_less_and_never_costs_more(asked: AllocationProblem, more: int) -> None:
    less = plan_allocation(replace(asked, policy=replace(asked.policy, urgent=False)))
    grown = {
        name: [replace(one, quantity=one.quantity + more) for one in bins]
        for name, bins in asked.supply.stock.items()
    }
    policy = replace(asked.policy, urgent=False)
    richer = plan_allocation(replace(asked, supply=replace(asked.supply, stock=grown), policy=policy))
    assert richer.chosen.missing <= less.chosen.missing
    if richer.chosen.missing == less.chosen.missing:
        assert richer.chosen.weighed <= less.chosen.weighed


@settings(max_examples=150, derandomize=True, deadline=None)
@given(small_problems(plenty=True))
def test_what_is_planned_at_once_cannot_be_beaten(asked: AllocationProblem) -> None:
    quick = plan_at_once(asked)
    assume(quick is not None)
    assert quick is not None
    found = try_everything(asked)
    assert quick.chosen.missing == found[0] == 0
    micros = found[3] if asked.policy.urgent else found[2]
    assert quick.chosen.weighed.minor == divide_half_up(micros, 1_000_000)
