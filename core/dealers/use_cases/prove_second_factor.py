"""A person gives a code of the second factor; critical acts of this chat pass for five minutes (A18)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.dealers.errors import NotEnrolled
from core.dealers.events import SecondFactorProven
from core.dealers.flow import try_code
from core.dealers.repository import chats
from core.dealers.repository import second_factor as factors
from core.dealers.second_factor import PROVEN_FOR
from core.dealers.types import CodeOutcome, CodeResult
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ProveSecondFactor(Command[CodeResult]):
    """``code``: of the generator, or a recovery code."""

    permission = Permission.OWN_PROFILE
    code: str


async def prove_second_factor(tx: Transaction, command: ProveSecondFactor) -> CodeResult:
    if tx.actor.session_id is None:
        raise NotFound(what="session")
    factor = await factors.lock_factor(tx, tx.person_id)
    if factor is None or factor.confirmed_at is None:
        raise NotEnrolled
    result = await try_code(tx, factor, command.code)
    if result.outcome is not CodeOutcome.RIGHT:
        return result
    until = tx.now + PROVEN_FOR
    await chats.set_proven(tx, tx.actor.session_id, until)
    tx.record(SecondFactorProven(tx.person_id, tx.actor.dealer_id, result.recovery_left))
    return replace(result, until=until)
