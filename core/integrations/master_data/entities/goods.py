"""Water marks of goods in warehouses, and a vendor's or a scanner's file of goods that came."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from core.infra.transaction import Transaction
from core.integrations.master_data.parsing import Parsed
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    need_known,
)
from core.integrations.master_data.supply_records import GoodsReceived, WaterMark
from core.integrations.master_data.types import RowCode
from core.kernel.ids import ProductId, WarehouseId
from core.stock import bulk, posting
from core.stock.engine.levels import Marks
from core.stock.ledger import Key, list_lots, lock_levels
from core.stock.marks import load_marks, set_marks
from core.stock.types import Received

_RECEIPTS = uuid.uuid5(uuid.NAMESPACE_URL, "receipts of files")


async def dump_marks(desk: Desk) -> list[WaterMark]:
    skus, houses = await desk.skus(), await bulk.warehouse_ids(desk.snap)
    codes = {house: code for code, house in houses.items()}
    return sorted(
        WaterMark(skus[key[0]], codes[key[1]], one.safety, one.warning, one.maximum)
        for key, one in (await load_marks(desk.snap)).items()
    )


async def plan_marks(desk: Desk, parsed: Parsed[WaterMark]) -> Plan:
    products, houses = await desk.products(), await bulk.warehouse_ids(desk.snap)
    need_known(parsed, "sku", products, "product")
    need_known(parsed, "warehouse", houses, "warehouse")
    for row in parsed.rows:
        if row.record.warning < row.record.safety:
            parsed.refuse(row, "warning", RowCode.TOO_SMALL, least=row.record.safety)
        elif row.record.maximum < row.record.warning:
            parsed.refuse(row, "maximum", RowCode.TOO_SMALL, least=row.record.warning)
    drop_refused(parsed)
    found = compare(parsed, by_key(WaterMark, await dump_marks(desk)))

    async def write(tx: Transaction) -> None:
        for one in (*found.new, *found.now_changed):
            key = (products[one.sku], houses[one.warehouse])
            await set_marks(tx, key, Marks(one.safety, one.warning, one.maximum))

    return Plan.of(found, write)


async def dump_receipts(desk: Desk) -> list[GoodsReceived]:
    """What files have brought in, by their reference."""
    return sorted(GoodsReceived(*one) for one in await bulk.dump_receipts(desk.snap))


async def plan_receipts(desk: Desk, parsed: Parsed[GoodsReceived]) -> Plan:
    """Each row is booked once: the same file again changes nothing. A row that was booked with another
    quantity is refused, and so is a new lot without its last day, and one that is known with another."""
    products, houses = await desk.products(), await bulk.warehouse_ids(desk.snap, closed=False)
    need_known(parsed, "sku", products, "product")
    need_known(parsed, "warehouse", houses, "warehouse")
    drop_refused(parsed)
    if isinstance(desk.snap, Transaction) and desk.will_write:
        rows = parsed.rows
        keys = {(products[row.record.sku], houses[row.record.warehouse]) for row in rows}
        await lock_levels(desk.snap, keys)
    known = by_key(GoodsReceived, await dump_receipts(desk))
    for row in parsed.rows:
        was = known.get(row.record[:4])
        if was is not None and was.quantity != row.record.quantity:
            parsed.refuse(row, "quantity", RowCode.ALREADY_DIFFERENT)
    await _check_days(desk, parsed, products, houses)
    drop_refused(parsed)
    new = [row.record for row in parsed.rows if row.record[:4] not in known]

    async def write(tx: Transaction) -> None:
        by_reference: dict[str, list[Received]] = {}
        for one in new:
            received = Received(
                products[one.sku], houses[one.warehouse], one.quantity, one.lot, one.expires_on, one.owner
            )
            by_reference.setdefault(one.reference, []).append(received)
        for reference, receipts in by_reference.items():
            await posting.receive(tx, receipts, uuid.uuid5(_RECEIPTS, reference), reason=reference)

    return Plan(len(new), 0, len(parsed.rows) - len(new), write)


async def _check_days(
    desk: Desk,
    parsed: Parsed[GoodsReceived],
    products: Mapping[str, ProductId],
    houses: Mapping[str, WarehouseId],
) -> None:
    keys: set[Key] = {(products[row.record.sku], houses[row.record.warehouse]) for row in parsed.rows}
    dates: dict[tuple[Key, str, str], date | None] = {
        (key, lot.lot, lot.owner): lot.expires_on
        for key, lots in (await list_lots(desk.snap, keys)).items()
        for lot in lots
    }
    for row in parsed.rows:
        one = row.record
        if not one.lot:
            continue
        at = ((products[one.sku], houses[one.warehouse]), one.lot, one.owner)
        if at not in dates and one.expires_on is None:
            parsed.refuse(row, "expires_on", RowCode.REQUIRED)
        known = dates.setdefault(at, one.expires_on)
        if one.expires_on is not None and known != one.expires_on:
            parsed.refuse(row, "expires_on", RowCode.CONTRADICTS, other=f"lot {one.lot}: {known}")


WATER_MARKS = Entity("water_marks", WaterMark, dump_marks, plan_marks)
RECEIPTS = Entity("receipts", GoodsReceived, dump_receipts, plan_receipts)
