"""The back office invites a person that is in the master data, by phone number."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dealers import repository
from core.dealers.events import PersonInvited
from core.dealers.phones import normalise_phone
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound

INVITE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Invite:
    """``token`` goes into the link and is stored nowhere; only its hash is."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CreateInvite(Command[Invite]):
    permission = Permission.INVITE_CREATE
    phone: str


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def create_invite(tx: Transaction, command: CreateInvite) -> Invite:
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    person_id = await repository.find_person_by_phone(tx, phone) if phone else None
    if person_id is None:
        raise NotFound(what="person")
    token = secrets.token_urlsafe(24)
    expires_at = tx.now + timedelta(days=INVITE_DAYS)
    await repository.insert_invite(tx, person_id, hash_token(token), expires_at)
    tx.record(PersonInvited(person_id=person_id, dealer_id=None))
    return Invite(token, expires_at)
