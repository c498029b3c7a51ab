"""A dealer's orders that wait to go through."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.orders.tables import OrderRow
from core.orders.types import OrderState


async def list_waiting_orders(snap: Snapshot, dealer_id: DealerId, currency: str) -> list[Any]:
    """Rows with id, number, state and total_minor, the oldest first: as they will be let go."""
    return await snap.all(
        select(OrderRow.id, OrderRow.number, OrderRow.state, OrderRow.total_minor)
        .where(
            OrderRow.dealer_id == dealer_id,
            OrderRow.currency == currency,
            OrderRow.state.in_([OrderState.IN_REVIEW, OrderState.HELD]),
        )
        .order_by(OrderRow.placed_at, OrderRow.id)
    )
