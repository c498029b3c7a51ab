"""One tap adds what usually goes along, in the amount the dealer takes of it (M3)."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.repository import load_dealer
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId, ProductId
from core.orders.engine import MOST_LINES, known_line
from core.orders.errors import TooManyLines
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.usual import load_usual_amount


@dataclass(frozen=True, slots=True)
class AddUsual(Command[int]):
    """The draft's new version. Raises NotFound for what the dealer never took, or may not order today."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    product_id: ProductId


async def add_usual(tx: Transaction, command: AddUsual) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    due = await load_usual_amount(tx, await load_dealer(tx, draft.dealer_id), command.product_id)
    if due is None:
        raise NotFound(what="product")
    if len(draft.lines) >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    line = known_line(LineId(tx.new_id()), due.product_id, due.quantity, due.unit, due.unit_quantity, "")
    return await save_lines(tx, draft, [*draft.lines, line])
