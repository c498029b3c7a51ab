"""A van leaves the fleet by command or by file: its past stays, nothing plans it, and it can come back."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from core.dispatch.errors import VanArchived, VanPlanned, VanUnknown
from core.dispatch.tables import RouteRow, VanRow
from core.dispatch.use_cases.keep_vans import ArchiveVan, ListVans, SetVanAtWork
from core.dispatch.use_cases.plan_routes import ListDays
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.dispatch.use_cases.put_van import PutVan
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.integrations.master_data.types import RowCode, SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from tests.core.dispatch.house import TOMORROW, Dispatch, how_many, make_dispatch, served
from tests.make import rows
from tests.make.rows import write

COLUMNS = ["code", "warehouse", "max_weight_kg", "max_volume_l", "archived"]


async def codes(house: Dispatch, *, is_archived: bool = False) -> list[str]:
    return [van.code for van in await house.core.ask(house.otto, ListVans(is_archived))]


async def test_a_van_with_past_routes_is_archived_planned_no_more_and_brought_back(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core)
    plan = await house.plan()
    await write(core, update(RouteRow).values(state="closed"))
    await core.execute(house.otto, ArchiveVan("v1"))
    assert (await codes(house), await codes(house, is_archived=True)) == (["V2"], ["V1"])
    with pytest.raises(VanUnknown):
        await core.execute(house.otto, SetVanAtWork("V1", is_active=False))
    with pytest.raises(VanUnknown):
        await core.execute(house.otto, ArchiveVan("V1"))
    with pytest.raises(VanArchived):
        await core.execute(house.otto, PutVan("V1", "LA", 900, 9_000, "8:00-17:00"))
    again = await house.plan(version=plan.version)
    assert set(served(again)) == {"V2"}
    assert [van.code for van in again.fleet] == ["V2"]
    await core.execute(house.otto, ArchiveVan("V1", is_archived=False))
    assert await codes(house) == ["V1", "V2"]
    noted = await rows(core, JournalRow, JournalRow.name == "van_changed")
    assert sorted((row.payload["what"], row.payload["now"]) for row in noted) == [
        ("archived", "no"), ("archived", "yes")
    ]  # fmt: skip


async def test_a_van_with_a_route_to_come_is_not_archived_by_command_nor_by_file(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    assert set(served(await house.plan())) == {"V1", "V2"}
    before = await how_many(core, RouteRow, VanRow, JournalRow)
    with pytest.raises(VanPlanned) as refused:
        await core.execute(house.otto, ArchiveVan("V1"))
    assert refused.value.fields == {"van": "V1", "day": TOMORROW}
    table = SheetRows(COLUMNS, [("V1", "LA", "1000", "9000", "yes"), ("V2", "LA", "1000", "9000", "no")])
    done = await core.execute(SYSTEM, ImportTable("vans", table))
    assert [(one.row, one.column, one.code, dict(one.fields)) for one in done.errors] == [
        (2, "archived", RowCode.PLANNED, {"day": TOMORROW.isoformat()})
    ]
    assert (await codes(house), await how_many(core, RouteRow, VanRow, JournalRow)) == (["V1", "V2"], before)

    await write(core, update(RouteRow).values(state="closed"))
    assert (await core.execute(SYSTEM, ImportTable("vans", table))).written
    assert (await codes(house), await codes(house, is_archived=True)) == (["V2"], ["V1"])


async def test_a_draft_whose_van_was_archived_meanwhile_is_not_published(core: Core) -> None:
    house = await make_dispatch(core)
    plan = await house.plan()
    await write(core, update(VanRow).values(archived=True))
    with pytest.raises(VanArchived):
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    (day,) = await core.ask(house.otto, ListDays(TOMORROW))
    assert (day.is_published, day.has_vans) == (False, False)
