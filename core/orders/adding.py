"""Lines that were read elsewhere (a file, a template) go into the open draft of whoever sent them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.catalog.types import Product
from core.infra.transaction import Transaction
from core.intake.types import ReadLine
from core.kernel.ids import DraftId, LineId, ProductId
from core.orders.engine import MOST_LINES, Edited, apply_lines
from core.orders.errors import TooManyLines
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import DraftLine


@dataclass(frozen=True, slots=True)
class Added:
    """added_up: lines that went onto one that was there already."""

    draft_id: DraftId
    lines: int
    added_up: int


async def add_read_lines(
    tx: Transaction, read: Sequence[ReadLine], products: Mapping[ProductId, Product]
) -> Added:
    """Add lines of goods to the open draft, or begin one. Raises TooManyLines."""
    packs = {product.id: product.packs for product in products.values()}
    multiples = {product.id: product.order_multiple for product in products.values()}

    def edit(before: Sequence[DraftLine], new_id: Callable[[], LineId]) -> Edited:
        return apply_lines(before, read, packs, new_id, multiples)

    return await _edit_open_draft(tx, edit)


async def add_known_lines(tx: Transaction, lines: Iterable[DraftLine], **changes: Any) -> Added:
    """Add lines that are settled already to the open draft, or begin one; one more of the same goods in the
    same unit stays a line of its own. ``changes``: of the draft itself. Raises TooManyLines."""

    def edit(before: Sequence[DraftLine], _new_id: Callable[[], LineId]) -> Edited:
        return Edited((*before, *lines))

    return await _edit_open_draft(tx, edit, **changes)


async def _edit_open_draft(
    tx: Transaction,
    edit: Callable[[Sequence[DraftLine], Callable[[], LineId]], Edited],
    **changes: Any,
) -> Added:
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    edited = edit(draft.lines, lambda: LineId(tx.new_id()))
    if len(edited.lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    await save_lines(tx, draft, edited.lines, **changes)
    return Added(draft.id, len(edited.lines), len(edited.said))
