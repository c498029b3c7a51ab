"""The storekeeper gets goods back: into stock as what they are, and off the invoice (A16)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.dealers.repository import load_dealer_and_places
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import WarehouseId
from core.orders.repository import placed
from core.returns import repository as store
from core.returns.errors import ReturnElsewhere, TooManyReturned
from core.returns.events import ReturnReceived
from core.returns.flow import credit, lock_return, mark_order
from core.returns.types import Return, ReturnLine, ReturnState
from core.stock import repository as stock
from core.stock.engine import near_first
from core.stock.posting import take_back
from core.stock.reservations import Part, lock_reserved, share_out, turn_into
from core.stock.types import Condition, Reservation

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Came:
    """Of the line at ``position`` so many base units came back fit to be sold, and so many spoilt."""

    position: int
    good: int = 0
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class ReceiveReturn(Command[Return]):
    """What came is booked in and credited at once; what did not come may be asked for again.

    Every line of the request is said (a line left out: nothing of it came). Raises TooManyReturned,
    ReturnElsewhere where it is not expected (any more).
    """

    permission = Permission.STOCK_EDIT
    return_id: uuid.UUID
    lines: tuple[Came, ...]


async def receive_return(tx: Transaction, command: ReceiveReturn) -> Return:
    seen = await lock_return(tx, command.return_id)
    if seen.number is None:
        raise NotFound(what="return")
    if seen.state is not ReturnState.EXPECTED:
        raise ReturnElsewhere(number=seen.number, state=seen.state.value)
    came = _judge(seen, command.lines)
    await _into_stock(tx, seen, came)
    for line, got in came:
        await store.note_received(tx, seen.id, line.line_id, got.good, got.damaged)
    quantities = {line.position: got.good + got.damaged for line, got in came if got.good or got.damaged}
    note = await credit(tx, seen, quantities, fee=seen.fee) if quantities else None
    await store.change_return(
        tx, seen, state=ReturnState.DONE, received_at=tx.now, received_by=tx.person_id, credit_note=note
    )
    if quantities:
        await mark_order(tx, seen)
    tx.record(
        ReturnReceived(
            seen.id,
            seen.dealer_id,
            seen.person_id,
            seen.number,
            seen.order_number,
            good=sum(got.good for _, got in came),
            damaged=sum(got.damaged for _, got in came),
            missing=sum(line.quantity - got.good - got.damaged for line, got in came),
            credit_note=note,
        )
    )
    return await store.load_return(tx, seen.id)


def _judge(seen: Return, said: Sequence[Came]) -> list[tuple[ReturnLine, Came]]:
    """Each line of the request with what came of it."""
    by_position = {one.position: one for one in said}
    if len(by_position) < len(said) or set(by_position) - {line.position for line in seen.lines}:
        raise NotFound(what="line")
    came = []
    for line in seen.lines:
        got = by_position.get(line.position, Came(line.position))
        if min(got.good, got.damaged) < 0 or got.good + got.damaged > line.quantity:
            raise TooManyReturned(name=line.name, most=line.quantity)
        came.append((line, got))
    return came


async def _into_stock(tx: Transaction, seen: Return, came: Sequence[tuple[ReturnLine, Came]]) -> None:
    """By the lots that were sent, where they were sent from; a vendor's goods never lay with us, and come to
    the warehouse that is nearest to the dealer's place."""
    await stock.load_stock(tx, {line.product_id for line, _ in came}, lock=True)
    sent = await lock_reserved(tx, seen.order_id, stock.SHIPPED)
    used: Counter[uuid.UUID] = Counter()
    back: list[Part] = []
    for line, got in came:
        for quantity, condition in ((got.good, Condition.GOOD), (got.damaged, Condition.DAMAGED)):
            ours = min(quantity, _there(sent, used, line))
            if quantity > ours:
                near = await _nearest(tx, seen)
                await take_back(tx, line.product_id, near, quantity - ours, condition, seen.id)
            for row, part in share_out(sent, used, line.line_id, None, ours) if ours else ():
                back.append(Part(row, part, row.lot, row.owner))
                await take_back(
                    tx, line.product_id, row.take.warehouse_id, part, condition, seen.id, row.lot or None
                )
    await turn_into(tx, stock.RELEASED, back)


async def _nearest(tx: Transaction, seen: Return) -> WarehouseId:
    order = await placed.load_order(tx, seen.order_id)
    dealer, places = await load_dealer_and_places(tx, seen.dealer_id)
    place = next((one for one in places if one.id == order.ship_to_id), None)
    houses = await stock.list_warehouses(tx)
    return near_first(houses, place.region if place else dealer.region)[0].id


def _there(sent: Sequence[Reservation], used: Counter[uuid.UUID], line: ReturnLine) -> int:
    return sum(row.take.quantity - used[row.id] for row in sent if row.take.line_id == line.line_id)


@dataclass(frozen=True, slots=True)
class ListExpectedReturns(Query[tuple[Return, ...]]):
    """Goods that are to come back, the newest request first."""

    permission = Permission.STOCK_EDIT


async def list_expected_returns(snap: Snapshot, _query: ListExpectedReturns) -> tuple[Return, ...]:
    return tuple(await store.list_returns(snap, limit=MOST_SHOWN, state=ReturnState.EXPECTED))


@dataclass(frozen=True, slots=True)
class ShowExpectedReturn(Query[Return]):
    """A request as whoever gets the goods needs it. Raises NotFound for one that nobody agreed to."""

    permission = Permission.STOCK_EDIT
    return_id: uuid.UUID


async def show_expected_return(snap: Snapshot, query: ShowExpectedReturn) -> Return:
    seen = await store.load_return(snap, query.return_id)
    if seen.state not in (ReturnState.EXPECTED, ReturnState.DONE):
        raise NotFound(what="return")
    return seen
