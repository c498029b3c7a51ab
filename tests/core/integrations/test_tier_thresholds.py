"""What earns a tier comes with the tier: as the file says, else as in D1."""

from core.channel.tables import TierThresholdRow
from core.infra.door import Core
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM
from tests.make import rows

D1 = (("platinum", "8", "45"), ("gold", "12", "30"), ("silver", "16", "15"), ("bronze", "20", "10"))


async def _import(core: Core, columns: str, *lines: tuple[str, ...]) -> None:
    header = ("code", "name", "margin_percent", "net_days", *columns.split())
    sheet = SheetRows(header, [(code, code.title(), *rest) for code, *rest in lines])
    report = await core.execute(SYSTEM, ImportTable("tiers", sheet))
    assert (report.errors, report.written) == ((), True)


async def _thresholds(core: Core) -> dict[str, int]:
    return {row.tier: row.from_minor for row in await rows(core, TierThresholdRow)}


async def test_a_new_house_has_the_thresholds_of_d1_without_any_setting(core: Core) -> None:
    await _import(core, "", *D1, ("partner", "5", "60"))
    expected = {"platinum": 50_000_001, "gold": 20_000_000, "silver": 5_000_000, "bronze": 0}
    assert await _thresholds(core) == expected


async def test_a_file_says_otherwise_and_one_that_is_silent_changes_nothing(core: Core) -> None:
    await _import(core, "yearly_from", ("gold", "12", "30", "250000"), ("silver", "16", "15", ""))
    assert await _thresholds(core) == {"gold": 25_000_000}
    await _import(core, "", ("gold", "13", "30"), ("silver", "17", "15"))
    assert await _thresholds(core) == {"gold": 25_000_000}


async def test_what_d1_says_in_dollars_is_not_said_in_another_currency(core: Core) -> None:
    await _import(core, "currency", ("gold", "12", "30", "TRY"))
    assert await _thresholds(core) == {}
