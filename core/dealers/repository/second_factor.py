"""SQL about the second factor: the sealed key, what was tried, the recovery codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from core.dealers.tables import RecoveryCodeRow, SecondFactorRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import PersonId


async def lock_factor(tx: Transaction, person_id: PersonId) -> Any:
    """The person's factor (all columns), locked so that codes are tried one after the other; or None."""
    statement = select(SecondFactorRow.__table__).where(SecondFactorRow.person_id == person_id)
    return await tx.one_or_none(statement.with_for_update())


async def has_factor(snap: Snapshot, person_id: PersonId) -> bool:
    statement = select(SecondFactorRow.confirmed_at).where(SecondFactorRow.person_id == person_id)
    row = await snap.one_or_none(statement)
    return row is not None and row.confirmed_at is not None


async def put_factor(tx: Transaction, person_id: PersonId, key: str) -> None:
    """A new factor, not yet confirmed, in place of one that never was."""
    await drop_factor(tx, person_id)
    await tx.execute(
        insert(SecondFactorRow).values(
            person_id=person_id, key=key, created_at=tx.now, confirmed_at=None, last_step=0, wrong=0
        )
    )


async def change_factor(tx: Transaction, person_id: PersonId, **values: Any) -> None:
    await tx.execute(update(SecondFactorRow).where(SecondFactorRow.person_id == person_id).values(**values))


async def drop_factor(tx: Transaction, person_id: PersonId) -> bool:
    """Whether there was one."""
    await tx.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    gone = await tx.execute(delete(SecondFactorRow).where(SecondFactorRow.person_id == person_id))
    return gone.rowcount > 0


async def put_recovery_codes(tx: Transaction, person_id: PersonId, hashes: Iterable[str]) -> None:
    """In place of all older ones."""
    await tx.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    rows = [{"person_id": person_id, "code_hash": one, "used_at": None} for one in hashes]
    await tx.execute(insert(RecoveryCodeRow), rows)


async def use_recovery_code(tx: Transaction, person_id: PersonId, code_hash: str) -> bool:
    """Whether it was one of the person's unused codes; now it is used."""
    used = await tx.execute(
        update(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.person_id == person_id,
            RecoveryCodeRow.code_hash == code_hash,
            RecoveryCodeRow.used_at.is_(None),
        )
        .values(used_at=tx.now)
    )
    return used.rowcount == 1


async def count_recovery_codes(snap: Snapshot, person_id: PersonId) -> int:
    counted = select(func.count().label("unused")).where(
        RecoveryCodeRow.person_id == person_id, RecoveryCodeRow.used_at.is_(None)
    )
    row = await snap.one_or_none(counted)
    return int(row.unused)
