"""A line of goods that are not there leaves the draft, and who wanted it is told when they are (A22)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.intake.use_cases.watch_stock import WatchStock, watch_stock
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.stock import repository as stock


@dataclass(frozen=True, slots=True)
class TellWhenBack(Command[int]):
    """The actor is told once when the line's product is there again. The draft's new version.

    Raises NotFound for no such line, or one whose product is not known.
    """

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    position: int


async def tell_when_back(tx: Transaction, command: TellWhenBack) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    line = draft.line(command.position)
    if line is None or line.product_id is None:
        raise NotFound(what="line")
    await watch_stock(tx, WatchStock(line.product_id, wanted=True))
    if line.quantity:
        await stock.note_shortages(tx, draft.dealer_id, [(line.product_id, line.quantity, 0)])
    return await save_lines(tx, draft, [one for one in draft.lines if one.id != line.id])
