"""Purchase orders: to the vendor's people what they need, to the house with the margin and the ways out."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass

from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import OrderId, ProductId
from core.stock import repository as stock
from core.vendors.engine import plan_direct
from core.vendors.flow import direct_lines
from core.vendors.repository import purchases, vendors
from core.vendors.repository.purchases import Stored
from core.vendors.types import DirectPart, DirectSale, Purchase, PurchaseState

_ASKED = (PurchaseState.SENT, PurchaseState.ACKNOWLEDGED, PurchaseState.DECLINED, PurchaseState.SHIPPED)


@dataclass(frozen=True, slots=True)
class ShowPurchase(Query[Purchase]):
    """Raises NotFound for one that is another vendor's."""

    permission = Permission.PURCHASE_ANSWER
    purchase_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListPurchases(Query[tuple[Purchase, ...]]):
    """What has not been delivered or withdrawn, the newest first: of the own vendor, or for the house all."""

    permission = Permission.PURCHASE_ANSWER
    limit: int = 10


@dataclass(frozen=True, slots=True)
class ListOfOrder(Query[tuple[uuid.UUID, ...]]):
    """The purchase orders that were ever made for an order: for subscribers of the journal."""

    permission = Permission.INTERNAL
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class ShowDirectSale(Query[DirectSale]):
    permission = Permission.VENDOR_EDIT
    purchase_id: uuid.UUID


async def show_purchase(snap: Snapshot, query: ShowPurchase) -> Purchase:
    return (await purchases.load_purchase(snap, query.purchase_id)).purchase


async def list_purchases(snap: Snapshot, query: ListPurchases) -> tuple[Purchase, ...]:
    found = await purchases.list_purchases(snap, _ASKED, query.limit * 3)
    done = (PurchaseState.DELIVERED, PurchaseState.CANCELLED)
    return tuple(one.purchase for one in found if one.purchase.state not in done)[: query.limit]


async def list_of_order(snap: Snapshot, query: ListOfOrder) -> tuple[uuid.UUID, ...]:
    return tuple(one.purchase.id for one in await purchases.list_of_order(snap, query.order_id))


async def show_direct_sale(snap: Snapshot, query: ShowDirectSale) -> DirectSale:
    found = await purchases.load_purchase(snap, query.purchase_id)
    sale = DirectSale(found.purchase, found.order_id, found.order_number, found.dealer_name, found.sold)
    if not sale.can_redirect:
        return sale
    others, has_stock = await _other_ways(snap, found)
    return DirectSale(
        found.purchase, found.order_id, found.order_number, found.dealer_name, found.sold, others, has_stock
    )


async def _other_ways(snap: Snapshot, found: Stored) -> tuple[tuple[DirectPart, ...], bool]:
    """Vendors that could deliver all of it instead, and whether our own warehouses could."""
    lines = await direct_lines(snap, found.order_id)
    wanted: Counter[ProductId] = Counter()
    for line in lines:
        wanted[line.product_id] += line.quantity
    offers = await vendors.load_offers(snap, wanted)
    known = {one.vendor_id for some in offers.values() for one in some} - {found.purchase.vendor_id}
    plans = [
        plan_direct(lines, offers, found.sold.currency, snap.today, vendor_id=vendor_id)
        for vendor_id in known
    ]
    whole = [plan[0] for plan in plans if len(plan) == 1 and len(plan[0].lines) == len(lines)]
    levels = await stock.load_stock(snap, wanted)
    serving = {one.id for one in await stock.list_warehouses(snap)}
    free = {
        product: sum(max(at.available, 0) for at in levels.get(product, ()) if at.warehouse_id in serving)
        for product in wanted
    }
    has_stock = all(free[product] >= quantity for product, quantity in wanted.items())
    return tuple(sorted(whole, key=lambda one: (one.bought.minor, one.vendor))), has_stock
