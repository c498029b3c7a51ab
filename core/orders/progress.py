"""How an order goes on once it is agreed: picked, packed, shipped, delivered, and the marks beside it.

Whoever moves goods calls ``advance_order`` in its own transaction; the table of moves is ``types.MOVES``.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.infra.transaction import Transaction
from core.kernel.ids import OrderId
from core.orders.events import OrderMoved
from core.orders.repository import placed
from core.orders.types import OrderMark, OrderState


async def advance_order(
    tx: Transaction, order_id: OrderId, to: OrderState, *, reason: str | None = None
) -> OrderState:
    """Move an order on, with its step in the history and its event; the state that it was in.

    Locks the order's row: after the dealer's account, before stock rows. Raises NotFound, or CannotMove
    (number, state, to) where the table has no such move, as for who comes second in a race.
    """
    return (await advance_orders(tx, {order_id: to}, reason=reason))[order_id]


async def advance_orders(
    tx: Transaction, moves: Mapping[OrderId, OrderState], *, reason: str | None = None
) -> dict[OrderId, OrderState]:
    """As ``advance_order``, for many in one go: all of them, or none."""
    stands = await placed.move_orders(tx, moves, reason)
    for order_id, before in stands.items():
        tx.record(
            OrderMoved(
                order_id,
                before.dealer_id,
                tx.actor.person_id,
                before.number,
                before.state.value,
                moves[order_id].value,
                reason,
            )
        )
    return {order_id: before.state for order_id, before in stands.items()}


async def mark_invoiced(tx: Transaction, order_id: OrderId, invoice: str) -> None:
    """The order is owed now, wherever its goods are; the caller has seen that it was not before."""
    await placed.mark_order(tx, order_id, OrderMark.INVOICED, invoice, invoiced_at=tx.now)
