"""A dealer changes an order that waits: it is taken back, and its goods are in the draft again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId, OrderId
from core.orders.engine import MOST_LINES, known_line
from core.orders.errors import CannotCancel, TooManyLines
from core.orders.flow import save_lines
from core.orders.repository import drafts, placed
from core.orders.types import WAITING, DraftLine
from core.orders.use_cases.cancel_order import CancelOrder, cancel_order


@dataclass(frozen=True, slots=True)
class ChangeOrder(Command[DraftId]):
    """Both in one: neither is an order lost, nor is it there twice. What the draft held stays in it."""

    permission = Permission.ORDER_PLACE
    order_id: OrderId


async def change_order(tx: Transaction, command: ChangeOrder) -> DraftId:
    order = await placed.load_order(tx, command.order_id)
    if order.dealer_id != tx.dealer_id:
        raise NotFound(what="order")
    if order.state not in WAITING:
        raise CannotCancel(number=order.number, state=order.state.value)
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    await cancel_order(tx, CancelOrder(order.id))
    goods = [line for line in order.lines if line.unit_price.micros]
    fresh: list[DraftLine] = [
        known_line(
            LineId(tx.new_id()),
            line.product_id,
            line.quantity,
            line.unit,
            Decimal(line.unit_quantity),
            order.number,
        )
        for line in goods
    ]
    if len(draft.lines) + len(fresh) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    await save_lines(tx, draft, [*draft.lines, *fresh], note=order.note or draft.note)
    return draft.id
