"""What was set aside for a time, for a quotation, is free again when the time is over."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.stock import lots
from core.stock.events import ReservationExpired

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReleaseExpired(Command[int]):
    """The clock starts this; the result is how many documents lost what was set aside for them."""

    permission = Permission.INTERNAL


async def release_expired(tx: Transaction, _command: ReleaseExpired) -> int:
    freed = await lots.release_expired(tx, AT_ONCE)
    for document_id, pieces in sorted(freed.items()):
        tx.record(ReservationExpired(document_id, pieces))
    return len(freed)
