"""A file of goods that came: all of it or nothing, and twice is once."""

from core.infra.door import Core
from core.integrations.master_data.use_cases.export_table import ExportTable
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM
from core.stock.tables import StockLotRow, StockMovementRow, StockRow
from tests.core.integrations.company import import_rows, import_small, table, told
from tests.make import count, rows
from tests.races.ledgers import assert_stock_is_whole

COLUMNS = "reference,sku,warehouse,lot,quantity,expires_on,owner"
FILE = """
    reference,sku,warehouse,lot,quantity,expires_on,owner
    DN-1,COKE-330,LAX,A12,960,2026-03-31,
    DN-1,COKE-330,LAX,,24,,
    DN-1,007,LAX,C1,5,2026-01-31,vendor:ACME"""


async def test_goods_of_a_file_are_booked_once(core: Core) -> None:
    await import_small(core, "warehouses", "products", "stock")
    command = ImportTable("receipts", table(FILE))
    assert (await core.execute(SYSTEM, ImportTable("receipts", table(FILE), dry_run=True))).new == 3
    assert await count(core, StockLotRow) == 0
    report = await core.execute(SYSTEM, command)
    assert (report.new, report.unchanged, report.written) == (3, 0, True)
    moved = await count(core, StockMovementRow)
    again = await core.execute(SYSTEM, command)
    assert (again.new, again.unchanged) == (0, 3)
    assert await count(core, StockMovementRow) == moved
    levels = sorted(row.on_hand for row in await rows(core, StockRow))
    assert levels == [0, 8, 1464]
    export = await core.ask(SYSTEM, ExportTable("receipts"))
    assert (await core.execute(SYSTEM, ImportTable("receipts", export.file))).unchanged == 3
    await assert_stock_is_whole(core)


async def test_a_file_of_goods_with_a_fault_books_nothing(core: Core) -> None:
    await import_small(core, "warehouses", "products", "stock")
    await core.execute(SYSTEM, ImportTable("receipts", table(FILE)))
    moved = await count(core, StockMovementRow)
    report = await import_rows(
        core,
        "receipts",
        COLUMNS,
        ("DN-2", "COKE-330", "LAX", "", 24, "", ""),
        ("DN-1", "COKE-330", "LAX", "A12", 961, "2026-03-31", ""),
        ("DN-2", "COKE-330", "LAX", "NEW", 24, "", ""),
        ("DN-2", "COKE-330", "LAX", "A12", 24, "2026-04-30", ""),
        ("DN-2", "NOPE", "LAX", "", 24, "", ""),
        ("DN-2", "COKE-330", "LAX", "Z", -24, "2026-04-30", ""),
    )
    assert sorted((row, column, code) for row, column, _, code in told(report.errors)) == [
        (3, "quantity", "already_different"),
        (4, "expires_on", "required"),
        (5, "expires_on", "contradicts"),
        (6, "sku", "unknown_reference"),
        (7, "quantity", "too_small"),
    ]
    assert not report.written
    assert await count(core, StockMovementRow) == moved
