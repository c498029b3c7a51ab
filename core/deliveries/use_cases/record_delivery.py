"""A shipment arrives: what was accepted, by whom; what was refused or broken comes back (A14).

What is not accepted closes itself: the goods go into quarantine or to the damaged ones until somebody has
looked at them, and the order is cut to what was accepted, its credit given back. Where the order is invoiced
already, a credit note over them is written; where none can be, finance is told.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.credit import repository as credit
from core.credit.types import EntryState
from core.dealers.repository import load_dealer
from core.deliveries.crediting import credit_missing
from core.deliveries.errors import BadQuantity, ReceiverMissing
from core.deliveries.events import GoodsRefused
from core.deliveries.flow import lock_for_change, move_orders, order_ids, record_moved, refuse_unless
from core.deliveries.parting_off import part_off
from core.deliveries.repository import shipments
from core.deliveries.types import Shipment, ShipmentLine, ShipmentState
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import LineId, OrderId
from core.kernel.texts import storable
from core.orders.release import release_held_orders
from core.orders.repository import placed
from core.orders.types import OrderState
from core.stock import repository as stock
from core.stock.posting import take_back
from core.stock.reservations import Part, lock_reserved, share_out, turn_into
from core.stock.types import Condition

_MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Of the line at ``position`` so many base units were not taken, and so many arrived broken."""

    position: int
    refused: int = 0
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class RecordDelivery(Command[ShipmentState]):
    """``received_by`` took everything but ``not_accepted``; nobody is needed where nothing was accepted.

    Delivered, or returned. Raises ReceiverMissing, BadQuantity (most), ShipmentElsewhere.
    """

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    received_by: str
    not_accepted: tuple[NotAccepted, ...] = ()


async def record_delivery(tx: Transaction, command: RecordDelivery) -> ShipmentState:
    shipment = await lock_for_change(tx, command.shipment_id, moves_money=True)
    return await arrive(tx, shipment, command.received_by, command.not_accepted)


async def arrive(
    tx: Transaction,
    shipment: Shipment,
    received_by: str,
    not_accepted: tuple[NotAccepted, ...] = (),
    at: datetime | None = None,
) -> ShipmentState:
    """The shipment has come; the account, its orders and its row are locked. ``at``: when."""
    shipment = _handed(shipment, not_accepted)
    accepted = any(line.accepted for line in shipment.lines)
    state = ShipmentState.DELIVERED if accepted else ShipmentState.RETURNED
    refuse_unless(shipment, state)
    name = " ".join(storable(received_by).split())[:_MOST_NAME]
    if accepted and not name:
        raise ReceiverMissing
    for line in shipment.lines:
        if line.refused or line.damaged:
            await shipments.change_line(tx, line.id, {"refused": line.refused, "damaged": line.damaged})
    values = {"state": state, "arrived_at": at or tx.now, "received_by": name or None}
    await shipments.change_shipment(tx, shipment, values)
    await move_orders(tx, order_ids(shipment), shipment.number)
    await _bring_back(tx, shipment)
    record_moved(tx, shipment, state)
    return state


def _handed(shipment: Shipment, not_accepted: tuple[NotAccepted, ...]) -> Shipment:
    """The shipment with what was not accepted on its lines."""
    said: Mapping[int, NotAccepted] = {one.position: one for one in not_accepted}
    if set(said) - {line.position for line in shipment.lines} or len(said) < len(not_accepted):
        raise NotFound(what="line")
    lines: list[ShipmentLine] = []
    for line in shipment.lines:
        one = said.get(line.position, NotAccepted(line.position))
        if min(one.refused, one.damaged) < 0 or one.refused + one.damaged > line.packed:
            raise BadQuantity(most=line.packed)
        lines.append(replace(line, refused=one.refused, damaged=one.damaged))
    return replace(shipment, lines=tuple(lines))


async def _bring_back(tx: Transaction, shipment: Shipment) -> None:
    """Goods that were not accepted: back into stock as what they are, and off their orders."""
    back = [line for line in shipment.lines if line.refused or line.damaged]
    if not back:
        return
    freed = False
    if shipment.warehouse_id is not None:
        await stock.load_stock(tx, {line.product_id for line in back}, lock=True)
    for order_id in sorted({line.order_id for line in back}):
        lines = [one for one in back if one.order_id == order_id]
        if shipment.warehouse_id is not None:
            await _into_stock(tx, shipment, order_id, lines)
        freed |= await _off_the_order(tx, shipment, order_id, lines)
    if freed:
        # What these goods had taken of the limit may set another order free.
        await release_held_orders(tx, shipment.dealer_id, reason="limit")


async def _into_stock(
    tx: Transaction, shipment: Shipment, order_id: OrderId, lines: list[ShipmentLine]
) -> None:
    """By the lots that were sent; what never lay in a warehouse of ours goes back to its vendor instead."""
    sent = await lock_reserved(tx, order_id, stock.SHIPPED, shipment.shelf_id)
    used: Counter[uuid.UUID] = Counter()
    back: list[Part] = []
    for line in lines:
        for quantity, condition in (
            (line.refused, Condition.QUARANTINE),
            (line.damaged, Condition.DAMAGED),
        ):
            if not quantity:
                continue
            for row, part in share_out(sent, used, line.line_id, shipment.shelf_id, quantity):
                back.append(Part(row, part, row.lot, row.owner))
                await take_back(
                    tx, line.product_id, shipment.shelf_id, part, condition, order_id, row.lot or None
                )
    await turn_into(tx, stock.RELEASED, back)


async def _off_the_order(
    tx: Transaction, shipment: Shipment, order_id: OrderId, lines: list[ShipmentLine]
) -> bool:
    """Cut the order to what was accepted, or credit its invoice; whether credit was given back."""
    stand = await placed.lock_order(tx, order_id)
    gone: dict[LineId, int] = {}
    for line in lines:
        gone[line.line_id] = gone.get(line.line_id, 0) + line.refused + line.damaged
    settled, note = stand.invoiced_at is None, None
    if not settled:
        note = await credit_missing(tx, order_id, gone, shipment.number)
        settled = note is not None
    else:
        parted = await part_off(tx, order_id, gone, OrderState.RETURNED)
        await credit.move_entry(tx, parted.order_id if parted else order_id, EntryState.RELEASED)
    tx.record(
        GoodsRefused(
            shipment_id=shipment.id,
            dealer_id=shipment.dealer_id,
            dealer_name=shipment.dealer_name,
            order_id=order_id,
            order_number=lines[0].order_number,
            number=shipment.number,
            refused=sum(line.refused for line in lines),
            damaged=sum(line.damaged for line in lines),
            settled=settled,
            rep_id=(await load_dealer(tx, shipment.dealer_id)).rep_id,
            credit_note=note or None,
        )
    )
    return settled
