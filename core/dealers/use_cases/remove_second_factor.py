"""A second factor goes: switched off by its person, or by the back office for somebody who lost it (A18)."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.errors import NotEnrolled
from core.dealers.events import SecondFactorRemoved
from core.dealers.repository import chats, people
from core.dealers.repository import second_factor as factors
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class DropSecondFactor(Command[None]):
    """Needs a code of it, given a moment ago."""

    permission = Permission.OWN_PROFILE


async def drop_second_factor(tx: Transaction, _command: DropSecondFactor) -> None:
    if not await factors.has_factor(tx, tx.person_id):
        raise NotEnrolled
    tx.require_second_factor()
    await _drop(tx, tx.person_id, tx.actor.dealer_id, by_house=False)


@dataclass(frozen=True, slots=True)
class ResetSecondFactor(Command[str]):
    """For somebody who lost generator and recovery codes, never for oneself; returns their name."""

    permission = Permission.MASTER_DATA
    phone: str


async def reset_second_factor(tx: Transaction, command: ResetSecondFactor) -> str:
    known = await people.load_by_phone(tx, command.phone)
    if known.id == tx.actor.person_id:
        raise NotFound(what="person")
    tx.require_second_factor()
    await _drop(tx, PersonId(known.id), known.dealer_id, by_house=True)
    return str(known.name)


async def _drop(tx: Transaction, person_id: PersonId, dealer_id: DealerId | None, *, by_house: bool) -> None:
    if not await factors.drop_factor(tx, person_id):
        raise NotEnrolled
    await chats.forget_proofs(tx, person_id)
    tx.record(SecondFactorRemoved(person_id, dealer_id, by_house))
