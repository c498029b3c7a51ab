"""What vendors and partners do for orders (``core.orders.direct.DirectSupply``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.allocation.engine.days import WorkDays
from core.allocation.types import WorkCalendar
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money
from core.orders.direct import Closing
from core.orders.engine.cutoff import next_cut_off
from core.orders.partner_types import SellerOffer, Share, Wanted
from core.orders.repository import placed
from core.pricing.repository import load_offers as load_facts
from core.stock.holidays import list_holidays
from core.vendors.engine import is_vendors_day
from core.vendors.engine.partners import part_of_seller, serves
from core.vendors.errors import DirectUnfit
from core.vendors.flow import buy, close_frozen, direct_lines, plan_order, refuse_unbuyable
from core.vendors.repository import partners, purchases, vendors
from core.vendors.types import OPEN, DirectLine, Frozen, PurchaseState, Ships

_BY_THEMSELVES = (Ships.SHORT, Ships.ALWAYS)


class VendorsSupply:
    """Offers of vendors that send by themselves, and of partners; what is bought is a purchase order to each
    of them."""

    async def offers(
        self, snap: Snapshot, wanted: Wanted, *, lock: bool = False
    ) -> Mapping[ProductId, Sequence[SellerOffer]]:
        sent = await vendors.load_offers(snap, wanted.products)
        stated = await partners.list_offers(snap, products=wanted.products, besides=wanted.besides, lock=lock)
        if not stated and not any(one.ships in _BY_THEMSELVES for some in sent.values() for one in some):
            return {}
        policy = await partners.load_policy(snap)
        products, facts = await load_facts(snap, wanted.products, wanted.currency, snap.actor.language)
        days = WorkDays(snap.today, WorkCalendar(holidays=frozenset(await list_holidays(snap))))
        given_on = days.date(policy.lead_days)
        fetch = policy.fetch if policy.fetch.currency == wanted.currency else Money.zero(wanted.currency)
        found: dict[ProductId, list[SellerOffer]] = {product: [] for product in sorted(products)}
        for product, mine in found.items():
            own = facts[product].cost
            mine += [
                SellerOffer(
                    one.vendor_id, one.dealer_name, product, one.cost, own, one.left, 1, fetch, given_on, True
                )
                for one in stated
                if one.product_id == product and serves(one, wanted, products[product], policy, snap.today)
            ]
            mine += [
                SellerOffer(
                    one.vendor_id,
                    one.vendor_code,
                    product,
                    one.cost,
                    own,
                    None,
                    max(one.minimum, 1),
                    Money.zero(wanted.currency),
                    days.date(one.lead_days),
                    False,
                )
                for one in sent.get(product, ())
                if one.ships in _BY_THEMSELVES and one.cost.currency == wanted.currency
            ]
        return {product: mine for product, mine in found.items() if mine}

    async def buy(self, tx: Transaction, order_id: OrderId, shares: Sequence[tuple[LineId, Share]]) -> None:
        found = {line.line_id: line for line in await direct_lines(tx, order_id)}
        of_seller: dict[UUID, list[tuple[DirectLine, Share]]] = {}
        # Partners before vendors: they have to answer for goods that others want too.
        for line_id, share in sorted(shares, key=lambda one: not one[1].offer.is_partner):
            of_seller.setdefault(share.offer.seller_id, []).append((found[line_id], share))
        await buy(tx, order_id, [part_of_seller(mine) for mine in of_seller.values()])

    async def closing(self, snap: Snapshot, order_id: OrderId) -> Closing | None:
        asked = await purchases.find_asked(snap, order_id)
        if asked is None:
            return None
        zone = asked.zone or snap.settings.default_zone
        until = next_cut_off(asked.cut_off, zone, is_vendors_day, asked.sent_at)
        return Closing(until, asked.state is PurchaseState.ACKNOWLEDGED)

    async def withdraw(self, tx: Transaction, order_id: OrderId) -> bool:
        earlier = await purchases.list_of_order(tx, order_id, as_house=True)
        ended = [one for one in earlier if one.stored in OPEN and one.purchase.frozen is not None]
        await close_frozen(tx, ended)
        # A vendor that the house chose is asked again: nobody else would look for these goods.
        for one in ended:
            if one.purchase.frozen is Frozen.ORDER_CHANGED and one.purchase.partner_id is None:
                return await _buy_again(tx, order_id, one.purchase.vendor_id)
        return False


async def _buy_again(tx: Transaction, order_id: OrderId, vendor_id: UUID) -> bool:
    """All of it from that vendor, or nothing."""
    try:
        await refuse_unbuyable(tx, order_id, await placed.lock_order(tx, order_id))
    except DirectUnfit:
        return False
    parts = await plan_order(tx, order_id, vendor_id=vendor_id)
    if sum(len(part.lines) for part in parts) != len(await direct_lines(tx, order_id)):
        return False
    await buy(tx, order_id, parts)
    return True
