"""Steps that preparing, sending and taking share: for whom one may prepare, and how a prepared order ends."""

from __future__ import annotations

import uuid

from core.credit import repository as credit
from core.dealers.repository import dealer_recipients, directory, load_dealer, person_name
from core.dealers.types import Dealer, Recipient
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Role
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money
from core.orders.prepared import repository
from core.orders.prepared.errors import CannotPrepare
from core.orders.prepared.events import PreparedDeclined, PreparedPlaced
from core.orders.prepared.types import PreparedState
from core.orders.repository import placed
from core.orders.types import OrderMark

_WHO_ORDER = (Role.DEALER_ADMIN, Role.DEALER_BUYER)


async def load_served(snap: Snapshot, dealer_id: DealerId) -> Dealer:
    """A dealer that the actor may prepare an order for.

    Raises NotFound for one that the actor may not look at, CannotPrepare for one that is closed or on hold.
    """
    card = await directory.load_card(snap, dealer_id)
    if not card.active:
        raise CannotPrepare(why="closed", dealer=card.name)
    dealer = await load_dealer(snap, dealer_id)
    standing, _ = await credit.load_standing(snap, dealer.id, dealer.currency)
    if standing.hold is not None:
        raise CannotPrepare(why="hold", dealer=dealer.name)
    return dealer


async def who_order(snap: Snapshot, dealer_id: DealerId) -> list[Recipient]:
    """People of the dealer who may order and can be reached in the chat."""
    return [one for role in _WHO_ORDER for one in await dealer_recipients(snap, dealer_id, role=role)]


async def note_placed(
    tx: Transaction, prepared_id: uuid.UUID, order_id: OrderId, number: str, total: Money
) -> None:
    """The order was placed from it: its history says who prepared it."""
    prepared = await repository.lock(tx, prepared_id)
    await repository.tie_to_order(tx, prepared, order_id)
    await placed.mark_order(tx, order_id, OrderMark.PREPARED, await person_name(tx, prepared.rep_id))
    tx.record(
        PreparedPlaced(
            prepared.id,
            prepared.dealer_id,
            prepared.rep_id,
            tx.person_id,
            tx.actor.name,
            (await load_dealer(tx, prepared.dealer_id)).name,
            order_id,
            number,
            total.minor,
            total.currency,
        )
    )


async def note_declined(tx: Transaction, prepared_id: uuid.UUID) -> None:
    """Somebody of the dealer wants it not: at once, or by throwing its draft away."""
    prepared = await repository.lock(tx, prepared_id)
    await repository.mark(tx, prepared, PreparedState.DECLINED, answered_by=tx.person_id)
    name = (await load_dealer(tx, prepared.dealer_id)).name
    tx.record(
        PreparedDeclined(prepared.id, prepared.dealer_id, prepared.rep_id, tx.person_id, tx.actor.name, name)
    )
