"""A dealer says how a draft is to be served (G3, G7, F3).

What becomes of goods that are not there, another product instead of them, and whether it is urgent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.catalog import repository as catalog
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, ProductId
from core.orders.engine import known_line
from core.orders.engine.packs import pack_of
from core.orders.errors import NoSubstitute, UrgentNotAgreed
from core.orders.flow import assess
from core.orders.repository import drafts, supply
from core.orders.saving import save_lines
from core.orders.supply_types import WhenShort
from core.orders.types import DraftLine
from core.stock import repository as stock


@dataclass(frozen=True, slots=True)
class SetWhenShort(Command[int]):
    """What is there goes and the rest when it comes, or all of it waits. The draft's new version."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    when_short: WhenShort


async def set_when_short(tx: Transaction, command: SetWhenShort) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    return await drafts.save_draft(tx, draft, draft.lines, when_short=command.when_short)


@dataclass(frozen=True, slots=True)
class SetUrgent(Command[int]):
    """Served before others, at the fee of the house. Raises UrgentNotAgreed for who may not."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    is_urgent: bool = True


async def set_urgent(tx: Transaction, command: SetUrgent) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    if command.is_urgent and not (await supply.load_supply(tx, draft.dealer_id)).may_be_urgent:
        raise UrgentNotAgreed
    return await drafts.save_draft(tx, draft, draft.lines, is_urgent=command.is_urgent)


@dataclass(frozen=True, slots=True)
class SwapLine(Command[int]):
    """As many pieces of a substitute instead. The draft's new version.

    Raises NotFound for what is no substitute of the line's product, or not for this dealer, and NoSubstitute
    where there is not enough of it either.
    """

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    position: int
    product_id: ProductId


async def swap_line(tx: Transaction, command: SwapLine) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    line = draft.line(command.position)
    if line is None or line.product_id is None or not line.quantity:
        raise NotFound(what="line")
    if command.product_id not in await catalog.list_substitutes(tx, line.product_id):
        raise NotFound(what="product")
    swapped = await _swapped(tx, line, command.product_id)
    lines = [swapped if one.id == line.id else one for one in draft.lines]
    # Judged as it would stand: what the dealer may not order, or has no price for, is no way out.
    found = await assess(tx, replace(draft, lines=tuple(lines)))
    at = {"order.product_gone", "order.no_price"}
    if any(one.code in at and line.position in one.params["lines"] for one in found.blockers):
        raise NotFound(what="product")
    if any(one.line_id == swapped.id for one in found.plan.missing):
        raise NoSubstitute
    await stock.note_shortages(tx, draft.dealer_id, [(line.product_id, line.quantity, 0)])
    return await save_lines(tx, draft, lines)


async def _swapped(tx: Transaction, line: DraftLine, product_id: ProductId) -> DraftLine:
    """The line with the other product: in the same unit where it has one of that size, else by the piece."""
    product = (await catalog.load_products(tx, [product_id]))[product_id]
    wanted = [line.product_id] if line.product_id else []
    before = await catalog.load_products(tx, wanted, tx.actor.language)
    size = pack_of(before[line.product_id], line.unit) if line.product_id else 1
    same = line.unit is not None and pack_of(product, line.unit) == size
    quantity = line.quantity or 0
    return replace(
        known_line(
            line.id,
            product_id,
            quantity,
            line.unit if same else product.base_unit,
            line.unit_quantity if same and line.unit_quantity is not None else Decimal(quantity),
            line.raw,
        ),
        position=line.position,
        remark=line.remark,
        # Whatever is swapped later: what was wanted at first is what the dealer remembers.
        instead_of=line.instead_of or next((one.name for one in before.values()), None),
        wanted_id=line.wanted_id or line.product_id,
    )
