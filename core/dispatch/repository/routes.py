"""Day plans, their routes and stops: written, locked, read."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.dealers.tables import DealerRow, PersonRow, ShipToRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.dispatch.plan_types import LeftOut, PlanView, Remedy, RoadSource, RoadTrouble, Wishes, within_fleet
from core.dispatch.repository.roads import read_trouble, stored_trouble
from core.dispatch.repository.vans import depots, list_vans, position_of, vans_of
from core.dispatch.tables import (
    RoutePlanRow,
    RouteRow,
    RouteStopFetchRow,
    RouteStopRow,
    RouteStopShipmentRow,
    VanRow,
)
from core.dispatch.types import (
    GONE,
    LIVE_ROUTES,
    ChangeKind,
    Depot,
    Fetch,
    FetchKind,
    Route,
    RouteChange,
    RouteState,
    Stop,
    StopState,
    Van,
)
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId, WarehouseId
from core.kernel.money import Money
from core.orders.tables import OrderRow


async def lock_plan(tx: Transaction, warehouse_id: WarehouseId, day: date) -> Any:
    """The plan's row, made where there is none (version 0), held until the transaction ends."""
    make = postgresql.insert if tx.on_postgres else sqlite.insert
    await tx.execute(
        make(RoutePlanRow)
        .values(
            id=tx.new_id(),
            warehouse_id=warehouse_id,
            day=day,
            version=0,
            made_by=tx.actor.person_id,
            made_at=tx.now,
            given_m=0,
            unserved=[],
            wishes={},
        )
        .on_conflict_do_nothing(index_elements=["warehouse_id", "day"])
    )
    statement = select(RoutePlanRow.__table__).where(
        RoutePlanRow.warehouse_id == warehouse_id, RoutePlanRow.day == day
    )
    return await tx.one_or_none(statement.with_for_update())


async def find_plan(snap: Snapshot, warehouse_id: WarehouseId, day: date) -> Any:
    """The plan's row; None where nobody has planned that day."""
    return await snap.one_or_none(
        select(RoutePlanRow.__table__).where(
            RoutePlanRow.warehouse_id == warehouse_id, RoutePlanRow.day == day, RoutePlanRow.version > 0
        )
    )


async def change_plan(tx: Transaction, plan_id: uuid.UUID, values: Mapping[str, Any]) -> None:
    await tx.execute(update(RoutePlanRow).where(RoutePlanRow.id == plan_id).values(**values))


async def change_route(tx: Transaction, route_id: uuid.UUID, values: Mapping[str, Any]) -> None:
    await tx.execute(update(RouteRow).where(RouteRow.id == route_id).values(**values))


async def hold_route(tx: Transaction, route_id: uuid.UUID) -> None:
    """Held until the transaction ends: whatever its driver's phone tells meanwhile waits for that."""
    await tx.execute(select(RouteRow.id).where(RouteRow.id == route_id).with_for_update())


async def change_stop(tx: Transaction, stop_id: uuid.UUID, values: Mapping[str, Any]) -> None:
    await tx.execute(update(RouteStopRow).where(RouteStopRow.id == stop_id).values(**values))


async def insert_routes(
    tx: Transaction, routes: Sequence[Mapping[str, Any]], stops: Sequence[Mapping[str, Any]]
) -> None:
    """Rows of routes and of stops; a stop's row has its goods besides (``shipment_ids``, ``fetches``)."""
    if routes:
        await tx.execute(insert(RouteRow), list(routes))
    if stops:
        goods = ("shipment_ids", "fetches")
        bare = [{name: value for name, value in one.items() if name not in goods} for one in stops]
        await tx.execute(insert(RouteStopRow), bare)
        pairs = [
            {"stop_id": one["id"], "shipment_id": shipment}
            for one in stops
            for shipment in one["shipment_ids"]
        ]
        if pairs:
            await tx.execute(insert(RouteStopShipmentRow), pairs)
        fetched = [
            {"stop_id": one["id"], "document_id": fetch.id, "kind": fetch.kind.value, "number": fetch.number}
            for one in stops
            for fetch in one["fetches"]
        ]
        if fetched:
            await tx.execute(insert(RouteStopFetchRow), fetched)


async def delete_stops(tx: Transaction, stop_ids: Sequence[uuid.UUID]) -> None:
    ids = list(stop_ids)
    await tx.execute(delete(RouteStopShipmentRow).where(RouteStopShipmentRow.stop_id.in_(ids)))
    await tx.execute(delete(RouteStopFetchRow).where(RouteStopFetchRow.stop_id.in_(ids)))
    await tx.execute(delete(RouteStopRow).where(RouteStopRow.id.in_(ids)))


async def delete_routes(tx: Transaction, plan_id: uuid.UUID) -> None:
    """All routes of a plan that nobody has been told of."""
    routes = select(RouteRow.id).where(RouteRow.plan_id == plan_id)
    rows = await tx.all(select(RouteStopRow.id).where(RouteStopRow.route_id.in_(routes)))
    await delete_stops(tx, [row.id for row in rows])
    await tx.execute(delete(RouteRow).where(RouteRow.plan_id == plan_id))


