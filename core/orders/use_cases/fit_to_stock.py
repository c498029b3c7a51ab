"""A dealer takes what there is: lines that fall short get what is free, empty ones go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DraftId, ProductId
from core.orders.engine import with_quantity
from core.orders.engine.packs import pack_of
from core.orders.flow import Assessment, assess
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import Draft, DraftLine
from core.stock import repository as stock
from core.stock.types import Light


@dataclass(frozen=True, slots=True)
class FitToStock(Command[int]):
    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int


async def fit_to_stock(tx: Transaction, command: FitToStock) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    found = await assess(tx, draft)
    short = {line.line_id for line in found.plan.lines if line.light is Light.RED}
    left = _left_for_short_lines(draft, found)
    lines: list[DraftLine] = []
    missed: list[tuple[ProductId, int, int]] = []
    for line in draft.lines:
        product = found.products.get(line.product_id) if line.product_id else None
        if line.id not in short or product is None:
            lines.append(line)
            continue
        multiple = product.order_multiple
        size = pack_of(product, line.unit) or 1
        free = left[product.id]
        units = free // size
        while units and (units * size) % multiple:
            units -= 1
        if units:
            left[product.id] -= units * size
            lines.append(with_quantity(replace(line), Decimal(units), {product.id: product.packs}, multiple))
        elif (pieces := free // multiple * multiple) > 0:
            # Less than one whole case is left: offer it by the piece rather than nothing.
            left[product.id] -= pieces
            loose = replace(line, unit=None)
            lines.append(with_quantity(loose, Decimal(pieces), {product.id: product.packs}, multiple))
        taken = lines[-1].quantity if lines and lines[-1].id == line.id else 0
        missed.append((product.id, line.quantity or 0, taken or 0))
    await stock.note_shortages(tx, draft.dealer_id, missed)
    return await save_lines(tx, draft, lines)


def _left_for_short_lines(draft: Draft, found: Assessment) -> dict[ProductId, int]:
    """What the lines that can be served leave of each product: the short ones share it."""
    product_of = {line.id: line.product_id for line in draft.lines if line.product_id}
    left: dict[ProductId, int] = {}
    for line in found.plan.lines:
        if line.line_id in product_of:
            left.setdefault(product_of[line.line_id], line.available)  # nothing taken before the first
    for take in found.plan.takes:
        if take.line_id in product_of:
            left[take.product_id] -= take.quantity
    return left
