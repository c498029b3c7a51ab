"""The back office puts right what is noted: facts of dealers and people, roles, who is above whom."""

import asyncio
from dataclasses import replace

import pytest

from core.approvals.use_cases.set_deputy import SetApproverRegion
from core.dealers.errors import (
    CurrencyUnknown,
    FactUnfit,
    LanguageUnknown,
    NotOneself,
    ParentCircular,
    RoleUnfit,
    ZoneUnknown,
)
from core.dealers.tables import DealerRow, PersonRow
from core.dealers.use_cases.add_person import AddPerson
from core.dealers.use_cases.block_person import BlockPerson
from core.dealers.use_cases.change_dealer import ChangeDealer, DealerField, SetParent
from core.dealers.use_cases.change_person import ChangePerson, PersonField, SetPersonRole, ShowPerson
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Actor, Role
from core.kernel.errors import NotFound, NotPermitted, Refused, SecondFactorNeeded
from core.kernel.ids import DealerId
from core.pricing.use_cases.create_dealer import CreateDealer
from tests.make import count, make_dealer, make_person, make_staff, make_tier, rows

RITA, OTTO, ADA = "+12135550102", "+12135550103", "+12135550101"


async def _office(core: Core) -> Actor:
    return await make_staff(core, Role.OFFICE, "Otto", telegram_id=3, phone=OTTO)


async def _noted(core: Core) -> list[str]:
    found = await rows(core, JournalRow)
    return sorted(row.name for row in found)


async def test_facts_of_a_dealer_are_put_right_one_by_one(core: Core) -> None:
    otto, techmart = await _office(core), await make_dealer(core, "TechMart", limit=None)
    for field, value in (("name", "Tech  Mart Ltd"), ("region", "Far North"), ("language", "tr")):
        await core.execute(otto, ChangeDealer(techmart, DealerField(field), value))
    await core.execute(otto, ChangeDealer(techmart, DealerField.ZONE, "Europe/Istanbul"))
    await core.execute(otto, ChangeDealer(techmart, DealerField.ZONE, "Europe/Istanbul"))
    (row,) = await rows(core, DealerRow)
    assert (row.name, row.region, row.language, row.zone) == (
        "Tech Mart Ltd", "Far North", "tr", "Europe/Istanbul",
    )  # fmt: skip
    assert await _noted(core) == ["dealer_changed"] * 4


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        (DealerField.NAME, "   ", FactUnfit),
        (DealerField.REGION, "x" * 41, FactUnfit),
        (DealerField.LANGUAGE, "xx", LanguageUnknown),
        (DealerField.ZONE, "Mars/Olympus", ZoneUnknown),
    ],
)
async def test_a_fact_that_cannot_be_is_refused(
    core: Core, field: DealerField, value: str, error: type[Refused]
) -> None:
    otto, techmart = await _office(core), await make_dealer(core, "TechMart", limit=None)
    with pytest.raises(error):
        await core.execute(otto, ChangeDealer(techmart, field, value))
    assert await _noted(core) == []


async def _chain(core: Core, *names: str) -> list[DealerId]:
    return [await make_dealer(core, name, limit=None) for name in names]


async def test_nobody_stands_below_himself_however_far(core: Core) -> None:
    otto = await _office(core)
    province, city, county = await _chain(core, "Province", "City", "County")
    await core.execute(otto, SetParent(city, province))
    await core.execute(otto, SetParent(county, city))
    for above, below in ((province, province), (province, city), (province, county)):
        with pytest.raises(ParentCircular):
            await core.execute(otto, SetParent(above, below))
    with pytest.raises(NotFound):
        await core.execute(otto, SetParent(DealerId(otto.person_id), province))
    # What is freed may stand elsewhere.
    await core.execute(otto, SetParent(city, None))
    await core.execute(otto, SetParent(province, county))
    above = {row.name: row.parent_id for row in await rows(core, DealerRow)}
    assert above == {"Province": county, "City": None, "County": city}
    assert await _noted(core) == ["parent_changed"] * 4


