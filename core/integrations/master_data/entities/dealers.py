"""People, dealers and the places they are delivered to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from core.catalog import bulk as catalog
from core.dealers import bulk
from core.dealers.roles import may_give
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
from core.integrations.master_data.records import Dealer, Person, ShipTo
from core.integrations.master_data.types import RowCode
from core.kernel.actor import DEALER_ROLES, Role
from core.kernel.ids import PersonId
from core.pricing import bulk as pricing

_OF_DEALERS = frozenset(role.value for role in DEALER_ROLES)


async def dump_people(desk: Desk) -> list[Person]:
    codes: Mapping[Any, str] = await desk.dealer_codes()
    return [
        Person(
            one.phone,
            one.name,
            one.role,
            codes.get(one.dealer_id, ""),
            one.language or "",
            one.zone,
            one.blocked,
        )
        for one in (await bulk.dump_people(desk.snap)).values()
        if one.role
    ]


async def plan_people(desk: Desk, parsed: Parsed[Person]) -> Plan:
    """People of a dealer name it, the house's own name none."""
    known = by_key(Person, await dump_people(desk))
    dealers = await desk.dealers()
    keep_absent(parsed, known)
    need_known(parsed, "dealer", dealers, "dealer")
    for row in parsed.rows:
        if row.record.role in _OF_DEALERS and not row.record.dealer:
            parsed.refuse(row, "dealer", RowCode.NEEDS, other="dealer")
        if row.record.role not in _OF_DEALERS and row.record.dealer:
            parsed.refuse(row, "role", RowCode.EXCLUDES, other="dealer")
    await _check_roles(desk, parsed, known)
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Person) -> bulk.PersonValue:
        dealer_id = dealers[one.dealer] if one.dealer else None
        return bulk.PersonValue(
            one.phone, one.name, one.role, dealer_id, one.language or None, one.zone, one.blocked
        )

    async def write(tx: Transaction) -> None:
        known_phones = await bulk.person_ids(tx)
        # Somebody who is there without a role (yet) is changed, not written a second time.
        new = [value(one) for one in found.new]
        await bulk.load_people(
            tx,
            [one for one in new if one.phone not in known_phones],
            [value(one) for one in found.now_changed] + [one for one in new if one.phone in known_phones],
        )

    return Plan.of(found, write)


async def _check_roles(desk: Desk, parsed: Parsed[Person], known: Mapping[str, Person]) -> None:
    """A file gives nobody a role that its sender may not give, and changes nothing in what the sender is."""
    actor = desk.snap.actor
    own = {phone for phone, one in (await bulk.person_ids(desk.snap)).items() if one == actor.person_id}
    for row in parsed.rows:
        now, was = row.record, known.get(row.record.phone)
        before, after = _standing(was), _standing(now)
        if before == after:
            continue
        roles = {Role(one.role) for one in (now, was) if one is not None}
        if now.phone in own or not all(may_give(actor, role) for role in roles):
            parsed.refuse(row, "role", RowCode.NOT_YOURS, now.role)


def _standing(one: Person | None) -> tuple[str, str, bool] | None:
    return None if one is None else (one.role, one.dealer, one.blocked)


async def dump_dealers(desk: Desk) -> list[Dealer]:
    codes: Mapping[Any, str] = await desk.dealer_codes()
    phones: dict[PersonId | None, str] = {
        person_id: phone for phone, person_id in (await bulk.person_ids(desk.snap)).items()
    }
    return [
        Dealer(
            one.code,
            one.name,
            one.tier,
            one.region,
            one.language,
            one.zone,
            one.currency,
            codes.get(one.parent_id, ""),
            phones.get(one.rep_id, ""),
            one.assortment or "",
            one.active,
        )
        for one in (await bulk.dump_dealers(desk.snap)).values()
    ]


