"""A gift wholesaler's lines and Northwind through the public import: exact counts and sums."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from sqlalchemy import func, select

from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.intake.tables import HabitRow
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable, ImportTables, TableSource
from core.kernel.actor import SYSTEM
from core.orders.tables import OrderLineRow, OrderRow
from core.stock.tables import StockRow
from tests.core.integrations.real_data import (
    needs_northwind,
    needs_retail,
    northwind,
    northwind_tables,
    paid_price,
    retail_dealers,
    retail_history,
    retail_lines,
    retail_prices,
    retail_products,
)
from tests.make import confirm, count, make_buyer, make_draft, quote
from tests.make.people import make_credit


async def totals(core: Core) -> tuple[int, int, int, int]:
    """Orders, lines, pieces and value in minor units."""
    async with core.database.read() as connection:
        lines = (
            await connection.execute(
                select(func.count(), func.sum(OrderLineRow.quantity), func.sum(OrderLineRow.total_minor))
            )
        ).one()
        orders = await connection.scalar(select(func.count()).select_from(OrderRow))
    return int(orders or 0), int(lines[0]), int(lines[1]), int(lines[2])


@needs_retail
async def test_a_month_of_the_gift_wholesaler_is_imported_to_the_piece(sqlite_core: Core) -> None:
    core = sqlite_core
    lines = retail_lines("2011-01-01")
    tiers = SheetRows(("code", "name", "margin_percent", "net_days"), [("standard", "Standard", "20", "30")])
    known = retail_products()
    skus = {row[0] for row in known.rows}
    named = [line for line in lines if line["StockCode"] in skus]
    tables = {
        "tiers": tiers,
        "products": known,
        "prices": retail_prices(named),
        "dealers": retail_dealers(lines),
    }
    reports = await core.execute(
        SYSTEM, ImportTables(tuple(TableSource(name, rows) for name, rows in tables.items()))
    )
    assert {report.entity: (report.new, len(report.errors)) for report in reports} == {
        "tiers": (1, 0),
        "products": (3774, 0),
        "prices": (len(tables["prices"].rows), 0),
        "dealers": (948, 0),
    }

    raw = await core.execute(SYSTEM, ImportTable("order_history", retail_history(lines)))
    assert not raw.written
    assert raw.rows == 42_481
    assert Counter((error.column, error.code.value) for error in raw.errors) == {
        ("dealer", "required"): 15_631,
        ("quantity", "too_small"): 798,
    }
    assert await count(core, OrderRow) == 0

    good = [
        line
        for line in named
        if line["CustomerID"] and int(line["Quantity"]) > 0 and Decimal(line["UnitPrice"]) > 0
    ]
    report = await core.execute(SYSTEM, ImportTable("order_history", retail_history(good)))
    assert (report.new, report.errors, report.written) == (26_157, (), True)
    assert await totals(core) == (1_400, 26_157, 312_265, 57_271_389)
    assert await count(core, HabitRow) == 23_288
    again = await core.execute(SYSTEM, ImportTable("order_history", retail_history(good)))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 26_157)


@needs_northwind
async def test_northwind_is_imported_whole_and_twice_is_once(core: Core) -> None:
    tables = tuple(TableSource(name, rows) for name, rows in northwind_tables().items())
    reports = await core.execute(SYSTEM, ImportTables(tables))
    assert {report.entity: (report.new, len(report.errors)) for report in reports} == {
        "tiers": (1, 0),
        "warehouses": (1, 0),
        "products": (77, 0),
        "prices": (77, 0),
        "dealers": (93, 0),
        "ship_tos": (93, 0),
        "stock": (77, 0),
        "order_history": (2155, 0),
    }
    value = sum(
        (Decimal(paid_price(line)) * int(line["Quantity"]) * 100).quantize(Decimal(1), "ROUND_HALF_UP")
        for line in northwind("order_details")
    )
    assert await totals(core) == (830, 2155, 51_317, int(value))
    async with core.database.read() as connection:
        assert await connection.scalar(select(func.sum(StockRow.on_hand))) == 3119
    again = await core.execute(SYSTEM, ImportTables(tables))
    assert {(report.new, report.changed) for report in again} == {(0, 0)}


@needs_northwind
async def test_an_order_is_taken_on_northwind(core: Core) -> None:
    from core.catalog.tables import ProductRow

    tables = tuple(TableSource(name, rows) for name, rows in northwind_tables().items())
    await core.execute(SYSTEM, ImportTables(tables))
    async with core.database.read() as connection:
        dealer_id = await connection.scalar(select(DealerRow.id).where(DealerRow.code == "ALFKI"))
        mishi = await connection.scalar(select(ProductRow.id).where(ProductRow.sku == "20"))
    assert dealer_id is not None
    assert mishi is not None
    await make_credit(core, dealer_id, limit="10000")
    buyer = await make_buyer(core, dealer_id)
    await make_draft(core, buyer, [(mishi, 40)])
    # Sir Rodney's Marmalade at 81.00 list; no breaks, no tier price without a cost.
    assert (await quote(core, buyer)).total.minor == 324_000
    placed = await confirm(core, buyer)
    assert placed.state.value == "approved"
    assert placed.number == "B2B-2025-1"