async def test_two_that_are_put_above_each_other_at_once_make_no_loop(core: Core) -> None:
    otto = await _office(core)
    one, two = await _chain(core, "One", "Two")
    done = await asyncio.gather(
        core.execute(otto, SetParent(one, two)),
        core.execute(otto, SetParent(two, one)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "ParentCircular"]


async def test_a_person_gets_another_role_and_facts(core: Core) -> None:
    otto = await _office(core)
    await make_staff(core, Role.REP, "Rita", telegram_id=2, phone=RITA)
    await core.execute(otto, SetPersonRole(RITA, Role.MANAGER))
    await core.execute(otto, SetPersonRole(RITA, Role.MANAGER))
    await core.execute(otto, ChangePerson(RITA, PersonField.LANGUAGE, "ms"))
    await core.execute(otto, ChangePerson(RITA, PersonField.ZONE, "Asia/Kuala_Lumpur"))
    await core.execute(otto, ChangePerson("+1 213 555 0102", PersonField.NAME, "Rita Lim"))
    rita = await core.ask(otto, ShowPerson(RITA))
    assert (rita.name, rita.role, rita.language, rita.zone, rita.dealer_id) == (
        "Rita Lim", Role.MANAGER, "ms", "Asia/Kuala_Lumpur", None,
    )  # fmt: skip
    assert await _noted(core) == [*["person_changed"] * 3, "role_changed"]


async def test_a_dealers_person_keeps_a_dealers_role(core: Core) -> None:
    otto, techmart = await _office(core), await make_dealer(core, "TechMart", limit=None)
    await make_person(core, "Ada", dealer_id=techmart, role=Role.DEALER_BUYER, phone=ADA)
    await core.execute(otto, SetPersonRole(ADA, Role.DEALER_ADMIN))
    assert (await core.ask(otto, ShowPerson(ADA))).role is Role.DEALER_ADMIN
    for role in (Role.MANAGER, Role.SYSTEM, Role.STRANGER):
        with pytest.raises(RoleUnfit):
            await core.execute(otto, SetPersonRole(ADA, role))


async def test_nobody_makes_himself_or_a_helper_the_writer_of_the_rules(core: Core) -> None:
    otto = await _office(core)
    max_ = await make_staff(core, Role.GENERAL_MANAGER, "Max", telegram_id=7, phone="+12135550107")
    await make_staff(core, Role.REP, "Rita", telegram_id=2, phone=RITA)
    before = await _noted(core)
    with pytest.raises(NotOneself):
        await core.execute(otto, SetPersonRole(OTTO, Role.GENERAL_MANAGER))
    with pytest.raises(NotOneself):
        await core.execute(otto, BlockPerson(OTTO))
    for role in (Role.FINANCE, Role.GENERAL_MANAGER):
        with pytest.raises(NotPermitted):
            await core.execute(otto, SetPersonRole(RITA, role))
        with pytest.raises(NotPermitted):
            await core.execute(otto, AddPerson("Helper", "+12135550199", role))
    with pytest.raises(NotPermitted):
        await core.execute(otto, SetPersonRole("+12135550107", Role.REP))
    assert await _noted(core) == before
    assert await count(core, PersonRow, PersonRow.name == "Helper") == 0
    await core.execute(max_, SetPersonRole(RITA, Role.FINANCE))
    assert (await core.ask(otto, ShowPerson(RITA))).role is Role.FINANCE


async def test_a_role_of_the_house_wants_the_second_factor(core: Core) -> None:
    otto = replace(await _office(core), has_second_factor=True)
    techmart = await make_dealer(core, "TechMart", limit=None)
    await make_staff(core, Role.REP, "Rita", telegram_id=2, phone=RITA)
    await make_person(core, "Ada", dealer_id=techmart, role=Role.DEALER_BUYER, phone=ADA)
    with pytest.raises(SecondFactorNeeded):
        await core.execute(otto, SetPersonRole(RITA, Role.MANAGER))
    await core.execute(otto, SetPersonRole(ADA, Role.DEALER_VIEWER))
    assert await _noted(core) == ["role_changed"]


async def test_a_new_dealer_has_its_own_currency_and_zone(core: Core) -> None:
    otto = await _office(core)
    await make_tier(core, "silver", margin=16, net_days=15)
    new = await core.execute(otto, CreateDealer("KL-1", "Kedai", "silver", "my", "MYR", "Asia/Kuala_Lumpur"))
    (row,) = await rows(core, DealerRow, DealerRow.id == new)
    assert (row.currency, row.zone) == ("MYR", "Asia/Kuala_Lumpur")
    with pytest.raises(CurrencyUnknown):
        await core.execute(otto, CreateDealer("KL-2", "Kedai", "silver", "my", "QQQ"))
    with pytest.raises(ZoneUnknown):
        await core.execute(otto, CreateDealer("KL-2", "Kedai", "silver", "my", "MYR", "Mars/Olympus"))
    assert await count(core, DealerRow) == 1


async def test_the_region_of_an_approver_stands_in_the_journal(core: Core) -> None:
    fay = await make_staff(core, Role.FINANCE, "Fay", telegram_id=6)
    max_ = await make_staff(core, Role.MANAGER, "Max", telegram_id=7)
    assert max_.person_id is not None
    await core.execute(fay, SetApproverRegion(max_.person_id, "east"))
    assert await _noted(core) == ["approver_region_set"]
