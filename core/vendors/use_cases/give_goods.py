"""The partner's answer: gives the goods, cannot, or has given them away (G2)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from core.deliveries.errors import TrackingMissing
from core.deliveries.use_cases.send_shipment import ship_direct
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import SYSTEM, Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.texts import storable
from core.templates.standing import acting_as
from core.vendors.engine.partners import answer_by
from core.vendors.errors import PurchaseUnclear
from core.vendors.flow import lock_for_change, record_moved, refuse_unless
from core.vendors.giving_up import CANNOT, give_up
from core.vendors.partner_types import GiveRequest
from core.vendors.repository import partners, purchases
from core.vendors.repository.purchases import Stored
from core.vendors.types import OPEN, PurchaseState

MOST_REASON = 200
_SHOWN = (*OPEN, PurchaseState.SHIPPED)


@dataclass(frozen=True, slots=True)
class ShowGiveRequest(Query[GiveRequest]):
    """Raises NotFound for one that is another dealer's."""

    permission = Permission.ORDER_PLACE
    purchase_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListGiveRequests(Query[tuple[GiveRequest, ...]]):
    """What the own dealer was asked for and has not given yet, the newest first."""

    permission = Permission.ORDER_PLACE
    limit: int = 10


@dataclass(frozen=True, slots=True)
class GiveGoods(Command[GiveRequest]):
    """The partner gives them. Raises Outdated (of two at once the second), PurchaseMoved, PurchaseFrozen."""

    permission = Permission.ORDER_PLACE
    purchase_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class CannotGive(Command[GiveRequest]):
    """The partner cannot, for a reason: the offer ends, the goods come from elsewhere.

    Raises Outdated, PurchaseMoved, PurchaseFrozen, PurchaseUnclear (reason).
    """

    permission = Permission.ORDER_PLACE
    purchase_id: uuid.UUID
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class HandOver(Command[GiveRequest]):
    """The goods have left the partner. carrier None: our van has fetched them; else, where the house lets
    partners send, with that carrier and its number.

    Raises Outdated, PurchaseMoved, PurchaseFrozen, TrackingMissing, TrackingTaken.
    """

    permission = Permission.ORDER_PLACE
    purchase_id: uuid.UUID
    version: int
    carrier: str | None = None
    tracking_number: str | None = None


async def show_give_request(snap: Snapshot, query: ShowGiveRequest) -> GiveRequest:
    return await _request(snap, query.purchase_id)


async def list_give_requests(snap: Snapshot, query: ListGiveRequests) -> tuple[GiveRequest, ...]:
    mine = await partners.find_partner(snap, snap.dealer_id)
    found = await purchases.list_purchases(snap, _SHOWN, max(query.limit, 0) * 3)
    return tuple(
        [
            await _view(snap, one)
            for one in found
            if one.purchase.vendor_id == mine and one.purchase.state in _SHOWN
        ][: max(query.limit, 0)]
    )


async def give_goods(tx: Transaction, command: GiveGoods) -> GiveRequest:
    found = await _locked(tx, command.purchase_id, command.version)
    refuse_unless(found, PurchaseState.ACKNOWLEDGED)
    return await _answered(tx, found, PurchaseState.ACKNOWLEDGED)


async def cannot_give(tx: Transaction, command: CannotGive) -> GiveRequest:
    reason = " ".join(storable(command.reason).split())[:MOST_REASON]
    if not reason:
        raise PurchaseUnclear(why="reason")
    found = await _locked(tx, command.purchase_id, command.version, moves_money=True)
    refuse_unless(found, PurchaseState.DECLINED)
    await give_up(tx, found, _partner(found), CANNOT, reason)
    return await _request(tx, command.purchase_id)


async def hand_over(tx: Transaction, command: HandOver) -> GiveRequest:
    found = await _locked(tx, command.purchase_id, command.version)
    refuse_unless(found, PurchaseState.SHIPPED)
    if command.carrier is not None and not (await partners.load_policy(tx)).sends:
        raise TrackingMissing(known=())
    # The order and its shipment are another dealer's: the house writes them.
    with acting_as(tx, SYSTEM):
        shipment_id = await ship_direct(tx, found.order_id, command.carrier, command.tracking_number)
    return await _answered(tx, found, PurchaseState.SHIPPED, shipment_id=shipment_id)


async def _locked(
    tx: Transaction, purchase_id: uuid.UUID, version: int, *, moves_money: bool = False
) -> Stored:
    """Of the own dealer only: who buys for the house answers by the vendor's commands."""
    _partner(await purchases.load_purchase(tx, purchase_id))
    return await lock_for_change(tx, purchase_id, version, moves_money=moves_money)


def _partner(found: Stored) -> DealerId:
    if found.purchase.partner_id is None:
        raise NotFound(what="purchase")
    return found.purchase.partner_id


async def _answered(tx: Transaction, found: Stored, state: PurchaseState, **values: object) -> GiveRequest:
    await purchases.change_purchase(
        tx, found.purchase, state=state, answered_at=tx.now, answered_by=tx.actor.person_id, **values
    )
    record_moved(tx, found, state)
    return await _request(tx, found.purchase.id)


async def _request(snap: Snapshot, purchase_id: uuid.UUID) -> GiveRequest:
    found = await purchases.load_purchase(snap, purchase_id)
    _partner(found)
    return await _view(snap, found)


async def _view(snap: Snapshot, found: Stored) -> GiveRequest:
    policy = await partners.load_policy(snap)
    shown = policy.sends and found.purchase.state is not PurchaseState.SENT
    place = found.purchase.place
    return GiveRequest(
        # What the buyer calls the place often names the buyer.
        replace(found.purchase, place=None),
        answer_by(found.purchase.sent_at, policy),
        replace(place, name="") if shown and place is not None else None,
        policy.sends,
    )
