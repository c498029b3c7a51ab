"""A dealer's admin changes what a colleague may do, or removes one (A18). One admin always stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.dealers.errors import LastAdmin, RoleUnfit
from core.dealers.events import PersonRemoved, RoleChanged
from core.dealers.repository import chats, people, team
from core.dealers.types import SessionEnd
from core.infra.transaction import Transaction
from core.kernel.actor import DEALER_ROLES, Permission, Role
from core.kernel.command import Command
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class ChangeRole(Command[None]):
    permission = Permission.TEAM_EDIT
    person_id: PersonId
    role: Role


async def change_role(tx: Transaction, command: ChangeRole) -> None:
    if command.role not in DEALER_ROLES:
        raise RoleUnfit(role=command.role.value)
    able = await team.lock_team(tx)
    member = await team.load_member(tx, command.person_id)
    if member.role == command.role:
        return
    if command.person_id in able:
        _check_admin_stays({**able, command.person_id: command.role}, able)
    await people.set_dealer_role(tx, command.person_id, command.role)
    tx.record(RoleChanged(tx.dealer_id, command.person_id, member.role, command.role.value))


@dataclass(frozen=True, slots=True)
class RemoveColleague(Command[None]):
    """They are strangers from their next update on, and their unused links are void."""

    permission = Permission.TEAM_EDIT
    person_id: PersonId


async def remove_colleague(tx: Transaction, command: RemoveColleague) -> None:
    able = await team.lock_team(tx)
    await team.load_member(tx, command.person_id)
    _check_admin_stays({one: role for one, role in able.items() if one != command.person_id}, able)
    await team.remove_member(tx, command.person_id)
    await chats.end_all_sessions(tx, command.person_id, SessionEnd.REMOVED)
    await chats.void_invites(tx, command.person_id)
    tx.record(PersonRemoved(tx.dealer_id, command.person_id))


def _check_admin_stays(after: Mapping[PersonId, Role], before: Mapping[PersonId, Role]) -> None:
    """``before`` and ``after``: the roles of those who are not blocked."""
    had = Role.DEALER_ADMIN in before.values()
    if had and Role.DEALER_ADMIN not in after.values():
        raise LastAdmin
