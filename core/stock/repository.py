"""All SQL about stock: levels, the ledger of reservations, and the lock in sorted order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, insert, select, type_coerce, update

from core.infra.columns import SharedUuid, table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.ids import DealerId, OrderId, ProductId
from core.stock.tables import ReservationRow, ShortageRow, StockRow, WarehouseRow
from core.stock.types import Stock, StockAt, Take, Warehouse

HELD, RELEASED = "held", "released"

# What every quote and every order asks is put together once: building a statement costs more than running it.
_stock, _warehouse, _reservation = table_of(StockRow), table_of(WarehouseRow), table_of(ReservationRow)
_list_warehouses = select(
    type_coerce(_warehouse.c.id, SharedUuid()).label("id"),
    _warehouse.c.code,
    _warehouse.c.name,
    _warehouse.c.region,
    _warehouse.c.zone,
    _warehouse.c.cut_off,
    _warehouse.c.lead_days,
    _warehouse.c.lead_days_elsewhere,
).order_by(_warehouse.c.code)
_load_stock = (
    select(
        type_coerce(_stock.c.product_id, SharedUuid()),
        type_coerce(_stock.c.warehouse_id, SharedUuid()),
        (_stock.c.on_hand - _stock.c.reserved).label("free"),
        _stock.c.incoming,
        _stock.c.incoming_on,
    )
    .where(_stock.c.product_id.in_(bindparam("products", expanding=True)))
    .order_by(_stock.c.product_id, _stock.c.warehouse_id)
)
_lock_stock = _load_stock.with_for_update()
_reserve = Write(insert(_reservation))
_add_reserved_to = Write(
    update(_stock)
    .where(_stock.c.product_id == bindparam("of_product"), _stock.c.warehouse_id == bindparam("at_warehouse"))
    .values(reserved=_stock.c.reserved + bindparam("change"))
)


async def list_warehouses(snap: Snapshot) -> list[Warehouse]:
    return [Warehouse(*row) for row in await snap.all(_list_warehouses)]


async def load_stock(snap: Snapshot, products: Iterable[ProductId], *, lock: bool = False) -> Stock:
    """Free stock of the products; with ``lock`` the rows are held, always in the order of their keys."""
    found: dict[ProductId, list[StockAt]] = {}
    for product_id, *at in await snap.all(
        _lock_stock if lock else _load_stock, {"products": list(set(products))}
    ):
        found.setdefault(product_id, []).append(StockAt(*at))
    return {product: tuple(places) for product, places in found.items()}


async def reserve(tx: Transaction, order_id: OrderId, takes: Sequence[Take]) -> None:
    """Write reservations; the stock rows must be locked by this transaction."""
    rows = [
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
    ]
    tx.write(_reserve, *rows)
    _add_reserved(tx, takes, +1)


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
    _add_reserved(tx, takes, -1)


async def note_shortages(
    tx: Transaction, dealer_id: DealerId, short: Sequence[tuple[ProductId, int, int]]
) -> None:
    """Keep what a dealer could not have: product, pieces wanted, pieces taken."""
    if short:
        rows = [
            {"id": tx.new_id(), "at": tx.now, "dealer_id": dealer_id, "product_id": product,
             "wanted": wanted, "given": given}
            for product, wanted, given in short
        ]  # fmt: skip
        await tx.execute(insert(ShortageRow), rows)


def _add_reserved(tx: Transaction, takes: Sequence[Take], sign: int) -> None:
    sums: dict[tuple[object, object], int] = {}
    for take in takes:
        key = (take.product_id, take.warehouse_id)
        sums[key] = sums.get(key, 0) + sign * take.quantity
    rows = [
        {"of_product": product, "at_warehouse": warehouse, "change": change}
        for (product, warehouse), change in sums.items()
    ]
    tx.write(_add_reserved_to, *rows)
