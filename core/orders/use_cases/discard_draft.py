"""A dealer throws the open draft away."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DraftId
from core.orders.amending import end_draft
from core.orders.repository import drafts
from core.orders.types import DraftState


@dataclass(frozen=True, slots=True)
class DiscardDraft(Command[None]):
    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int


async def discard_draft(tx: Transaction, command: DiscardDraft) -> None:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    await end_draft(tx, draft, DraftState.DISCARDED)
