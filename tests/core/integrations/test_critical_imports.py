"""A file does not what its sender may not: what changes prices, limits, money or people wants proof."""

from dataclasses import replace

import pytest

from core.dealers.tables import PersonRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.integrations.master_data.registry import IMPORTABLE
from core.integrations.master_data.types import RowCode, SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM, Role
from core.kernel.errors import SecondFactorNeeded
from tests.make import count, make_product, make_staff, rows

OTTO, FAY, MAX, NEW = "+12135550103", "+12135550106", "+12135550107", "+12135550199"


def test_what_describes_goods_and_places_needs_no_second_factor_and_all_else_does() -> None:
    assert {name for name, table in IMPORTABLE.items() if not table.is_critical} == {
        "warehouses", "products", "assortments", "ship_tos", "stock", "order_history", "aliases",
        "lanes", "transfer_lanes", "scarcity", "vendors", "locations", "carriers", "receipts", "water_marks",
        "depots", "vans", "receiving", "answers",
    }  # fmt: skip


async def test_prices_are_checked_freely_and_written_with_a_code_alone(core: Core) -> None:
    otto = replace(await make_staff(core, Role.OFFICE, "Otto"), has_second_factor=True)
    await make_product(core, "COKE330")
    sheet = SheetRows(("sku", "currency", "list"), [("COKE330", "USD", "0.95")])
    report = await core.execute(otto, ImportTable("prices", sheet, dry_run=True))
    assert (report.errors, report.written) == ((), False)
    with pytest.raises(SecondFactorNeeded):
        await core.execute(otto, ImportTable("prices", sheet))
    assert await count(core, JournalRow) == 0
    places = SheetRows(("code", "name"), [("LA", "Los Angeles")])
    assert (await core.execute(otto, ImportTable("warehouses", places))).written


@pytest.mark.parametrize(
    ("phone", "role", "is_given"),
    [
        (NEW, "rep", True),
        (NEW, "finance", False),
        (MAX, "director", True),
        (MAX, "general_manager", False),
        (FAY, "rep", False),
        (OTTO, "manager", False),
        (FAY, "finance", True),
    ],
)
async def test_a_file_gives_no_role_that_its_sender_may_not_give(
    core: Core, phone: str, role: str, is_given: bool
) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto", phone=OTTO)
    await make_staff(core, Role.FINANCE, "Fay", phone=FAY)
    await make_staff(core, Role.MANAGER, "Max", phone=MAX)
    sheet = SheetRows(("phone", "name", "role"), [(phone, "Somebody", role)])
    report = await core.execute(otto, ImportTable("people", sheet))
    assert [(one.column, one.code) for one in report.errors] == (
        [] if is_given else [("role", RowCode.NOT_YOURS)]
    )
    assert report.written is is_given
    kept = {row.phone: row.staff_role for row in await rows(core, PersonRow)}
    before = {OTTO: "office", FAY: "finance", MAX: "manager"}
    assert kept == (before | {phone: role} if is_given else before)
    # The command line may do it all: there is no other way to the first general manager.
    assert (await core.execute(SYSTEM, ImportTable("people", sheet))).errors == ()
