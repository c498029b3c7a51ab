"""A dealer changes one line by a button: a step up or down, another quantity, out with it (A5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.orders.engine import with_quantity
from core.orders.engine.packs import pack_of
from core.orders.flow import products_of
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import DraftLine


@dataclass(frozen=True, slots=True)
class LineChanged:
    """``is_gone``: stepping down to nothing, or ``to`` 0, took the line out."""

    version: int
    is_gone: bool


@dataclass(frozen=True, slots=True)
class ChangeLine(Command[LineChanged]):
    """Exactly one of ``by`` (steps) and ``to`` (units); ``to`` 0 removes. ``unit`` None keeps the line's."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    position: int
    by: int | None = None
    to: Decimal | None = None
    unit: str | None = None


async def change_line(tx: Transaction, command: ChangeLine) -> LineChanged:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    line = draft.line(command.position)
    if line is None:
        raise NotFound(what="line")
    changed = await _changed(tx, line, command)
    lines = [changed if one.id == line.id else one for one in draft.lines if changed or one.id != line.id]
    version = await save_lines(tx, draft, [one for one in lines if one is not None])
    return LineChanged(version, is_gone=changed is None)


async def _changed(tx: Transaction, line: DraftLine, command: ChangeLine) -> DraftLine | None:
    if command.to == 0:
        return None
    products = await products_of(tx, [line])
    product = products.get(line.product_id) if line.product_id else None
    if product is None:
        raise NotFound(what="product")
    unit = command.unit or line.unit
    line = replace(line, unit=unit)
    size = pack_of(product, unit) or 1
    if command.to is not None:
        amount = command.to
    else:
        step = max(product.order_multiple // size, 1)
        amount = (line.unit_quantity or Decimal(0)) + (command.by or 0) * step
    if amount.is_finite() and amount <= 0:
        return None
    return with_quantity(line, amount, {product.id: product.packs}, product.order_multiple)
