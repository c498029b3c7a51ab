"""A dealer takes back a word that was learned."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.infra.transaction import Transaction
from core.intake import repository as intake
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.orders.events import AliasForgotten


@dataclass(frozen=True, slots=True)
class UndoAlias(Command[str]):
    """The result is the phrase that is forgotten."""

    permission = Permission.ALIAS_EDIT
    alias_id: UUID


async def undo_alias(tx: Transaction, command: UndoAlias) -> str:
    phrase = await intake.undo_alias(tx, tx.dealer_id, command.alias_id)
    tx.record(AliasForgotten(tx.dealer_id, phrase))
    return phrase
