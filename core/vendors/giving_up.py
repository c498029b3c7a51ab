"""A partner does not give what it was asked for: the offer ends, and the goods come from elsewhere (G2)."""

from __future__ import annotations

from core.infra.transaction import Transaction
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, ProductId
from core.orders.backorders import NO_PARTNER, part_missing
from core.orders.events import PromiseChanged
from core.orders.repository import placed
from core.orders.types import OrderMark
from core.stock import repository as stock
from core.templates.standing import acting_as
from core.vendors.events import OfferEnded
from core.vendors.flow import record_moved
from core.vendors.repository import partners, purchases
from core.vendors.repository.purchases import Stored
from core.vendors.types import Frozen, PurchaseState

WITHDRAWN, CANNOT, SILENT = "withdrawn", "cannot", "silent"
# Why a purchase order was given up: our van was there, and nothing was handed over.
NOT_FETCHED = "not_fetched"


async def give_up(tx: Transaction, found: Stored, partner_id: DealerId, why: str, reason: str) -> None:
    """Plan the order's goods anew, and tell its dealer the reason where that is another day.

    The order's account, the order and the purchase order are locked. What was offered of these goods ends
    first, so that they are not asked for there again; stock is locked before, as everywhere.
    """
    purchase = found.purchase
    products = await purchases.product_ids(tx, purchase.id)
    await purchases.change_purchase(
        tx,
        purchase,
        state=PurchaseState.CANCELLED,
        why=Frozen.REDIRECTED.value,
        reason=reason,
        answered_at=tx.now,
        answered_by=tx.actor.person_id,
    )
    record_moved(tx, found, PurchaseState.CANCELLED, reason=reason)
    await stock.load_stock(tx, products, lock=True)
    ended = await partners.drop_offers(tx, purchase.vendor_id, products)
    record_ended(tx, partner_id, ended, why)
    # The order is another dealer's: what becomes of it the house does.
    with acting_as(tx, SYSTEM):
        await _plan_anew(tx, found)


async def _plan_anew(tx: Transaction, found: Stored) -> None:
    before = await placed.load_order(tx, found.order_id)
    await part_missing(tx, found.order_id)
    after = await placed.load_order(tx, found.order_id)
    if after.promised_on == before.promised_on:
        return
    await placed.mark_order(tx, found.order_id, OrderMark.PROMISED, NO_PARTNER)
    tx.record(
        PromiseChanged(
            found.order_id,
            found.dealer_id,
            found.order_number,
            None if before.promised_on is None else before.promised_on.isoformat(),
            None if after.promised_on is None else after.promised_on.isoformat(),
            NO_PARTNER,
        )
    )


def record_ended(tx: Transaction, dealer_id: DealerId, products: list[ProductId], why: str) -> None:
    if products:
        tx.record(OfferEnded(dealer_id, tuple(products), why, tx.actor.person_id))
