"""Where products lie in a warehouse, and who carries goods."""

from __future__ import annotations

from core.deliveries import bulk
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
from core.integrations.master_data.supply_records import Carrier, Location
from core.stock.bulk import warehouse_ids


async def dump_locations(desk: Desk) -> list[Location]:
    return [Location(*one) for one in await bulk.dump_locations(desk.snap)]


async def plan_locations(desk: Desk, parsed: Parsed[Location]) -> Plan:
    known = by_key(Location, await dump_locations(desk))
    products, houses = await desk.products(), await warehouse_ids(desk.snap)
    keep_absent(parsed, known)
    need_known(parsed, "sku", products, "product")
    need_known(parsed, "warehouse", houses, "warehouse")
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Location) -> bulk.LocationValue:
        return bulk.LocationValue(products[one.sku], houses[one.warehouse], one.zone, one.bin)

    async def write(tx: Transaction) -> None:
        await bulk.load_locations(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


async def dump_carriers(desk: Desk) -> list[Carrier]:
    return [Carrier(*one) for one in await bulk.dump_carriers(desk.snap)]


async def plan_carriers(desk: Desk, parsed: Parsed[Carrier]) -> Plan:
    known = by_key(Carrier, await dump_carriers(desk))
    keep_absent(parsed, known)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        await bulk.load_carriers(
            tx,
            [bulk.CarrierValue(*one) for one in found.new],
            [bulk.CarrierValue(*one) for one in found.now_changed],
        )

    return Plan.of(found, write)


LOCATIONS = Entity("locations", Location, dump_locations, plan_locations)
CARRIERS = Entity("carriers", Carrier, dump_carriers, plan_carriers)
