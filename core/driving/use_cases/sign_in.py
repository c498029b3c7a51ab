"""A driver's phone signs in: by a link or a code out of the chat, or as a Telegram Mini App (I1).

Tokens are opaque and only their hashes are kept, so a phone is signed out the moment its row says so.

What signs in counts once, and an answer may be lost on its way. So a phone makes an id for its attempt, and
its token follows from that and from what it showed: whoever shows both again gets the token again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dealers.phones import normalise_phone
from core.dealers.tables import PersonRow
from core.driving.engine.evidence import digest
from core.driving.errors import LinkUnfit, NoDriver, StartDataUsed
from core.driving.events import DriverSignedIn, DriverSignedOut
from core.driving.repository import sessions
from core.driving.session_types import DriverSession, SignedIn, SignInLink
from core.driving.tables import DriverLinkRow, DriverSessionRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Actor, Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.kernel.texts import storable

LINK_MINUTES = 10
SESSION_DAYS = 30
MOST_WRONG = 5
START_MINUTES = 10
_SEEN_EVERY = timedelta(hours=1)
_MOST_LABEL = 60


@dataclass(frozen=True, slots=True)
class KnownDriver:
    """is_stale: that the phone is used was noted more than an hour ago."""

    actor: Actor
    is_stale: bool


@dataclass(frozen=True, slots=True)
class IdentifyDriver(Query[KnownDriver | None]):
    """Who a phone's token stands for, judged afresh at every request."""

    permission = Permission.JOIN
    token: str


@dataclass(frozen=True, slots=True)
class MakeSignInLink(Command[SignInLink]):
    """A link and a code that sign one phone in as the actor; good once, for ten minutes."""

    permission = Permission.DRIVE
    keeps_result = False


@dataclass(frozen=True, slots=True)
class SignInByLink(Command[SignedIn]):
    """attempt: made by the phone, the same until it has heard the answer; None where it is not asked again.

    Raises LinkUnfit, NoDriver.
    """

    permission = Permission.JOIN
    keeps_result = False
    token: str
    label: str
    attempt: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignInByCode(Command[SignedIn | None]):
    """None: the code is wrong, too old or guessed too often; a wrong one is counted."""

    permission = Permission.JOIN
    keeps_result = False
    phone: str
    code: str
    label: str
    attempt: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignInByChat(Command[SignedIn]):
    """Start data of a Mini App, known by their signature, which the front has checked. signed_at: their date.

    Raises StartDataUsed for what is older than ten minutes or has been used, NoDriver.
    """

    permission = Permission.INTERNAL
    keeps_result = False
    telegram_id: int
    signed_at: datetime
    signature: str
    label: str
    attempt: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignOutDriver(Command[int]):
    """The phone that asks (None), or one of the actor's; how many were signed out."""

    permission = Permission.DRIVE
    session_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ListPhones(Query[tuple[DriverSession, ...]]):
    """The actor's phones that are signed in."""

    permission = Permission.DRIVE


@dataclass(frozen=True, slots=True)
class NotePhoneSeen(Command[None]):
    permission = Permission.DRIVE


async def identify_driver(snap: Snapshot, query: IdentifyDriver) -> KnownDriver | None:
    found = await sessions.identify(snap, digest(query.token))
    if found is None:
        return None
    return KnownDriver(found.actor, snap.now - found.seen_at >= _SEEN_EVERY)


async def make_sign_in_link(tx: Transaction, _command: MakeSignInLink) -> SignInLink:
    token, code = secrets.token_urlsafe(24), f"{secrets.randbelow(1_000_000):06d}"
    expires_at = tx.now + timedelta(minutes=LINK_MINUTES)
    await sessions.insert_link(
        tx,
        {
            "id": tx.new_id(),
            "person_id": tx.person_id,
            "token_hash": digest(token),
            "code_hash": digest(f"{tx.person_id}:{code}"),
            "wrong": 0,
            "made_at": tx.now,
            "expires_at": expires_at,
        },
    )
    return SignInLink(token, code, expires_at)


