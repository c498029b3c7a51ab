"""Warehouses and what lies in them."""

from __future__ import annotations

from collections.abc import Mapping

from core.infra.transaction import Transaction
from core.integrations.master_data.parsing import Parsed
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    keep_absent,
    need_known,
)
from core.integrations.master_data.supply_records import Stock, Warehouse
from core.integrations.master_data.types import RowCode
from core.stock import bulk


async def dump_warehouses(desk: Desk) -> list[Warehouse]:
    return [Warehouse(*value) for value in (await bulk.dump_warehouses(desk.snap)).values()]


async def plan_warehouses(desk: Desk, parsed: Parsed[Warehouse]) -> Plan:
    known = {record.code: record for record in await dump_warehouses(desk)}
    keep_absent(parsed, known)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        await bulk.load_warehouses(
            tx,
            [bulk.WarehouseValue(*one) for one in found.new],
            [bulk.WarehouseValue(*one) for one in found.now_changed],
        )

    return Plan.of(found, write)


async def dump_stock(desk: Desk) -> list[Stock]:
    states = await bulk.dump_stock(desk.snap)
    return [Stock(*state[:5]) for state in sorted(states, key=lambda state: state[:2])]


async def plan_stock(desk: Desk, parsed: Parsed[Stock]) -> Plan:
    """On hand may not fall below what is reserved; both are read under the lock (G1)."""
    products, houses = await desk.products(), await bulk.warehouse_ids(desk.snap)
    states = await bulk.dump_stock(desk.snap, lock=desk.will_write)
    known = by_key(Stock, [Stock(*state[:5]) for state in states])
    keep_absent(parsed, known)
    need_known(parsed, "sku", products, "product")
    need_known(parsed, "warehouse", houses, "warehouse")
    # Lots are counted one by one: a sum cannot say which of them there is less of.
    _check_least(parsed, {state[:2]: max(state.reserved, state.in_lots) for state in states})
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Stock) -> bulk.StockValue:
        return bulk.StockValue(products[one.sku], houses[one.warehouse], *one[2:])

    async def write(tx: Transaction) -> None:
        changed = sorted((value(one), value(known[one[:2]])) for one in found.now_changed)
        await bulk.load_stock(tx, [value(one) for one in found.new], changed)

    return Plan.of(found, write)


def _check_least(parsed: Parsed[Stock], least: Mapping[tuple[str, str], int]) -> None:
    for row in parsed.rows:
        promised = least.get((row.record.sku, row.record.warehouse), 0)
        if row.record.on_hand < promised:
            parsed.refuse(row, "on_hand", RowCode.BELOW_RESERVED, reserved=promised)


WAREHOUSES = Entity("warehouses", Warehouse, dump_warehouses, plan_warehouses)
STOCK = Entity("stock", Stock, dump_stock, plan_stock)