async def load_plan(snap: Snapshot, plan_id: uuid.UUID) -> PlanView:
    """Raises NotFound for one that is not there."""
    row = await snap.one_or_none(
        select(RoutePlanRow.__table__).where(RoutePlanRow.id == plan_id, RoutePlanRow.version > 0)
    )
    if row is None:
        raise NotFound(what="route_plan")
    (depot,) = await depots(snap, warehouse_id=WarehouseId(row.warehouse_id))
    routes = await list_routes(snap, plan_id=plan_id)
    fleet = await list_vans(snap, warehouse_id=WarehouseId(row.warehouse_id))
    return PlanView(
        id=row.id,
        depot=depot,
        day=row.day,
        version=row.version,
        published_at=row.published_at,
        routes=tuple(routes),
        left_out=tuple(_read_left_out(one) for one in row.unserved),
        wishes=within_fleet(read_wishes(row.wishes), {van.code for van in fleet}),
        given_m=row.given_m,
        currency=routes[0].cost.currency if routes else snap.settings.default_currency,
        fleet=tuple(fleet),
        roads=RoadSource(row.roads),
        troubles=tuple(read_trouble(one) for one in row.wishes.get("roads", ()) if "until" in one),
    )


async def load_route(snap: Snapshot, route_id: uuid.UUID) -> Route:
    """Raises NotFound for one that is not there."""
    found = await list_routes(snap, route_id=route_id)
    if not found:
        raise NotFound(what="route")
    return found[0]


async def list_routes(
    snap: Snapshot,
    *,
    plan_id: uuid.UUID | None = None,
    route_id: uuid.UUID | None = None,
    driver_id: PersonId | None = None,
    day: date | None = None,
    states: Sequence[RouteState] = (),
) -> list[Route]:
    """Routes with their stops, by van and trip."""
    statement = select(RouteRow.__table__, PersonRow.name.label("driver")).outerjoin(
        PersonRow, PersonRow.id == RouteRow.driver_id
    )
    if plan_id is not None:
        statement = statement.where(RouteRow.plan_id == plan_id)
    if route_id is not None:
        statement = statement.where(RouteRow.id == route_id)
    if driver_id is not None:
        statement = statement.where(RouteRow.driver_id == driver_id)
    if day is not None:
        statement = statement.where(RouteRow.day == day)
    if states:
        statement = statement.where(RouteRow.state.in_([state.value for state in states]))
    rows = await snap.all(statement)
    vans = await vans_of(snap, {row.van_id for row in rows})
    houses = {depot.warehouse_id: depot for depot in await depots(snap)} if rows else {}
    currencies = {row.id: row.currency for row in rows}
    stops = await _stops(snap, currencies)
    found = [_read(row, vans[row.van_id], houses[row.warehouse_id], stops[row.id]) for row in rows]
    return sorted(found, key=lambda one: (one.day, one.van.code, one.trip))


async def driving_on(snap: Snapshot, day: date) -> dict[PersonId, str]:
    """Who drives which van on that day, of routes that are not over."""
    rows = await snap.all(
        select(RouteRow.driver_id, VanRow.code)
        .join(VanRow, VanRow.id == RouteRow.van_id)
        .where(
            RouteRow.day == day,
            RouteRow.driver_id.is_not(None),
            RouteRow.state.in_([state.value for state in LIVE_ROUTES]),
        )
        .order_by(VanRow.code)
    )
    return {PersonId(row.driver_id): str(row.code) for row in rows}


def _shipments_of_stops(route_ids: Sequence[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(RouteStopShipmentRow.stop_id, ShipmentRow.id, ShipmentRow.is_urgent, OrderRow.number)
        .join(RouteStopRow, RouteStopRow.id == RouteStopShipmentRow.stop_id)
        .join(ShipmentRow, ShipmentRow.id == RouteStopShipmentRow.shipment_id)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == ShipmentRow.id)
        .join(OrderRow, OrderRow.id == ShipmentLineRow.order_id)
        .where(RouteStopRow.route_id.in_(list(route_ids)))
        .distinct()
        .order_by(ShipmentRow.id, OrderRow.number)
    )


