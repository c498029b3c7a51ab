"""Trying a code of the second factor, with everything that a wrong one brings."""

from __future__ import annotations

from typing import Any

from core.dealers.events import SecondFactorLocked
from core.dealers.repository import second_factor as factors
from core.dealers.second_factor import (
    Tries,
    clean_code,
    find_step,
    hash_recovery_code,
    is_generated,
    is_recovery,
)
from core.dealers.types import CodeOutcome, CodeResult
from core.infra.sealing import seal, unseal
from core.infra.transaction import Transaction

# What is sealed for one person opens for nobody else.
_CONTEXT = "second_factor:{}"


def seal_key(tx: Transaction, key: str) -> str:
    return seal(key, tx.settings, _CONTEXT.format(tx.person_id))


async def try_code(tx: Transaction, factor: Any, text: str) -> CodeResult:
    """Try what was typed against the actor's factor (its row, locked).

    A wrong code is written down, so it is answered and not refused: a refusal would leave nothing behind.
    """
    tries = Tries(factor.wrong, factor.wrong_since, factor.locked_until)
    if tries.is_locked(tx.now):
        return CodeResult(CodeOutcome.LOCKED, until=tries.locked_until)
    code = clean_code(text)
    if is_generated(code):
        key = unseal(factor.key, tx.settings, _CONTEXT.format(tx.person_id))
        match = find_step(key, code, tx.now, factor.last_step)
        if match is not None and match.is_used:
            return CodeResult(CodeOutcome.USED)
        if match is not None:
            await _forget_wrong(tx, last_step=match.step)
            return CodeResult(CodeOutcome.RIGHT)
    elif is_recovery(code) and await factors.use_recovery_code(tx, tx.person_id, hash_recovery_code(code)):
        await _forget_wrong(tx)
        left = await factors.count_recovery_codes(tx, tx.person_id)
        return CodeResult(CodeOutcome.RIGHT, recovery_left=left)
    return await _count_wrong(tx, tries.after_wrong(tx.now))


async def _forget_wrong(tx: Transaction, **values: Any) -> None:
    clean = {"wrong": 0, "wrong_since": None, "locked_until": None}
    await factors.change_factor(tx, tx.person_id, **clean, **values)


async def _count_wrong(tx: Transaction, tries: Tries) -> CodeResult:
    values = {"wrong": tries.wrong, "wrong_since": tries.since, "locked_until": tries.locked_until}
    await factors.change_factor(tx, tx.person_id, **values)
    if tries.locked_until is None:
        return CodeResult(CodeOutcome.WRONG, left=tries.left)
    tx.record(SecondFactorLocked(tx.person_id, tx.actor.dealer_id, tries.wrong))
    return CodeResult(CodeOutcome.LOCKED, until=tries.locked_until)
