"""A dealer's admin and the own people (A18): who comes in, who may what, who goes; one admin always stays."""

from datetime import timedelta

import pytest

from core.dealers.errors import (
    AlreadyInTeam,
    InviteUnusable,
    LastAdmin,
    NotInvitable,
    PhoneMismatch,
    PhoneUnreadable,
    RoleUnfit,
    TeamFull,
)
from core.dealers.tables import DealerPersonRow, InviteRow, PersonRow
from core.dealers.team import MOST_MEMBERS
from core.dealers.types import Identity, Standing
from core.dealers.use_cases.accept_invite import AcceptInvite
from core.dealers.use_cases.change_team import ChangeRole, RemoveColleague
from core.dealers.use_cases.invite_colleague import InviteColleague, InviteMember, MakeTeamLink
from core.dealers.use_cases.list_team import ListTeam
from core.dealers.use_cases.open_invite import OpenInvite
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import STRANGER, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import DealerId, PersonId
from tests.core.dealers.people import actor, who
from tests.make import column, count, make_buyer, make_dealer, make_person, make_staff, rows

ADMIN, CHAT = 7001, 7005
PHONE = "+12135550105"
BUYER, VIEWER, DEALER_ADMIN = Role.DEALER_BUYER, Role.DEALER_VIEWER, Role.DEALER_ADMIN


async def _admin(core: Core) -> Actor:
    """Ada, the one admin of TechMart."""
    return await make_buyer(core, await make_dealer(core), role=DEALER_ADMIN, telegram_id=ADMIN)


async def _follow(
    core: Core, token: str, *, phone: str = PHONE, chat: int = CHAT, name: str = ""
) -> Identity:
    await core.execute(STRANGER, OpenInvite(token, chat, name))
    return await core.execute(STRANGER, AcceptInvite(chat, chat, phone, name))


def _id(somebody: Actor) -> PersonId:
    assert somebody.person_id is not None
    return somebody.person_id


def _of(somebody: Actor) -> DealerId:
    assert somebody.dealer_id is not None
    return somebody.dealer_id


async def _roles(core: Core) -> dict[str, str]:
    names = {row.id: row.name for row in await rows(core, PersonRow)}
    return {names[row.person_id]: row.role for row in await rows(core, DealerPersonRow)}


async def test_an_open_link_makes_the_first_who_follows_it_a_colleague(core: Core) -> None:
    ada = await _admin(core)
    link = await core.execute(ada, MakeTeamLink(VIEWER))
    opened = await core.execute(STRANGER, OpenInvite(link.token, CHAT, "Nell T."))
    assert (opened.person_name, opened.dealer_name, opened.has_joined) == (None, "TechMart Corp", False)
    nell = await core.execute(STRANGER, AcceptInvite(CHAT, CHAT, "1 213 555 0105", "Nell T."))
    assert (nell.actor.name, nell.actor.roles, nell.actor.dealer_id) == (
        "Nell T.",
        frozenset({VIEWER}),
        ada.dealer_id,
    )
    assert await column(core, PersonRow.phone, PersonRow.name == "Nell T.") == [PHONE]
    with pytest.raises(InviteUnusable):
        await core.execute(STRANGER, OpenInvite(link.token, 7009))


async def test_an_open_link_lasts_a_day(core: Core, clock: FixedClock) -> None:
    link = await core.execute(await _admin(core), MakeTeamLink(BUYER))
    clock.advance(timedelta(hours=24))
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, OpenInvite(link.token, CHAT))
    assert refused.value.fields == {"why": "expired"}


async def test_an_invitation_by_number_is_for_that_number_alone(core: Core) -> None:
    ada = await _admin(core)
    invite = await core.execute(ada, InviteColleague("213-555-0105", " Nell ", BUYER))
    (_, nell) = await core.ask(ada, ListTeam())
    assert (nell.name, nell.phone, nell.role, nell.seen_at) == ("Nell", PHONE, BUYER, None)
    assert nell.invited_until == invite.expires_at == core.clock.now() + timedelta(days=7)
    with pytest.raises(PhoneMismatch):
        await _follow(core, invite.token, phone="+12135550106")
    assert (await _follow(core, invite.token)).actor.person_id == nell.person_id
    (_, nell) = await core.ask(ada, ListTeam())
    assert (nell.seen_at, nell.invited_until) == (core.clock.now(), None)
    entries = await column(core, JournalRow.name, JournalRow.stream == str(ada.dealer_id))
    assert entries == ["person_added", "person_invited", "person_joined"]


