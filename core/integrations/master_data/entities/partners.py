"""What dealers give up for other dealers' orders."""

from __future__ import annotations

from core.infra.transaction import Transaction
from core.integrations.master_data.parsing import Parsed
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    keep_absent,
    need_known,
)
from core.integrations.master_data.supply_records import PartnerOffer
from core.integrations.master_data.types import RowCode
from core.kernel.actor import Permission
from core.kernel.money import UnitPrice
from core.vendors.partner_types import StatedOffer
from core.vendors.repository import partners
from core.vendors.use_cases.offer_goods import record_offered


async def dump_offers(desk: Desk) -> list[PartnerOffer]:
    codes = {dealer.id: code for code, dealer in (await partners.dealers_by_code(desk.snap)).items()}
    return sorted(
        PartnerOffer(
            codes[one.dealer_id],
            one.sku,
            one.quantity,
            one.cost.micros,
            one.cost.currency,
            one.valid_until,
        )
        for one in await partners.list_offers(desk.snap)
    )


async def plan_offers(desk: Desk, parsed: Parsed[PartnerOffer]) -> Plan:
    """A row that is as it stands changes nothing, so that what was promised since still counts."""
    dealers, products = await partners.dealers_by_code(desk.snap), await desk.products()
    restricted = await partners.restricted_skus(desk.snap)
    there = by_key(PartnerOffer, await dump_offers(desk))
    keep_absent(parsed, there)
    need_known(parsed, "dealer", dealers, "dealer")
    need_known(parsed, "sku", products, "product")
    for row in parsed.rows:
        dealer = dealers.get(row.record.dealer)
        if dealer is not None and row.record.currency != dealer.currency:
            parsed.refuse(row, "currency", RowCode.CONTRADICTS, other="dealer")
        elif row.record.sku in restricted:
            parsed.refuse(row, "sku", RowCode.CONTRADICTS, other="restricted")
        elif row.record.cost == 0:
            parsed.refuse(row, "cost", RowCode.TOO_SMALL, least="0.000001")
        elif row.record.valid_until is not None and row.record.valid_until < desk.snap.today:
            parsed.refuse(row, "valid_until", RowCode.TOO_SMALL, least=desk.snap.today.isoformat())
    drop_refused(parsed)
    found = compare(parsed, there)

    async def write(tx: Transaction) -> None:
        for one in (*found.new, *found.now_changed):
            dealer = dealers[one.dealer]
            vendor_id = await partners.make_partner(tx, dealer.id, dealer.name)
            stated = StatedOffer(
                vendor_id,
                dealer.id,
                dealer.name,
                dealer.region,
                products[one.sku],
                one.sku,
                "",
                "",
                one.quantity,
                0,
                UnitPrice(one.cost, one.currency),
                one.valid_until,
                tx.now,
            )
            await partners.save_offer(tx, stated)
            record_offered(tx, stated)

    return Plan.of(found, write)


PARTNER_OFFERS = Entity(
    "partner_offers", PartnerOffer, dump_offers, plan_offers, needs=Permission.VENDOR_EDIT, is_critical=True
)
