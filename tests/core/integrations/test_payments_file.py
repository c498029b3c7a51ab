"""A bank's file of payments: tried row by row, all of it or nothing, and twice is once (E4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.billing.tables import PaymentRow
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.show_documents import ListReceipts
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.export_table import ExportTable
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM, Role
from core.kernel.errors import NotPermitted, SecondFactorNeeded
from tests.core.billing.house import make_house
from tests.core.integrations.company import balances, import_small, import_text, table, told
from tests.make import account, column, count, make_staff, rows

FILE = """
    dealer,reference,amount,currency,paid_on,invoices
    TECH,BANK-1,38250.75,USD,2025-10-01,INV-1
    SHOP,BANK-2,40,USD,2025-10-02,"""


async def test_payments_of_a_file_are_recorded_and_the_same_file_again_changes_nothing(core: Core) -> None:
    await import_small(core)
    before = await balances(core)
    dry = await import_text(core, "payments", FILE, dry_run=True)
    assert (dry.new, dry.errors, dry.written) == (2, (), False)
    assert await balances(core) == before
    report = await import_text(core, "payments", FILE)
    assert (report.new, report.unchanged, report.written) == (2, 0, True)
    after = await balances(core)
    assert (after["SHOP"], before["TECH"][0] - after["TECH"][0]) == ((6_000, 6_000), 3_825_000)
    tech = next(one for one in await core.ask(SYSTEM, ListReceipts()) if one.reference == "BANK-1")
    assert [part.document for part in tech.parts] == ["INV-1"]
    assert tech.unapplied.minor == 75
    assert await count(core, JournalRow, JournalRow.name == "payment_recorded") == 2
    again = await import_text(core, "payments", FILE)
    assert (again.new, again.unchanged, again.errors) == (0, 2, ())
    export = await core.ask(SYSTEM, ExportTable("payments"))
    assert (await core.execute(SYSTEM, ImportTable("payments", export.file))).unchanged == 2
    assert await balances(core) == after
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_every_bad_row_is_told_and_nothing_of_the_file_is_recorded(core: Core) -> None:
    await import_small(core)
    await import_text(core, "payments", FILE)
    before = await balances(core)
    report = await core.execute(
        SYSTEM,
        ImportTable(
            "payments",
            SheetRows(
                ("dealer", "reference", "amount", "currency", "paid_on", "invoices"),
                (
                    ("SHOP", "GOOD", "5", "USD", "2025-10-02", ""),
                    ("NOBODY", "A", "5", "USD", "2025-10-02", ""),
                    ("SHOP", "B", "0", "USD", "2025-10-02", ""),
                    ("SHOP", "C", "5", "EUR", "2025-10-02", ""),
                    ("SHOP", "D", "5", "USD", "2026-10-02", ""),
                    ("SHOP", "E", "5", "USD", "2025-10-02", "NOPE"),
                    ("TECH", "F", "5", "USD", "2025-10-02", "INV-1"),
                    ("SHOP", "BANK-2", "41", "USD", "2025-10-02", ""),
                    ("SHOP", "G", "0.001", "USD", "2025-10-02", ""),
                    ("SHOP", "H", "-1", "USD", "2025-10-02", ""),
                ),
            ),
        ),
    )
    assert told(report.errors) == [
        (3, "dealer", "NOBODY", "unknown_reference"),
        (4, "amount", "0", "too_small"),
        (5, "currency", "EUR", "contradicts"),
        (6, "paid_on", "2026-10-02", "too_large"),
        (7, "invoices", "NOPE", "unknown_reference"),
        (8, "invoices", "INV-1", "in_use"),
        (9, "amount", "41", "already_different"),
        (10, "amount", "0.001", "too_many_digits"),
        (11, "amount", "-1", "too_small"),
    ]
    assert (report.written, await balances(core)) == (False, before)
    assert await count(core, PaymentRow) == 2
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_a_limit_or_a_settled_invoice_that_comes_by_file_lets_waiting_orders_go(core: Core) -> None:
    house = await make_house(core, limit="1000")
    (code,) = await column(core, DealerRow.code, DealerRow.id == house.dealer_id)
    first, second = await house.order(core, 9), await house.order(core, 9)
    limits = f"dealer,currency,limit\n{code},USD,1200"
    assert (await import_text(core, "credit", limits, dry_run=True)).changed == 1
    assert await count(core, JournalRow, JournalRow.name == "order_released") == 0
    await import_text(core, "credit", limits)
    (told_of,) = await rows(core, JournalRow, JournalRow.name == "order_released")
    assert told_of.payload["number"] in {first.number, second.number}
    assert (await account(core, house.dealer_id))["held"] == 90_000


async def test_a_file_sets_no_limits_for_those_who_may_not(core: Core) -> None:
    house = await make_house(core, limit="1000")
    (code,) = await column(core, DealerRow.code, DealerRow.id == house.dealer_id)
    limits = table(f"dealer,currency,limit\n{code},USD,1200")
    office = await make_staff(core, Role.OFFICE, "Olga")
    boss = replace(await make_staff(core, Role.GENERAL_MANAGER, "Gina"), has_second_factor=True)
    before = await count(core, JournalRow), await account(core, house.dealer_id)
    for dry_run in (True, False):
        with pytest.raises(NotPermitted):
            await core.execute(office, ImportTable("credit", limits, dry_run))
    assert (await core.execute(boss, ImportTable("credit", limits, dry_run=True))).changed == 1
    with pytest.raises(SecondFactorNeeded):
        await core.execute(boss, ImportTable("credit", limits))
    assert (await count(core, JournalRow), await account(core, house.dealer_id)) == before
    proven = replace(boss, proven_until=core.clock.now() + timedelta(minutes=5))
    assert (await core.execute(proven, ImportTable("credit", limits))).written