async def sign_in_by_link(tx: Transaction, command: SignInByLink) -> SignedIn:
    token = _token_of(command.attempt, command.token)
    link = await sessions.open_link(tx, DriverLinkRow.token_hash == digest(command.token))
    if link is None:
        again = await _signed_in_before(tx, token)
        if again is None:
            raise LinkUnfit
        return again
    person = await sessions.find_person(tx, PersonRow.id == link.person_id)
    await sessions.change_link(tx, link.id, used_at=tx.now)
    return await _sign_in(tx, person, token, command.label, "link")


async def sign_in_by_code(tx: Transaction, command: SignInByCode) -> SignedIn | None:
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    token = _token_of(command.attempt, f"{phone}:{command.code}")
    person = None if phone is None else await sessions.find_person(tx, PersonRow.phone == phone)
    link = None
    if person is not None:
        link = await sessions.open_link(tx, DriverLinkRow.person_id == person.id)
    if person is None or link is None:
        return await _signed_in_before(tx, token)
    if link.wrong >= MOST_WRONG:
        return None
    if not hmac.compare_digest(link.code_hash, digest(f"{person.id}:{command.code}")):
        await sessions.change_link(tx, link.id, wrong=link.wrong + 1)
        return None
    await sessions.change_link(tx, link.id, used_at=tx.now)
    return await _sign_in(tx, person, token, command.label, "code")


async def sign_in_by_chat(tx: Transaction, command: SignInByChat) -> SignedIn:
    token = _token_of(command.attempt, command.signature)
    is_fresh = timedelta(minutes=-1) <= tx.now - command.signed_at <= timedelta(minutes=START_MINUTES)
    # What is too old to be taken need not be remembered.
    forget = tx.now - timedelta(minutes=2 * START_MINUTES)
    if not is_fresh or not await sessions.take_start(tx, digest(command.signature), forget):
        again = await _signed_in_before(tx, token)
        if again is None:
            raise StartDataUsed
        return again
    person = await sessions.person_of_chat(tx, command.telegram_id)
    return await _sign_in(tx, person, token, command.label, "telegram")


def _token_of(attempt: uuid.UUID | None, shown: str) -> str:
    """The token that this attempt gets for what it showed: 256 bits, as no one else can make it."""
    if attempt is None:
        return secrets.token_urlsafe(32)
    made = hashlib.sha256(f"{attempt}:{shown}".encode()).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


async def _signed_in_before(tx: Transaction, token: str) -> SignedIn | None:
    """The answer that a phone has not heard; None where there was none, or it was signed out since."""
    found = await sessions.identify(tx, digest(token))
    return None if found is None else SignedIn(token, found.actor, found.expires_at)


async def _sign_in(tx: Transaction, person: object, token: str, label: str, how: str) -> SignedIn:
    session_id = tx.new_id()
    actor = None if person is None else sessions.driver_of(tx, person, session_id)
    if actor is None or actor.person_id is None:
        raise NoDriver
    expires_at = tx.now + timedelta(days=SESSION_DAYS)
    await sessions.insert_session(
        tx,
        id=session_id,
        person_id=actor.person_id,
        token_hash=digest(token),
        label=" ".join(storable(label).split())[:_MOST_LABEL],
        started_at=tx.now,
        seen_at=tx.now,
        expires_at=expires_at,
    )
    tx.record(DriverSignedIn(actor.person_id, session_id, how))
    return SignedIn(token, actor, expires_at)


async def sign_out_driver(tx: Transaction, command: SignOutDriver) -> int:
    wanted = command.session_id or tx.actor.session_id
    ended = await sessions.end_sessions(tx, tx.person_id, DriverSessionRow.id == wanted)
    if not ended:
        raise NotFound(what="session")
    tx.record(DriverSignedOut(PersonId(tx.person_id), ended))
    return len(ended)


async def list_phones(snap: Snapshot, _query: ListPhones) -> tuple[DriverSession, ...]:
    return tuple(await sessions.list_sessions(snap, snap.person_id))


async def note_phone_seen(tx: Transaction, _command: NotePhoneSeen) -> None:
    if tx.actor.session_id is not None:
        await sessions.note_seen(tx, tx.actor.session_id)
