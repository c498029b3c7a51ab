"""What must be true of the database after any race, crash or refusal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from core.approvals.tables import ApprovalRow
from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalHeadRow, JournalRow, check_chain
from core.orders.tables import DraftRow, OrderCounterRow, OrderLineRow, OrderRow, OrderStepRow
from core.stock.tables import ReservationRow, StockLotRow, StockMovementRow, StockRow
from core.stock.types import Place
from tests.make import rows

_ENTRY_OF = {
    "approved": "held", "back_ordered": "held", "in_review": "pending", "held": "pending",
    "declined": "released", "cancelled": "released",
}  # fmt: skip
_VOID = {"declined", "cancelled"}
_WAITING = {"in_review", "held"}


async def assert_books_are_whole(core: Core) -> int:
    """Every order is whole, every ledger equals its sums, every chain holds. Returns the number of orders."""
    orders = await rows(core, OrderRow)
    await _accounts_equal_their_entries(core)
    await assert_stock_is_whole(core)
    await _orders_are_whole(core, orders)
    await _numbers_have_no_gaps(core, [order.number for order in orders])
    await _journal_tells_every_order(core, orders)
    placed = [order for order in orders if "/" not in order.number]
    assert sum(draft.state == "ordered" for draft in await rows(core, DraftRow)) == len(placed)
    return len(orders)


async def _accounts_equal_their_entries(core: Core) -> None:
    sums: Counter[tuple[Any, str]] = Counter()
    for entry in await rows(core, CreditEntryRow):
        sums[entry.dealer_id, entry.state] += entry.amount_minor
    for account in await rows(core, CreditAccountRow):
        found = (account.invoiced_minor, account.held_minor, account.pending_minor)
        assert found == tuple(sums[account.dealer_id, state] for state in ("invoiced", "held", "pending"))


async def assert_stock_is_whole(core: Core) -> None:
    """Levels, lots, reservations and deliveries are what the movements come to, and none is negative."""
    places = [place.value for place in Place]
    reserved, picked = Counter[Any](), Counter[Any]()
    for one in await rows(core, ReservationRow):
        by_state = {"held": reserved, "picked": picked}.get(one.state)
        if by_state is not None:
            by_state[one.product_id, one.warehouse_id] += one.quantity
    moved, in_lots = Counter[Any](), Counter[Any]()
    for one in await rows(core, StockMovementRow):
        key = one.product_id, one.warehouse_id
        for place, sign in ((one.source, -1), (one.target, +1)):
            if place is not None:
                moved[(*key, place)] += sign * one.quantity
                in_lots[(*key, one.lot, one.owner, place)] += sign * one.quantity
    levels = await rows(core, StockRow)
    for stock in levels:
        key = stock.product_id, stock.warehouse_id
        assert 0 <= stock.reserved == reserved[key] <= stock.on_hand
        assert stock.picked == picked[key]
        for place in places:
            assert 0 <= getattr(stock, place) == moved[(*key, place)]
    assert reserved.keys() <= {(stock.product_id, stock.warehouse_id) for stock in levels}
    for lot in await rows(core, StockLotRow):
        for place in places:
            key = lot.product_id, lot.warehouse_id, lot.lot, lot.owner, place
            assert 0 <= getattr(lot, place) == in_lots[key]


async def _orders_are_whole(core: Core, orders: list[Any]) -> None:
    lines = await rows(core, OrderLineRow)
    steps = await rows(core, OrderStepRow)
    entries = await rows(core, CreditEntryRow)
    reserved: Counter[Any] = Counter()
    for one in await rows(core, ReservationRow, ReservationRow.state == "held"):
        reserved[one.line_id] += one.quantity
    requests = Counter((one.subject_id, one.state) for one in await rows(core, ApprovalRow))
    for order in orders:
        mine = [line for line in lines if line.order_id == order.id]
        assert [line.position for line in sorted(mine, key=lambda line: line.position)] == list(
            range(1, len(mine) + 1)
        )
        assert sum(line.total_minor for line in mine) == order.subtotal_minor > 0
        for line in mine:
            if order.state == "back_ordered":
                assert 0 <= reserved[line.id] <= line.quantity
            else:
                assert reserved[line.id] == (0 if order.state in _VOID else line.quantity)
        (entry,) = [one for one in entries if one.order_id == order.id]
        if order.invoiced_at is None:
            assert entry.state == _ENTRY_OF[order.state]
        else:
            assert entry.state in ("invoiced", "released")
        assert entry.original_minor == order.total_minor
        if entry.state in ("pending", "held"):
            assert entry.amount_minor == order.total_minor
        assert len([step for step in steps if step.order_id == order.id]) == order.version
        assert requests[order.id, "open"] == (order.state in _WAITING)
    assert {line.order_id for line in lines} == {order.id for order in orders}
    assert {step.order_id for step in steps} == {order.id for order in orders}


async def _numbers_have_no_gaps(core: Core, numbers: list[str]) -> None:
    whole = [number for number in numbers if "/" not in number]
    running = sorted(int(number.rpartition("-")[2]) for number in whole)
    assert running == list(range(1, len(whole) + 1))
    assert sum(counter.last for counter in await rows(core, OrderCounterRow)) == len(whole)


async def _journal_tells_every_order(core: Core, orders: list[Any]) -> None:
    told = [row.payload["number"] for row in await rows(core, JournalRow, JournalRow.name == "order_placed")]
    split = await rows(core, JournalRow, JournalRow.name == "order_split")
    told += [row.payload["rest_number"] for row in split]
    assert sorted(told) == sorted(order.number for order in orders)
    async with core.database.read() as connection:
        for head in await rows(core, JournalHeadRow):
            assert await check_chain(connection, head.stream) is None
