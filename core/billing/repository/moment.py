"""When the house invoices, and how far an order is from it."""

from __future__ import annotations

from sqlalchemy import select, update

from core.billing.tables import BillingPolicyRow
from core.billing.types import InvoiceMoment
from core.deliveries.repository import goods
from core.deliveries.types import ShipmentState
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import OrderId

_IN_HOUSE = (ShipmentState.PICKING, ShipmentState.PACKED)


async def load_moment(snap: Snapshot) -> InvoiceMoment:
    row = await snap.one_or_none(select(BillingPolicyRow.moment).where(BillingPolicyRow.id == 1))
    return InvoiceMoment.APPROVED if row is None else InvoiceMoment(row.moment)


async def save_moment(tx: Transaction, moment: InvoiceMoment) -> None:
    await tx.execute(update(BillingPolicyRow).where(BillingPolicyRow.id == 1).values(moment=moment))


async def has_all_left(snap: Snapshot, order_id: OrderId) -> bool:
    """Whether nothing of the order lies in a warehouse of ours any more."""
    if (await goods.unpicked_of(snap, [order_id])).get(order_id, 0):
        return False
    parts = (await goods.parts_of(snap, [order_id]))[order_id]
    return all(part.state not in _IN_HOUSE for part in parts)
