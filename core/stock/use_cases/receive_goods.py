"""Goods come in: by list or file, with lots and their last days; previewed, then booked at once (G1, G6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from core.catalog.types import base_unit_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import ProductId, WarehouseId
from core.stock import posting, shelf
from core.stock.engine.lots import place_of_receipt
from core.stock.errors import LotDiffers, LotUndated, StockUnfit, WarehouseShut
from core.stock.events import GoodsReceived
from core.stock.ledger import MOST, list_lots
from core.stock.shelves import local_days
from core.stock.types import OWN, Place, Received

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """So many base units of a product; lot "": loose goods."""

    product_id: ProductId
    quantity: int
    lot: str = ""
    expires_on: date | None = None
    owner: str = OWN


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """A line as it is booked, and where the goods are put."""

    sku: str
    name: str
    unit: str
    quantity: int
    lot: str
    expires_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class GoodsReceipt:
    document_id: uuid.UUID | None
    warehouse: str
    entries: tuple[ReceiptEntry, ...]


@dataclass(frozen=True, slots=True)
class PreviewReceipt(Query[GoodsReceipt]):
    """What ``ReceiveGoods`` with the same lines would book."""

    permission = Permission.STOCK_EDIT
    warehouse: str
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiveGoods(Command[GoodsReceipt]):
    """Raises LotUndated, LotDiffers, WarehouseShut, StockUnfit, NotFound; then nothing of it is booked."""

    permission = Permission.STOCK_EDIT
    warehouse: str
    lines: tuple[ReceiptLine, ...]
    note: str | None = None


async def preview_receipt(snap: Snapshot, query: PreviewReceipt) -> GoodsReceipt:
    _, receipt = await _judge(snap, query)
    return receipt


async def receive_goods(tx: Transaction, command: ReceiveGoods) -> GoodsReceipt:
    receipts, seen = await _judge(tx, command)
    document_id = tx.new_id()
    places = await posting.receive(tx, receipts, document_id)
    aside = sum(one.quantity for one, at in zip(receipts, places, strict=True) if at is Place.QUARANTINE)
    tx.record(
        GoodsReceived(
            document_id,
            command.warehouse,
            len(receipts),
            sum(one.quantity for one in receipts),
            aside,
            command.note,
        )
    )
    return GoodsReceipt(document_id, seen.warehouse, seen.entries)


async def _judge(
    snap: Snapshot, wanted: PreviewReceipt | ReceiveGoods
) -> tuple[list[Received], GoodsReceipt]:
    warehouse = await shelf.get_warehouse(snap, wanted.warehouse)
    if warehouse.is_closed:
        raise WarehouseShut(name=warehouse.name)
    if not 1 <= len(wanted.lines) <= MOST_LINES:
        raise StockUnfit(most=MOST_LINES)
    today = (await local_days(snap, [warehouse.id]))[warehouse.id]
    dates = await _known_dates(snap, warehouse.id, wanted.lines)
    receipts: list[Received] = []
    entries: list[ReceiptEntry] = []
    for line in wanted.lines:
        product = await shelf.get_product(snap, line.product_id)
        if not 1 <= line.quantity <= MOST:
            raise StockUnfit(most=MOST)
        expires_on = _last_day(line, dates)
        receipts.append(
            Received(line.product_id, warehouse.id, line.quantity, line.lot, expires_on, line.owner)
        )
        unit = base_unit_of(product.packs, product.sales_unit)
        place = place_of_receipt(line.owner, expires_on, today)
        entries.append(
            ReceiptEntry(product.sku, product.name, unit, line.quantity, line.lot, expires_on, place)
        )
    return receipts, GoodsReceipt(None, wanted.warehouse, tuple(entries))


_Dates = dict[tuple[ProductId, str, str], date | None]


async def _known_dates(snap: Snapshot, warehouse_id: WarehouseId, lines: tuple[ReceiptLine, ...]) -> _Dates:
    lots = await list_lots(snap, {(line.product_id, warehouse_id) for line in lines if line.lot})
    return {(one.product_id, one.lot, one.owner): one.expires_on for some in lots.values() for one in some}


def _last_day(line: ReceiptLine, dates: _Dates) -> date | None:
    """The line's last day, or that of its lot where it is known; notes a new lot's for the lines below."""
    if not line.lot:
        return None
    key = line.product_id, line.lot, line.owner
    if key not in dates:
        if line.expires_on is None:
            raise LotUndated(lot=line.lot)
        dates[key] = line.expires_on
    known = dates[key]
    if line.expires_on is not None and known != line.expires_on:
        raise LotDiffers(lot=line.lot, known=str(known))
    return known
