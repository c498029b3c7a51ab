"""A person sets up a second factor: a key for the code generator, then its first code (A18)."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.errors import AlreadyEnrolled, NotEnrolled
from core.dealers.events import SecondFactorEnrolled
from core.dealers.flow import seal_key, try_code
from core.dealers.repository import chats
from core.dealers.repository import second_factor as factors
from core.dealers.second_factor import (
    PROVEN_FOR,
    enrolment_link,
    hash_recovery_code,
    new_key,
    new_recovery_codes,
)
from core.dealers.types import CodeOutcome, CodeResult
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the generator needs: the key to type, or the otpauth link with everything. Both are secret."""

    key: str
    link: str


@dataclass(frozen=True, slots=True)
class EnrolSecondFactor(Command[Enrolment]):
    """Nothing is asked for yet: the factor counts from its first right code on."""

    permission = Permission.OWN_PROFILE
    keeps_result = False


async def enrol_second_factor(tx: Transaction, _command: EnrolSecondFactor) -> Enrolment:
    known = await factors.lock_factor(tx, tx.person_id)
    if known is not None and known.confirmed_at is not None:
        raise AlreadyEnrolled
    key = new_key()
    await factors.put_factor(tx, tx.person_id, seal_key(tx, key))
    return Enrolment(key, enrolment_link(key, tx.actor.name, tx.settings.company))


@dataclass(frozen=True, slots=True)
class Confirmed:
    """``recovery_codes``: shown once and never again; none unless the code was right."""

    result: CodeResult
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmSecondFactor(Command[Confirmed]):
    permission = Permission.OWN_PROFILE
    keeps_result = False
    code: str


async def confirm_second_factor(tx: Transaction, command: ConfirmSecondFactor) -> Confirmed:
    factor = await factors.lock_factor(tx, tx.person_id)
    if factor is None:
        raise NotEnrolled
    if factor.confirmed_at is not None:
        raise AlreadyEnrolled
    result = await try_code(tx, factor, command.code)
    if result.outcome is not CodeOutcome.RIGHT:
        return Confirmed(result)
    await factors.change_factor(tx, tx.person_id, confirmed_at=tx.now)
    if tx.actor.session_id is not None:
        await chats.set_proven(tx, tx.actor.session_id, tx.now + PROVEN_FOR)
    tx.record(SecondFactorEnrolled(tx.person_id, tx.actor.dealer_id))
    return Confirmed(result, await _put_recovery_codes(tx))


@dataclass(frozen=True, slots=True)
class RenewRecoveryCodes(Command[tuple[str, ...]]):
    """Ten new codes; the old ones are worth nothing from now on."""

    permission = Permission.OWN_PROFILE
    keeps_result = False


async def renew_recovery_codes(tx: Transaction, _command: RenewRecoveryCodes) -> tuple[str, ...]:
    if not await factors.has_factor(tx, tx.person_id):
        raise NotEnrolled
    tx.require_second_factor()
    return await _put_recovery_codes(tx)


async def _put_recovery_codes(tx: Transaction) -> tuple[str, ...]:
    codes = new_recovery_codes()
    await factors.put_recovery_codes(tx, tx.person_id, map(hash_recovery_code, codes))
    return codes
