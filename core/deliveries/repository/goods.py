"""What waits to be picked, and how far the parts of an order are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import case, func, select

from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.deliveries.types import OrderPart, ShipmentState, Waiting
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.orders.tables import OrderRow
from core.orders.types import OrderState
from core.stock.repository import HELD
from core.stock.tables import ReservationRow, WarehouseRow

_shipment, _line, _held = table_of(ShipmentRow), table_of(ShipmentLineRow), table_of(ReservationRow)
_OF_ORDER = (
    OrderRow.number,
    OrderRow.dealer_id,
    OrderRow.ship_to_id,
    OrderRow.promised_on,
    OrderRow.placed_at,
    OrderRow.is_urgent,
)
_Key = tuple[OrderId, LineId, WarehouseId]


async def lock_warehouse(tx: Transaction, warehouse_id: WarehouseId) -> None:
    """One list at a time is made in a warehouse; whoever else puts stock there goes on."""
    await tx.execute(
        select(WarehouseRow.id).where(WarehouseRow.id == warehouse_id).with_for_update(key_share=True)
    )


async def list_waiting(
    snap: Snapshot, warehouse_id: WarehouseId, states: Iterable[OrderState]
) -> list[Waiting]:
    """Goods of this warehouse that are reserved for orders in these states and on no list yet."""
    keys = (_held.c.order_id, _held.c.line_id, _held.c.product_id, *_OF_ORDER)
    rows = await snap.all(
        select(*keys, func.sum(_held.c.quantity).label("quantity"))
        .join(OrderRow, OrderRow.id == _held.c.order_id)
        .where(
            _held.c.warehouse_id == warehouse_id,
            _held.c.state == HELD,
            OrderRow.state.in_([state.value for state in states]),
        )
        .group_by(*keys)
    )
    listed = await _on_lists(snap, {OrderId(row.order_id) for row in rows})
    found = []
    for row in rows:
        left = int(row.quantity) - listed.get((row.order_id, row.line_id, warehouse_id), 0)
        if left > 0:
            found.append(
                Waiting(
                    order_id=OrderId(row.order_id),
                    number=row.number,
                    dealer_id=DealerId(row.dealer_id),
                    ship_to_id=row.ship_to_id,
                    line_id=LineId(row.line_id),
                    product_id=ProductId(row.product_id),
                    quantity=left,
                    is_urgent=row.is_urgent,
                    promised_on=row.promised_on,
                    placed_at=row.placed_at,
                )
            )
    return found


async def _on_lists(snap: Snapshot, order_ids: Iterable[OrderId]) -> dict[_Key, int]:
    """What of held goods stands on a list that nobody has packed yet."""
    rows = await snap.all(
        select(
            _line.c.order_id,
            _line.c.line_id,
            _shipment.c.warehouse_id,
            func.sum(_line.c.quantity).label("quantity"),
        )
        .join(_shipment, _shipment.c.id == _line.c.shipment_id)
        .where(_line.c.order_id.in_(list(order_ids)), _shipment.c.state == ShipmentState.PICKING)
        .group_by(_line.c.order_id, _line.c.line_id, _shipment.c.warehouse_id)
    )
    return {(row.order_id, row.line_id, row.warehouse_id): int(row.quantity) for row in rows}


async def parts_of(snap: Snapshot, order_ids: Sequence[OrderId]) -> dict[OrderId, list[OrderPart]]:
    """The parts of each order on shipments; what was packed without any of its goods is no part of it."""
    found: dict[OrderId, list[OrderPart]] = {order_id: [] for order_id in order_ids}
    # What a picker has said of a line holds once it is packed: until then all of it may still turn up.
    packed = case(
        (_shipment.c.state == ShipmentState.PICKING, _line.c.quantity),
        else_=func.coalesce(_line.c.found, _line.c.quantity),
    )
    rows = await snap.all(
        select(
            _line.c.order_id,
            _shipment.c.state,
            func.sum(packed).label("packed"),
            func.sum(packed - _line.c.refused - _line.c.damaged).label("accepted"),
        )
        .join(_shipment, _shipment.c.id == _line.c.shipment_id)
        .where(_line.c.order_id.in_(list(order_ids)))
        .group_by(_line.c.order_id, _shipment.c.id, _shipment.c.state)
    )
    for row in rows:
        if row.packed:
            part = OrderPart(ShipmentState(row.state), int(row.accepted))
            found[OrderId(row.order_id)].append(part)
    return found


async def unpicked_of(snap: Snapshot, order_ids: Sequence[OrderId]) -> dict[OrderId, int]:
    """What of each order is reserved and on no list yet, in base units."""
    rows: list[Any] = await snap.all(
        select(_held.c.order_id, func.sum(_held.c.quantity).label("quantity"))
        .where(_held.c.order_id.in_(list(order_ids)), _held.c.state == HELD)
        .group_by(_held.c.order_id)
    )
    left = {OrderId(row.order_id): int(row.quantity) for row in rows}
    for (order_id, _, _), quantity in (await _on_lists(snap, order_ids)).items():
        left[order_id] = max(left.get(order_id, 0) - quantity, 0)
    return left


async def orders_of(snap: Snapshot, order_ids: Sequence[OrderId]) -> dict[OrderId, OrderState]:
    rows = await snap.all(select(OrderRow.id, OrderRow.state).where(OrderRow.id.in_(list(order_ids))))
    return {OrderId(row.id): OrderState(row.state) for row in rows}
