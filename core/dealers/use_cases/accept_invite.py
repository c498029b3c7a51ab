"""The invited person shares the own contact; when the number is right, the chat is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.dealers.errors import ContactNotOwn, InviteUnusable, PhoneMismatch
from core.dealers.events import PersonJoined
from core.dealers.phones import normalise_phone, same_phone
from core.dealers.repository import chats, people
from core.dealers.team import claim_phone
from core.dealers.types import Identity, InviteKind, SessionEnd
from core.infra.transaction import Transaction
from core.kernel.actor import Permission, Role
from core.kernel.command import Command
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class AcceptInvite(Command[Identity]):
    """``contact_user_id`` is whose contact it is: anybody can forward somebody else's. ``name``: what the
    Telegram account calls itself."""

    permission = Permission.JOIN
    telegram_id: int
    contact_user_id: int | None
    phone: str
    name: str = ""


async def accept_invite(tx: Transaction, command: AcceptInvite) -> Identity:
    if command.contact_user_id != command.telegram_id:
        raise ContactNotOwn
    invite = await chats.find_opened_invite(tx, command.telegram_id)
    if invite is None or invite.blocked:
        raise InviteUnusable(why="unknown")
    if invite.expires_at <= tx.now:
        raise InviteUnusable(why="expired")
    if invite.kind == InviteKind.OPEN:
        person_id = await _join_team(tx, invite, command)
    elif same_phone(invite.phone, command.phone):
        person_id = invite.person_id
    else:
        raise PhoneMismatch
    await chats.mark_invite_used(tx, invite.id)
    # Whoever proves the number anew starts anew: a lost phone is out with it.
    await chats.end_all_sessions(tx, person_id, SessionEnd.REPLACED)
    await chats.bind_chat(tx, person_id, command.telegram_id, command.name)
    identity = await chats.identify_chat(tx, command.telegram_id)
    role = next((one.value for one in sorted(identity.actor.roles)), None)
    tx.record(PersonJoined(person_id, invite.dealer_id, role, by_open_link=invite.kind == InviteKind.OPEN))
    return identity


async def _join_team(tx: Transaction, invite: Any, command: AcceptInvite) -> PersonId:
    """An open link makes its opener somebody of the dealer, under the number that was shared."""
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    if phone is None:
        raise PhoneMismatch
    known = await people.find_by_phone(tx, phone)
    if known is not None and known.dealer_id == invite.dealer_id and not known.blocked:
        return PersonId(known.id)
    name = command.name or phone
    return await claim_phone(tx, known, phone, name, invite.dealer_id, Role(invite.role))