async def test_people_of_the_house_of_others_and_blocked_ones_cannot_be_invited(core: Core) -> None:
    ada = await _admin(core)
    other = await make_dealer(core, "Corner Store")
    await make_person(core, "Cora", dealer_id=other, role=BUYER, phone="+12135550111")
    await make_person(core, "Rita", role=Role.REP, phone="+12135550112")
    await make_person(core, "Bad", phone="+12135550113", blocked=True)
    before = [await rows(core, table) for table in (PersonRow, DealerPersonRow, InviteRow)]
    for phone in ("+12135550111", "+12135550112", "+12135550113"):
        with pytest.raises(NotInvitable) as refused:
            await core.execute(ada, InviteColleague(phone, "X", BUYER))
        assert refused.value.fields == {}
    with pytest.raises(PhoneUnreadable):
        await core.execute(ada, InviteColleague("tomorrow", "X", BUYER))
    for role in (Role.OFFICE, Role.GENERAL_MANAGER, Role.SYSTEM):
        with pytest.raises(RoleUnfit):
            await core.execute(ada, InviteColleague(PHONE, "X", role))
        with pytest.raises(RoleUnfit):
            await core.execute(ada, MakeTeamLink(role))
    assert [await rows(core, table) for table in (PersonRow, DealerPersonRow, InviteRow)] == before


async def test_an_open_link_takes_nobody_from_another_dealer_or_the_house(core: Core) -> None:
    ada = await _admin(core)
    other = await make_dealer(core, "Corner Store")
    await make_person(core, "Cora", dealer_id=other, role=BUYER, phone=PHONE, telegram_id=CHAT)
    link = await core.execute(ada, MakeTeamLink(DEALER_ADMIN))
    with pytest.raises(NotInvitable):
        await _follow(core, link.token)
    cora = await actor(core, CHAT)
    assert (cora.name, cora.dealer_id, cora.roles) == ("Cora", other, frozenset({BUYER}))
    assert await _roles(core) == {"Ada": "dealer_admin", "Cora": "dealer_buyer"}


async def test_a_colleague_who_follows_an_open_link_keeps_the_role(core: Core) -> None:
    ada = await _admin(core)
    await make_person(core, "Vera", dealer_id=ada.dealer_id, role=VIEWER, phone=PHONE)
    link = await core.execute(ada, MakeTeamLink(DEALER_ADMIN))
    assert (await _follow(core, link.token)).actor.roles == frozenset({VIEWER})
    with pytest.raises(AlreadyInTeam) as refused:
        await core.execute(ada, InviteColleague(PHONE, "V", BUYER))
    assert refused.value.fields == {"name": "Vera"}


async def test_who_was_removed_is_a_stranger_and_may_be_invited_again(core: Core) -> None:
    ada = await _admin(core)
    invite = await core.execute(ada, InviteColleague(PHONE, "Nell", BUYER))
    nell = (await _follow(core, invite.token)).actor
    assert nell.person_id is not None
    spare = await core.execute(ada, InviteMember(nell.person_id))
    await core.execute(ada, RemoveColleague(nell.person_id))
    assert (await who(core, CHAT)).standing is Standing.UNKNOWN
    assert await column(core, PersonRow.telegram_id, PersonRow.name == "Nell") == [None]
    with pytest.raises(InviteUnusable):
        await core.execute(STRANGER, OpenInvite(spare.token, CHAT))
    again = await core.execute(ada, InviteColleague(PHONE, "Somebody", VIEWER))
    back = (await _follow(core, again.token)).actor
    assert (back.person_id, back.name, back.roles) == (nell.person_id, "Nell", frozenset({VIEWER}))


