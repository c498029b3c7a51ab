"""A dealer keeps what goes at once: lines that stay within the limit; the others go from the draft (E5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DraftId
from core.orders.engine import with_quantity
from core.orders.errors import BadSplit
from core.orders.flow import assess
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import DraftLine
from core.orders.use_cases.show_quote import what_fits


@dataclass(frozen=True, slots=True)
class FitToCredit(Command[int]):
    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int


async def fit_to_credit(tx: Transaction, command: FitToCredit) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    found = await assess(tx, draft)
    fits = what_fits(draft, found)
    if fits is None:
        raise BadSplit(why="nothing")
    lines: list[DraftLine] = []
    for line in draft.lines:
        quantity = fits.quantities.get(line.position, 0)
        if not quantity or not line.quantity or not line.unit_quantity or line.product_id is None:
            continue
        if quantity == line.quantity:
            lines.append(line)
            continue
        product = found.products[line.product_id]
        units = Decimal(quantity) * line.unit_quantity / line.quantity
        if units == units.to_integral_value():
            shrunk = replace(line)
        else:
            shrunk, units = replace(line, unit=None), Decimal(quantity)
        packs = {product.id: product.packs}
        lines.append(with_quantity(shrunk, units, packs, product.order_multiple))
    return await save_lines(tx, draft, lines)
