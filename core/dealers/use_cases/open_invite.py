"""Somebody followed an invite link: remember which chat it was, and say whether it can be used.

A link for one more chat of a person was made in a chat of that person a moment ago, so it is all the proof
there is: following it joins at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.errors import InviteUnusable
from core.dealers.events import ChatConnected
from core.dealers.repository import chats
from core.dealers.types import InviteKind
from core.dealers.use_cases.create_invite import hash_token
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class OpenedInvite:
    """Whom the link is for (an open link knows only the dealer). Unless it has joined, the phone check
    comes next."""

    person_name: str | None
    dealer_name: str | None
    has_joined: bool = False


@dataclass(frozen=True, slots=True)
class OpenInvite(Command[OpenedInvite]):
    """``name``: what the Telegram account calls itself."""

    permission = Permission.JOIN
    token: str
    telegram_id: int
    name: str = ""


async def open_invite(tx: Transaction, command: OpenInvite) -> OpenedInvite:
    invite = await chats.find_invite(tx, hash_token(command.token))
    if invite is None or invite.blocked:
        raise InviteUnusable(why="unknown")
    if invite.used_at is not None:
        raise InviteUnusable(why="used")
    if invite.expires_at <= tx.now:
        raise InviteUnusable(why="expired")
    await chats.mark_invite_opened(tx, invite.id, command.telegram_id)
    if invite.kind == InviteKind.CHAT:
        await chats.mark_invite_used(tx, invite.id)
        session_id = await chats.bind_chat(tx, invite.person_id, command.telegram_id, command.name)
        tx.record(ChatConnected(invite.person_id, invite.dealer_id, session_id))
        return OpenedInvite(invite.name, invite.dealer_name, has_joined=True)
    return OpenedInvite(invite.name, invite.dealer_name)
