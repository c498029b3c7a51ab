"""The back office invites a person on file, by phone number."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dealers.events import PersonInvited
from core.dealers.repository import chats, people
from core.dealers.types import InviteKind
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import PersonId

INVITE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Invite:
    """``token`` goes into the link and is stored nowhere; only its hash is."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CreateInvite(Command[Invite]):
    permission = Permission.INVITE_CREATE
    keeps_result = False
    phone: str


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """192 random bits, in signs that a link may have."""
    return secrets.token_urlsafe(24)


async def create_invite(tx: Transaction, command: CreateInvite) -> Invite:
    person = await people.load_by_phone(tx, command.phone)
    return await invite_person(tx, person.id)


async def invite_person(tx: Transaction, person_id: PersonId) -> Invite:
    """A link for a person on file; only the phone number on file opens it."""
    token, expires_at = new_token(), tx.now + timedelta(days=INVITE_DAYS)
    await chats.insert_invite(tx, InviteKind.PHONE, hash_token(token), expires_at, person_id=person_id)
    tx.record(PersonInvited(person_id=person_id, dealer_id=tx.actor.dealer_id))
    return Invite(token, expires_at)
