"""All SQL about who holds or waits for goods that are short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from core.dealers.tables import DealerRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.orders.repository.supply import list_back_orders
from core.orders.sharing_types import Claimant
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderState
from core.stock.repository import HELD
from core.stock.tables import ReservationRow

_order, _line, _reservation = table_of(OrderRow), table_of(OrderLineRow), table_of(ReservationRow)
_Held = dict[LineId, dict[WarehouseId, int]]


async def list_claimants(
    snap: Snapshot, products: Collection[ProductId], only: Collection[OrderId] | None = None
) -> list[Claimant]:
    """Agreed orders, not invoiced and not begun to be picked, with what they hold and want of the products.

    Not those that wait for goods on their way between warehouses, and not what somebody else sends: an order
    that does not wait wants what it holds. only: among these.
    """
    chosen = [
        _order.c.state.in_([OrderState.APPROVED.value, OrderState.BACK_ORDERED.value]),
        _order.c.invoiced_at.is_(None),
        _line.c.product_id.in_(list(products)),
    ]
    if only is not None:
        chosen.append(_order.c.id.in_(list(only)))
    rows = await snap.all(
        select(_order.c.id, _order.c.state, _line.c.id.label("line_id"), _line.c.product_id, DealerRow.name)
        .join(_line, _line.c.order_id == _order.c.id)
        .join(DealerRow, DealerRow.id == _order.c.dealer_id)
        .where(*chosen)
        .order_by(_order.c.placed_at, _order.c.number, _line.c.position)
    )
    if not rows:
        return []
    orders = {one.order_id: one for one in await list_back_orders(snap, only={row.id for row in rows})}
    lines = {line.line_id: line for order in orders.values() for line in order.lines}
    held, beside = await _held(snap, set(products), {row.id for row in rows})
    found = []
    for row in rows:
        order, line = orders[row.id], lines[row.line_id]
        mine = held.get(line.line_id, {})
        waits = row.state == OrderState.BACK_ORDERED
        asked = sum(mine.values()) + (line.missing if waits else 0)
        if asked and not order.moves:
            found.append(
                Claimant(
                    order,
                    row.name,
                    line.line_id,
                    ProductId(row.product_id),
                    asked,
                    mine,
                    waits,
                    frozenset(beside.get(order.order_id, ())),
                )
            )
    return found


async def list_short(snap: Snapshot) -> list[ProductId]:
    """Products that agreed orders wait for."""
    waiting = select(_order.c.id).where(
        _order.c.state == OrderState.BACK_ORDERED.value, _order.c.invoiced_at.is_(None)
    )
    ids = [OrderId(row.id) for row in await snap.all(waiting)]
    lines = [line for order in await list_back_orders(snap, only=ids) for line in order.lines]
    return sorted({line.product_id for line in lines if line.missing})


async def list_days(
    snap: Snapshot, orders: Collection[OrderId]
) -> dict[OrderId, tuple[OrderState, date | None]]:
    """How these orders stand, and the day that is promised."""
    rows = await snap.all(
        select(_order.c.id, _order.c.state, _order.c.promised_on).where(_order.c.id.in_(list(orders)))
    )
    return {OrderId(row.id): (OrderState(row.state), row.promised_on) for row in rows}


async def _held(
    snap: Snapshot, products: Collection[ProductId], orders: Collection[OrderId]
) -> tuple[_Held, dict[OrderId, set[WarehouseId]]]:
    """What lines hold of the products where, and where these orders hold anything else."""
    found: _Held = defaultdict(dict)
    beside: dict[OrderId, set[WarehouseId]] = defaultdict(set)
    for row in await snap.all(
        select(
            _reservation.c.order_id,
            _reservation.c.line_id,
            _reservation.c.product_id,
            _reservation.c.warehouse_id,
            _reservation.c.quantity,
        ).where(_reservation.c.order_id.in_(list(orders)), _reservation.c.state == HELD)
    ):
        if row.product_id not in products:
            beside[OrderId(row.order_id)].add(WarehouseId(row.warehouse_id))
            continue
        mine = found[LineId(row.line_id)]
        mine[WarehouseId(row.warehouse_id)] = mine.get(WarehouseId(row.warehouse_id), 0) + row.quantity
    return found, beside
