"""Goods that are moved first for an order: reserved, sent by a storekeeper, waited for, and told (G2, G4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.audit.use_cases.check_books import CheckBooks
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.ids import ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.repository.lanes import LaneValue, TransferValue, replace_lanes, replace_transfers
from core.orders.types import Order, OrderState
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.keep_supply import ReleaseBackOrders
from core.orders.use_cases.show_allocation import ShowAllocation
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.errors import ProposalOver
from core.stock.tables import ReservationRow, StockIncomingRow, StockProposalRow
from core.stock.use_cases.correct_stock import CorrectStock
from core.stock.use_cases.propose_stock import DecideStockProposal, ListStockProposals, ProposeStock
from core.stock.use_cases.transfer_goods import ArriveTransfer, SetExpected
from tests.make import (
    Counter,
    confirm,
    make_counter,
    make_draft,
    make_product,
    make_stock,
    make_warehouse,
    quote,
    rows,
    write,
)
from tests.make.orders import transact
from tests.races.ledgers import assert_books_are_whole, assert_stock_is_whole

S = OrderState
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2025, 10, day) for day in (20, 14, 15, 16))


async def make_two(
    core: Core, *, direct: int = 30_000, cost: str = "10"
) -> tuple[Counter, ProductId, WarehouseId]:
    """LA has 120 and Phoenix 35. LA ships for 145 in a day, Phoenix for ``direct`` cents in two; a lorry from
    Phoenix to LA is there the next day for 20."""
    counter = await make_counter(core)
    goods = await make_product(core, "TV", "Television", cost=cost, list_price=None)
    phoenix = await make_warehouse(core, "PHX", region="south")
    await make_stock(core, goods, counter.warehouse_id, 120)
    await make_stock(core, goods, phoenix, 35)

    async def write(tx: Any) -> None:
        lanes = ((counter.warehouse_id, 14_500, 1), (phoenix, direct, 2))
        await replace_lanes(tx, [LaneValue(at, "west", "", "USD", cost, 0, days) for at, cost, days in lanes])
        await replace_transfers(tx, [TransferValue(phoenix, counter.warehouse_id, "USD", 2_000, 0, 1, 0, "")])

    await transact(core, write)
    return counter, goods, phoenix


async def place(core: Core, counter: Counter, goods: ProductId, pieces: int = 155) -> Order:
    await make_draft(core, counter.buyer, [(goods, pieces)])
    placed = await confirm(core, counter.buyer)
    return await core.ask(counter.buyer, ShowOrder(number=placed.number))


async def shown(core: Core, order: Order) -> Order:
    return await core.ask(SYSTEM, ShowOrder(number=order.number))


async def reserved(core: Core) -> list[tuple[WarehouseId, int]]:
    held = await rows(core, ReservationRow, ReservationRow.state == "held")
    return sorted(((one.warehouse_id, one.quantity) for one in held), key=lambda one: one[1])


async def told(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def test_the_cheaper_way_by_transfer_is_reserved_asked_for_sent_and_arrives(core: Core) -> None:
    counter, goods, phoenix = await make_two(core)
    order = await place(core, counter, goods)
    assert (order.state, order.promised_on) == (S.BACK_ORDERED, THURSDAY)
    assert await reserved(core) == [(phoenix, 35), (counter.warehouse_id, 120)]
    options = (await core.ask(counter.rep, ShowAllocation(order.number))).options
    assert [(one.kind, one.cost, one.promised_on) for one in options] == [
        ("transfer", Money.parse("165", "USD"), THURSDAY),
        ("split", Money.parse("445", "USD"), THURSDAY),
    ]
    assert [(one["number"], one["moves"]) for one in await told(core, "moves_asked")] == [(order.number, 1)]
    assert await core.execute(SYSTEM, ReleaseBackOrders()) == ()  # nothing goes before its goods are moved
    assert await core.execute(SYSTEM, ProposeStock()) == 0  # and no water mark takes the move away
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    assert (move.order, move.quantity, move.arrives_on) == (order.number, 35, WEDNESDAY)
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    assert await reserved(core) == [(counter.warehouse_id, 120)]
    assert (await shown(core, order)).promised_on == THURSDAY
    await assert_stock_is_whole(core)
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()
    # What is on its way is this order's: nobody else is promised it.
    await make_draft(core, counter.buyer, [(goods, 5)])
    (line,) = (await quote(core, counter.buyer)).lines
    assert line.missing is not None
    assert (line.missing.quantity, line.missing.on) == (5, None)
    assert await core.execute(SYSTEM, ArriveTransfer(move.id)) == 35
    order = await shown(core, order)
    assert (order.state, order.promised_on) == (S.APPROVED, WEDNESDAY)
    assert await reserved(core) == [(counter.warehouse_id, 35), (counter.warehouse_id, 120)]
    await assert_stock_is_whole(core)
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()


async def test_dear_goods_that_are_there_go_at_once_and_only_what_is_moved_waits(core: Core) -> None:
    counter, goods, phoenix = await make_two(core, cost="200")  # a day of 120 is worth more than a shipment
    first = await place(core, counter, goods)
    assert (first.state, first.promised_on, first.lines[0].quantity) == (S.APPROVED, WEDNESDAY, 120)
    (part,) = first.parts
    assert (part.number, part.state, part.promised_on) == ("B2B-2025-1/2", S.BACK_ORDERED, THURSDAY)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    assert (move.order, move.quantity) == ("B2B-2025-1/2", 35)
    assert await reserved(core) == [(phoenix, 35), (counter.warehouse_id, 120)]
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    await core.execute(SYSTEM, ArriveTransfer(move.id))
    assert [one.state for one in (await shown(core, first)).parts] == [S.APPROVED]
    await assert_books_are_whole(core)


async def test_a_declined_transfer_lets_the_order_go_from_where_its_goods_lie(core: Core) -> None:
    counter, goods, _ = await make_two(core)
    order = await place(core, counter, goods)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=False))
    after = await shown(core, order)
    assert after.state is S.APPROVED
    assert sum(quantity for _, quantity in await reserved(core)) == 155
    changes = [(one["before"], one["after"], one["reason"]) for one in await told(core, "promise_changed")]
    assert changes == [("2025-10-16", "2025-10-17", "no_move")]  # Phoenix is three days away
    with pytest.raises(ProposalOver):
        await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    await assert_books_are_whole(core)


async def test_pieces_lost_on_the_way_make_the_order_wait_for_as_many_and_the_reason_is_told(
    core: Core,
) -> None:
    counter, goods, _ = await make_two(core)
    order = await place(core, counter, goods)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    await core.execute(SYSTEM, ArriveTransfer(move.id, lost=4))
    after = await shown(core, order)
    assert (after.state, after.promised_on) == (S.BACK_ORDERED, None)
    (change,) = await told(core, "promise_changed")
    assert (change["after"], change["reason"]) == (None, "lost")
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()
    await core.execute(SYSTEM, CorrectStock(goods, "LA", 4, is_count=False, reason="found"))
    assert (await shown(core, order)).state is S.APPROVED
    await assert_books_are_whole(core)


async def test_a_transfer_on_another_day_is_told_once_with_its_reason(core: Core, clock: FixedClock) -> None:
    counter, goods, _ = await make_two(core)
    order = await place(core, counter, goods)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    await core.execute(SYSTEM, SetExpected(goods, "LA", MONDAY))
    assert (await shown(core, order)).promised_on == MONDAY + timedelta(days=1)
    await core.execute(SYSTEM, ReleaseBackOrders())
    clock.advance(timedelta(days=8))  # the day is over, and it is not here
    for _ in range(2):
        await core.execute(SYSTEM, ReleaseBackOrders())
    changes = [(one["before"], one["after"], one["reason"]) for one in await told(core, "promise_changed")]
    assert sorted(changes, key=str) == [
        ("2025-10-16", "2025-10-21", "delivery"),
        ("2025-10-21", None, "late"),
    ]


async def test_a_lorry_that_nobody_sends_makes_the_order_late_by_as_many_days(
    core: Core, clock: FixedClock
) -> None:
    counter, goods, _ = await make_two(core)
    order = await place(core, counter, goods)
    clock.advance(timedelta(days=1))
    await core.execute(SYSTEM, ReleaseBackOrders())
    assert (await shown(core, order)).promised_on == date(2025, 10, 17)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    (coming,) = await rows(core, StockIncomingRow)
    assert coming.expected_on == THURSDAY


async def test_a_transfer_that_does_not_add_up_is_found(core: Core) -> None:
    counter, goods, _ = await make_two(core)
    await place(core, counter, goods)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    await write(core, update(StockIncomingRow).values(quantity=34))
    assert (await core.ask(SYSTEM, CheckBooks())).faults == (
        f"Transfer {move.id}: 35 left, 0 came, 0 lost, 34 on the way.",
    )


@pytest.mark.parametrize("is_sent", [False, True])
async def test_a_cancelled_order_gives_back_what_was_to_be_moved(core: Core, is_sent: bool) -> None:
    counter, goods, _ = await make_two(core)
    order = await place(core, counter, goods)
    (move,) = await core.ask(SYSTEM, ListStockProposals())
    if is_sent:
        await core.execute(SYSTEM, DecideStockProposal(move.id, accept=True))
    await core.execute(counter.rep, CancelOrder(order.id))
    assert await reserved(core) == []
    assert await core.ask(SYSTEM, ListStockProposals()) == ()
    if is_sent:
        await core.execute(SYSTEM, ArriveTransfer(move.id))
    else:
        assert [one.state for one in await rows(core, StockProposalRow)] == ["expired"]
    assert await reserved(core) == []
    await assert_books_are_whole(core)
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()
