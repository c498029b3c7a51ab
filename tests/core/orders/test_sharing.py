"""The engine that shares scarce goods out: whose goods stay where they are, what a sharing is known by."""

from __future__ import annotations

import os
import signal
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.allocation.types import Lane, PlaceId
from core.infra.solvers import solvers
from core.infra.transaction import Cache, Digest
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.orders.engine.sharing import facts_of, goods_of, seen_of, share_out
from core.orders.sharing_types import Claimant, Shared
from core.orders.supply_types import BackOrder
from core.orders.use_cases.share_goods import Scarcity, plan_shares
from core.stock.types import StockAt, Warehouse

NOW = datetime(2025, 10, 14, 9, tzinfo=UTC)
HERE, FAR = WarehouseId(uuid.UUID(int=1)), WarehouseId(uuid.UUID(int=2))
HOUSES = [
    Warehouse(HERE, "HERE", "Here", "west", "UTC", "16:00", 1, 3),
    Warehouse(FAR, "FAR", "Far", "north", "UTC", "16:00", 1, 3),
]
CRATE, LAMP = ProductId(uuid.UUID(int=8)), ProductId(uuid.UUID(int=9))
LANES = {
    "west": [Lane(PlaceId(HERE), 0, 1), Lane(PlaceId(FAR), 0, 9)],
    "east": [Lane(PlaceId(HERE), 0, 1), Lane(PlaceId(FAR), 0, 1)],
}


def claim(
    number: int, asked: int, held: dict[WarehouseId, int], *, product: ProductId = CRATE,
    region: str = "west", share: int = 1, urgent: bool = False, line: int = 0,
) -> Claimant:  # fmt: skip
    order = BackOrder(
        OrderId(uuid.UUID(int=100 + number)), f"B2B-2025-{number}", DealerId(uuid.UUID(int=200 + number)),
        region, urgent, share, None, NOW + timedelta(minutes=number),
    )  # fmt: skip
    key = LineId(uuid.UUID(int=1_000 + 10 * number + line))
    return Claimant(order, f"Dealer {number}", key, product, asked, held, waits=sum(held.values()) < asked)


def shared(claims: list[Claimant], free: dict[ProductId, dict[WarehouseId, int]]) -> list[Shared]:
    stock = {key: tuple(StockAt(at, left) for at, left in places.items()) for key, places in free.items()}
    goods = {one.product_id: goods_of(0, 1) for one in claims}
    plan = share_out(claims, stock, HOUSES, LANES, goods, NOW, "USD")
    return [Shared(one, places) for one, places in zip(claims, plan.places, strict=True)]


def test_whoever_gets_what_it_holds_stays_where_it_is_though_a_swap_would_be_nearer() -> None:
    # To the first it is nine days from afar, to the last one day: a swap would save eight.
    claims = [claim(1, 10, {FAR: 10}), claim(2, 30, {HERE: 20}), claim(3, 30, {}, region="east")]
    first, second, third = shared(claims, {CRATE: {HERE: 0, FAR: 0}})
    assert (first.places, first.is_changed) == ({FAR: 10}, False)
    assert (second.places, third.places) == ({HERE: 10}, {HERE: 10})


def test_the_products_of_one_order_go_from_one_place_where_that_saves_a_shipment() -> None:
    lanes = [Lane(PlaceId(HERE), 5_000, 1), Lane(PlaceId(FAR), 5_000, 1)]
    claims = [
        claim(1, 4, {}, line=0), claim(1, 4, {}, product=LAMP, line=1), claim(2, 4, {}),
        claim(3, 4, {}, product=LAMP),
    ]  # fmt: skip
    stock = {key: (StockAt(HERE, 4), StockAt(FAR, 4)) for key in (CRATE, LAMP)}
    goods = {CRATE: goods_of(0, 1), LAMP: goods_of(0, 1)}
    plan = share_out(claims, stock, HOUSES, {"west": lanes}, goods, NOW, "USD")
    assert plan.available == {CRATE: 8, LAMP: 8}
    assert plan.places[0] == plan.places[1]
    # Three orders, three shipments; and nothing is less.
    assert (plan.freight.minor, plan.gap) == (15_000, 0)


def test_what_is_given_anew_goes_with_a_shipment_that_leaves_anyway() -> None:
    # From here is cheaper for both; but the second order's lamps, and the third one's tea, leave from afar.
    lanes = [Lane(PlaceId(HERE), 5_000, 1), Lane(PlaceId(FAR), 6_000, 1)]
    claims = [
        claim(1, 12, {HERE: 4, FAR: 8}), claim(2, 4, {}),
        claim(2, 3, {FAR: 3}, product=LAMP, line=1), replace(claim(3, 4, {}), beside={FAR}),
    ]  # fmt: skip
    goods = {CRATE: goods_of(0, 1), LAMP: goods_of(0, 1)}
    stock = {CRATE: (StockAt(HERE, 0), StockAt(FAR, 0)), LAMP: (StockAt(FAR, 0),)}
    plan = share_out(claims, stock, HOUSES, {"west": lanes}, goods, NOW, "USD")
    assert plan.places == ({HERE: 4}, {FAR: 4}, {FAR: 3}, {FAR: 4})
    assert plan.freight.minor == 5_000


