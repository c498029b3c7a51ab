"""A picker who takes whatever order has goods set aside, and ships half of what lies there picked."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import select

from core.infra.door import Core
from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId
from core.stock import posting
from core.stock.repository import HELD
from core.stock.tables import ReservationRow
from core.stock.types import Picked
from tests.make.orders import transact


async def pick_and_ship(core: Core, at: int) -> str:
    """Pick all of an order (the ``at``-th of those that wait), then ship half of each line.

    "ok"; "none" where no order came in two seconds.
    """

    async def act(tx: Transaction) -> str:
        waiting = select(ReservationRow.order_id).where(ReservationRow.state == HELD)
        orders = await tx.all(waiting.distinct().order_by(ReservationRow.order_id))
        if not orders:
            return "none"
        order_id = OrderId(orders[at % len(orders)].order_id)
        held: list[Any] = await tx.all(
            select(ReservationRow.line_id, ReservationRow.warehouse_id, ReservationRow.quantity).where(
                ReservationRow.order_id == order_id, ReservationRow.state == HELD
            )
        )
        picks = [Picked(LineId(row.line_id), row.warehouse_id, row.quantity) for row in held]
        await posting.pick_reserved(tx, order_id, picks)
        for warehouse_id in {row.warehouse_id for row in held}:
            half = {
                LineId(row.line_id): (row.quantity + 1) // 2
                for row in held
                if row.warehouse_id == warehouse_id
            }
            await posting.ship_picked(tx, order_id, warehouse_id, half)
        return "ok"

    for _ in range(40):
        if await transact(core, act) == "ok":
            return "ok"
        await asyncio.sleep(0.05)
    return "none"
