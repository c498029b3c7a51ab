"""Stock of one product: shown by warehouse, and corrected with a reason (G1)."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog.types import base_unit_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId, WarehouseId
from core.stock import repository, shelf
from core.stock.errors import BelowReserved, StockUnfit
from core.stock.events import StockCorrected
from core.stock.ledger import MOST, find_level, lock_levels, post
from core.stock.shelf_types import ProductStock
from core.stock.types import Movement, MovementKind, Place


@dataclass(frozen=True, slots=True)
class StockChange:
    """A correction in base units: what is on hand before and after, and what of it is promised to orders."""

    sku: str
    product_name: str
    unit: str
    warehouse: str
    before: int
    after: int
    reserved: int


@dataclass(frozen=True, slots=True)
class ShowStock(Query[ProductStock]):
    permission = Permission.STOCK_READ
    product_id: ProductId


@dataclass(frozen=True, slots=True)
class ListWarehouses(Query[tuple[tuple[str, str], ...]]):
    """Code and name of every warehouse."""

    permission = Permission.STOCK_READ


@dataclass(frozen=True, slots=True)
class PreviewStockCorrection(Query[StockChange]):
    """What ``CorrectStock`` with the same fields would change."""

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    quantity: int
    is_count: bool


@dataclass(frozen=True, slots=True)
class CorrectStock(Command[StockChange]):
    """quantity in base units: what was counted (is_count), else how many more (or less) there are."""

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    quantity: int
    is_count: bool
    reason: str


async def show_stock(snap: Snapshot, query: ShowStock) -> ProductStock:
    product = await shelf.find_product(snap, query.product_id)
    if product is None:
        raise NotFound(what="product")
    levels = await shelf.list_levels(snap, query.product_id)
    unit = base_unit_of(product.packs, product.sales_unit)
    return ProductStock(product.sku, product.name, unit, tuple(levels))


async def list_warehouses(snap: Snapshot, _query: ListWarehouses) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, one.name) for one in await repository.list_warehouses(snap, closed=True))


async def preview_stock_correction(snap: Snapshot, query: PreviewStockCorrection) -> StockChange:
    return await _change(snap, query)


async def correct_stock(tx: Transaction, command: CorrectStock) -> StockChange:
    warehouse_id = await _warehouse(tx, command.warehouse)
    key = (command.product_id, warehouse_id)
    await lock_levels(tx, [key])
    change = await _change(tx, command)
    difference = change.after - change.before
    if difference:
        shelf = Place.ON_HAND
        movement = Movement(
            MovementKind.COUNT if command.is_count else MovementKind.CORRECTION,
            *key,
            abs(difference),
            None if difference > 0 else shelf,
            shelf if difference > 0 else None,
            reason=command.reason,
        )
        await post(tx, [movement])
    tx.record(
        StockCorrected(
            product_id=command.product_id,
            sku=change.sku,
            warehouse=change.warehouse,
            before=change.before,
            after=change.after,
            reason=command.reason,
        )
    )
    return change


async def _warehouse(snap: Snapshot, code: str) -> WarehouseId:
    warehouse_id = await shelf.find_warehouse(snap, code)
    if warehouse_id is None:
        raise NotFound(what="warehouse")
    return warehouse_id


async def _change(snap: Snapshot, wanted: PreviewStockCorrection | CorrectStock) -> StockChange:
    product = await shelf.find_product(snap, wanted.product_id)
    if product is None:
        raise NotFound(what="product")
    key = (wanted.product_id, await _warehouse(snap, wanted.warehouse))
    level = await find_level(snap, key)
    after = wanted.quantity if wanted.is_count else level.on_hand + wanted.quantity
    if after < level.reserved or after < 0:
        raise BelowReserved(sku=product.sku, reserved=level.reserved, on_hand=after)
    if after > MOST:
        raise StockUnfit(most=MOST)
    return StockChange(
        sku=product.sku,
        product_name=product.name,
        unit=base_unit_of(product.packs, product.sales_unit),
        warehouse=wanted.warehouse,
        before=level.on_hand,
        after=after,
        reserved=level.reserved,
    )
