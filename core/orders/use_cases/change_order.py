"""A dealer changes a placed order: its goods are in a draft of changes until they are confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId, OrderId
from core.orders.amending import end_draft, refuse_unchangeable
from core.orders.engine import known_line
from core.orders.repository import drafts, parts, placed
from core.orders.saving import save_lines
from core.orders.talking import paid_lines
from core.orders.types import Draft, DraftLine, DraftState, Order


@dataclass(frozen=True, slots=True)
class ChangeOrder(Command[DraftId]):
    """The draft of changes. What the person was putting together besides is put aside until they are done."""

    permission = Permission.ORDER_PLACE
    order_id: OrderId


async def change_order(tx: Transaction, command: ChangeOrder) -> DraftId:
    return (await open_changes(tx, command.order_id)).id


async def open_changes(tx: Transaction, order_id: OrderId) -> Draft:
    """The open draft of changes to that order; begun where there is none."""
    order = await placed.load_order(tx, order_id)
    if order.dealer_id != tx.dealer_id:
        raise NotFound(what="order")
    await refuse_unchangeable(tx, order)
    known = await drafts.find_open_draft(tx, lock=True)
    if known is not None and known.amends == order.id:
        return known
    if known is not None and known.amends is not None:
        await end_draft(tx, known, DraftState.DISCARDED)
        known = await drafts.find_open_draft(tx, lock=True)
    if known is not None:
        await drafts.park_draft(tx, known)
    draft = await drafts.create_draft(tx, amends=order.id)
    coupon = (await parts.load_row(tx, order.id))["pricing"].get("coupon")
    lines = _lines(tx, order)
    version = await save_lines(
        tx,
        draft,
        lines,
        note=order.note,
        ship_to_id=order.ship_to_id,
        delivery_date=order.wished_on,
        window_from=order.window[0] if order.window else None,
        window_until=order.window[1] if order.window else None,
        coupon=coupon,
        when_short=order.when_short,
        is_urgent=order.is_urgent,
    )
    positioned = (replace(line, position=at) for at, line in enumerate(lines, start=1))
    return replace(draft, version=version, window=order.window, lines=tuple(positioned))


def _lines(tx: Transaction, order: Order) -> list[DraftLine]:
    return [
        replace(
            known_line(
                LineId(tx.new_id()),
                line.product_id,
                line.quantity,
                line.unit,
                Decimal(line.unit_quantity),
                order.number,
            ),
            remark=line.remark,
            instead_of=line.instead_of,
            wanted_id=line.wanted_id,
        )
        for line in paid_lines(order)
    ]
