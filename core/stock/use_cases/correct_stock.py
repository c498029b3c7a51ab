"""Stock of one product: shown by warehouse, and corrected with a reason (G1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalog.types import base_unit_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.stock import repository, shelf
from core.stock.engine.lots import loose_in
from core.stock.errors import BelowNothing, BelowReserved, LotNeeded, StockUnfit
from core.stock.events import StockCorrected
from core.stock.ledger import MOST, find_level, list_lots, lock_levels, post
from core.stock.shelf_types import ProductStock
from core.stock.types import OWN, Level, Lot, Movement, MovementKind, Place


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
    lot: str = ""


@dataclass(frozen=True, slots=True)
class CorrectStock(Command[StockChange]):
    """quantity in base units: what was counted (is_count), else how many more (or less) there are.

    lot: the one that was counted; goods in lots are counted lot by lot (LotNeeded), others have none.
    """

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    quantity: int
    is_count: bool
    reason: str
    lot: str = ""


async def show_stock(snap: Snapshot, query: ShowStock) -> ProductStock:
    product = await shelf.get_product(snap, query.product_id)
    levels = await shelf.list_levels(snap, query.product_id)
    unit = base_unit_of(product.packs, product.sales_unit)
    return ProductStock(product.sku, product.name, unit, tuple(levels))


async def list_warehouses(snap: Snapshot, _query: ListWarehouses) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, one.name) for one in await repository.list_warehouses(snap, closed=True))


async def preview_stock_correction(snap: Snapshot, query: PreviewStockCorrection) -> StockChange:
    change, _ = await _change(snap, query)
    return change


async def correct_stock(tx: Transaction, command: CorrectStock) -> StockChange:
    warehouse = await shelf.get_warehouse(tx, command.warehouse)
    key = (command.product_id, warehouse.id)
    await lock_levels(tx, [key])
    change, lot = await _change(tx, command)
    difference = change.after - change.before
    if difference:
        place = Place.ON_HAND
        movement = Movement(
            MovementKind.COUNT if command.is_count else MovementKind.CORRECTION,
            *key,
            abs(difference),
            None if difference > 0 else place,
            place if difference > 0 else None,
            command.lot,
            lot.owner if lot else OWN,
            reason=command.reason,
        )
        await post(tx, [movement])
    tx.record(
        StockCorrected(
            command.product_id,
            change.sku,
            change.warehouse,
            change.before,
            change.after,
            command.reason,
            command.lot,
        )
    )
    return change


async def _change(
    snap: Snapshot, wanted: PreviewStockCorrection | CorrectStock
) -> tuple[StockChange, Lot | None]:
    product = await shelf.get_product(snap, wanted.product_id)
    key = (wanted.product_id, (await shelf.get_warehouse(snap, wanted.warehouse)).id)
    level = await find_level(snap, key)
    lots = (await list_lots(snap, [key])).get(key, [])
    lot = next((one for one in lots if wanted.lot and one.lot == wanted.lot), None)
    counted = _counted(wanted, level, lots, lot)
    after = level.on_hand + (wanted.quantity - counted if wanted.is_count else wanted.quantity)
    if after < 0:
        raise BelowNothing(sku=product.sku, there=level.on_hand)
    if after < level.reserved:
        raise BelowReserved(sku=product.sku, reserved=level.reserved, on_hand=after)
    if after > MOST:
        raise StockUnfit(most=MOST)
    change = StockChange(
        sku=product.sku,
        product_name=product.name,
        unit=base_unit_of(product.packs, product.sales_unit),
        warehouse=wanted.warehouse,
        before=level.on_hand,
        after=after,
        reserved=level.reserved,
    )
    return change, lot


def _counted(
    wanted: PreviewStockCorrection | CorrectStock, level: Level, lots: Sequence[Lot], lot: Lot | None
) -> int:
    """How many pieces the books say lie there of what is corrected: a lot, or the loose goods."""
    if wanted.lot:
        if lot is None:
            raise NotFound(what="lot")
        there = lot.on_hand
    else:
        there = loose_in(level.on_hand, lots)
        if there != level.on_hand and (wanted.is_count or there + wanted.quantity < 0):
            raise LotNeeded(lots=[one.lot for one in lots if one.on_hand])
    if wanted.lot and (wanted.quantity if wanted.is_count else there + wanted.quantity) < 0:
        raise BelowNothing(sku=wanted.lot, there=there)
    return there
