"""What vendors do for orders whose goods we have none of (``core.orders.direct.DirectSupply``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from core.allocation.engine.days import WorkDays
from core.allocation.types import WorkCalendar
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.orders.supply_types import DirectOffer
from core.vendors.flow import buy, plan_order
from core.vendors.repository import vendors
from core.vendors.types import Ships


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

    async def buy(self, tx: Transaction, order_id: OrderId, lines: Mapping[LineId, UUID]) -> None:
        for vendor_id in sorted(set(lines.values())):
            parts = await plan_order(tx, order_id, vendor_id=vendor_id)
            mine = [one.only({line for line, whose in lines.items() if whose == vendor_id}) for one in parts]
            await buy(tx, order_id, [one for one in mine if one is not None])
