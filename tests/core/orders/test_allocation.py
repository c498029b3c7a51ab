"""Where the goods of an order come from, by what it costs and when it is there (G2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from core.kernel.ids import ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.errors import DayWorthUnfit
from core.orders.repository.lanes import LaneValue, TransferValue, replace_lanes, replace_transfers
from core.orders.use_cases.choose_supply import SetUrgent
from core.orders.use_cases.set_day_worth import SetDayWorth, ShowDayWorth
from core.orders.use_cases.show_allocation import OrderAllocation, ShowAllocation
from core.stock.tables import ReservationRow
from core.stock.types import Light
from tests.make import (
    Counter,
    confirm,
    make_counter,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    make_warehouse,
    quote,
    rows,
)
from tests.make.orders import transact

PIECES = 150


async def make_three(core: Core, **lanes: tuple[int | None, int]) -> tuple[Counter, ProductId]:
    """LA has 120, Phoenix 35, Denver 25; ``lanes``: cost in cents and days to the west, by warehouse."""
    counter = await make_counter(core)
    goods = await make_product(core, "TV", "Television", cost="200", list_price=None)
    places: dict[str, WarehouseId] = {"la": counter.warehouse_id}
    places["phoenix"] = await make_warehouse(core, "PHX", region="south")
    places["denver"] = await make_warehouse(core, "DEN", region="centre")
    for place, pieces in (("la", 120), ("phoenix", 35), ("denver", 25)):
        await make_stock(core, goods, places[place], pieces)

    async def write(tx: Any) -> None:
        await replace_lanes(
            tx,
            [LaneValue(places[at], "west", "", "USD", cost, 0, days) for at, (cost, days) in lanes.items()],
        )
        await replace_transfers(
            tx, [TransferValue(places["phoenix"], places["la"], "USD", 8_900, 0, 1, 0, "")]
        )

    await transact(core, write)
    return counter, goods


async def taken(core: Core) -> list[int]:
    return sorted(one.quantity for one in await rows(core, ReservationRow))


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def test_the_split_for_212_in_two_days_beats_the_transfer_for_234_in_three(core: Core) -> None:
    counter, goods = await make_three(core, la=(14_500, 2), phoenix=(6_700, 2), denver=(11_000, 2))
    await make_draft(core, counter.buyer, [(goods, PIECES)])
    card = await quote(core, counter.buyer)
    assert card.promised_on == date(2025, 10, 16)  # Tuesday and two days
    assert card.lines[0].availability is not None
    assert card.lines[0].availability.light is Light.YELLOW
    placed = await confirm(core, counter.buyer)
    assert sum(await taken(core)) == PIECES
    found: OrderAllocation = await core.ask(counter.rep, ShowAllocation(placed.number))
    chosen, other = (
        next(one for one in found.options if one.is_chosen),
        next(one for one in found.options if one.kind == "transfer"),
    )
    assert (chosen.kind, chosen.cost, chosen.days) == ("split", usd("212"), 2)
    assert [(code, cost) for code, _, cost in sorted(chosen.shipments)] == [
        ("LA", usd("145")),
        ("PHX", usd("67")),
    ]
    assert sorted(quantity for _, quantity, _ in chosen.shipments) == await taken(core)
    assert (other.cost, other.days) == (usd("234"), 3)
    (lorry,) = other.transfers
    assert (lorry.start, lorry.end, lorry.cost) == ("PHX", "LA", usd("89"))


async def test_goods_near_by_are_taken_without_weighing_anything(core: Core) -> None:
    counter, goods = await make_three(core, la=(14_500, 2), phoenix=(1, 1))
    await make_draft(core, counter.buyer, [(goods, 100)])
    placed = await confirm(core, counter.buyer)
    assert await taken(core) == [100]
    assert (await core.ask(counter.rep, ShowAllocation(placed.number))).options == ()


async def test_without_lanes_and_with_a_lane_that_nobody_priced_the_nearest_goods_are_taken(
    core: Core,
) -> None:
    counter, goods = await make_three(core, la=(None, 2))
    await make_draft(core, counter.buyer, [(goods, PIECES)])
    placed = await confirm(core, counter.buyer)
    assert await taken(core) == [5, 25, 120]  # Denver before Phoenix by code: both are as far
    assert (await core.ask(counter.rep, ShowAllocation(placed.number))).options == ()


async def test_an_urgent_order_takes_the_earlier_way_whatever_it_costs(core: Core) -> None:
    counter, goods = await make_three(core, la=(14_500, 2), phoenix=(6_700, 4), denver=(90_000, 2))
    draft_id = await make_draft(core, counter.buyer, [(goods, 140)])
    assert (await quote(core, counter.buyer)).promised_on == date(2025, 10, 20)
    await core.execute(counter.buyer, SetUrgent(draft_id, 1))
    assert (await quote(core, counter.buyer)).promised_on == date(2025, 10, 16)


async def test_the_house_says_what_a_day_is_worth_and_the_way_follows(core: Core) -> None:
    counter, goods = await make_three(core, la=(14_500, 2), phoenix=(12_000, 2))
    fay = await make_staff(core, Role.FINANCE, "Fay")
    await make_draft(core, counter.buyer, [(goods, PIECES)])
    # 265.00 in two days against 234.00 in three: a day of 30,000.00 is worth 300.00.
    assert (await quote(core, counter.buyer)).promised_on == date(2025, 10, 16)
    for wrong in (-1, 10_001):
        with pytest.raises(DayWorthUnfit):
            await core.execute(fay, SetDayWorth(wrong))
    assert await core.ask(fay, ShowDayWorth()) == 100
    assert await core.execute(fay, SetDayWorth(0)) == 100
    assert await core.execute(fay, SetDayWorth(5)) == 0
    assert (await quote(core, counter.buyer)).promised_on == date(2025, 10, 17)
    told = await rows(core, JournalRow, JournalRow.name == "day_worth_set")
    assert sorted((one.payload["before"], one.payload["after"]) for one in told) == [(0, 5), (100, 0)]
