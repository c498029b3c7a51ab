"""The vendor's answer: delivers, on that day or another, cannot, or has sent it (J1)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from core.deliveries.use_cases.send_shipment import ship_direct
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.texts import storable
from core.vendors.errors import PurchaseMoved, PurchaseUnclear
from core.vendors.flow import lock_for_change, promise, record_moved, refuse_unless
from core.vendors.giving_up import CANNOT, give_up
from core.vendors.repository import purchases
from core.vendors.repository.purchases import Stored
from core.vendors.types import Purchase, PurchaseState

_MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class AcknowledgePurchase(Command[Purchase]):
    """The vendor delivers; ``on``: on another day than the one that stands there, which the dealer is told.

    Of two at once the second gets Outdated. Raises PurchaseMoved, PurchaseFrozen, PurchaseUnclear (day).
    """

    permission = Permission.PURCHASE_ANSWER
    purchase_id: uuid.UUID
    version: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DeclinePurchase(Command[Purchase]):
    """The vendor cannot deliver, for a reason; the house finds another way for the goods.

    Raises Outdated, PurchaseMoved, PurchaseFrozen, PurchaseUnclear (reason).
    """

    permission = Permission.PURCHASE_ANSWER
    purchase_id: uuid.UUID
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class ShipPurchase(Command[Purchase]):
    """The goods are on their way; the dealer gets the tracking. carrier None: the vendor brings them himself.

    Raises Outdated, PurchaseMoved, PurchaseFrozen, TrackingMissing (known), TrackingTaken (number).
    """

    permission = Permission.PURCHASE_ANSWER
    purchase_id: uuid.UUID
    version: int
    carrier: str | None = None
    tracking_number: str | None = None


async def acknowledge_purchase(tx: Transaction, command: AcknowledgePurchase) -> Purchase:
    found = await lock_for_change(tx, command.purchase_id, command.version)
    day = command.on or found.purchase.expected_on
    if command.on is not None and command.on < tx.today:
        raise PurchaseUnclear(why="day")
    if not found.purchase.is_open or (
        found.purchase.state is PurchaseState.ACKNOWLEDGED and day == found.purchase.expected_on
    ):
        raise PurchaseMoved(number=found.purchase.number)
    await promise(tx, found.order_id, day)
    return await _answered(tx, found, PurchaseState.ACKNOWLEDGED, expected_on=day)


async def decline_purchase(tx: Transaction, command: DeclinePurchase) -> Purchase:
    reason = " ".join(storable(command.reason).split())[:_MOST_REASON]
    if not reason:
        raise PurchaseUnclear(why="reason")
    found = await lock_for_change(tx, command.purchase_id, command.version, moves_money=True)
    refuse_unless(found, PurchaseState.DECLINED)
    if found.purchase.partner_id is not None:
        # The house says it for a partner: nobody has to find another way by hand.
        await give_up(tx, found, found.purchase.partner_id, CANNOT, reason)
        return (await purchases.load_purchase(tx, found.purchase.id)).purchase
    return await _answered(tx, found, PurchaseState.DECLINED, reason=reason)


async def ship_purchase(tx: Transaction, command: ShipPurchase) -> Purchase:
    found = await lock_for_change(tx, command.purchase_id, command.version)
    refuse_unless(found, PurchaseState.SHIPPED)
    shipment_id = await ship_direct(tx, found.order_id, command.carrier, command.tracking_number)
    return await _answered(tx, found, PurchaseState.SHIPPED, shipment_id=shipment_id)


async def _answered(tx: Transaction, found: Stored, state: PurchaseState, **values: object) -> Purchase:
    await purchases.change_purchase(
        tx, found.purchase, state=state, answered_at=tx.now, answered_by=tx.actor.person_id, **values
    )
    after = (await purchases.load_purchase(tx, found.purchase.id)).purchase
    record_moved(tx, found, state, on=after.expected_on, reason=after.reason)
    return after
