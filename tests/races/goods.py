"""What must be true of goods on their way, there and back, after any race, crash or refusal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from core.audit.use_cases.check_books import CheckBooks
from core.billing.tables import InvoiceRow
from core.credit.tables import CreditEntryRow
from core.deliveries.engine.stages import stage_of
from core.deliveries.repository import goods
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.kernel.actor import SYSTEM
from core.orders.states import AGREED, VOID, WAITING, OrderState
from core.orders.tables import OrderLineRow, OrderRow, OrderStepRow
from core.returns.tables import ReturnLineRow, ReturnRow
from core.stock.tables import ReservationRow
from tests.make import rows

# Where the goods of a shipment are, by its state.
_PLACES = {"picking": "held", "packed": "picked", "shipped": "shipped", "delivered": "shipped"}


async def assert_goods_are_whole(core: Core) -> None:
    """Every piece of every order is in one place, every ledger adds up, every move is told once."""
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()
    orders = {row.id: row for row in await rows(core, OrderRow)}
    kept: Counter[tuple[Any, str]] = Counter()
    for one in await rows(core, ReservationRow, ReservationRow.state != "released"):
        kept[one.line_id, one.state] += one.quantity
    await _lines_are_somewhere(core, orders, kept)
    await _shipments_are_whole(core, kept)
    await _states_agree(core, orders)
    await _money_agrees(core, orders)
    await _returns_agree(core)
    await _moves_are_told(core)


async def _lines_are_somewhere(core: Core, orders: dict[Any, Any], kept: Counter[tuple[Any, str]]) -> None:
    """A line's goods are held, picked or shipped; those that came back are on a shelf again."""
    back = {row.id for row in await rows(core, ReturnRow, ReturnRow.received_at.is_not(None))}
    returned: Counter[Any] = Counter()
    for one in await rows(core, ReturnLineRow):
        if one.return_id in back:
            returned[one.line_id] += one.good + one.damaged
    for line in await rows(core, OrderLineRow):
        order = orders[line.order_id]
        there = sum(kept[line.id, where] for where in ("held", "picked", "shipped")) + returned[line.id]
        if order.state in VOID | {OrderState.BACK_ORDERED}:
            assert there == 0, order.number
        elif order.state != OrderState.RETURNED:
            assert there == line.quantity, (order.number, there)


async def _shipments_are_whole(core: Core, kept: Counter[tuple[Any, str]]) -> None:
    states = {row.id: row.state for row in await rows(core, ShipmentRow)}
    received = {row.id for row in await rows(core, ReturnRow, ReturnRow.received_at.is_not(None))}
    wanted: Counter[tuple[Any, str]] = Counter()
    for line in await rows(core, ShipmentLineRow):
        packed = line.quantity if line.found is None or states[line.shipment_id] == "picking" else line.found
        if states[line.shipment_id] in _PLACES:
            wanted[line.line_id, _PLACES[states[line.shipment_id]]] += packed - line.refused - line.damaged
    for one in await rows(core, ReturnLineRow):
        if one.return_id in received:
            wanted[one.line_id, "shipped"] -= one.good + one.damaged
    for at, quantity in wanted.items():
        assert kept[at] >= quantity


async def _states_agree(core: Core, orders: dict[Any, Any]) -> None:
    """An order is as far as its shipments are, and its history has each of its versions."""
    async with core.snapshot(SYSTEM) as snap:
        parts = await goods.parts_of(snap, list(orders))
        unpicked = await goods.unpicked_of(snap, list(orders))
    steps = Counter(step.order_id for step in await rows(core, OrderStepRow))
    for order_id, order in orders.items():
        stage = stage_of(parts[order_id], unpicked.get(order_id, 0))
        assert stage in (None, OrderState(order.state)) or order.state == OrderState.RETURNED, order.number
        assert steps[order_id] == order.version, order.number


async def _money_agrees(core: Core, orders: dict[Any, Any]) -> None:
    """Of each order stands in its dealer's account what its state says, once; its invoice is one, too."""
    entries: dict[Any, Any] = {}
    for entry in await rows(core, CreditEntryRow, CreditEntryRow.order_id.is_not(None)):
        assert entries.setdefault(entry.order_id, entry) is entry
    invoices = await rows(core, InvoiceRow)
    billed = Counter(one.order_id for one in invoices if one.kind == "invoice")
    assert entries.keys() >= orders.keys()
    for order in orders.values():
        entry = entries[order.id]
        assert billed[order.id] == (order.invoiced_at is not None), order.number
        if order.invoiced_at is not None:
            assert entry.state in ("invoiced", "released"), order.number
            continue
        if order.state == OrderState.RETURNED and entry.state == "released":
            continue  # all of it was refused at the door before it was invoiced: nothing is owed
        if order.state in AGREED:
            expected = ("held", order.total_minor)
        elif order.state in WAITING:
            expected = ("pending", order.total_minor)
        else:
            assert entry.state == "released"
            continue
        assert (entry.state, entry.amount_minor) == expected, order.number


async def _returns_agree(core: Core) -> None:
    """A request that is done was credited by one note at the most, and no note pays for two requests."""
    done = await rows(core, ReturnRow, ReturnRow.credit_note.is_not(None))
    assert {one.state for one in done} <= {"done"}
    notes = [one.credit_note for one in done]
    assert len(set(notes)) == len(notes)
    there = {one.number for one in await rows(core, InvoiceRow, InvoiceRow.kind == "credit_note")}
    assert set(notes) <= there


async def _moves_are_told(core: Core) -> None:
    moves = await rows(core, JournalRow, JournalRow.name == "shipment_moved")
    told = Counter((row.payload["number"], row.payload["state"]) for row in moves)
    assert set(told.values()) <= {1}
    heard = [job for job in await rows(core, JobRow) if job.kind == "hear.chat"]
    assert sum(job.payload["name"] == "shipment_moved" for job in heard) == len(told)
