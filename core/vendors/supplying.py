"""What vendors and partners do for orders (``core.orders.direct.DirectSupply``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.allocation.engine.days import WorkDays
from core.allocation.types import WorkCalendar
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money
from core.orders.partner_types import SellerOffer, Share, Wanted
from core.pricing.repository import load_offers as load_facts
from core.stock.holidays import list_holidays
from core.vendors.engine.partners import part_of_seller, serves
from core.vendors.flow import buy, direct_lines
from core.vendors.repository import partners, vendors
from core.vendors.types import DirectLine, Ships

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