def test_goods_in_a_warehouse_that_closed_are_kept_and_are_no_part_of_it() -> None:
    gone = WarehouseId(uuid.UUID(int=3))
    kept, other = shared([claim(1, 40, {gone: 40}), claim(2, 40, {})], {CRATE: {HERE: 15, gone: 5}})
    assert (kept.places, kept.is_changed) == ({gone: 40}, False)
    assert other.places == {HERE: 15}


def test_a_sharing_is_known_by_all_that_it_comes_from_and_by_what_it_does() -> None:
    claims = [claim(1, 10, {HERE: 10}), claim(2, 10, {})]
    stock = {CRATE: (StockAt(HERE, 0),)}
    facts = facts_of(claims, stock)
    assert facts == facts_of(claims[::-1], stock)
    assert facts != facts_of([claims[0], claim(2, 11, {})], stock)
    assert facts != facts_of([claim(1, 10, {FAR: 10}), claims[1]], stock)
    assert facts != facts_of(claims, {CRATE: (StockAt(HERE, 1),)})
    half = [Shared(claims[0], {HERE: 5}), Shared(claims[1], {HERE: 5})]
    assert seen_of(facts, half) != seen_of(
        facts, [Shared(claims[0], {HERE: 4}), Shared(claims[1], {HERE: 6})]
    )


async def test_a_large_morning_is_planned_apart_and_once_more_where_that_process_was_killed() -> None:
    claims = [claim(at, 2, {HERE: 2} if at < 80 else {}) for at in range(160)]
    found = Scarcity(
        claimants=claims, free={CRATE: (StockAt(HERE, 0),)}, warehouses=HOUSES, lanes=LANES,
        goods={CRATE: goods_of(0, 1)}, named={CRATE: ("CRATE", "Crate")}, now=NOW, currency="USD",
        facts="facts", version=Digest("first"), cache=Cache(),
    )  # fmt: skip
    try:
        os.kill(await solvers.run(os.getpid), signal.SIGKILL)
        shared = await plan_shares(found)
        (product,) = shared.products
        assert [one.places for one in product.claims] == [{HERE: 1}] * 160
        # What is asked again, as the tap on Confirm does, needs no process at all.
        solvers.close()
        assert await plan_shares(found) == shared
        assert solvers.processes == ()
    finally:
        solvers.close()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    claims=st.lists(
        st.tuples(
            st.integers(1, 12), st.integers(0, 12), st.sampled_from([HERE, FAR]),
            st.sampled_from([CRATE, LAMP]), st.integers(0, 3), st.booleans(),
        ),
        min_size=1, max_size=7,
    ),
    free=st.tuples(*[st.integers(0, 9)] * 4),
)  # fmt: skip
def test_nothing_is_lost_or_doubled_and_to_share_again_changes_nothing(
    claims: list[Any], free: tuple[int, ...]
) -> None:
    mine = [
        claim(
            at, asked, {house: min(held, asked)} if held else {}, product=product, share=share, urgent=urgent
        )
        for at, (asked, held, house, product, share, urgent) in enumerate(claims)
    ]
    shelves = {CRATE: {HERE: free[0], FAR: free[1]}, LAMP: {HERE: free[2], FAR: free[3]}}
    found = shared(mine, shelves)
    assert [one.claimant for one in found] == mine
    left = {}
    for product, places in shelves.items():
        for house, there in places.items():
            ours = [one for one in found if one.claimant.product_id == product]
            gone = sum(one.places.get(house, 0) - one.claimant.held.get(house, 0) for one in ours)
            left[product, house] = there - gone
            assert left[product, house] >= 0
        asked = sum(one.claimant.asked for one in ours)
        assert sum(one.gets for one in ours) == min(
            asked, sum(places.values()) + sum(one.claimant.has for one in ours)
        )
    assert all(0 <= one.gets <= one.claimant.asked for one in found)
    again = [
        claim(at, one.claimant.asked, dict(one.places), product=one.claimant.product_id,
              share=one.claimant.order.share, urgent=one.claimant.order.is_urgent)
        for at, one in enumerate(found)
    ]  # fmt: skip
    now = {product: {house: left[product, house] for house in (HERE, FAR)} for product in (CRATE, LAMP)}
    assert not any(one.is_changed for one in shared(again, now))
