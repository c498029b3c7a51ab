"""The invited person shares the own contact; when the number is right, the chat is theirs."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.errors import ContactNotOwn, InviteUnusable, PhoneMismatch
from core.dealers.events import PersonJoined
from core.dealers.phones import same_phone
from core.dealers.types import Identity
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class AcceptInvite(Command[Identity]):
    """``contact_user_id`` is whose contact it is: anybody can forward somebody else's."""

    permission = Permission.JOIN
    telegram_id: int
    contact_user_id: int | None
    phone: str


async def accept_invite(tx: Transaction, command: AcceptInvite) -> Identity:
    if command.contact_user_id != command.telegram_id:
        raise ContactNotOwn
    invite = await repository.find_opened_invite(tx, command.telegram_id)
    if invite is None or invite.blocked:
        raise InviteUnusable(why="unknown")
    if invite.expires_at <= tx.now:
        raise InviteUnusable(why="expired")
    if not same_phone(invite.phone, command.phone):
        raise PhoneMismatch
    await repository.use_invite(tx, invite.id, invite.person_id, command.telegram_id)
    tx.record(PersonJoined(person_id=invite.person_id, dealer_id=invite.dealer_id))
    return await repository.identify_chat(tx, command.telegram_id)
