"""A dealer takes a line although what was asked of it (price, stock) does not hold (A1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import LineState


@dataclass(frozen=True, slots=True)
class TakeAnyway(Command[int]):
    """The new version of the draft."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    position: int


async def take_anyway(tx: Transaction, command: TakeAnyway) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    line = draft.line(command.position)
    if line is None or line.terms is None:
        raise NotFound(what="line")
    state = LineState.READY if line.state is LineState.HELD else line.state
    freed = replace(line, terms=None, held=None, state=state)
    return await save_lines(tx, draft, [freed if one.id == line.id else one for one in draft.lines])
