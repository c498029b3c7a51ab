"""All SQL about stock: levels, the ledger of reservations, and the lock in sorted order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, insert, select, update

from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import OrderId, ProductId
from core.stock.tables import ReservationRow, StockRow, WarehouseRow
from core.stock.types import Stock, StockAt, Take, Warehouse

HELD, RELEASED = "held", "released"


async def list_warehouses(snap: Snapshot) -> list[Warehouse]:
    rows = await snap.all(
        select(
            WarehouseRow.id,
            WarehouseRow.code,
            WarehouseRow.name,
            WarehouseRow.region,
            WarehouseRow.zone,
            WarehouseRow.cut_off,
            WarehouseRow.lead_days,
            WarehouseRow.lead_days_elsewhere,
        ).order_by(WarehouseRow.code)
    )
    return [Warehouse(*row) for row in rows]


async def load_stock(snap: Snapshot, products: Iterable[ProductId], *, lock: bool = False) -> Stock:
    """Free stock of the products; with ``lock`` the rows are held, always in the order of their keys."""
    statement = (
        select(
            StockRow.product_id,
            StockRow.warehouse_id,
            StockRow.on_hand,
            StockRow.reserved,
            StockRow.incoming,
            StockRow.incoming_on,
        )
        .where(StockRow.product_id.in_(sorted(set(products))))
        .order_by(StockRow.product_id, StockRow.warehouse_id)
    )
    found: dict[ProductId, list[StockAt]] = {}
    for row in await snap.all(statement.with_for_update() if lock else statement):
        found.setdefault(ProductId(row.product_id), []).append(
            StockAt(row.warehouse_id, row.on_hand - row.reserved, row.incoming, row.incoming_on)
        )
    return {product: tuple(places) for product, places in found.items()}


async def reserve(tx: Transaction, order_id: OrderId, takes: Sequence[Take]) -> None:
    """Write reservations; the stock rows must be locked by this transaction."""
    await tx.execute(
        insert(ReservationRow),
        [
            {
                "id": tx.new_id(),
                "order_id": order_id,
                "line_id": take.line_id,
                "product_id": take.product_id,
                "warehouse_id": take.warehouse_id,
                "quantity": take.quantity,
                "state": HELD,
                "at": tx.now,
            }
            for take in takes
        ],
    )
    await _add_reserved(tx, takes, +1)


async def release(tx: Transaction, order_id: OrderId) -> None:
    """Give back what an order had reserved."""
    rows = await tx.all(
        select(
            ReservationRow.line_id,
            ReservationRow.product_id,
            ReservationRow.warehouse_id,
            ReservationRow.quantity,
        ).where(ReservationRow.order_id == order_id, ReservationRow.state == HELD)
    )
    takes = [Take(*row) for row in rows]
    if not takes:
        return
    await load_stock(tx, [take.product_id for take in takes], lock=True)
    await tx.execute(
        update(ReservationRow)
        .where(ReservationRow.order_id == order_id, ReservationRow.state == HELD)
        .values(state=RELEASED)
    )
    await _add_reserved(tx, takes, -1)


async def _add_reserved(tx: Transaction, takes: Sequence[Take], sign: int) -> None:
    sums: dict[tuple[object, object], int] = {}
    for take in takes:
        key = (take.product_id, take.warehouse_id)
        sums[key] = sums.get(key, 0) + sign * take.quantity
    statement = (
        update(StockRow)
        .where(
            StockRow.product_id == bindparam("of_product"), StockRow.warehouse_id == bindparam("at_warehouse")
        )
        .values(reserved=StockRow.reserved + bindparam("change"))
        .execution_options(synchronize_session=False)
    )
    await tx.execute(
        statement,
        [
            {"of_product": product, "at_warehouse": warehouse, "change": change}
            for (product, warehouse), change in sorted(sums.items(), key=str)
        ],
    )
