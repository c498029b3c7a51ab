"""What vans that bring something to a dealer have still to do."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.deliveries.tables import ShipmentLineRow
from core.dispatch.tables import RouteRow, RouteStopRow, RouteStopShipmentRow
from core.dispatch.types import LIVE_ROUTES, OPEN_STOPS, RouteState, StopState
from core.infra.transaction import Snapshot
from core.kernel.clock import local_day
from core.kernel.ids import DealerId
from core.orders.tables import OrderRow
from core.stock.tables import WarehouseRow


@dataclass(frozen=True, slots=True)
class LiveStop:
    """A stop that is not made yet; orders: of the dealer who asks, () of others. is_out: its van has left."""

    dealer_id: DealerId
    state: StopState
    eta: datetime
    zone: str
    orders: tuple[str, ...]
    is_out: bool


async def list_live_stops(snap: Snapshot, dealer_id: DealerId) -> list[list[LiveStop]]:
    """Of each van that is to come to the dealer on the same day: its open stops, in their order."""
    live = RouteRow.state.in_([state.value for state in LIVE_ROUTES])
    is_open = RouteStopRow.state.in_([state.value for state in OPEN_STOPS])
    mine = await snap.all(
        select(RouteRow.van_id, RouteRow.day, WarehouseRow.zone)
        .join(RouteStopRow, RouteStopRow.route_id == RouteRow.id)
        .join(WarehouseRow, WarehouseRow.id == RouteRow.warehouse_id)
        .where(live, is_open, RouteStopRow.dealer_id == dealer_id)
        .distinct()
        .order_by(RouteRow.day, RouteRow.van_id)
    )
    orders = await _orders(snap, dealer_id) if mine else {}
    found = []
    for van_id, day, zone in mine:
        if day != local_day(snap.now, zone):
            continue  # it leaves later, or a driver never ended that day
        rows = await snap.all(
            select(RouteStopRow.__table__, RouteRow.state.label("route_state"), RouteRow.started_at)
            .join(RouteRow, RouteRow.id == RouteStopRow.route_id)
            .where(live, is_open, RouteRow.van_id == van_id, RouteRow.day == day)
            .order_by(RouteRow.trip, RouteStopRow.position, RouteStopRow.id)
        )
        found.append(
            [
                LiveStop(
                    DealerId(row.dealer_id),
                    StopState(row.state),
                    row.eta,
                    zone,
                    orders.get(row.id, ()),
                    # Who has taken over on the road has not set out himself yet.
                    row.route_state == RouteState.STARTED.value or row.started_at is not None,
                )
                for row in rows
            ]
        )
    return found


async def _orders(snap: Snapshot, dealer_id: DealerId) -> dict[uuid.UUID, tuple[str, ...]]:
    """Numbers of the dealer's orders by open stop."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in await snap.all(
        select(RouteStopShipmentRow.stop_id, OrderRow.number)
        .join(RouteStopRow, RouteStopRow.id == RouteStopShipmentRow.stop_id)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == RouteStopShipmentRow.shipment_id)
        .join(OrderRow, OrderRow.id == ShipmentLineRow.order_id)
        .where(
            RouteStopRow.dealer_id == dealer_id,
            OrderRow.dealer_id == dealer_id,
            RouteStopRow.state.in_([state.value for state in OPEN_STOPS]),
        )
        .distinct()
        .order_by(OrderRow.number)
    ):
        found[row.stop_id].append(row.number)
    return {stop_id: tuple(numbers) for stop_id, numbers in found.items()}
