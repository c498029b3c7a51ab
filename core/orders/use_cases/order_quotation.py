"""One tap turns a quotation into lines of the draft; what they cost is for the price engine to say (A15).

An expired quotation can be ordered from as well: then the normal prices count, and the caller shows what has
changed. Credit, stock and minimum are judged as for every draft, so nothing is evaded by ordering so.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DraftId, LineId, ProductId
from core.orders.engine import MOST_LINES, known_line
from core.orders.errors import TooManyLines
from core.orders.flow import products_by_id
from core.orders.quotation_errors import QuotationUsedUp
from core.orders.quotation_types import Quotation, QuotationLine
from core.orders.repository import drafts, quotations
from core.orders.saving import save_lines
from core.orders.types import DraftLine


@dataclass(frozen=True, slots=True)
class QuotationOrdered:
    """The draft to show. is_over: normal prices count; short: names of goods with less left."""

    draft_id: DraftId
    quotation: Quotation
    is_over: bool
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderQuotation(Command[QuotationOrdered]):
    permission = Permission.DRAFT_EDIT
    quotation_id: uuid.UUID


async def order_quotation(tx: Transaction, command: OrderQuotation) -> QuotationOrdered:
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    quotation = await quotations.load_quotation(tx, command.quotation_id)
    is_over = quotation.is_over(tx.now)
    wanted = [(line, _quantity(line, is_over=is_over)) for line in quotation.lines]
    if not any(quantity for _, quantity in wanted):
        raise QuotationUsedUp(number=quotation.number)
    taken = {line.product_id for line, quantity in wanted if quantity}
    kept = [line for line in draft.lines if line.product_id not in taken]
    fresh = await _lines(tx, quotation, wanted)
    if len(kept) + len(fresh) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    await save_lines(tx, draft, [*kept, *fresh])
    return QuotationOrdered(
        draft.id,
        quotation,
        is_over,
        tuple(line.name for line, quantity in wanted if quantity < line.quantity),
    )


def _quantity(line: QuotationLine, *, is_over: bool) -> int:
    """As many as were quoted, or what is left of them."""
    if is_over or line.left is None:
        return line.quantity
    return min(line.quantity, line.left)


async def _lines(
    tx: Transaction, quotation: Quotation, wanted: Sequence[tuple[QuotationLine, int]]
) -> list[DraftLine]:
    products = await products_by_id(tx, {line.product_id for line, _ in wanted})
    fresh: list[DraftLine] = []
    for line, quantity in wanted:
        product = products.get(ProductId(line.product_id))
        if not quantity or product is None:
            continue
        whole = quantity == line.quantity
        unit = line.unit if whole else product.base_unit
        units = line.unit_quantity if whole else Decimal(quantity)
        fresh.append(known_line(LineId(tx.new_id()), product.id, quantity, unit, units, quotation.number))
    return fresh
