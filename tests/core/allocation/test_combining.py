"""A morning's bound and plan against everything that could be done."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.allocation.engine.bounding import tighten
from core.allocation.engine.combining import combine, combine_at_once
from core.allocation.engine.cutting import Cuts, find_cuts, leaves
from core.allocation.engine.pricing_stock import Freight, Ints, Responder, price_stock

Plan = tuple[tuple[int, ...], ...]


def table(
    orders: list[dict[int, int]], fixed: list[list[int]], units: list[list[int]], stock: list[list[int]]
) -> Freight:
    """orders: what each is granted, by product; units: by product and place."""
    entries = [(at, key, granted) for at, order in enumerate(orders) for key, granted in order.items()]
    rows = [at for at, _, _ in entries]
    return Freight(
        starts=np.array([rows.index(at) for at in range(len(orders))], dtype=np.int64),
        order=np.array(rows, dtype=np.int64),
        product=np.array([key for _, key, _ in entries], dtype=np.int64),
        granted=np.array([granted for _, _, granted in entries], dtype=np.int64),
        units=np.array([units[key] for _, key, _ in entries], dtype=np.int64),
        fixed=np.array(fixed, dtype=np.int64),
        stock=np.array(stock, dtype=np.int64),
    )


def every_plan(freight: Freight) -> Iterator[Plan]:
    """All ways to part what is granted over two places."""
    for parts in product(*(range(granted + 1) for granted in freight.granted.tolist())):
        plan = tuple((part, granted - part) for part, granted in zip(parts, freight.granted, strict=True))
        used = np.zeros_like(freight.stock)
        np.add.at(used, freight.product, np.array(plan))
        if (used <= freight.stock).all():
            yield plan


def opened_by(freight: Freight, plan: Plan) -> Ints:
    """[order, place]: whether the order has a shipment from there."""
    found = np.zeros_like(freight.fixed)
    np.add.at(found, freight.order, np.array(plan))
    return np.minimum(found, 1)


def cost_of(freight: Freight, plan: Plan) -> int:
    return int((freight.units * np.array(plan)).sum() + (freight.fixed * opened_by(freight, plan)).sum())


def keeps(freight: Freight, plan: Plan, cuts: Cuts) -> bool:
    responder = Responder(freight)
    masks = opened_by(freight, plan) @ (1 << np.arange(freight.fixed.shape[1])) - 1
    away = leaves(responder.members)
    found = np.zeros_like(cuts.least)
    opens = away[cuts.open_inside, masks[freight.order[cuts.open_entry]]]
    np.add.at(found, cuts.open_cut, cuts.open_weight * opens)
    outside = np.where(responder.members[cuts.take_inside], 0, np.array(plan)[cuts.take_entry]).sum(axis=1)
    np.add.at(found, cuts.take_cut, outside)
    return bool((found >= cuts.least).all())


@st.composite
def freights(draw: st.DrawFn) -> Freight:
    """Two or three orders over two products and two places, with as much stock as is granted or more."""
    granted = st.integers(1, 4)
    orders = [{0: draw(granted), 1: draw(granted)} for _ in range(draw(st.integers(2, 3)))]
    stock = []
    for key in (0, 1):
        asked = sum(order[key] for order in orders)
        here = draw(st.integers(1, asked - 1))
        stock.append([here, asked - here + draw(st.integers(0, 1))])
    million = st.integers(1, 90).map(lambda number: number * 1_000_000)
    fixed = [[draw(million), draw(million)] for _ in orders]
    units = [[draw(st.integers(0, 3)) * 1_000_000 for _ in range(2)] for _ in range(2)]
    return table(orders, fixed, units, stock)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(freights())
def test_the_bound_is_below_every_plan_and_the_plan_as_good_as_the_best(freight: Freight) -> None:
    plans = list(every_plan(freight))
    best = min(cost_of(freight, plan) for plan in plans)
    priced = price_stock(freight, rounds=60)
    tight, taken = combine(freight, priced, rounds=3)
    assert taken is not None
    assert priced.bound <= tight.bound <= best
    assert all(keeps(freight, plan, tight.cuts) for plan in plans)
    found = tuple(tuple(row) for row in taken)
    assert found in plans
    # The solver stops a thousandth from the best.
    assert best <= cost_of(freight, found) <= best + best // 1_000
    # With everything in question the solver bounds it, too, and all but closes what is left open.
    at_once = combine_at_once(freight)
    assert at_once is not None
    bound, taken = at_once
    found = tuple(tuple(row) for row in taken)
    assert found in plans
    assert best - best // 999 <= bound <= best <= cost_of(freight, found) <= bound + best // 999


def test_a_shipment_that_costs_nothing_needs_no_search() -> None:
    million = 1_000_000
    freight = table([{0: 24}, {0: 24}], [[0, 0]] * 2, [[million, 3 * million]], [[30, 18]])
    # 30 from the near place, 18 from the far one.
    assert combine_at_once(freight) == (84 * million, [[24, 0], [6, 18]])


def test_many_orders_without_a_shipment_are_too_much_at_once() -> None:
    million = 1_000_000
    orders = 41
    freight = table([{0: 1}] * orders, [[million, million]] * orders, [[0, 0]], [[21, 20]])
    assert combine_at_once(freight) is None


def three_of_24() -> Freight:
    """The near place has goods for one order and a third; a shipment from either place costs 9 or 10."""
    million = 1_000_000
    return table([{0: 24}] * 3, [[9 * million, 10 * million]] * 3, [[0, 0]], [[32, 72]])


def test_goods_for_one_order_and_a_third_save_one_order_the_dearer_shipment() -> None:
    freight = three_of_24()
    tight, taken = combine(freight, price_stock(freight, rounds=60), rounds=1)
    # Prices alone let the near place serve one order and a third.
    assert 28_600_000 < tight.bound < 28_700_000
    assert taken is not None
    assert cost_of(freight, tuple(tuple(row) for row in taken)) == 29_000_000
    rounded = tighten(freight, price_stock(freight, rounds=60), rounds=3)
    assert 28_999_000 < rounded.bound <= 29_000_000


def test_a_cut_counts_whole_orders_where_a_mixture_opens_parts() -> None:
    freight = three_of_24()
    opened = np.array([[1.0, 0, 0], [1 / 3, 2 / 3, 0], [0, 1.0, 0]])
    taken = np.array([[24.0, 0], [8.0, 16.0], [0, 24.0]])
    members = Responder(freight).members
    cuts = find_cuts(freight.product, freight.granted, freight.stock, opened, taken, members)
    assert [(one.inside, one.least, one.opens.tolist(), one.weights.tolist()) for one in cuts] == [
        # 40 have to come from elsewhere: 24 by the third order anyway, 16 by one shipment more.
        (0, 32, [0, 1, 2], [16, 16, 16])
    ]


def test_an_order_that_wants_more_than_a_place_has_pays_for_a_second_one() -> None:
    million = 1_000_000
    freight = table([{0: 24}], [[9 * million, 50 * million]], [[0, 0]], [[10, 14]])
    assert price_stock(freight, rounds=5).bound == 59 * million
