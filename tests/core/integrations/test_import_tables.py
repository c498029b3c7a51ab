"""Importing on real databases: everything or nothing, twice is once, and what is there is respected."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from core.catalog.tables import BarcodeRow, CatalogChangeRow, ProductNameRow, ProductRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.integrations.master_data.errors import UnknownEntity, WrongColumns
from core.integrations.master_data.registry import ENTITIES
from core.integrations.master_data.types import ImportReport, SheetFile, SheetRows
from core.integrations.master_data.use_cases.export_table import ExportTable
from core.integrations.master_data.use_cases.import_tables import ImportTable, ImportTables, TableSource
from core.kernel.actor import PERMISSIONS, SYSTEM, Actor, Permission, Role
from core.kernel.errors import NotPermitted, Refused
from core.kernel.ids import PersonId, new_uuid7
from core.orders.tables import DealerSupplyRow, OrderPolicyRow
from core.pricing.tables import PriceChangeRow
from core.stock.tables import StockRow
from tests.core.integrations.company import (
    SMALL,
    balances,
    exported,
    import_rows,
    import_small,
    import_text,
    small_tables,
    table,
    told,
)
from tests.make import column, confirm, count, make_buyer, make_draft, rows, write


async def counters(core: Core) -> tuple[int, int]:
    (catalog,), (price,) = await column(core, CatalogChangeRow.last), await column(core, PriceChangeRow.last)
    return catalog, price


async def test_a_whole_company_is_imported_in_whatever_order_its_tables_come(core: Core) -> None:
    backwards = tuple(reversed(small_tables()))
    reports = await core.execute(SYSTEM, ImportTables(backwards))
    assert [report.entity for report in reports] == list(ENTITIES)
    sizes = {name: len(table(text).rows) for name, text in SMALL.items()}
    assert {
        report.entity: (report.rows, report.new, report.changed, report.unchanged) for report in reports
    } == {name: (size, size, 0, 0) for name, size in sizes.items()}
    assert all(report.written for report in reports)


async def test_the_same_files_twice_change_nothing(core: Core) -> None:
    await import_small(core)
    before = await counters(core), await count(core, JournalRow)
    reports = await import_small(core)
    assert {(report.new, report.changed) for report in reports} == {(0, 0)}
    assert [report.unchanged for report in reports] == [len(table(SMALL[name]).rows) for name in ENTITIES]
    assert (await counters(core), await count(core, JournalRow)) == before


async def test_an_import_is_a_fact_in_the_journal_and_a_table_without_changes_is_none(core: Core) -> None:
    await import_small(core, "tiers", "warehouses")
    await import_small(core, "tiers")
    payloads = [row.payload for row in await rows(core, JournalRow, JournalRow.name == "table_imported")]
    assert sorted(payloads, key=lambda payload: str(payload["entity"])) == [
        {"entity": "tiers", "new": 2, "changed": 0, "unchanged": 0},
        {"entity": "warehouses", "new": 2, "changed": 0, "unchanged": 0},
    ]


async def test_one_bad_row_and_nothing_of_the_file_is_written_or_journalled(core: Core) -> None:
    report = await import_text(
        core,
        "warehouses",
        """
        code,name,zone
        LAX,Los Angeles,America/Los_Angeles
        DEN,Denver,America/Denverr
        PHX,,America/Phoenix""",
    )
    assert told(report.errors) == [
        (3, "zone", "America/Denverr", "unknown_reference"),
        (4, "name", "", "required"),
    ]
    assert (report.rows, report.written) == (3, False)
    assert await exported(core, "warehouses") == []
    assert await count(core, JournalRow) == 0
    assert await count(core, JobRow) == 0


async def test_one_bad_row_in_one_table_and_no_table_is_written(core: Core) -> None:
    tables = [one for one in small_tables() if one.entity != "stock"]
    bad = table(SMALL["stock"].replace("007,LAX", "008,LAX"))
    reports = await core.execute(SYSTEM, ImportTables((*tables, TableSource("stock", bad))))
    assert {report.entity: told(report.errors) for report in reports if report.errors} == {
        "stock": [(4, "sku", "008", "unknown_reference")]
    }
    assert not any(report.written for report in reports)
    for entity in ENTITIES:
        assert await exported(core, entity) == []
    assert await count(core, JournalRow) == 0


async def test_good_rows_of_a_bad_table_do_not_make_errors_where_they_are_referred_to(core: Core) -> None:
    products = table(SMALL["products"].replace("volume=330 ml", "volume", 1))
    tables = [one for one in small_tables("products", "prices") if one.entity == "prices"]
    reports = await core.execute(SYSTEM, ImportTables((TableSource("products", products), *tables)))
    assert [told(report.errors) for report in reports] == [
        [(2, "attributes", "volume", "not_a_pair"), (3, "substitutes", "COKE-330", "unknown_reference")],
        [(2, "sku", "COKE-330", "unknown_reference"), (3, "sku", "COKE-330", "unknown_reference")],
    ]


@pytest.mark.parametrize("together", [False, True])
async def test_a_dry_run_counts_and_writes_nothing(core: Core, together: bool) -> None:
    await import_small(core, "tiers")
    before = await exported(core, "tiers")
    changed = table(
        SMALL["tiers"].replace("gold,Gold,12.5", "gold,Golden,12.5").replace("platinum,", "silver,")
    )
    if together:
        sources = (TableSource("tiers", changed), *small_tables("warehouses"))
        reports = await core.execute(SYSTEM, ImportTables(sources, dry_run=True))
    else:
        reports = (await core.execute(SYSTEM, ImportTable("tiers", changed, dry_run=True)),)
    assert replace(reports[0], errors=()) == ImportReport("tiers", 2, new=1, changed=1, unchanged=0)
    assert await exported(core, "tiers") == before
    assert await exported(core, "warehouses") == []


async def test_a_file_of_bytes_is_imported_like_rows(core: Core) -> None:
    content = "\ufeffcode;name;region\r\nLAX;Los Angeles;west\r\n".encode()
    report = await core.execute(SYSTEM, ImportTable("Warehouses", SheetFile("w.csv", content)))
    assert (report.new, report.written) == (1, True)
    assert await exported(core, "warehouses") == ["LAX,Los Angeles,west,UTC,16:00,1,3"]


async def test_a_table_nobody_knows_and_a_file_of_another_table_are_refused(core: Core) -> None:
    with pytest.raises(UnknownEntity):
        await core.execute(SYSTEM, ImportTable("cars", table(SMALL["tiers"])))
    with pytest.raises(WrongColumns) as refused:
        await core.execute(SYSTEM, ImportTable("prices", table(SMALL["stock"])))
    assert refused.value.fields["looks_like"] == "stock"


@pytest.mark.parametrize("role", [role for role in Role if Permission.MASTER_DATA not in PERMISSIONS[role]])
async def test_only_the_back_office_imports_and_exports(sqlite_core: Core, role: Role) -> None:
    person = PersonId(new_uuid7(sqlite_core.clock.now()))
    actor = Actor(person_id=person, roles=frozenset({role}))
    for command in (ImportTable("tiers", table(SMALL["tiers"])), ImportTables(small_tables("tiers"))):
        with pytest.raises(NotPermitted):
            await sqlite_core.execute(actor, command)
    with pytest.raises(NotPermitted):
        await sqlite_core.ask(actor, ExportTable("tiers"))
    assert await exported(sqlite_core, "tiers") == []


async def test_a_column_the_file_does_not_have_leaves_what_is_there(core: Core) -> None:
    await import_small(core, "products")
    before = await exported(core, "products")
    report = await import_rows(core, "products", "sku,name", ("COKE-330", "Coke can"), ("NEW", "New"))
    assert (report.new, report.changed) == (1, 1)
    after = await exported(core, "products")
    assert [
        line.replace("Coke can,", "Coke 330 ml can,") for line in after if not line.startswith("NEW")
    ] == before


async def test_an_empty_cell_takes_the_default(core: Core) -> None:
    await import_small(core, "products")
    await import_rows(
        core, "products", "sku,name,name_zh_CN,barcodes", ("COKE-330", "Coke 330 ml can", "", None)
    )
    assert await count(core, ProductNameRow) == 0
    assert await count(core, BarcodeRow) == 0


async def test_only_products_that_changed_take_the_next_number_of_the_catalogue(core: Core) -> None:
    await import_small(core, "products")
    assert (await counters(core))[0] == 1
    changed = SMALL["products"].replace("可口可乐", "可口可樂").replace("Leading zeros", "Leading noughts")
    report = await import_text(core, "products", changed)
    assert (report.new, report.changed, report.unchanged) == (0, 2, 2)
    assert (await counters(core))[0] == 2
    assert await column(core, ProductRow.sku, ProductRow.change == 2) == ["007", "COKE-330"]
    await import_small(core, "assortments")
    assert (await counters(core))[0] == 3
    await import_small(core, "assortments", "products")
    assert (await counters(core))[0] == 4  # the two products were changed back, the lists are as they were


async def test_every_change_of_a_price_rule_raises_the_price_book(core: Core) -> None:
    await import_small(core)
    before = (await counters(core))[1]
    # tiers, prices, price_list, negotiated_rates, quantity_breaks, promotions, shipping, taxes
    assert before == 8
    changes = {
        "prices": ("0.5565", "0.56"),
        "price_list": ("0.58", "0.59"),
        "negotiated_rates": ("cost_plus,6", "cost_plus,7"),
        "quantity_breaks": ("50,all,,list,10", "50,all,,list,11"),
        "promotions": ("Save", "Save more"),
        "shipping": ("29.5", "30"),
        "tiers": ("12.5", "12"),
    }
    for number, (entity, (was, now)) in enumerate(changes.items(), 1):
        report = await import_text(core, entity, SMALL[entity].replace(was, now))
        assert (report.new, report.changed) == (0, 1), entity
        assert (await counters(core))[1] == before + number


async def test_a_mended_error_file_can_be_sent_back_with_its_error_column(core: Core) -> None:
    sheet = SheetRows(["code", "name", "error"], [["LAX", "Los Angeles", "zone is wrong"]])
    report = await core.execute(SYSTEM, ImportTable("warehouses", sheet))
    assert (report.new, report.written) == (1, True)


async def test_the_same_import_sent_twice_at_once_is_done_once(core: Core) -> None:
    both = await asyncio.gather(
        core.execute(SYSTEM, ImportTables(small_tables())), core.execute(SYSTEM, ImportTables(small_tables()))
    )
    sizes = [len(table(SMALL[name]).rows) for name in ENTITIES]
    assert sorted([report.new for report in reports] for reports in both) == [[0] * len(sizes), sizes]
    assert await balances(core) == {"TECH": (3_825_075, 3_825_075), "SHOP": (10_000, 10_000)}


async def test_an_import_with_a_key_answers_a_repeat_with_the_first_report(core: Core) -> None:
    command = ImportTable("warehouses", table(SMALL["warehouses"].replace("Denver,mountain", ",mountain")))
    first = await core.execute(SYSTEM, command, key="upload-1")
    assert told(first.errors) == [(3, "name", "", "required")]
    assert await core.execute(SYSTEM, command, key="upload-1") == first


async def test_an_order_placed_meanwhile_keeps_its_stock(core: Core) -> None:
    """Stock counted low and an order at the same moment: whoever is second sees the other."""
    await import_small(core)
    (product_id,) = await column(core, ProductRow.id, ProductRow.sku == "COKE-330")
    (dealer_id,) = await column(core, DealerRow.id, DealerRow.code == "TECH")
    # Whoever takes what there is would share the pieces with the count.
    await write(core, update(OrderPolicyRow).values(minimum_minor=0), delete(DealerSupplyRow))
    buyer = await make_buyer(core, dealer_id)
    await make_draft(core, buyer, [(product_id, 480)])

    async def place() -> bool:
        try:
            await confirm(core, buyer)
        except Refused:
            return False
        return True

    async def count_stock() -> bool:
        report = await import_rows(core, "stock", "sku,warehouse,on_hand", ("COKE-330", "LAX", "10"))
        return report.written

    placed, counted = await asyncio.gather(place(), count_stock())
    assert placed is not counted
    levels = [
        (row.on_hand, row.reserved) for row in await rows(core, StockRow, StockRow.product_id == product_id)
    ]
    assert ((480, 480) if placed else (10, 0)) in levels
