"""A dealer says which product an unclear line means; the words are learned as that dealer's own (A2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.infra.transaction import Transaction
from core.intake import repository as intake
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.orders.flow import judge_line, products_by_id
from core.orders.learning import learn_alias
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import LineState


@dataclass(frozen=True, slots=True)
class ProductChosen:
    """``alias_id`` is what was learned, to be undone with one tap; None when there was nothing to learn."""

    version: int
    alias_id: UUID | None
    phrase: str


@dataclass(frozen=True, slots=True)
class ChooseProduct(Command[ProductChosen]):
    """``choice`` counts from 0 among the candidates of the line, as they were shown."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    position: int
    choice: int


async def choose_product(tx: Transaction, command: ChooseProduct) -> ProductChosen:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    line = draft.line(command.position)
    if line is None or not 0 <= command.choice < len(line.candidates):
        raise NotFound(what="line")
    product_id = line.candidates[command.choice]
    product = (await products_by_id(tx, [product_id])).get(product_id)
    if product is None or not product.active:
        raise NotFound(what="product")
    habits = await intake.load_habits(tx, draft.dealer_id)
    chosen = judge_line(line, product, habits.get(str(product_id)))
    version = await save_lines(tx, draft, [chosen if one.id == line.id else one for one in draft.lines])
    # A line that was asked about is answered; one that had been taken for another product is put right.
    source = "correction" if line.state is LineState.READY and line.product_id != product_id else "tap"
    alias_id = await learn_alias(tx, line.phrase, line.raw, product_id, source)
    return ProductChosen(version, alias_id, line.phrase)