async def test_a_new_role_counts_from_the_next_look_on(core: Core) -> None:
    ada = await _admin(core)
    bob = await make_buyer(core, _of(ada), "Bob", telegram_id=CHAT)
    assert bob.person_id is not None
    await core.execute(ada, ChangeRole(bob.person_id, VIEWER))
    assert (await actor(core, CHAT)).roles == frozenset({VIEWER})
    await core.execute(ada, ChangeRole(bob.person_id, VIEWER))  # nothing to change, nothing written
    assert await count(core, JournalRow, JournalRow.name == "role_changed") == 1
    with pytest.raises(RoleUnfit):
        await core.execute(ada, ChangeRole(bob.person_id, Role.OFFICE))


async def test_the_last_admin_can_neither_go_nor_be_less(core: Core) -> None:
    ada = await _admin(core)
    dealer_id = _of(ada)
    await make_person(core, "Ben", dealer_id=dealer_id, role=DEALER_ADMIN, blocked=True)
    for act in (ChangeRole(_id(ada), BUYER), RemoveColleague(_id(ada))):
        with pytest.raises(LastAdmin):
            await core.execute(ada, act)
    assert await _roles(core) == {"Ada": "dealer_admin", "Ben": "dealer_admin"}
    assert (await who(core, ADMIN)).standing is Standing.MEMBER
    bob = await make_buyer(core, dealer_id, "Bob")
    await core.execute(ada, ChangeRole(_id(bob), DEALER_ADMIN))
    await core.execute(ada, RemoveColleague(_id(ada)))
    assert (await who(core, ADMIN)).standing is Standing.UNKNOWN
    assert await _roles(core) == {"Bob": "dealer_admin", "Ben": "dealer_admin"}


async def test_an_admin_who_was_one_a_moment_ago_changes_nothing_any_more(core: Core) -> None:
    ada = await _admin(core)
    bob = await make_buyer(core, _of(ada), "Bob", role=DEALER_ADMIN)
    await core.execute(ada, ChangeRole(_id(bob), BUYER))
    for act in (ChangeRole(_id(ada), VIEWER), RemoveColleague(_id(ada)), InviteColleague(PHONE, "", BUYER)):
        with pytest.raises(NotPermitted):
            await core.execute(bob, act)
    assert await _roles(core) == {"Ada": "dealer_admin", "Bob": "dealer_buyer"}


async def test_colleagues_of_another_dealer_are_not_there(core: Core) -> None:
    ada = await _admin(core)
    other = await make_dealer(core, "Corner Store")
    cora = await make_buyer(core, other, "Cora", telegram_id=CHAT)
    rep = await make_staff(core)
    for somebody in (_id(cora), _id(rep)):
        for act in (ChangeRole(somebody, VIEWER), RemoveColleague(somebody), InviteMember(somebody)):
            with pytest.raises(NotFound):
                await core.execute(ada, act)
    assert [one.name for one in await core.ask(ada, ListTeam())] == ["Ada"]
    assert (await actor(core, CHAT)).roles == frozenset({BUYER})
    assert await count(core, InviteRow) == await count(core, JournalRow) == 0


async def test_only_admins_have_a_team(core: Core) -> None:
    ada = await _admin(core)
    for role in (BUYER, VIEWER):
        somebody = await make_buyer(core, _of(ada), role=role)
        for act in (MakeTeamLink(BUYER), InviteColleague(PHONE, "N", BUYER), RemoveColleague(_id(ada))):
            with pytest.raises(NotPermitted):
                await core.execute(somebody, act)
        with pytest.raises(NotPermitted):
            await core.ask(somebody, ListTeam())


async def test_a_team_does_not_grow_without_end(core: Core) -> None:
    ada = await _admin(core)
    for number in range(MOST_MEMBERS - 1):
        await make_person(core, f"P{number}", dealer_id=ada.dealer_id, role=VIEWER)
    with pytest.raises(TeamFull) as refused:
        await core.execute(ada, InviteColleague(PHONE, "One more", BUYER))
    assert refused.value.fields == {"most": 100}
    assert await count(core, PersonRow, PersonRow.phone == PHONE) == 0
