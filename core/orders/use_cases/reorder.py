"""Any past order in one tap: a draft with the same goods in today's packs, and what has changed since (A7).

Prices, stock, credit and minimum are judged as for every draft, so an old price never comes back by this way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId, OrderId, ProductId
from core.orders.engine import MOST_LINES, known_line
from core.orders.errors import NothingLeft, TooManyLines
from core.orders.reordering import (
    OrderSince,
    as_wanted,
    bought_lines,
    compare,
    draft_line,
    load_own_order,
    orderable,
)
from core.orders.repository import drafts
from core.orders.saving import save_lines


@dataclass(frozen=True, slots=True)
class CompareOrder(Query[OrderSince]):
    """A past order of the own dealer beside today."""

    permission = Permission.ORDER_READ
    order_id: OrderId


async def compare_order(snap: Snapshot, query: CompareOrder) -> OrderSince:
    return await compare(snap, await load_own_order(snap, query.order_id))


@dataclass(frozen=True, slots=True)
class Reorder(Command[DraftId]):
    """The goods of a past order into the open draft, or a new one; where a product is in it already, the
    past order's amount counts. What was wanted and is there again comes in the place of what was sent.

    Raises NotFound (order), NothingLeft where none of it can be ordered any more, TooManyLines.
    """

    permission = Permission.DRAFT_EDIT
    order_id: OrderId


async def reorder(tx: Transaction, command: Reorder) -> DraftId:
    order = await load_own_order(tx, command.order_id)
    lines = await as_wanted(tx, bought_lines(order))
    products = await orderable(tx, [line.product_id for line in lines])
    fresh = [
        draft_line(LineId(tx.new_id()), line, products[line.product_id])
        for line in lines
        if line.product_id in products
    ]
    if not fresh:
        raise NothingLeft(number=order.number)
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    kept = [line for line in draft.lines if line.product_id not in products]
    if len(kept) + len(fresh) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    await save_lines(tx, draft, [*kept, *fresh])
    return draft.id


@dataclass(frozen=True, slots=True)
class TakeSubstitute(Command[DraftId]):
    """As many pieces of a substitute for a line of a past order that can no longer be ordered.

    Raises NotFound for another's order, no such line, or what is no substitute of it or not on sale.
    """

    permission = Permission.DRAFT_EDIT
    order_id: OrderId
    position: int
    product_id: ProductId


async def take_substitute(tx: Transaction, command: TakeSubstitute) -> DraftId:
    since = await compare(tx, await load_own_order(tx, command.order_id))
    line = next((one for one in since.lines if one.position == command.position), None)
    if line is None or not any(swap.product_id == command.product_id for swap in line.swaps):
        raise NotFound(what="product")
    product = (await orderable(tx, [command.product_id]))[command.product_id]
    quantity = -(-line.then.quantity // product.order_multiple) * product.order_multiple
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    if any(one.product_id == command.product_id for one in draft.lines):
        return draft.id  # tapped twice: it is there
    if len(draft.lines) >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    fresh = known_line(
        LineId(tx.new_id()), product.id, quantity, product.base_unit, Decimal(quantity), line.then.name
    )
    fresh = replace(fresh, instead_of=line.then.name, wanted_id=line.then.product_id)
    await save_lines(tx, draft, [*draft.lines, fresh])
    return draft.id
