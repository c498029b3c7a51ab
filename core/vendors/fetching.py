"""Our van is at the partner's door: what of a purchase order it gets, and what becomes of the rest (G2).

What was handed over is on its way to the buyer. What was not is parted off and comes from elsewhere or waits,
and the partner's offer of it ends. So a purchase order is exactly what its partner is credited for.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.credit import repository as credit
from core.dealers.repository import load_dealer
from core.deliveries.events import FetchedShort, Short
from core.deliveries.parting_off import part_off
from core.deliveries.types import Lack
from core.deliveries.use_cases.send_shipment import ship_direct
from core.infra.transaction import Transaction
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, LineId, OrderId, ProductId
from core.kernel.money import UnitPrice
from core.orders.backorders import LATER, part_missing
from core.orders.repository import placed
from core.orders.types import OrderState
from core.stock import repository as stock
from core.templates.standing import acting_as
from core.vendors.flow import direct_lines, promise, record_moved
from core.vendors.giving_up import CANNOT, NOT_FETCHED, give_up, record_ended
from core.vendors.repository import partners, purchases
from core.vendors.repository.purchases import Stored
from core.vendors.types import PurchaseState


@dataclass(frozen=True, slots=True)
class Handed:
    """So many base units of a line were handed over; is_damaged: others were there, but broken."""

    quantity: int
    is_damaged: bool = False


async def fetch_goods(tx: Transaction, purchase_id: uuid.UUID, handed: Mapping[uuid.UUID, Handed]) -> None:
    """Goods of a purchase order were handed to our van, by its lines; of a line left out nothing was.

    Nothing changes where it does not wait for that any more: the partner has said himself that all has left,
    or the order was taken back.
    """
    # The order is another dealer's than the partner, and the driver's none at all: the house writes it.
    with acting_as(tx, SYSTEM):
        found = await _locked(tx, purchase_id)
        if found is None or found.purchase.state is not PurchaseState.ACKNOWLEDGED:
            return
        lines = await purchases.load_lines(tx, purchase_id)
        got = {line.id: handed.get(line.id, Handed(0)) for line in lines}
        short = [line for line in lines if got[line.id].quantity < line.quantity]
        if not any(one.quantity for one in got.values()):
            await _nothing(tx, found, short, got)
            return
        if short:
            await _short(tx, found, lines, short, got)
        shipment_id = await ship_direct(tx, found.order_id, None, None)
        await purchases.change_purchase(
            tx, found.purchase, state=PurchaseState.SHIPPED, answered_at=tx.now, shipment_id=shipment_id
        )
        record_moved(tx, found, PurchaseState.SHIPPED)


async def expect_by(tx: Transaction, purchase_id: uuid.UUID, on: date) -> None:
    """The goods cannot be with their buyer before that day; who was promised an earlier one is told."""
    with acting_as(tx, SYSTEM):
        found = await _locked(tx, purchase_id)
        if found is None or found.purchase.state is not PurchaseState.ACKNOWLEDGED:
            return
        order = await placed.load_order(tx, found.order_id)
        if order.promised_on is None or order.promised_on < on:
            await promise(tx, order.id, on, LATER)
            await purchases.set_expected(tx, purchase_id, on)


async def _locked(tx: Transaction, purchase_id: uuid.UUID) -> Stored | None:
    """Held with its order and the buyer's account; None where it does not count any more."""
    seen = await purchases.load_purchase(tx, purchase_id)
    await credit.lock_account(tx, seen.dealer_id)
    await placed.lock_order(tx, seen.order_id)
    await purchases.lock_purchase(tx, purchase_id)
    found = await purchases.load_purchase(tx, purchase_id)
    return None if found.purchase.frozen is not None else found


async def _nothing(
    tx: Transaction, found: Stored, short: Sequence[Any], got: Mapping[uuid.UUID, Handed]
) -> None:
    """As if the partner had said that it cannot."""
    await give_up(tx, found, _partner(found), CANNOT, NOT_FETCHED)
    order = await placed.load_order(tx, found.order_id)
    await _tell(tx, found, short, got, order.number, order.promised_on)


async def _short(
    tx: Transaction,
    found: Stored,
    lines: Sequence[Any],
    short: Sequence[Any],
    got: Mapping[uuid.UUID, Handed],
) -> None:
    """What is missing becomes an order of its own, which is planned anew without this partner."""
    purchase = found.purchase
    products = sorted({ProductId(line.product_id) for line in short})
    await stock.load_stock(tx, products, lock=True)
    ended = await partners.drop_offers(tx, purchase.vendor_id, products)
    record_ended(tx, _partner(found), ended, CANNOT)
    before = await placed.load_order(tx, found.order_id)
    missing = {LineId(line.line_id): line.quantity - got[line.id].quantity for line in short}
    parted = await part_off(tx, found.order_id, missing, OrderState.APPROVED, promised_on=before.promised_on)
    assert parted is not None  # something was handed over
    kept = [(line, got[line.id].quantity) for line in lines]
    costs = {
        line.id: UnitPrice(line.cost_micros, purchase.total.currency).for_quantity(quantity).minor
        for line, quantity in kept
    }
    await purchases.keep_lines(tx, {line.id: (quantity, costs[line.id]) for line, quantity in kept})
    await purchases.set_sums(
        tx,
        purchase.id,
        sold=sum(line.sold for line in await direct_lines(tx, found.order_id)),
        bought=sum(costs.values()),
    )
    rest_id = OrderId(parted.order_id)
    await part_missing(tx, rest_id)
    await _tell(tx, found, short, got, parted.number, (await placed.load_order(tx, rest_id)).promised_on)


async def _tell(
    tx: Transaction,
    found: Stored,
    short: Sequence[Any],
    got: Mapping[uuid.UUID, Handed],
    rest_number: str,
    rest_on: date | None,
) -> None:
    tx.record(
        FetchedShort(
            order_id=found.order_id,
            dealer_id=found.dealer_id,
            dealer_name=found.dealer_name,
            order_number=found.order_number,
            missing=tuple(
                Short(
                    line.sku,
                    line.name,
                    line.quantity - got[line.id].quantity,
                    (Lack.DAMAGED if got[line.id].is_damaged else Lack.NOT_FOUND).value,
                )
                for line in short
            ),
            rest_number=rest_number,
            rest_on=rest_on,
            rep_id=(await load_dealer(tx, found.dealer_id)).rep_id,
        )
    )


def _partner(found: Stored) -> DealerId:
    assert found.purchase.partner_id is not None  # nobody fetches at a vendor's
    return found.purchase.partner_id
