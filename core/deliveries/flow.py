"""Steps that acts on shipments share: lock in the one order, judge where it is, move its orders along.

Locks: the dealer's account (where money may move), the orders by id, the shipment, stock rows by key.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from core.credit import repository as credit
from core.deliveries.engine.stages import stage_of
from core.deliveries.errors import ShipmentElsewhere
from core.deliveries.events import ShipmentMoved
from core.deliveries.repository import goods, shipments
from core.deliveries.types import MOVES, Shipment, ShipmentState
from core.infra.transaction import Transaction
from core.kernel.errors import Outdated
from core.kernel.ids import OrderId
from core.orders.progress import advance_orders
from core.orders.repository import placed
from core.orders.types import VOID

__all__ = ["lock_for_change", "move_orders", "record_moved", "refuse_unless"]


async def lock_for_change(
    tx: Transaction, shipment_id: uuid.UUID, *, version: int | None = None, moves_money: bool = False
) -> Shipment:
    """The shipment with its orders, held; ``version``: as the button knew it (Outdated for another).

    moves_money: the dealer's account is locked first, since an order may be parted.
    """
    dealer_id, orders = await shipments.holders_of(tx, shipment_id)
    if moves_money:
        await credit.lock_account(tx, dealer_id)
    await placed.lock_orders(tx, orders)
    shipment = await shipments.lock_shipment(tx, shipment_id)
    if version is not None and shipment.version != version:
        raise Outdated(version=shipment.version)
    return shipment


def order_ids(shipment: Shipment) -> list[OrderId]:
    """Its orders in the order of their locks."""
    return sorted({line.order_id for line in shipment.lines})


def refuse_unless(shipment: Shipment, to: ShipmentState) -> None:
    """Raises ShipmentElsewhere where it cannot go there from where it is."""
    if to not in MOVES[shipment.state]:
        raise ShipmentElsewhere(number=shipment.number, state=shipment.state.value)


async def move_orders(tx: Transaction, orders: Iterable[OrderId], reason: str | None = None) -> None:
    """Bring each order to where its parts are; their rows are locked by this transaction."""
    wanted = sorted(set(orders))
    parts, unpicked = await goods.parts_of(tx, wanted), await goods.unpicked_of(tx, wanted)
    states = await goods.orders_of(tx, wanted)
    moves = {}
    for order_id in wanted:
        to = stage_of(parts[order_id], unpicked.get(order_id, 0))
        if states[order_id] not in VOID and to is not None and to is not states[order_id]:
            moves[order_id] = to
    await advance_orders(tx, moves, reason=reason)


def record_moved(tx: Transaction, shipment: Shipment, state: ShipmentState) -> None:
    tx.record(
        ShipmentMoved(
            shipment.id,
            shipment.dealer_id,
            shipment.number,
            state.value,
            shipment.orders,
            tuple(order_ids(shipment)),
        )
    )
