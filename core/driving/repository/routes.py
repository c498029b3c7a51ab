"""SQL about the routes that drivers have: read for the phone, locked and moved by what it tells."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from core.catalog.tables import ProductRow
from core.catalog.types import base_unit_of
from core.credit.tables import CreditDueRow
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow, ShipToRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.dispatch.tables import (
    DepotRow,
    RouteRow,
    RouteStopFetchRow,
    RouteStopRow,
    RouteStopShipmentRow,
    VanRow,
)
from core.dispatch.types import GONE, OPEN_SHIFTS, OPEN_STOPS, ChangeKind, StopState
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import VOID
from core.stock.tables import WarehouseRow

_route, _stop = table_of(RouteRow), table_of(RouteStopRow)
_on_stop = table_of(RouteStopShipmentRow)
_next = _route.alias("next_route")
# A phone may lie in a drawer for so long with a proof that it has not sent.
_REMEMBERED = timedelta(days=30)
# What every act of every phone asks for is compiled once.
_lock_route = Read(
    select(*_route.c, VanRow.name.label("van"))
    .join(VanRow, VanRow.id == _route.c.van_id)
    .where(_route.c.id == bindparam("route"))
    .with_for_update(of=RouteRow)
)
_shipments = Read(
    select(_on_stop.c.shipment_id)
    .where(_on_stop.c.stop_id.in_(bindparam("stops", expanding=True)))
    .order_by(_on_stop.c.shipment_id)
)
_fetched = table_of(RouteStopFetchRow)
_fetches = Read(
    select(_fetched.c.number).where(_fetched.c.stop_id == bindparam("stop")).order_by(_fetched.c.number)
)
_orders = Read(
    select(OrderRow.number)
    .join(ShipmentLineRow, ShipmentLineRow.order_id == OrderRow.id)
    .join(_on_stop, _on_stop.c.shipment_id == ShipmentLineRow.shipment_id)
    .where(_on_stop.c.stop_id == bindparam("stop"))
    .group_by(OrderRow.number)
    .order_by(OrderRow.number)
)
# With places in them, which are floats: ``Read`` cannot tell how PostgreSQL's are read.
_open_stops = (
    select(*_stop.c)
    .where(_stop.c.route_id == bindparam("route"), _stop.c.state.in_(bindparam("states", expanding=True)))
    .order_by(_stop.c.position)
)
_load_stop = (
    select(
        *_stop.c,
        _route.c.driver_id,
        DealerRow.name.label("dealer"),
        DealerRow.currency.label("dealer_currency"),
        DealerRow.rep_id,
        ShipToRow.latitude.label("place_latitude"),
        ShipToRow.longitude.label("place_longitude"),
    )
    .join(_route, _route.c.id == _stop.c.route_id)
    .join(DealerRow, DealerRow.id == _stop.c.dealer_id)
    .outerjoin(ShipToRow, ShipToRow.id == _stop.c.ship_to_id)
    .where(_stop.c.id == bindparam("stop"))
)
_move_stop = Write(
    update(_stop)
    .where(_stop.c.id == bindparam("stop"))
    .values(state=bindparam("to"), arrived_at=bindparam("arrived"), done_at=bindparam("done"))
)


async def lock_route(tx: Transaction, route_id: uuid.UUID) -> Any:
    """The route of the actor, held; with van and currency. Raises NotFound for anybody else's."""
    row = await tx.one_or_none(_lock_route, {"route": route_id})
    if row is None or row.driver_id is None or row.driver_id != tx.actor.person_id:
        raise NotFound(what="route")
    return row


