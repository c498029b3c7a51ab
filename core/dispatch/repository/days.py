"""What stands promised for a day, and what is on its way then already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, select, update

from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.dispatch.tables import RouteRow, RouteStopRow, RouteStopShipmentRow, VanRow
from core.dispatch.types import LIVE_ROUTES
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, OrderId
from core.orders.states import IN_HOUSE
from core.orders.tables import OrderRow
from core.vendors.tables import PurchaseOrderRow, VendorRow
from core.vendors.types import OPEN

_live = RouteRow.state.in_([state.value for state in LIVE_ROUTES])


class Promised(NamedTuple):
    order_id: OrderId
    number: str
    dealer_id: DealerId
    dealer: str
    has_hours: bool


async def list_promised(snap: Snapshot, day: date) -> list[Promised]:
    """Orders still in the house that were promised for that day, by dealer and number.

    Not what a vendor sends, who keeps days of his own, and not what is on a route that its driver knows of.
    """
    sent = exists().where(
        PurchaseOrderRow.order_id == OrderRow.id,
        PurchaseOrderRow.state.in_([state.value for state in OPEN]),
        VendorRow.id == PurchaseOrderRow.vendor_id,
        VendorRow.dealer_id.is_(None),
    )
    on_route = exists().where(
        ShipmentLineRow.order_id == OrderRow.id,
        RouteStopShipmentRow.shipment_id == ShipmentLineRow.shipment_id,
        RouteStopRow.id == RouteStopShipmentRow.stop_id,
        RouteRow.id == RouteStopRow.route_id,
        RouteRow.day == day,
        _live,
    )
    rows = await snap.all(
        select(OrderRow.id, OrderRow.number, OrderRow.dealer_id, DealerRow.name, OrderRow.window_from)
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .where(
            OrderRow.promised_on == day,
            OrderRow.state.in_([state.value for state in IN_HOUSE]),
            ~sent,
            ~on_route,
        )
        .order_by(DealerRow.name, OrderRow.dealer_id, OrderRow.number)
    )
    return [
        Promised(OrderId(row.id), row.number, DealerId(row.dealer_id), row.name, row.window_from is not None)
        for row in rows
    ]


async def list_live_routes(snap: Snapshot, day: date) -> list[tuple[str, int]]:
    """Vans whose routes of that day were told to their drivers, with the trip, by van."""
    rows = await snap.all(
        select(VanRow.code, RouteRow.trip)
        .join(VanRow, VanRow.id == RouteRow.van_id)
        .where(RouteRow.day == day, _live)
        .order_by(VanRow.code, RouteRow.trip)
    )
    return [(row.code, row.trip) for row in rows]


async def move_shipments(tx: Transaction, order_ids: Sequence[OrderId], before: date, after: date) -> None:
    """What is picked or packed of these orders for a day is due on the other; the orders are locked."""
    mine = select(ShipmentLineRow.shipment_id).where(ShipmentLineRow.order_id.in_(order_ids))
    await tx.execute(
        update(ShipmentRow)
        .where(ShipmentRow.id.in_(mine), ShipmentRow.promised_on == before, ShipmentRow.shipped_at.is_(None))
        .values(promised_on=after, window_from=None, window_until=None)
    )
