"""What the office sets in the chat about vans and places, and what it refuses."""

from __future__ import annotations

import pytest

from core.dealers.tables import ShipToRow
from core.dispatch.errors import BadHours, BadPosition, PlaceUnknown, VanUnknown
from core.dispatch.tables import DepotRow, ReceivingRow, VanRow
from core.dispatch.types import Position
from core.dispatch.use_cases.keep_vans import (
    ListVans,
    SetDepot,
    SetPlace,
    SetReceiving,
    SetVanAtWork,
    SetVanDriver,
)
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from tests.core.dispatch.house import Dispatch, how_many, make_fleet
from tests.make import make_dealer, rows
from tests.make.rows import new_id


@pytest.fixture
async def house(core: Core) -> Dispatch:
    house = await make_fleet(core)
    house.dealers["One"] = await make_dealer(core, "One")
    return house


async def test_a_van_gets_another_driver_and_becomes_a_spare_one(core: Core, house: Dispatch) -> None:
    await core.execute(house.otto, SetVanDriver("v1", None))
    await core.execute(house.otto, SetVanAtWork("V2", is_active=False))
    found = await core.ask(house.otto, ListVans())
    assert [(van.code, van.driver, van.is_active) for van in found] == [
        ("V1", "", True),
        ("V2", "Dora", False),
    ]
    await core.execute(house.otto, SetVanDriver("V1", house.dan.person_id))
    assert (await core.ask(house.otto, ListVans()))[0].driver == "Dan"
    assert [row.name for row in await rows(core, JournalRow)] == ["van_changed"] * 3


async def test_places_and_hours_are_set_and_set_again(core: Core, house: Dispatch) -> None:
    dealer = house.dealers["One"]
    await core.execute(house.otto, SetPlace(dealer, "", Position(34.05, -118.25)))
    await core.execute(house.otto, SetReceiving(dealer, "main", "8:00-12:00, 13:00-17:00", 15, ("lift",)))
    await core.execute(house.otto, SetReceiving(dealer, "", "", 20))
    await core.execute(house.otto, SetDepot("la", Position(33.9, -118.1)))
    (place,) = await rows(core, ShipToRow)
    assert (place.latitude, place.longitude) == (34.05, -118.25)
    (receiving,) = await rows(core, ReceivingRow)
    assert (receiving.windows, receiving.service_minutes, receiving.needs) == ([], 20, [])
    (depot,) = await rows(core, DepotRow)
    assert (depot.latitude, depot.longitude, depot.address) == (33.9, -118.1, "1 Dock Road")


@pytest.mark.parametrize(
    "position", [(0.0, 0.0), (91.0, 10.0), (10.0, -181.0), (float("nan"), 1.0), (1.0, float("inf"))]
)
async def test_what_is_no_place_on_earth_is_refused(
    core: Core, house: Dispatch, position: tuple[float, float]
) -> None:
    before = await rows(core, DepotRow)
    with pytest.raises(BadPosition):
        await core.execute(house.otto, SetDepot("LA", Position(*position)))
    with pytest.raises(BadPosition):
        await core.execute(house.otto, SetPlace(house.dealers["One"], "", Position(*position)))
    assert await rows(core, DepotRow) == before
    assert await how_many(core, JournalRow) == [0]


async def test_what_is_not_there_is_refused_and_nothing_changes(core: Core, house: Dispatch) -> None:
    before = await rows(core, VanRow)
    dealer = house.dealers["One"]
    with pytest.raises(VanUnknown):
        await core.execute(house.otto, SetVanDriver("V9", house.dan.person_id))
    with pytest.raises(NotFound):
        await core.execute(house.otto, SetVanDriver("V1", PersonId(new_id(core))))
    with pytest.raises(NotFound):
        await core.execute(house.otto, SetDepot("XX", Position(1.0, 1.0)))
    with pytest.raises(PlaceUnknown):
        await core.execute(house.otto, SetPlace(dealer, "S9", Position(1.0, 1.0)))
    with pytest.raises(BadHours):
        await core.execute(house.otto, SetReceiving(dealer, "", "12:00-08:00", 10))
    with pytest.raises(BadHours):
        await core.execute(house.otto, SetReceiving(dealer, "", "", 481))
    assert await rows(core, VanRow) == before
    assert await how_many(core, ReceivingRow, JournalRow) == [0, 0]
