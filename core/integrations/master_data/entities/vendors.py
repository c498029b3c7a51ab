"""Vendors, and what they ask for which product."""

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
    finish,
    keep_absent,
    need_known,
)
from core.integrations.master_data.supply_records import Vendor, VendorOffer
from core.integrations.master_data.types import RowCode
from core.kernel.actor import Permission
from core.vendors import bulk


async def dump_vendors(desk: Desk) -> list[Vendor]:
    return [Vendor(*one) for one in await bulk.dump_vendors(desk.snap)]


async def plan_vendors(desk: Desk, parsed: Parsed[Vendor]) -> Plan:
    """Codes are kept in capitals, as commands find them."""
    finish(parsed, lambda one: one._replace(code=one.code.upper()))
    first: dict[str, int] = {}
    for row in parsed.rows:
        before = first.setdefault(row.record.code, row.number)
        if before != row.number:
            parsed.refuse(row, "code", RowCode.DUPLICATE, first=before)
    drop_refused(parsed)
    found = compare(parsed, by_key(Vendor, await dump_vendors(desk)))

    async def write(tx: Transaction) -> None:
        await bulk.load_vendors(tx, found.new, found.now_changed)

    return Plan.of(found, write)


async def dump_offers(desk: Desk) -> list[VendorOffer]:
    return [VendorOffer(*one) for one in await bulk.dump_offers(desk.snap)]


async def plan_offers(desk: Desk, parsed: Parsed[VendorOffer]) -> Plan:
    known, products = await bulk.vendor_ids(desk.snap), await desk.products()
    there = by_key(VendorOffer, await dump_offers(desk))
    keep_absent(parsed, there)
    need_known(parsed, "vendor", known, "vendor")
    need_known(parsed, "sku", products, "product")
    drop_refused(parsed)
    found = compare(parsed, there)

    def value(one: VendorOffer) -> bulk.OfferValue:
        return bulk.OfferValue(products[one.sku], known[one.vendor], *one[2:])

    async def write(tx: Transaction) -> None:
        await bulk.load_offers(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


VENDORS = Entity("vendors", Vendor, dump_vendors, plan_vendors, needs=Permission.VENDOR_EDIT)
VENDOR_OFFERS = Entity(
    "vendor_offers",
    VendorOffer,
    dump_offers,
    plan_offers,
    needs=Permission.VENDOR_EDIT,
    is_critical=True,
)
