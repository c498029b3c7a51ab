"""What vendors and partners do for orders that we lack goods for (``core.orders.direct.DirectSupply``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from core.allocation.engine.days import WorkDays
from core.allocation.types import WorkCalendar
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money
from core.orders.partner_types import PartnerOffer, PartnerShare, Wanted
from core.orders.supply_types import DirectOffer
from core.pricing.repository import load_offers as load_facts
from core.vendors.engine.partners import part_of_partner, serves
from core.vendors.flow import buy, direct_lines, plan_order
from core.vendors.repository import partners, vendors
from core.vendors.types import DirectPart, Ships


class VendorsSupply:
    """Offers of vendors that send by themselves; what is bought is a purchase order to each of them."""

    async def offers(
        self, snap: Snapshot, products: Collection[ProductId], currency: str
    ) -> Mapping[ProductId, Sequence[DirectOffer]]:
        days = WorkDays(snap.today, WorkCalendar())
        return {
            product: [
                DirectOffer(
                    one.vendor_id, one.vendor_code, product, one.cost, one.minimum, days.date(one.lead_days)
                )
                for one in found
                if one.ships in (Ships.SHORT, Ships.ALWAYS) and one.cost.currency == currency
            ]
            for product, found in (await vendors.load_offers(snap, products)).items()
        }

    async def partners(
        self, snap: Snapshot, wanted: Wanted, *, lock: bool = False
    ) -> Mapping[ProductId, Sequence[PartnerOffer]]:
        stated = await partners.list_offers(snap, products=wanted.products, besides=wanted.besides, lock=lock)
        if not stated:
            return {}
        policy = await partners.load_policy(snap)
        products, facts = await load_facts(snap, wanted.products, wanted.currency, snap.actor.language)
        on = WorkDays(snap.today, WorkCalendar()).date(policy.lead_days)
        fetch = policy.fetch if policy.fetch.currency == wanted.currency else Money.zero(wanted.currency)
        return {
            product: [
                PartnerOffer(
                    one.vendor_id,
                    one.dealer_name,
                    product,
                    one.cost,
                    facts[product].cost,
                    one.left,
                    fetch,
                    on,
                )
                for one in stated
                if one.product_id == product and serves(one, wanted, products[product], policy, snap.today)
            ]
            for product in {one.product_id for one in stated} & products.keys()
        }

    async def buy(
        self,
        tx: Transaction,
        order_id: OrderId,
        lines: Mapping[LineId, UUID],
        shares: Sequence[tuple[LineId, PartnerShare]],
    ) -> None:
        found = {line.line_id: line for line in await direct_lines(tx, order_id)}
        bought: list[DirectPart] = []
        for partner_id in sorted({share.offer.partner_id for _, share in shares}):
            mine = [
                (found[line_id], share) for line_id, share in shares if share.offer.partner_id == partner_id
            ]
            bought.append(part_of_partner(mine))
        for vendor_id in sorted(set(lines.values())):
            parts = await plan_order(tx, order_id, vendor_id=vendor_id)
            whole = [one.only({line for line, whose in lines.items() if whose == vendor_id}) for one in parts]
            bought += [one for one in whole if one is not None]
        if bought:
            await buy(tx, order_id, bought)
