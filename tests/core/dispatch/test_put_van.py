"""A van is added in the chat, or changed, as well as by file."""

from __future__ import annotations

from typing import Any

import pytest

from core.dispatch.errors import BadHours, VanUnfit
from core.dispatch.tables import VanRow
from core.dispatch.use_cases.keep_vans import ListVans
from core.dispatch.use_cases.put_van import PutVan
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.errors import NotFound
from tests.core.dispatch.house import Dispatch, how_many, make_fleet, make_van
from tests.make import rows


@pytest.fixture
async def house(core: Core) -> Dispatch:
    return await make_fleet(core)


async def test_a_new_van_costs_as_the_most_alike_one_and_waits_for_its_driver(
    core: Core, house: Dispatch
) -> None:
    lorry: dict[str, Any] = {"max_weight_g": 5_000_000, "cost_per_km_minor": 90, "break_minutes": 45}
    await make_van(core, house.warehouse_id, None, "L1", **lorry)
    assert await core.execute(house.otto, PutVan("V5", "la", 4_000, 20_000, "7:00-16:30")) is True
    found = next(van for van in await core.ask(house.otto, ListVans()) if van.code == "V5")
    assert (found.warehouse, found.max_weight_g, found.max_volume_ml) == ("LA", 4_000_000, 20_000_000)
    assert (found.shift_from, found.shift_until, found.break_minutes) == ("07:00", "16:30", 45)
    assert (found.cost_per_km.minor, found.cost_per_hour.minor, found.co2_g_per_km) == (90, 2_000, 250)
    assert (found.driver, found.is_active, found.skills) == ("", True, ())


async def test_a_known_van_keeps_what_is_not_spoken_of(core: Core, house: Dispatch) -> None:
    (before,) = [van for van in await core.ask(house.otto, ListVans()) if van.code == "V1"]
    assert await core.execute(house.otto, PutVan("v1", "LA", 700, 6_000, "09:00-18:00")) is False
    (after,) = [van for van in await core.ask(house.otto, ListVans()) if van.code == "V1"]
    assert (after.id, after.driver, after.plate, after.cost_per_day) == (
        before.id, "Dan", "LA-V1", before.cost_per_day,
    )  # fmt: skip
    assert (after.max_weight_g, after.max_volume_ml, after.shift_from) == (700_000, 6_000_000, "09:00")
    (told,) = await rows(core, JournalRow)
    assert (told.name, told.payload["now"]) == ("van_changed", "LA 700 kg 6000 l 09:00-18:00")


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (PutVan("V5", "XX", 900, 9_000, "7:00-17:00"), NotFound),
        (PutVan("V5", "LA", 0, 9_000, "7:00-17:00"), VanUnfit),
        (PutVan("V5", "LA", 100_001, 9_000, "7:00-17:00"), VanUnfit),
        (PutVan("V5", "LA", 900, 200_001, "7:00-17:00"), VanUnfit),
        (PutVan("V" * 21, "LA", 900, 9_000, "7:00-17:00"), VanUnfit),
        (PutVan(" ", "LA", 900, 9_000, "7:00-17:00"), VanUnfit),
        (PutVan("V5", "LA", 900, 9_000, ""), VanUnfit),
        (PutVan("V5", "LA", 900, 9_000, "7:00-9:00, 10:00-12:00"), VanUnfit),
        (PutVan("V5", "LA", 900, 9_000, "17:00-7:00"), BadHours),
    ],
)
async def test_what_is_no_van_is_refused_and_nothing_changes(
    core: Core, house: Dispatch, wanted: PutVan, error: type[Exception]
) -> None:
    before = await rows(core, VanRow)
    with pytest.raises(error):
        await core.execute(house.otto, wanted)
    assert await rows(core, VanRow) == before
    assert await how_many(core, JournalRow) == [0]
