"""Chats of a person: one more is connected, one or all others are signed out, when one was seen (A18).

A chat that was signed out is a stranger at its next update.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from core.dealers.events import ChatsSignedOut
from core.dealers.repository import chats
from core.dealers.types import InviteKind
from core.dealers.use_cases.create_invite import Invite, hash_token, new_token
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound

LINK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class LinkChat(Command[Invite]):
    """A link that makes the chat which follows it one more chat of the actor; good once, for ten minutes."""

    permission = Permission.OWN_PROFILE
    keeps_result = False


async def link_chat(tx: Transaction, _command: LinkChat) -> Invite:
    if tx.actor.has_second_factor:
        tx.require_second_factor()
    token, expires_at = new_token(), tx.now + timedelta(minutes=LINK_MINUTES)
    kind = InviteKind.CHAT
    await chats.insert_invite(tx, kind, hash_token(token), expires_at, person_id=tx.person_id)
    return Invite(token, expires_at)


@dataclass(frozen=True, slots=True)
class SignOut(Command[None]):
    permission = Permission.OWN_PROFILE
    session_id: uuid.UUID


async def sign_out(tx: Transaction, command: SignOut) -> None:
    if not await chats.end_own_session(tx, command.session_id):
        raise NotFound(what="session")
    tx.record(ChatsSignedOut(tx.person_id, tx.actor.dealer_id, (command.session_id,)))


@dataclass(frozen=True, slots=True)
class SignOutOthers(Command[int]):
    """Every chat of the actor but this one; how many there were."""

    permission = Permission.OWN_PROFILE


async def sign_out_others(tx: Transaction, _command: SignOutOthers) -> int:
    ended = await chats.end_other_sessions(tx)
    if ended:
        tx.record(ChatsSignedOut(tx.person_id, tx.actor.dealer_id, tuple(ended)))
    return len(ended)


@dataclass(frozen=True, slots=True)
class NoteSeen(Command[None]):
    """The chat is being used; noted once an hour, so that an update costs no write."""

    permission = Permission.OWN_PROFILE


async def note_seen(tx: Transaction, _command: NoteSeen) -> None:
    if tx.actor.session_id is not None:
        await chats.note_seen(tx, tx.actor.session_id)
