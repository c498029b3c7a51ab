"""Somebody followed an invite link: remember which chat it was, and say whether it can be used."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.errors import InviteUnusable
from core.dealers.use_cases.create_invite import hash_token
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class OpenedInvite:
    """Whom the link is for; the phone check comes next."""

    person_name: str
    dealer_name: str | None


@dataclass(frozen=True, slots=True)
class OpenInvite(Command[OpenedInvite]):
    permission = Permission.JOIN
    token: str
    telegram_id: int


async def open_invite(tx: Transaction, command: OpenInvite) -> OpenedInvite:
    invite = await repository.find_invite(tx, hash_token(command.token))
    if invite is None or invite.blocked:
        raise InviteUnusable(why="unknown")
    if invite.used_at is not None:
        raise InviteUnusable(why="used")
    if invite.expires_at <= tx.now:
        raise InviteUnusable(why="expired")
    await repository.mark_invite_opened(tx, invite.id, command.telegram_id)
    return OpenedInvite(invite.name, invite.dealer_name)
