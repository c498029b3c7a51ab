"""Goods that are moved between warehouses for one order: planned, sent, arrived, or not moved after all.

A move is a stock proposal with an order: a storekeeper accepts it. Until then its goods are reserved for the
order where they lie; on their way they are nobody else's; when they come they are reserved again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, insert, select, update

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.stock.stirring import CLOSED, Due, MoveDecided
from core.stock.tables import StockIncomingRow, StockProposalRow
from core.stock.types import OrderMove, PlannedMove

_proposal, _incoming = table_of(StockProposalRow), table_of(StockIncomingRow)
OPEN, ACCEPTED, EXPIRED = "open", "accepted", "expired"


async def ask_moves(tx: Transaction, order_id: OrderId, number: str, moves: Sequence[PlannedMove]) -> None:
    """Ask the storekeepers to move what is reserved for an order."""
    rows = [
        {
            "id": tx.new_id(),
            "at": tx.now,
            "product_id": one.product_id,
            "warehouse_id": one.target_id,
            "from_warehouse_id": one.source_id,
            "quantity": one.quantity,
            "arrives_on": one.arrives_on,
            "facts": {"order": number, "leaves_on": one.leaves_on.isoformat()},
            "state": OPEN,
            "order_id": order_id,
            "line_id": one.line_id,
        }
        for one in moves
    ]
    await tx.execute(insert(_proposal), rows)


async def list_moves(snap: Snapshot, order_ids: Iterable[OrderId]) -> dict[OrderId, list[OrderMove]]:
    """The moves that orders wait for, planned or on their way."""
    on_the_way = (
        select(
            _incoming.c.document_id,
            func.sum(_incoming.c.quantity).label("quantity"),
            func.max(_incoming.c.expected_on).label("expected_on"),
        )
        .where(_incoming.c.quantity > 0, _incoming.c.order_id.is_not(None))
        .group_by(_incoming.c.document_id)
        .subquery()
    )
    rows = await snap.all(
        select(_proposal, on_the_way.c.quantity.label("coming"), on_the_way.c.expected_on)
        .outerjoin(on_the_way, on_the_way.c.document_id == _proposal.c.id)
        .where(
            _proposal.c.order_id.in_(list(order_ids)),
            (_proposal.c.state == OPEN) | (on_the_way.c.quantity > 0),
        )
        .order_by(_proposal.c.id)
    )
    found: defaultdict[OrderId, list[OrderMove]] = defaultdict(list)
    for row in rows:
        is_sent = row.state != OPEN
        found[OrderId(row.order_id)].append(
            OrderMove(
                row.id,
                OrderId(row.order_id),
                LineId(row.line_id),
                ProductId(row.product_id),
                WarehouseId(row.warehouse_id),
                int(row.coming) if is_sent else row.quantity,
                row.arrives_on,
                date.fromisoformat(row.facts["leaves_on"]),
                row.expected_on if is_sent else row.arrives_on,
                is_sent,
            )
        )
    return dict(found)


async def drop_moves(tx: Transaction, order_id: OrderId, line_ids: Iterable[LineId] | None = None) -> None:
    """The order (or its lines) needs them no more: what is not sent stays, what is on its way is free."""
    lines = None if line_ids is None else list(line_ids)
    mine = _proposal.c.order_id == order_id
    sent = (_incoming.c.order_id == order_id) & (_incoming.c.quantity > 0)
    if lines is not None:
        mine &= _proposal.c.line_id.in_(lines)
        sent &= _incoming.c.line_id.in_(lines)
    await tx.execute(
        update(_proposal).where(mine, _proposal.c.state == OPEN).values(state=EXPIRED, decided_at=tx.now)
    )
    for row in await tx.all(select(_incoming.c.product_id).where(sent).distinct()):
        tx.stir(Due(ProductId(row.product_id)), "")
        await tx.execute(update(_incoming).where(sent).values(order_id=None, line_id=None))


async def stop_moves(tx: Transaction, warehouse_id: WarehouseId) -> None:
    """Nothing more is sent to or from there: orders that wait for it go from where their goods lie."""
    asked = (
        (_proposal.c.state == OPEN)
        & _proposal.c.order_id.is_not(None)
        & ((_proposal.c.warehouse_id == warehouse_id) | (_proposal.c.from_warehouse_id == warehouse_id))
    )
    for row in await tx.all(select(_proposal.c.order_id).where(asked).distinct()):
        tx.stir(MoveDecided(row.order_id), CLOSED)
        mine = (_proposal.c.order_id == row.order_id) & (_proposal.c.state == OPEN)
        await tx.execute(update(_proposal).where(mine).values(state=EXPIRED, decided_at=tx.now))


async def hand_moves(tx: Transaction, line_id: LineId, to: OrderId, new_line_id: LineId) -> None:
    """A line goes to another order whole: its moves go along."""
    for table in (_proposal, _incoming):
        await tx.execute(
            update(table).where(table.c.line_id == line_id).values(order_id=to, line_id=new_line_id)
        )
