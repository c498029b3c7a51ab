"""Everything a driver's phone needs for the day, in one answer (I1, I2)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from core.dispatch.types import GONE, OPEN_STOPS, StopState
from core.driving.repository import door_money, evidence, fetches, proofs, routes
from core.driving.types import (
    Bag,
    DriverRoute,
    DriverStop,
    LoadLine,
    Need,
    StopLine,
    StopMoney,
    StopOrder,
    Today,
)
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId
from core.kernel.money import Money

_MOST_NOTE = 500
# Over a long weekend the next day at work is that far away.
_AHEAD = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class ShowDriverDay(Query[Today]):
    """The actor's own routes that are out, those of the next days too, and those of today that are closed."""

    permission = Permission.DRIVE


async def show_driver_day(snap: Snapshot, _query: ShowDriverDay) -> Today:
    today = snap.today
    found = await routes.routes_of(snap, snap.person_id, today, today + _AHEAD)
    # Where stops of a route are shown, and who made them: on its own, and on that of who took the rest over.
    shown_on: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {route.id: [(route.id, "")] for route in found}
    before = await routes.before(snap, found)
    for route_id, chain in before.items():
        for one in chain:
            shown_on.setdefault(one.id, []).append((route_id, one.driver))
    stops = [
        stop for stop in await routes.stops_of(snap, list(shown_on)) if stop.state != StopState.CANCELLED
    ]
    goods = await routes.goods_of(snap, [stop.id for stop in stops])
    fetched = await fetches.goods_to_fetch(snap, [stop.id for stop in stops])
    # Whose orders were taken back needs no visit.
    wanted = goods.keys() | fetched.keys()
    stops = [stop for stop in stops if stop.id in wanted or StopState(stop.state) not in OPEN_STOPS]
    fetching = {one.stop_id for one in await fetches.documents_of(snap, [stop.id for stop in stops])}
    cash = await _cash(snap, [stop for stop in stops if stop.id not in fetching], [one.id for one in found])
    needs = await evidence.needs_of_stops(snap, [stop.id for stop in stops])
    lacks = await evidence.lacks_of_stops(snap, [stop.id for stop in stops])
    has_codes = (await proofs.load_policy(snap)).has_codes
    bags = await door_money.bags_of(snap, [route.id for route in found])
    paid = await door_money.money_of_stops(snap, snap.person_id, [stop.id for stop in stops])
    shown: dict[uuid.UUID, list[DriverStop]] = {route.id: [] for route in found}
    for stop in stops:
        asked = (needs[stop.id], lacks.get(stop.id, ()))
        if stop.id in fetching:
            # Nobody pays or shows a code where our van takes goods along.
            nothing = Money.zero(stop.dealer_currency)
            there = _stop(stop, fetched.get(stop.id, []), nothing, False, *asked, None)
            own = replace(there, is_fetch=True)
        else:
            money = Money(cash.get(stop.id, 0), stop.dealer_currency)
            own = _stop(stop, goods.get(stop.id, []), money, has_codes, *asked, paid.get(stop.id))
        for route_id, by in shown_on[stop.route_id]:
            # What another made is to be seen, and nothing of it is left to be done.
            due = Money.zero(stop.dealer_currency)
            other = replace(own, by=by, needs=(), lacks=(), cash_due=due)
            shown[route_id].append(other if by else own)
    return Today(
        today,
        tuple(
            _route(
                route,
                sorted(shown[route.id], key=lambda one: one.position),
                [line for one in shown[route.id] if not one.by for line in goods.get(one.id, [])],
                bags.get(route.id, []),
                before[route.id][0].driver if route.id in before else "",
            )
            for route in found
        ),
    )


async def _cash(snap: Snapshot, stops: Sequence[Any], route_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What to ask for at which stop: of each dealer once, at the first open one, and not again for what is
    in a driver's bag already."""
    dealers = sorted({stop.dealer_id for stop in stops})
    overdue = await routes.overdue_of(snap, dealers)
    taken = await door_money.uncounted_of(snap, dealers)
    ahead = [one for one in stops if StopState(one.state) in OPEN_STOPS and one.route_id in route_ids]
    first: dict[uuid.UUID, Any] = {}
    for stop in sorted(ahead, key=lambda one: (route_ids.index(one.route_id), one.position)):
        first.setdefault(stop.dealer_id, stop)
    return {
        stop.id: max(overdue.get(dealer_id, 0) - taken.get(dealer_id, 0), 0)
        for dealer_id, stop in first.items()
    }


def _stop(
    stop: Any,
    lines: Sequence[Any],
    money: Money,
    has_codes: bool,
    needs: tuple[Need, ...],
    lacks: tuple[Need, ...],
    paid: StopMoney | None,
) -> DriverStop:
    orders: dict[uuid.UUID, list[Any]] = {}
    for line in lines:
        orders.setdefault(line.order_id, []).append(line)
    notes = dict.fromkeys(line.note for line in lines if line.note)
    window = None
    if stop.window_from is not None and stop.window_until is not None:
        window = (stop.window_from, stop.window_until)
    return DriverStop(
        id=stop.id,
        position=stop.position,
        state=stop.state,
        dealer_id=DealerId(stop.dealer_id),
        dealer=stop.dealer,
        address=", ".join(part for part in (stop.place, stop.address, stop.city) if part),
        latitude=stop.latitude,
        longitude=stop.longitude,
        phone=_phone(stop, lines),
        note="\n".join(notes)[:_MOST_NOTE],
        window=window,
        eta=stop.eta,
        service_minutes=stop.service_minutes,
        has_code=has_codes,
        needs=needs,
        lacks=lacks,
        weight_g=stop.weight_g,
        cash_due=money,
        orders=tuple(
            StopOrder(
                order_id,
                of_order[0].number,
                tuple(
                    StopLine(
                        line.id, line.sku, line.name, int(line.packed), routes.unit_of(line), line.instead_of
                    )
                    for line in of_order
                ),
            )
            for order_id, of_order in orders.items()
        ),
        paid=paid,
    )


def _phone(stop: Any, lines: Sequence[Any]) -> str:
    """Of who ordered last of what comes; else of the dealer's first person."""
    called = max((line for line in lines if line.buyer_phone), key=lambda line: line.placed_at, default=None)
    return str(called.buyer_phone) if called else stop.phone or ""


def _route(
    route: Any, stops: Sequence[DriverStop], lines: Sequence[Any], bags: Sequence[Bag], taken_from: str
) -> DriverRoute:
    load: Counter[str] = Counter()
    names: dict[str, Any] = {}
    for line in lines:
        load[line.sku] += int(line.packed)
        names[line.sku] = line
    return DriverRoute(
        id=route.id,
        day=route.day,
        version=route.version,
        state=route.state,
        van=route.van,
        plate=route.plate,
        depot=route.depot,
        depot_address=route.depot_address or "",
        depot_latitude=route.depot_latitude,
        depot_longitude=route.depot_longitude,
        starts_at=route.starts_at,
        ends_at=route.ends_at,
        distance_m=route.distance_m,
        stops=tuple(stops),
        load=tuple(
            LoadLine(sku, names[sku].name, quantity, routes.unit_of(names[sku]))
            for sku, quantity in sorted(load.items())
        ),
        changes=tuple(_change(one) for one in route.changes if one["kind"] != GONE),
        bags=tuple(bags),
        given_to=route.given_to or "",
        taken_from=taken_from,
    )


def _change(stored: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: str(stored.get(name, "")) for name in ("kind", "stop_id", "dealer", "was", "now")}
