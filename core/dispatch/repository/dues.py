"""What is to be brought from a depot on a day, and fetched: shipments that an own van may take, beside goods
of partners and returns."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow, ShipToRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.deliveries.types import ShipmentState, Way
from core.dispatch.plan_types import Drop, Receiving
from core.dispatch.repository.fetches import brought_here, list_fetches
from core.dispatch.repository.vans import position_of, receiving_of
from core.dispatch.tables import RouteRow, RouteStopRow, RouteStopShipmentRow
from core.dispatch.types import OPEN_STOPS, StopState
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, WarehouseId
from core.orders.tables import OrderRow
from core.orders.types import VOID, OrderState, Window
from core.stock.repository import HELD
from core.stock.tables import ReservationRow

# A shipment that is still being picked is planned, too: the night is long enough to pack it.
_READY = (ShipmentState.PICKING, ShipmentState.PACKED)
# Out of the stock: what came back, or never was in it.
_LEFT = (ShipmentState.SHIPPED.value, ShipmentState.OUT_FOR_DELIVERY.value)


@dataclass(slots=True)
class _Goods:
    """What is in one shipment, summed over its lines."""

    orders: list[str] = field(default_factory=list)
    weight_g: int = 0
    volume_ml: int = 0
    asked_at: datetime | None = None
    chosen: Window | None = None


def _on_open_stops(plan_id: uuid.UUID | None) -> Select[Any]:
    """Shipments that an open stop of another plan brings."""
    statement = (
        select(RouteStopShipmentRow.shipment_id)
        .join(RouteStopRow, RouteStopRow.id == RouteStopShipmentRow.stop_id)
        .join(RouteRow, RouteRow.id == RouteStopRow.route_id)
        .where(RouteStopRow.state.in_([state.value for state in OPEN_STOPS]))
    )
    return statement if plan_id is None else statement.where(RouteRow.plan_id != plan_id)


def _came_back() -> ColumnElement[bool]:
    """What our van had with it and nobody took, or could not bring: it has left the stock all the same."""
    lost = (StopState.FAILED.value, StopState.CANCELLED.value)
    failed = (
        select(RouteStopShipmentRow.shipment_id)
        .join(RouteStopRow, RouteStopRow.id == RouteStopShipmentRow.stop_id)
        .where(RouteStopRow.state.in_(lost))
    )
    return and_(ShipmentRow.state.in_(_LEFT), ShipmentRow.id.in_(failed))


async def list_drops(
    snap: Snapshot, warehouse_id: WarehouseId, day: date, *, plan_id: uuid.UUID | None = None
) -> list[Drop]:
    """What is due by that day and on no other plan's open stop: one drop a place, the first asked first, then
    what is fetched."""
    ours = and_(
        ShipmentRow.warehouse_id == warehouse_id,
        or_(ShipmentRow.state.in_([state.value for state in _READY]), _came_back()),
    )
    fetched = and_(ShipmentRow.state.in_(_LEFT), ShipmentRow.id.in_(brought_here(warehouse_id, day)))
    rows = await snap.all(
        _shipments().where(
            or_(ours, fetched),
            or_(ShipmentRow.way.is_(None), ShipmentRow.way == Way.VAN.value),
            or_(ShipmentRow.promised_on.is_(None), ShipmentRow.promised_on <= day),
            ShipmentRow.id.not_in(_on_open_stops(plan_id)),
        )
    )
    brought = await _as_drops(snap, rows)
    return [*brought, *await list_fetches(snap, warehouse_id, day, plan_id=plan_id)]


async def drops_of(snap: Snapshot, shipment_ids: Sequence[uuid.UUID]) -> list[Drop]:
    """The drops of certain shipments, wherever they are."""
    return await _as_drops(snap, await snap.all(_shipments().where(ShipmentRow.id.in_(list(shipment_ids)))))


async def count_unpicked(snap: Snapshot, warehouse_id: WarehouseId, day: date) -> int:
    """Approved orders promised by that day that nobody has begun to pick there."""
    begun = select(ShipmentLineRow.order_id).where(ShipmentLineRow.order_id == OrderRow.id)
    statement = select(func.count()).where(
        OrderRow.state == OrderState.APPROVED.value,
        OrderRow.promised_on <= day,
        OrderRow.id.in_(_held_at(warehouse_id)),
        ~begun.exists(),
    )
    return int((await snap.execute(statement)).scalar_one())


async def next_due(snap: Snapshot, warehouse_ids: Sequence[WarehouseId], after: date) -> date | None:
    """The first day after it that a shipment for an own van, or an approved order not picked, is promised."""
    ids = list(warehouse_ids)
    packed = select(func.min(ShipmentRow.promised_on)).where(
        ShipmentRow.warehouse_id.in_(ids),
        ShipmentRow.state.in_([state.value for state in _READY]),
        or_(ShipmentRow.way.is_(None), ShipmentRow.way == Way.VAN.value),
        ShipmentRow.promised_on > after,
        ShipmentRow.id.not_in(_on_open_stops(None)),
    )
    begun = select(ShipmentLineRow.order_id).where(ShipmentLineRow.order_id == OrderRow.id)
    held = select(ReservationRow.order_id).where(
        ReservationRow.warehouse_id.in_(ids), ReservationRow.state == HELD
    )
    unpicked = select(func.min(OrderRow.promised_on)).where(
        OrderRow.state == OrderState.APPROVED.value,
        OrderRow.promised_on > after,
        OrderRow.id.in_(held),
        ~begun.exists(),
    )
    days = [(await snap.execute(statement)).scalar_one() for statement in (packed, unpicked)]
    return min((day for day in days if day is not None), default=None)


def _held_at(warehouse_id: WarehouseId) -> Select[Any]:
    return select(ReservationRow.order_id).where(
        ReservationRow.warehouse_id == warehouse_id, ReservationRow.state == HELD
    )


def _shipments() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ShipmentRow.id,
            ShipmentRow.dealer_id,
            ShipmentRow.is_urgent,
            ShipmentRow.parcels,
            ShipmentRow.state,
            ShipmentRow.window_from,
            ShipmentRow.window_until,
            DealerRow.name.label("dealer"),
            ShipToRow.id.label("ship_to_id"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
            ShipToRow.latitude,
            ShipToRow.longitude,
        )
        .join(DealerRow, DealerRow.id == ShipmentRow.dealer_id)
        .outerjoin(
            ShipToRow,
            or_(
                ShipToRow.id == ShipmentRow.ship_to_id,
                # No place was named: the dealer's usual one.
                ShipmentRow.ship_to_id.is_(None)
                & (ShipToRow.dealer_id == ShipmentRow.dealer_id)
                & ShipToRow.is_default.is_(True),
            ),
        )
        .order_by(ShipmentRow.id)
    )


async def _as_drops(snap: Snapshot, rows: Sequence[Any]) -> list[Drop]:
    goods = await _goods(snap, [row.id for row in rows])
    terms = await receiving_of(snap, [row.ship_to_id for row in rows if row.ship_to_id is not None])
    places: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if goods[row.id].orders:  # all of its orders were cancelled: nothing goes
            places[str(row.ship_to_id or row.dealer_id)].append(row)
    drops = [_drop(key, same, goods, terms) for key, same in places.items()]
    return sorted(drops, key=lambda drop: (drop.asked_at, drop.key))


def _drop(
    key: str,
    same: Sequence[Any],
    goods: dict[uuid.UUID, _Goods],
    terms: dict[uuid.UUID, Receiving],
) -> Drop:
    first, own = same[0], [goods[row.id] for row in same]
    return Drop(
        key=key,
        dealer_id=DealerId(first.dealer_id),
        dealer=first.dealer,
        ship_to_id=first.ship_to_id,
        address=", ".join(part for part in (first.place, first.address, first.city) if part),
        place=position_of(first.latitude, first.longitude),
        shipment_ids=tuple(row.id for row in same),
        orders=tuple(dict.fromkeys(number for one in own for number in one.orders)),
        weight_g=sum(sum(row.parcels) or one.weight_g for row, one in zip(same, own, strict=True)),
        volume_ml=sum(one.volume_ml for one in own),
        receiving=terms.get(first.ship_to_id, Receiving()),
        is_urgent=any(row.is_urgent for row in same),
        asked_at=min(one.asked_at for one in own if one.asked_at is not None),
        chosen=max((one.chosen for one in own if one.chosen), default=None),
        told=max(
            ((row.window_from, row.window_until) for row in same if row.window_from and row.window_until),
            default=None,
        ),
    )


async def _goods(snap: Snapshot, shipment_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, _Goods]:
    found = {one: _Goods() for one in shipment_ids}
    line = ShipmentLineRow
    for row in await snap.all(
        select(
            line.shipment_id,
            func.coalesce(line.found, line.quantity).label("quantity"),
            OrderRow.number,
            OrderRow.placed_at,
            OrderRow.window_from,
            OrderRow.window_until,
            ProductRow.weight_g,
            ProductRow.volume_ml,
        )
        .join(OrderRow, OrderRow.id == line.order_id)
        .join(ProductRow, ProductRow.id == line.product_id)
        .where(
            line.shipment_id.in_(list(shipment_ids)),
            OrderRow.state.not_in([state.value for state in VOID]),
        )
        .order_by(line.shipment_id, OrderRow.placed_at, line.position)
    ):
        own = found[row.shipment_id]
        if row.number not in own.orders:
            own.orders.append(row.number)
        own.weight_g += row.quantity * row.weight_g
        own.volume_ml += row.quantity * row.volume_ml
        own.asked_at = row.placed_at if own.asked_at is None else min(own.asked_at, row.placed_at)
        if own.chosen is None and row.window_from and row.window_until:
            own.chosen = (row.window_from, row.window_until)
    return found