async def plan_dealers(desk: Desk, parsed: Parsed[Dealer]) -> Plan:
    """Tier, rep, approved list and parent exist (a parent may stand in the same file); nobody is above
    himself."""
    known = by_key(Dealer, await dump_dealers(desk))
    keep_absent(parsed, known)
    need_known(parsed, "tier", await pricing.tier_codes(desk.snap), "tier")
    need_known(parsed, "rep_phone", await bulk.staff_phones(desk.snap), "person of the house")
    lists = {rule.code for rule in await catalog.dump_assortments(desk.snap)}
    need_known(parsed, "assortment", lists, "approved list")
    need_known(parsed, "parent", known.keys() | {row.record.code for row in parsed.rows}, "dealer")
    _check_parents(parsed, known)
    drop_refused(parsed)
    found = compare(parsed, known)
    people = await bulk.person_ids(desk.snap)
    ids = await desk.dealers()

    def value(one: Dealer) -> bulk.DealerValue:
        return bulk.DealerValue(
            one.code,
            one.name,
            one.tier,
            one.region,
            one.language,
            one.zone,
            one.currency,
            ids.get(one.parent),
            people[one.rep_phone] if one.rep_phone else None,
            one.assortment or None,
            one.active,
        )

    async def write(tx: Transaction) -> None:
        links = {one.code: one.parent for one in (*found.new, *found.now_changed) if one.parent}
        await bulk.load_dealers(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed], links
        )

    return Plan.of(found, write)


def _check_parents(parsed: Parsed[Dealer], known: Mapping[str, Dealer]) -> None:
    above = {code: dealer.parent for code, dealer in known.items()}
    above |= {row.record.code: row.record.parent for row in parsed.rows}
    for row in parsed.rows:
        seen = {row.record.code}
        code = row.record.parent
        while code and code not in seen:
            seen.add(code)
            code = above.get(code, "")
        if code == row.record.code:
            parsed.refuse(row, "parent", RowCode.CIRCULAR)


async def dump_ship_tos(desk: Desk) -> list[ShipTo]:
    codes = await desk.dealer_codes()
    values = (await bulk.dump_ship_tos(desk.snap)).values()
    return sorted((ShipTo(codes[one.dealer_id], *one[1:]) for one in values), key=lambda one: one[:2])


async def plan_ship_tos(desk: Desk, parsed: Parsed[ShipTo]) -> Plan:
    """Latitude and longitude come together; a dealer has at most one default place."""
    known = by_key(ShipTo, await dump_ship_tos(desk))
    dealers = await desk.dealers()
    regions = {one.code: one.region for one in (await bulk.dump_dealers(desk.snap)).values()}
    keep_absent(parsed, known)
    need_known(parsed, "dealer", dealers, "dealer")
    finish(parsed, lambda one: one if one.region else one._replace(region=regions.get(one.dealer, "")))
    for row in parsed.rows:
        if (row.record.latitude is None) != (row.record.longitude is None):
            other = "longitude" if row.record.longitude is None else "latitude"
            parsed.refuse(row, other, RowCode.NEEDS, other=other)
    _check_defaults(parsed, known)
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: ShipTo) -> bulk.ShipToValue:
        return bulk.ShipToValue(dealers[one.dealer], *one[1:])

    async def write(tx: Transaction) -> None:
        await bulk.load_ship_tos(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


def _check_defaults(parsed: Parsed[ShipTo], known: Mapping[tuple[str, str], ShipTo]) -> None:
    here = {(row.record.dealer, row.record.code) for row in parsed.rows}
    defaults: defaultdict[str, list[str]] = defaultdict(list)
    for key, place in known.items():
        if place.default and key not in here:
            defaults[place.dealer].append(place.code)
    for row in parsed.rows:
        if row.record.default:
            if defaults[row.record.dealer]:
                parsed.refuse(row, "default", RowCode.TAKEN, "yes", by=defaults[row.record.dealer][0])
            defaults[row.record.dealer].append(row.record.code)


PEOPLE = Entity("people", Person, dump_people, plan_people, is_critical=True)
DEALERS = Entity("dealers", Dealer, dump_dealers, plan_dealers, is_critical=True)
SHIP_TOS = Entity("ship_tos", ShipTo, dump_ship_tos, plan_ship_tos)
