"""The back office looks up, takes in and hands over dealers and people."""

import pytest

from core.dealers.engine import find_by_name
from core.dealers.errors import DealerCodeTaken, PhoneTaken, PhoneUnreadable, RoleUnfit, TierUnknown
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.dealers.use_cases.add_person import AddPerson
from core.dealers.use_cases.change_dealer import AssignRep, SetDealerActive
from core.dealers.use_cases.find_dealers import FindDealers, FindPeople, ListDealers, ShowDealer
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Actor, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId
from core.pricing.use_cases.create_dealer import CreateDealer
from tests.make import column, count, make_buyer, make_dealer, make_person, make_staff, make_tier, rows
from tests.make.rows import new_id

NAMES = [
    ("C1", "Corner Store"), ("C2", "Corner Market"), ("T1", "TechMart Corp"), ("R1", "Regional Electronics"),
]  # fmt: skip


def _found(text: str) -> list[tuple[str, bool]]:
    return [(NAMES[hit.at][1], hit.is_sure) for hit in find_by_name(text, NAMES)]


def test_a_code_a_whole_name_or_words_of_one_name_only_are_sure() -> None:
    assert _found("c2") == [("Corner Market", True)]
    assert _found("corner store")[0] == ("Corner Store", True)
    assert _found("tech")[0] == ("TechMart Corp", True)
    assert _found("elec reg")[0] == ("Regional Electronics", True)


def test_what_begins_several_names_or_is_misspelt_is_only_likely() -> None:
    assert _found("corner") == [("Corner Market", False), ("Corner Store", False)]
    assert _found("tehcmart") == [("TechMart Corp", False)]
    assert _found("zzzz") == []
    assert _found("  ") == []


async def test_a_rep_finds_only_the_own_dealers(core: Core) -> None:
    rita, max_ = await make_staff(core, Role.REP, "Rita"), await make_staff(core, Role.MANAGER, "Max")
    mine = await make_dealer(core, "Corner Store", rep=rita, limit=None)
    other = await make_dealer(core, "Corner Market", rep=max_, limit=None)
    assert [one.dealer.id for one in await core.ask(rita, FindDealers("corner"))] == [mine]
    assert [one.id for one in await core.ask(rita, ListDealers(10))] == [mine]
    with pytest.raises(NotFound):
        await core.ask(rita, ShowDealer(other))
    assert {one.id for one in await core.ask(max_, ListDealers(10))} == {mine, other}
    assert (await core.ask(max_, ShowDealer(mine))).rep_name == "Rita"


async def test_people_are_found_by_number_however_it_is_typed(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    dealer = await make_dealer(core, "Corner Store", limit=None)
    await make_person(core, "Nora", dealer_id=dealer, role=Role.DEALER_BUYER, phone="+12135550177")
    for typed in ("+1 213 555 0177", "(213) 555-0177", "nora", "nora corner"):
        (found, *_) = await core.ask(otto, FindPeople(typed))
        assert (found.person.phone, found.is_sure) == ("+12135550177", True), typed
    assert await core.ask(otto, FindPeople("+1 213 555 0100")) == ()


async def test_a_dealer_is_taken_in_once_with_a_tier_that_has_prices(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await make_tier(core, "silver", margin=16)
    dealer_id = await core.execute(otto, CreateDealer("NORTH", "North Market", "silver", "north"))
    (row,) = await rows(core, DealerRow)
    assert (row.id, row.name, row.currency, row.zone, row.active) == (
        dealer_id, "North Market", "USD", "UTC", True,
    )  # fmt: skip
    for command, error in (
        (CreateDealer("north", "Another", "silver", "north"), DealerCodeTaken),
        (CreateDealer("SOUTH", "Another", "gold", "south"), TierUnknown),
    ):
        with pytest.raises(error):
            await core.execute(otto, command)
    assert await count(core, DealerRow) == 1
    assert await column(core, JournalRow.name) == ["dealer_created"]


async def test_a_person_has_one_number_and_a_fitting_role(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    dealer = await make_dealer(core, "Corner Store", limit=None, zone="Asia/Shanghai")
    await core.execute(otto, AddPerson("Nora", "213 555 0177", Role.DEALER_ADMIN, dealer))
    (nora,) = await rows(core, PersonRow, PersonRow.name == "Nora")
    assert (nora.phone, nora.zone, nora.staff_role) == ("+12135550177", "Asia/Shanghai", None)
    assert await column(core, DealerPersonRow.role) == ["dealer_admin"]
    for command, error in (
        (AddPerson("Nick", "+12135550177", Role.DEALER_BUYER, dealer), PhoneTaken),
        (AddPerson("Nick", "12", Role.DEALER_BUYER, dealer), PhoneUnreadable),
        (AddPerson("Nick", "+12135550178", Role.REP, dealer), RoleUnfit),
        (AddPerson("Nick", "+12135550178", Role.DEALER_BUYER), RoleUnfit),
        (AddPerson("Nick", "+12135550178", Role.SYSTEM), RoleUnfit),
        (AddPerson("Nick", "+12135550178", Role.DEALER_BUYER, DealerId(new_id(core))), NotFound),
    ):
        with pytest.raises(error):
            await core.execute(otto, command)
    assert await count(core, PersonRow) == 2


async def test_a_dealer_goes_to_another_rep_and_out_of_service(core: Core) -> None:
    otto, rita = await make_staff(core, Role.OFFICE, "Otto"), await make_staff(core, Role.REP, "Rita")
    dealer = await make_dealer(core, "Corner Store", limit=None)
    buyer: Actor = await make_buyer(core, dealer)
    assert rita.person_id is not None
    await core.execute(otto, AssignRep(dealer, rita.person_id))
    assert await column(core, DealerRow.rep_id) == [rita.person_id]
    for stranger in (buyer.person_id, PersonId(new_id(core))):
        assert stranger is not None
        with pytest.raises(NotFound):
            await core.execute(otto, AssignRep(dealer, stranger))
    await core.execute(otto, SetDealerActive(dealer, False))
    await core.execute(otto, SetDealerActive(dealer, False))
    assert await column(core, DealerRow.active) == [False]
    assert await column(core, JournalRow.name) == ["dealer_activity_changed", "rep_assigned"]
