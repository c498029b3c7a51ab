"""Orders by the goods that are set aside for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot
from core.kernel.ids import OrderId, ProductId
from core.orders.tables import OrderRow
from core.stock.repository import HELD
from core.stock.tables import ReservationRow, WarehouseRow


@dataclass(frozen=True, slots=True)
class Reserving:
    """An order that holds so many base units."""

    order_id: OrderId
    number: str
    dealer: str
    quantity: int


async def list_reserving(
    snap: Snapshot, product_id: ProductId, warehouse: str, limit: int
) -> list[Reserving]:
    """Orders that hold goods of a product on the shelf of a warehouse, the newest first."""
    key = (OrderRow.id, OrderRow.number, DealerRow.name, OrderRow.placed_at)
    rows = await snap.all(
        select(*key[:3], func.sum(ReservationRow.quantity))
        .join(ReservationRow, ReservationRow.order_id == OrderRow.id)
        .join(WarehouseRow, WarehouseRow.id == ReservationRow.warehouse_id)
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .where(
            ReservationRow.product_id == product_id,
            ReservationRow.state == HELD,
            WarehouseRow.code == warehouse,
        )
        .group_by(*key)
        .order_by(OrderRow.placed_at.desc(), OrderRow.number.desc())
        .limit(limit)
    )
    return [Reserving(*row) for row in rows]
