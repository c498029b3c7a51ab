"""Depots, vans, and when places take goods in."""

from __future__ import annotations

from decimal import Decimal

from core.dealers.bulk import person_ids, staff_phones
from core.dispatch import bulk
from core.dispatch.engine.hours import read_hours, show_hours
from core.infra.transaction import Transaction
from core.integrations.master_data.cells import CellError, to_scale
from core.integrations.master_data.parsing import Parsed, Row
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
from core.integrations.master_data.route_records import Depot, Receiving, Van
from core.integrations.master_data.types import RowCode
from core.kernel.money import Money, currency_exponent
from core.stock.bulk import warehouse_ids

_COSTS = ("cost_per_km", "cost_per_hour", "cost_per_day")


async def dump_depots(desk: Desk) -> list[Depot]:
    return [Depot(*one) for one in await bulk.dump_depots(desk.snap)]


async def plan_depots(desk: Desk, parsed: Parsed[Depot]) -> Plan:
    houses = await warehouse_ids(desk.snap)
    known = by_key(Depot, await dump_depots(desk))
    keep_absent(parsed, known)
    need_known(parsed, "warehouse", houses, "warehouse")
    drop_refused(parsed)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        new, changed = (
            [bulk.DepotValue(houses[one.warehouse], *one[1:]) for one in some]
            for some in (found.new, found.now_changed)
        )
        await bulk.load_depots(tx, new, changed)

    return Plan.of(found, write)


async def dump_vans(desk: Desk) -> list[Van]:
    return [
        Van(
            code=row.code,
            warehouse=row.warehouse,
            max_weight_kg=row.max_weight_g // 1000,
            max_volume_l=row.max_volume_ml // 1000,
            name=row.name,
            plate=row.plate,
            driver_phone=row.driver_phone or "",
            currency=row.currency,
            cost_per_km=Money(row.cost_per_km_minor, row.currency).to_decimal(),
            cost_per_hour=Money(row.cost_per_hour_minor, row.currency).to_decimal(),
            cost_per_day=Money(row.cost_per_day_minor, row.currency).to_decimal(),
            co2_g_per_km=row.co2_g_per_km,
            skills=tuple(row.skills),
            shift_from=row.shift_from,
            shift_until=row.shift_until,
            break_minutes=row.break_minutes,
            active=bool(row.active),
            archived=bool(row.archived),
        )
        for row in await bulk.dump_vans(desk.snap)
    ]


async def plan_vans(desk: Desk, parsed: Parsed[Van]) -> Plan:
    """A driver is somebody of the house; a shift ends after it begins; who is to drive is not archived."""
    planned = await bulk.planned_vans(desk.snap)
    houses = await warehouse_ids(desk.snap)
    people = await person_ids(desk.snap)
    known = by_key(Van, await dump_vans(desk))
    keep_absent(parsed, known)
    need_known(parsed, "warehouse", houses, "warehouse")
    need_known(parsed, "driver_phone", await staff_phones(desk.snap), "person of the house")
    for row in parsed.rows:
        if row.record.shift_until <= row.record.shift_from:
            parsed.refuse(row, "shift_until", RowCode.NOT_AFTER, other="shift_from")
        _check_costs(parsed, row)
        if row.record.archived and row.record.code in planned:
            parsed.refuse(row, "archived", RowCode.PLANNED, day=planned[row.record.code].isoformat())
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Van) -> bulk.VanValue:
        return bulk.VanValue(
            one.code,
            one.name or one.code,
            one.plate,
            houses[one.warehouse],
            people[one.driver_phone] if one.driver_phone else None,
            one.max_weight_kg * 1000,
            one.max_volume_l * 1000,
            one.currency,
            _minor(one.cost_per_km, one.currency),
            _minor(one.cost_per_hour, one.currency),
            _minor(one.cost_per_day, one.currency),
            one.co2_g_per_km,
            list(one.skills),
            one.shift_from,
            one.shift_until,
            one.break_minutes,
            one.active,
            one.archived,
        )

    async def write(tx: Transaction) -> None:
        await bulk.load_vans(tx, [value(one) for one in found.new], [value(one) for one in found.now_changed])

    return Plan.of(found, write)


def _check_costs(parsed: Parsed[Van], row: Row[Van]) -> None:
    for name in _COSTS:
        try:
            _minor(getattr(row.record, name), row.record.currency)
        except CellError as error:
            parsed.refuse(row, name, error.code, **error.fields)


def _minor(amount: Decimal, currency: str) -> int:
    return to_scale(amount, currency_exponent(currency))


async def dump_receiving(desk: Desk) -> list[Receiving]:
    return [
        Receiving(row.dealer, row.place, show_hours(row.windows), row.service_minutes, tuple(row.needs))
        for row in await bulk.dump_receiving(desk.snap)
    ]


async def plan_receiving(desk: Desk, parsed: Parsed[Receiving]) -> Plan:
    places = await bulk.place_ids(desk.snap)
    known = by_key(Receiving, await dump_receiving(desk))
    keep_absent(parsed, known)
    need_known(parsed, "dealer", await desk.dealers(), "dealer")
    for row in parsed.rows:
        if row.record[:2] not in places:
            parsed.refuse(row, "place", RowCode.UNKNOWN_REFERENCE, what="place")
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Receiving) -> bulk.ReceivingValue:
        windows = [list(window) for window in read_hours(one.hours)]
        return bulk.ReceivingValue(places[one[:2]], windows, one.service_minutes, list(one.needs))

    async def write(tx: Transaction) -> None:
        await bulk.load_receiving(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


DEPOTS = Entity("depots", Depot, dump_depots, plan_depots)
VANS = Entity("vans", Van, dump_vans, plan_vans)
RECEIVING = Entity("receiving", Receiving, dump_receiving, plan_receiving)
