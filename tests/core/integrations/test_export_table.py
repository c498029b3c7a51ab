"""What is exported and imported again changes nothing, into the same database and into an empty one."""

from __future__ import annotations

import pytest

from core.catalog import bulk
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.integrations.master_data.errors import UnknownEntity
from core.integrations.master_data.registry import ENTITIES
from core.integrations.master_data.types import SheetFile
from core.integrations.master_data.use_cases.export_table import ExportTable, SheetForm
from core.integrations.master_data.use_cases.import_tables import ImportTable, ImportTables, TableSource
from core.kernel.actor import SYSTEM
from tests.core.integrations.company import SMALL, exported, import_small, table
from tests.make import count


async def files(core: Core, form: SheetForm) -> dict[str, SheetFile]:
    return {entity: (await core.ask(SYSTEM, ExportTable(entity, form))).file for entity in ENTITIES}


@pytest.mark.parametrize("form", SheetForm)
async def test_an_export_imported_again_changes_nothing(core: Core, form: SheetForm) -> None:
    await import_small(core)
    for entity, file in (await files(core, form)).items():
        report = await core.execute(SYSTEM, ImportTable(entity, file))
        assert report.errors == ()
        assert (report.new, report.changed, report.unchanged) == (0, 0, len(table(SMALL[entity]).rows)), (
            entity
        )


@pytest.mark.parametrize("form", SheetForm)
async def test_an_export_makes_the_same_company_in_an_empty_database(
    core: Core, sqlite_core: Core, form: SheetForm
) -> None:
    await import_small(core)
    moved = tuple(TableSource(entity, file) for entity, file in (await files(core, form)).items())
    reports = await sqlite_core.execute(SYSTEM, ImportTables(moved))
    assert [error for report in reports for error in report.errors] == []
    for entity in ENTITIES:
        assert await exported(sqlite_core, entity) == await exported(core, entity)


async def test_formulas_leave_the_house_inert(core: Core) -> None:
    await import_small(core, "products")
    (line,) = [line for line in await exported(core, "products") if "formula" in line]
    assert line.startswith("'=SUM,Looks like a formula,'+Plus,'@Home/-Minus,")


@pytest.mark.parametrize("size", [1, 2, 3, 500])
async def test_a_long_table_leaves_in_parts_that_make_the_whole(core: Core, size: int) -> None:
    await import_small(core)
    async with core.snapshot(SYSTEM) as snap:
        whole = await bulk.dump_products(snap)
        pages = [page async for page in bulk.product_pages(snap, size)]
    assert [one for page in pages for one in page] == list(whole.values())
    assert len(whole) == len(table(SMALL["products"]).rows)
    assert {len(page) for page in pages[:-1]} <= {size}
    assert any(one.barcodes and one.names and one.substitutes for one in whole.values())


async def test_an_empty_table_is_a_header_only(core: Core) -> None:
    export = await core.ask(SYSTEM, ExportTable("tiers"))
    assert (export.rows, export.file.name) == (0, "tiers.csv")
    assert export.file.content.decode("utf-8-sig").splitlines() == [
        "code,name,margin_percent,net_days,free_shipping_above,early_payment_percent,early_payment_days,currency,"
        "yearly_from"
    ]


async def test_a_table_nobody_knows_is_refused(core: Core) -> None:
    with pytest.raises(UnknownEntity):
        await core.ask(SYSTEM, ExportTable("cars"))


async def test_an_export_writes_nothing(core: Core) -> None:
    await import_small(core)
    written = await count(core, JournalRow)
    await files(core, SheetForm.CSV)
    assert await count(core, JournalRow) == written
