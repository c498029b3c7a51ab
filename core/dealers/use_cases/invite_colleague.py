"""A dealer's admin brings people in: by an open link, by phone number, or somebody of the team anew (A18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from core.dealers.errors import AlreadyInTeam, NotInvitable, PhoneUnreadable, RoleUnfit
from core.dealers.events import PersonAdded, TeamLinkMade
from core.dealers.phones import normalise_phone
from core.dealers.repository import chats, people, team
from core.dealers.team import claim_phone
from core.dealers.types import InviteKind
from core.dealers.use_cases.create_invite import Invite, hash_token, invite_person, new_token
from core.infra.transaction import Transaction
from core.kernel.actor import DEALER_ROLES, Permission, Role
from core.kernel.command import Command
from core.kernel.ids import PersonId

LINK_HOURS = 24


@dataclass(frozen=True, slots=True)
class MakeTeamLink(Command[Invite]):
    """A link for the first who follows it and shares the own number; short-lived, as it names nobody."""

    permission = Permission.TEAM_EDIT
    keeps_result = False
    role: Role


async def make_team_link(tx: Transaction, command: MakeTeamLink) -> Invite:
    _check_role(command.role)
    token, expires_at = new_token(), tx.now + timedelta(hours=LINK_HOURS)
    await chats.insert_invite(
        tx, InviteKind.OPEN, hash_token(token), expires_at, dealer_id=tx.dealer_id, role=command.role
    )
    tx.record(TeamLinkMade(tx.dealer_id, command.role.value))
    return Invite(token, expires_at)


@dataclass(frozen=True, slots=True)
class InviteColleague(Command[Invite]):
    """A link that only the owner of the number can use."""

    permission = Permission.TEAM_EDIT
    keeps_result = False
    phone: str
    name: str
    role: Role


async def invite_colleague(tx: Transaction, command: InviteColleague) -> Invite:
    _check_role(command.role)
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    if phone is None:
        raise PhoneUnreadable(phone=command.phone)
    await team.lock_team(tx)
    known = await people.find_by_phone(tx, phone)
    if known is not None and known.dealer_id == tx.dealer_id:
        raise AlreadyInTeam(name=known.name)
    name = command.name.strip() or phone
    person_id = await claim_phone(tx, known, phone, name, tx.dealer_id, command.role)
    tx.record(PersonAdded(person_id, tx.dealer_id, command.role.value))
    return await invite_person(tx, person_id)


@dataclass(frozen=True, slots=True)
class InviteMember(Command[Invite]):
    """A new link for somebody of the team: a lost phone, a link that expired."""

    permission = Permission.TEAM_EDIT
    keeps_result = False
    person_id: PersonId


async def invite_member(tx: Transaction, command: InviteMember) -> Invite:
    member = await team.load_member(tx, command.person_id)
    if member.blocked or member.phone is None:
        raise NotInvitable
    return await invite_person(tx, command.person_id)


def _check_role(role: Role) -> None:
    if role not in DEALER_ROLES:
        raise RoleUnfit(role=role.value)