async def _stops(snap: Snapshot, currencies: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, list[Stop]]:
    found: dict[uuid.UUID, list[Stop]] = defaultdict(list)
    if not currencies:
        return found
    goods: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in await snap.all(_shipments_of_stops(list(currencies))):
        goods[row.stop_id].append(row)
    fetches: dict[uuid.UUID, list[Fetch]] = defaultdict(list)
    for row in await snap.all(
        select(RouteStopFetchRow.__table__)
        .join(RouteStopRow, RouteStopRow.id == RouteStopFetchRow.stop_id)
        .where(RouteStopRow.route_id.in_(list(currencies)))
        .order_by(RouteStopFetchRow.number)
    ):
        fetches[row.stop_id].append(Fetch(FetchKind(row.kind), row.document_id, row.number))
    for row in await snap.all(
        select(
            RouteStopRow.__table__,
            DealerRow.name.label("dealer"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
        )
        .join(DealerRow, DealerRow.id == RouteStopRow.dealer_id)
        .outerjoin(ShipToRow, ShipToRow.id == RouteStopRow.ship_to_id)
        .where(RouteStopRow.route_id.in_(list(currencies)))
        .order_by(RouteStopRow.route_id, RouteStopRow.position, RouteStopRow.id)
    ):
        stop = _read_stop(row, goods[row.id], fetches[row.id], currencies[row.route_id])
        found[row.route_id].append(stop)
    return found


def _read_stop(row: Any, goods: Sequence[Any], fetches: Sequence[Fetch], currency: str) -> Stop:
    return Stop(
        id=row.id,
        route_id=row.route_id,
        position=row.position,
        state=StopState(row.state),
        dealer_id=DealerId(row.dealer_id),
        dealer=row.dealer,
        ship_to_id=row.ship_to_id,
        address=", ".join(part for part in (row.place, row.address, row.city) if part),
        place=position_of(row.latitude, row.longitude),
        shipment_ids=tuple(dict.fromkeys(one.id for one in goods)),
        orders=tuple(dict.fromkeys(one.number for one in (*goods, *fetches))),
        window=(row.window_from, row.window_until) if row.window_from and row.window_until else None,
        eta=row.eta,
        service_minutes=row.service_minutes,
        weight_g=row.weight_g,
        volume_ml=row.volume_ml,
        distance_m=row.distance_m,
        cost=Money(row.cost_minor, currency),
        co2_g=row.co2_g,
        is_urgent=any(one.is_urgent for one in goods),
        arrived_at=row.arrived_at,
        done_at=row.done_at,
        fetches=tuple(fetches),
    )


def _read(row: Any, van: Van, depot: Depot, stops: Sequence[Stop]) -> Route:
    return Route(
        id=row.id,
        plan_id=row.plan_id,
        day=row.day,
        state=RouteState(row.state),
        version=row.version,
        trip=row.trip,
        van=van,
        driver_id=None if row.driver_id is None else PersonId(row.driver_id),
        depot=depot,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        distance_m=row.distance_m,
        drive_seconds=row.drive_seconds,
        cost=Money(row.cost_minor, row.currency),
        co2_g=row.co2_g,
        is_locked=bool(row.is_locked),
        stops=tuple(stops),
        changes=tuple(
            RouteChange(
                ChangeKind(one["kind"]), uuid.UUID(one["stop_id"]), one["dealer"], one["was"], one["now"]
            )
            for one in row.changes
            if one["kind"] != GONE
        ),
        gone=tuple(uuid.UUID(one["stop_id"]) for one in row.changes if one["kind"] == GONE),
        started_at=row.started_at,
        taken_from=row.taken_from,
        named=row.driver or "",
    )


def stored_changes(changes: Sequence[RouteChange], gone: Sequence[uuid.UUID] = ()) -> list[dict[str, str]]:
    """What a route's row keeps of its changes; gone: as `Route.gone`."""
    return [{"kind": GONE, "stop_id": str(one)} for one in gone] + [
        {
            "kind": one.kind.value,
            "stop_id": str(one.stop_id),
            "dealer": one.dealer,
            "was": one.was,
            "now": one.now,
        }
        for one in changes
    ]


def stored_wishes(wishes: Wishes, troubles: Sequence[RoadTrouble]) -> dict[str, Any]:
    return asdict(wishes) | {"roads": [stored_trouble(one) for one in troubles]}


def read_wishes(stored: Mapping[str, Any]) -> Wishes:
    return Wishes(
        stored.get("earlier_minutes", 0),
        tuple(stored.get("extra", ())),
        dict(stored.get("pins", {})),
        tuple(stored.get("locked", ())),
    )


def stored_left_out(one: LeftOut) -> dict[str, Any]:
    return {
        "drop": one.drop,
        "dealer_id": str(one.dealer_id),
        "dealer": one.dealer,
        "orders": list(one.orders),
        "why": list(one.why),
        "remedies": [
            {"kind": help_.kind, "amount": help_.amount, "van": help_.van, "skills": list(help_.skills)}
            | ({} if help_.cost is None else {"minor": help_.cost.minor, "currency": help_.cost.currency})
            for help_ in one.remedies
        ],
    }


def _read_left_out(stored: Mapping[str, Any]) -> LeftOut:
    return LeftOut(
        stored["drop"],
        DealerId(uuid.UUID(stored["dealer_id"])),
        stored["dealer"],
        tuple(stored["orders"]),
        tuple(stored["why"]),
        tuple(
            Remedy(
                one["kind"],
                one["amount"],
                one["van"],
                tuple(one["skills"]),
                Money(one["minor"], one["currency"]) if "minor" in one else None,
            )
            for one in stored["remedies"]
        ),
    )
