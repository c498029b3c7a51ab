"""Whatever an order's goods come from is weighed once: our shelves, goods to come, partners, vendors (G2)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import ProductId
from core.orders.engine.allocating import Asked
from core.orders.engine.partnering import told_cost
from core.orders.partner_types import SellerOffer
from core.orders.supply_types import SupplyPlan
from tests.core.orders.sellers import (
    FAR,
    NEAR,
    OWN,
    PRODUCTS,
    TODAY,
    House,
    ask,
    day,
    money,
    partner,
    plan,
    vendor,
)


class Source(NamedTuple):
    """So many pieces at most, none or so many at least; each piece costs so much, opening it ``opens``."""

    most: int
    least: int
    minor: int
    days: int
    opens: tuple[str, int]
    follows: bool = False
    is_ours: bool = False


def sources(
    house: House, of: int, offers: Sequence[SellerOffer], price: int, quantity: int
) -> Iterator[Source]:
    """Everything that a product can come from, told in plain words again."""
    assert house.lanes is not None
    near, far, coming, on = house.goods[of]
    yield Source(near, 0, 0, 1, ("near", house.lanes[0]), is_ours=True)
    yield Source(far, 0, 0, 2, ("far", house.lanes[1]), is_ours=True)
    is_short = near + far < quantity
    for leaves in sorted({other for *_, other in house.goods if other >= on}) if is_short else ():
        # They may wait for what comes later to go with it.
        yield Source(coming, 0, 0, leaves + 1, (f"near later {leaves}", house.lanes[0]), follows=True)
    for one in offers:
        paid = one.cost.micros // 10_000
        if one.product_id == PRODUCTS[of] and paid <= price and (one.is_partner or is_short):
            days = (one.on - TODAY).days
            left = quantity if one.left is None else one.left
            yield Source(left, one.minimum, paid - OWN, days, (one.seller, one.fetch.minor))


def shared_out(found: Sequence[Source], quantity: int, step: int) -> Iterator[list[int]]:
    """Every way to have so many whole steps or less."""
    for counts in product(*(range(0, one.most + 1, step) for one in found)):
        pairs = list(zip(counts, found, strict=True))
        if sum(counts) > quantity or any(0 < count < one.least for count, one in pairs):
            continue
        coming = [(count, one.most) for count, one in pairs if one.follows]
        left = any(one.is_ours and count + step <= one.most for count, one in pairs)
        come = sum(count for count, _ in coming)
        if come <= max((most for _, most in coming), default=0) and not (come and left):
            yield list(counts)


def least_cost(
    house: House,
    lines: Sequence[tuple[int, int, int]],
    offers: Sequence[SellerOffer],
    worth: int,
    steps: Mapping[int, int],
    *,
    urgent: bool,
) -> tuple[int, ...]:
    """(missing, hundredths of a cent of money and days), days first where it is urgent: of all that could be
    done the best."""
    menus = []
    for at, (of, quantity, price) in enumerate(lines):
        mine = list(sources(house, of, offers, price, quantity))
        is_sold = any(not one.is_ours and not one.follows and one.least <= quantity for one in mine)
        step = steps[at] if is_sold else 1
        menus.append([(mine, counts, price, quantity) for counts in shared_out(mine, quantity, step)])
    best = None
    for choice in product(*menus):
        opened = {
            one.opens
            for mine, counts, _, _ in choice
            for one, count in zip(mine, counts, strict=True)
            if count
        }
        cost = sum(minor for _, minor in opened) * 10_000
        lacks = late = 0
        for mine, counts, price, quantity in choice:
            lacks += quantity - sum(counts)
            for one, count in zip(mine, counts, strict=True):
                cost += count * (one.minor * 10_000 + one.days * price * worth)
                late += count * one.days
        key = (lacks, late, cost) if urgent else (lacks, cost)
        best = key if best is None or key < best else best
    assert best is not None
    return best


_goods = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.integers(1, 2)),
    min_size=2,
    max_size=2,
)
_lines = st.tuples(st.integers(1, 3), st.sampled_from((120, 200)), st.integers(1, 2))
_offers = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 1),
        st.integers(60, 140),
        st.integers(1, 6),
        st.sampled_from((0, 90, 400)),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[:2],
)
_vendors = st.lists(st.tuples(st.integers(60, 140), st.integers(1, 5), st.integers(1, 4)), max_size=1)


@settings(max_examples=250, derandomize=True, deadline=None)
@given(
    _goods,
    st.tuples(st.integers(0, 500), st.integers(0, 500)),
    st.lists(_lines, min_size=1, max_size=2),
    _offers,
    _vendors,
    st.sampled_from((0, 100, 1_000)),
    st.booleans(),
)
def test_nothing_that_could_be_done_costs_less_than_the_plan(
    goods: list[tuple[int, int, int, int]],
    lanes: tuple[int, int],
    wanted: list[tuple[int, int, int]],
    partners: list[tuple[int, int, int, int, int, int]],
    vendors: list[tuple[int, int, int]],
    worth: int,
    urgent: bool,
) -> None:
    """Against trying out everything, reckoned in plain money: freight, what is paid above our cost, days."""
    house = House(goods, lanes)
    lines = [(at, packs * step, price) for at, (packs, price, step) in enumerate(wanted)]
    steps = {at: step for at, (_, _, step) in enumerate(wanted)}
    fetched = {at: fetch for at, _, _, _, fetch, _ in partners}
    comes = {at: days for at, *_, days in partners}
    offers = [
        partner(at, of, cost, left, fetch=fetched[at], days=comes[at])
        for at, of, cost, left, _, _ in partners
        if of < len(lines)
    ] + [vendor(0, *one) for one in vendors]
    asked, simple = ask(house, lines, worth=worth, urgent=urgent, steps=steps)
    found, from_whom, order = plan(house, asked, simple, offers)
    lacks, *key = least_cost(
        house, lines, [one for one in offers if one.left != 0], worth, steps, urgent=urgent
    )
    assert found.is_proven
    assert found.chosen.missing == lacks
    days = {day(after): after for after in range(12)}
    late = sum(days[take.arrives_on] * take.quantity for take in found.chosen.takes)
    price_of = {PRODUCTS[of]: price for of, _, price in lines}
    cost = told_cost(found.chosen, from_whom).minor * 10_000 + sum(
        days[take.arrives_on] * take.quantity * price_of[take.product_id] * worth
        for take in found.chosen.takes
    )
    assert ([late, cost] if urgent else [cost]) == key
    _holds(asked, order, offers)


def _holds(asked: Asked, order: SupplyPlan, offers: Sequence[SellerOffer]) -> None:
    """What is taken, bought and missing adds up; nobody gives more than he has, opens a pack or is paid more
    than the buyer pays."""
    of_line = Counter({one.line_id: 0 for one in asked.demands})
    given: Counter[tuple[uuid.UUID, ProductId]] = Counter()
    for take in order.takes:
        of_line[take.line_id] += take.quantity
    for one in (*order.missing, *order.bought):
        of_line[one.line_id] += one.quantity
        assert sum(share.quantity for share in one.shares) <= one.quantity
        for share in one.shares:
            given[share.offer.seller_id, one.product_id] += share.quantity
            assert share.quantity % asked.steps[one.line_id] == 0
            assert share.quantity >= share.offer.minimum
            assert share.offer.cost.micros <= asked.prices[one.product_id].micros
    assert of_line == Counter({one.line_id: one.quantity for one in asked.demands})
    for stated in offers:
        if stated.left is not None:
            assert given[stated.seller_id, stated.product_id] <= stated.left


def comes_later(pieces: int, on: int) -> House:
    return House([(0, 0, pieces, on)])


def bought(order: SupplyPlan) -> list[tuple[str, int]]:
    return [
        (share.offer.seller, share.quantity)
        for one in (*order.missing, *order.bought)
        for share in one.shares
    ]


def order_of(
    house: House,
    quantity: int,
    offers: Sequence[SellerOffer],
    *,
    sold: int = 200,
    step: int = 1,
    urgent: bool = False,
) -> SupplyPlan:
    asked, simple = ask(house, [(0, quantity, sold)], urgent=urgent, steps={0: step})
    return plan(house, asked, simple, offers)[2]


def test_a_day_earlier_is_bought_for_what_it_is_worth_and_not_for_a_cent_more() -> None:
    """10 pieces sold at 2.00, 1 % a day, ours there a day later: fetching may cost 20 cents."""
    for fetch, comes in ((19, True), (21, False)):
        order = order_of(comes_later(10, 2), 10, [partner(0, 0, OWN, 10, fetch=fetch, days=2)])
        assert bool(bought(order)) is comes
        assert order.missing[0].on == day(2 if comes else 3)


def test_two_partners_share_a_line_and_fetching_is_paid_for_each_of_them_once() -> None:
    offers = [partner(0, 0, 110, 6, fetch=500), partner(1, 0, 105, 4, fetch=500)]
    order = order_of(House([(0, 0, 0, 0)]), 10, offers)
    assert sorted(bought(order)) == [("P0", 6), ("P1", 4)]
    assert order.missing[0].on == day(2)
    chosen, waits = order.options
    assert (chosen.kind, chosen.cost) == ("dealer", money(1_080))
    assert sorted(chosen.shipments) == [("P0", 6, money(560)), ("P1", 4, money(520))]
    assert (waits.kind, waits.cost, waits.promised_on) == ("back_order", money(0), None)
    assert [(one.kind, one.quantity, one.on, one.extra, one.is_chosen) for one in order.ways] == [
        ("dealer", 10, day(2), money(1_080), True),
        ("back_order", 10, None, money(0), False),
    ]


def test_one_partner_who_has_it_all_saves_the_second_way() -> None:
    offers = [partner(0, 0, 110, 10, fetch=500), partner(1, 0, 105, 4, fetch=500)]
    assert bought(order_of(House([(0, 0, 0, 0)]), 10, offers)) == [("P0", 10)]


@pytest.mark.parametrize(("left", "taken"), [(11, 6), (12, 12), (5, 0)])
def test_packs_are_not_opened(left: int, taken: int) -> None:
    order = order_of(House([(0, 0, 0, 0)]), 12, [partner(0, 0, OWN, left)], step=6)
    assert sum(quantity for _, quantity in bought(order)) == taken
    assert order.missing[0].on == (day(2) if taken == 12 else None)


def test_urgent_goods_come_the_day_they_can_whatever_fetching_costs() -> None:
    offers = [partner(0, 0, 150, 10, fetch=9_000, days=2)]
    assert bought(order_of(comes_later(10, 2), 10, offers)) == []
    assert bought(order_of(comes_later(10, 2), 10, offers, urgent=True)) == [("P0", 10)]


def test_nobody_is_paid_a_cent_more_than_the_buyer_pays() -> None:
    assert bought(order_of(House([(0, 0, 0, 0)]), 5, [partner(0, 0, 200, 9)])) == [("P0", 5)]
    assert bought(order_of(House([(0, 0, 0, 0)]), 5, [partner(0, 0, 201, 9)])) == []


def test_a_vendor_sells_its_least_or_nothing_and_only_what_we_are_short_of() -> None:
    """8 wanted, 5 near: of a vendor whose least is 6 two of ours stay on the shelf."""
    house = House([(5, 0, 0, 0)], (0, 0))
    assert bought(order_of(house, 8, [vendor(0, OWN, 6, 2)])) == [("V", 6)]
    assert bought(order_of(house, 8, [vendor(0, OWN, 9, 2)])) == []
    assert bought(order_of(House([(5, 3, 0, 0)], (0, 9_000)), 8, [vendor(0, OWN, 1, 2)])) == []


def test_goods_to_come_are_waited_for_only_once_those_on_hand_have_gone() -> None:
    """Far freight costs 50.00 for 3 pieces, waiting a day 6 cents: what is free far off goes all the same."""
    house = House([(5, 3, 20, 1)], (0, 5_000))
    order = order_of(house, 10, [partner(0, 0, 190, 1, fetch=1)])
    assert sorted((take.warehouse_id, take.quantity) for take in order.takes) == [(NEAR.id, 5), (FAR.id, 3)]
    assert order.missing[0].quantity == 2


def test_what_is_given_away_is_not_bought() -> None:
    house = House([(0, 0, 0, 0)])
    asked, simple = ask(house, [(0, 10, 200)], unsold=[0])
    assert plan(house, asked, simple, [partner(0, 0, 1, 50)])[2].missing == simple.missing


def test_a_partner_who_asks_less_than_ours_cost_is_told_below_zero() -> None:
    house = House([(0, 10, 0, 0)], (0, 300))
    order = order_of(house, 10, [partner(0, 0, 80, 10, fetch=100)])
    assert [(one.kind, one.cost, one.is_chosen) for one in order.options] == [
        ("dealer", money(-100), True),
        ("single", money(300), False),
    ]
    assert order.missing == ()
    assert bought(order) == [("P0", 10)]
    assert order.takes == ()
    assert replace(order.bought[0], shares=()).own_on == day(2)