async def change_route(tx: Transaction, route_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(update(_route).where(_route.c.id == route_id).values(**values))


async def lock_other_route(tx: Transaction, route_id: uuid.UUID) -> None:
    """Hold a route that the actor's stop was moved to, and have its driver see that it changes."""
    await tx.execute(update(_route).where(_route.c.id == route_id).values(version=_route.c.version + 1))


async def take_back(tx: Transaction, stop_id: uuid.UUID, route_id: uuid.UUID) -> None:
    """A stop belongs to the route of whoever has been there."""
    await tx.execute(update(_stop).where(_stop.c.id == stop_id).values(route_id=route_id))


async def load_stop(snap: Snapshot, stop_id: uuid.UUID) -> Any:
    """A stop with its dealer and place; None for none."""
    return await snap.one_or_none(_load_stop, {"stop": stop_id})


def move_stop(tx: Transaction, stop: Any, state: str, **times: Any) -> None:
    """times: arrived, done; those left out stay."""
    values = {"arrived": stop.arrived_at, "done": stop.done_at, **times}
    tx.write(_move_stop, {"stop": stop.id, "to": state, **values})


async def shipments_of(snap: Snapshot, stop_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Their shipments in the order of ids, which is the order of locks."""
    rows = await snap.all(_shipments, {"stops": list(stop_ids)})
    return [row.shipment_id for row in rows]


async def orders_of_stop(snap: Snapshot, stop_id: uuid.UUID) -> tuple[str, ...]:
    """Numbers of the orders that a stop brings, or of what it fetches."""
    brought, fetched = await snap.together((_orders, {"stop": stop_id}), (_fetches, {"stop": stop_id}))
    return tuple(row.number for row in (*brought, *fetched))


async def open_stops(snap: Snapshot, route_id: uuid.UUID) -> list[Any]:
    """Stops that are still to be served, in their order."""
    return await snap.all(_open_stops, {"route": route_id, "states": [state.value for state in OPEN_STOPS]})


async def bag_currency(snap: Snapshot, route_id: uuid.UUID) -> str | None:
    """The currency of the dealer of the first stop of a route; None where it has none."""
    row = await snap.one_or_none(
        select(DealerRow.currency)
        .join(_stop, _stop.c.dealer_id == DealerRow.id)
        .where(_stop.c.route_id == route_id, _stop.c.state != StopState.CANCELLED)
        .order_by(_stop.c.position, _stop.c.id)
        .limit(1)
    )
    return None if row is None else str(row.currency)


async def count_stops(snap: Snapshot, route_id: uuid.UUID) -> Mapping[str, int]:
    """How many stops of a route are in each state."""
    rows = await snap.all(
        select(_stop.c.state, func.count(_stop.c.id).label("count"))
        .where(_stop.c.route_id == route_id)
        .group_by(_stop.c.state)
    )
    return {row.state: int(row.count) for row in rows}


async def routes_of(snap: Snapshot, driver_id: PersonId, since: date, until: date) -> list[Any]:
    """Routes that the driver has on the phone: of these days, those still out of days before, too.

    given_to: name of who has taken the rest over; None for nobody.
    """
    live = _route.c.state.in_([state.value for state in OPEN_SHIFTS])
    given_to = (
        select(PersonRow.name)
        .join(_next, _next.c.driver_id == PersonRow.id)
        .where(_next.c.taken_from == _route.c.id)
        .limit(1)
        .correlate(_route)
        .scalar_subquery()
    )
    closed = (_route.c.state == "closed") & (_route.c.day >= since)
    return await snap.all(
        select(
            *_route.c,
            VanRow.name.label("van"),
            VanRow.plate,
            WarehouseRow.name.label("depot"),
            DepotRow.address.label("depot_address"),
            DepotRow.latitude.label("depot_latitude"),
            DepotRow.longitude.label("depot_longitude"),
            given_to.label("given_to"),
        )
        .join(VanRow, VanRow.id == _route.c.van_id)
        .join(WarehouseRow, WarehouseRow.id == _route.c.warehouse_id)
        .outerjoin(DepotRow, DepotRow.warehouse_id == _route.c.warehouse_id)
        .where(_route.c.driver_id == driver_id, _route.c.day <= until, live | closed)
        .order_by(_route.c.day, _route.c.starts_at, _route.c.id)
    )


async def before(snap: Snapshot, found: Sequence[Any]) -> dict[uuid.UUID, list[Any]]:
    """Of rows of routes that took others over: those, as id and driver's name, the last one first."""
    chains: dict[uuid.UUID, list[Any]] = {}
    wanted = {row.taken_from: row.id for row in found if row.taken_from is not None}
    while wanted:
        rows = await snap.all(
            select(_route.c.id, _route.c.taken_from, PersonRow.name.label("driver"))
            .join(PersonRow, PersonRow.id == _route.c.driver_id)
            .where(_route.c.id.in_(list(wanted)))
        )
        for row in rows:
            chains.setdefault(wanted[row.id], []).append(row)
        wanted = {row.taken_from: wanted[row.id] for row in rows if row.taken_from is not None}
    return chains


async def stops_of(snap: Snapshot, route_ids: Sequence[uuid.UUID]) -> list[Any]:
    """Stops with what their driver needs to find and call the dealer.

    phone: of the dealer's first person who has one.
    """
    phone = (
        select(PersonRow.phone)
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(
            DealerPersonRow.dealer_id == _stop.c.dealer_id,
            PersonRow.blocked.is_(False),
            PersonRow.phone.is_not(None),
        )
        .order_by(PersonRow.id)
        .limit(1)
        .correlate(_stop)
        .scalar_subquery()
    )
    return await snap.all(
        select(
            *_stop.c,
            DealerRow.name.label("dealer"),
            DealerRow.currency.label("dealer_currency"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
            phone.label("phone"),
        )
        .join(DealerRow, DealerRow.id == _stop.c.dealer_id)
        .outerjoin(ShipToRow, ShipToRow.id == _stop.c.ship_to_id)
        .where(_stop.c.route_id.in_(route_ids))
        .order_by(_stop.c.route_id, _stop.c.position, _stop.c.id)
    )


async def goods_of(snap: Snapshot, stop_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    """What each stop brings: lines of its shipments as they were packed, without cancelled orders.

    buyer_phone: of who ordered it, while that is somebody of its dealer.
    """
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    rows = await snap.all(
        select(
            RouteStopShipmentRow.stop_id,
            ShipmentLineRow.id,
            ShipmentLineRow.order_id,
            ShipmentLineRow.product_id,
            func.coalesce(ShipmentLineRow.found, ShipmentLineRow.quantity).label("packed"),
            OrderRow.number,
            OrderRow.note,
            OrderRow.placed_at,
            PersonRow.phone.label("buyer_phone"),
            ProductRow.sku,
            ProductRow.name,
            ProductRow.packs,
            ProductRow.sales_unit,
            OrderLineRow.instead_of,
        )
        .join(ShipmentRow, ShipmentRow.id == RouteStopShipmentRow.shipment_id)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == ShipmentRow.id)
        .join(OrderRow, OrderRow.id == ShipmentLineRow.order_id)
        .join(ProductRow, ProductRow.id == ShipmentLineRow.product_id)
        .outerjoin(OrderLineRow, OrderLineRow.id == ShipmentLineRow.line_id)
        .outerjoin(
            DealerPersonRow,
            (DealerPersonRow.person_id == OrderRow.person_id)
            & (DealerPersonRow.dealer_id == OrderRow.dealer_id),
        )
        .outerjoin(PersonRow, (PersonRow.id == DealerPersonRow.person_id) & PersonRow.blocked.is_(False))
        .where(
            RouteStopShipmentRow.stop_id.in_(stop_ids),
            ShipmentRow.state != "cancelled",
            OrderRow.state.not_in([state.value for state in VOID]),
        )
        .order_by(ShipmentRow.number, ShipmentLineRow.position)
    )
    for row in rows:
        if row.packed:
            found[row.stop_id].append(row)
    return found


def unit_of(row: Any) -> str:
    return base_unit_of(row.packs, row.sales_unit)


async def overdue_of(snap: Snapshot, dealer_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Minor units that each dealer owes past their day, which the driver may ask for."""
    rows = await snap.all(
        select(CreditDueRow.dealer_id, func.sum(CreditDueRow.open_minor).label("minor"))
        .where(CreditDueRow.dealer_id.in_(dealer_ids), CreditDueRow.due_on < snap.today)
        .group_by(CreditDueRow.dealer_id)
    )
    return {row.dealer_id: int(row.minor) for row in rows}


async def open_twins(tx: Transaction, stop_id: uuid.UUID, shipment_ids: Sequence[uuid.UUID]) -> list[Any]:
    """Other open stops that were to bring these shipments."""
    return await tx.all(
        select(*_stop.c)
        .join(RouteStopShipmentRow, RouteStopShipmentRow.stop_id == _stop.c.id)
        .where(
            RouteStopShipmentRow.shipment_id.in_(shipment_ids),
            _stop.c.id != stop_id,
            _stop.c.state.in_([state.value for state in OPEN_STOPS]),
        )
        .order_by(_stop.c.id)
    )


async def was_removed(snap: Snapshot, driver_id: PersonId, stop_id: uuid.UUID) -> bool:
    """Whether a change took this stop off a route that the driver has, or had lately."""
    rows = await snap.all(
        select(_route.c.changes).where(
            _route.c.driver_id == driver_id, _route.c.day >= snap.today - _REMEMBERED
        )
    )
    return any(is_removed(row.changes, stop_id) for row in rows)


def is_removed(changes: Sequence[Mapping[str, str]], stop_id: uuid.UUID) -> bool:
    """Whether these changes of a route took the stop off it."""
    return any(
        change.get("kind") in (ChangeKind.REMOVED, GONE) and change.get("stop_id") == str(stop_id)
        for change in changes
    )
