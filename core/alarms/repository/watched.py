"""What the rules look at: orders under way, what was just placed or changed, and what was usual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, select

from core.alarms.types import Past, Taken, Watched
from core.dealers.tables import DealerRow
from core.deliveries.booking_types import BookingState
from core.deliveries.tables import CarrierBookingRow, ShipmentLineRow, ShipmentRow
from core.deliveries.types import ShipmentState
from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId, WarehouseId
from core.orders.states import AGREED, IN_HOUSE, ON_THE_WAY, VOID, OrderMark, OrderState
from core.orders.tables import OrderLineRow, OrderRow, OrderStepRow
from core.stock import repository as stock
from core.stock.tables import ReservationRow
from core.stock.types import Warehouse
from core.vendors.tables import PurchaseOrderRow
from core.vendors.types import PurchaseState

UNDER_WAY = IN_HOUSE | ON_THE_WAY
USUAL_DAYS = 180
_order, _line, _step = table_of(OrderRow), table_of(OrderLineRow), table_of(OrderStepRow)
_booking, _shipment = table_of(CarrierBookingRow), table_of(ShipmentRow)
_goods, _reservation = table_of(ShipmentLineRow), table_of(ReservationRow)
_purchase, _dealer = table_of(PurchaseOrderRow), table_of(DealerRow)


def _watched() -> Select[Any]:
    since = (
        select(func.max(_step.c.at))
        .where(_step.c.order_id == _order.c.id, _step.c.state == _order.c.state)
        .scalar_subquery()
    )
    vendor = (
        select(func.min(_purchase.c.sent_at))
        .where(_purchase.c.order_id == _order.c.id, _purchase.c.state == PurchaseState.SENT.value)
        .scalar_subquery()
    )
    acknowledged = (
        select(_purchase.c.id)
        .where(_purchase.c.order_id == _order.c.id, _purchase.c.state == PurchaseState.ACKNOWLEDGED.value)
        .exists()
    )
    return select(
        _order.c.id,
        _unbooked().label("carrier_since"),
        _order.c.number,
        _order.c.dealer_id,
        _dealer.c.rep_id,
        _order.c.state,
        _order.c.placed_at,
        _order.c.promised_on,
        _order.c.total_minor,
        since.label("since"),
        vendor.label("vendor_since"),
        acknowledged.label("is_vendors"),
    ).join(_dealer, _dealer.c.id == _order.c.dealer_id)


def _unbooked() -> ScalarSelect[Any]:
    """Since when no carrier has a packed shipment that was to be booked, for the first order of it."""
    later = _booking.alias("later")
    superseded = (
        select(later.c.id)
        .where(later.c.shipment_id == _booking.c.shipment_id, later.c.asked_at > _booking.c.asked_at)
        .exists()
    )
    return (
        select(func.min(_booking.c.ended_at))
        .join(_shipment, _shipment.c.id == _booking.c.shipment_id)
        .join(_goods, _goods.c.shipment_id == _shipment.c.id)
        .where(
            _goods.c.order_id == _order.c.id,
            _goods.c.position == 1,
            _shipment.c.state == ShipmentState.PACKED.value,
            _booking.c.state.in_([BookingState.FAILED.value, BookingState.SILENT.value]),
            ~superseded,
        )
        .scalar_subquery()
    )


async def list_under_way(snap: Snapshot) -> list[Watched]:
    """Every order that has not come to an end yet."""
    rows = await snap.all(_watched().where(_order.c.state.in_(sorted(UNDER_WAY))).order_by(_order.c.id))
    return await _with_places(snap, [_read(row) for row in rows])


async def list_orders(snap: Snapshot, ids: Collection[OrderId]) -> list[Watched]:
    """These orders, whatever became of them."""
    rows = await snap.all(_watched().where(_order.c.id.in_(ids)))
    return await _with_places(snap, [_read(row) for row in rows])


async def _with_places(snap: Snapshot, orders: list[Watched]) -> list[Watched]:
    """Each with the warehouses that its goods wait in; with all that serve orders where none do."""
    if not orders:
        return []
    places = {one.id: one for one in await stock.list_warehouses(snap, closed=True)}
    serving = tuple(await stock.list_warehouses(snap))
    rows = await snap.all(
        select(_reservation.c.order_id, _reservation.c.warehouse_id)
        .where(
            _reservation.c.order_id.in_([one.order_id for one in orders]),
            _reservation.c.state.in_((stock.HELD, stock.PICKED)),
        )
        .distinct()
    )
    waits: defaultdict[OrderId, list[Warehouse]] = defaultdict(list)
    for row in rows:
        waits[OrderId(row.order_id)].append(places[WarehouseId(row.warehouse_id)])
    return [replace(one, places=tuple(waits[one.order_id]) or serving) for one in orders]


async def overtaken(snap: Snapshot, ids: Collection[OrderId]) -> list[OrderId]:
    """Those of these orders after which their dealer has ordered again."""
    if not ids:
        return []
    later = _order.alias("later")
    again = (
        select(later.c.id)
        .where(
            later.c.dealer_id == _order.c.dealer_id,
            later.c.placed_at > _order.c.placed_at,
            later.c.state.not_in(sorted(VOID)),
        )
        .exists()
    )
    rows = await snap.all(select(_order.c.id).where(_order.c.id.in_(ids), again).order_by(_order.c.id))
    return [OrderId(row.id) for row in rows]


async def list_news(snap: Snapshot, since: datetime) -> list[Watched]:
    """Orders in the house that were placed or changed since then, with when they were amended."""
    rows = await snap.all(
        _watched()
        .where(_order.c.changed_at >= since, _order.c.state.in_(sorted(IN_HOUSE)))
        .order_by(_order.c.placed_at, _order.c.id)
    )
    changed = await _amended(snap, [row.id for row in rows])
    return [_read(row, changed.get(row.id)) for row in rows]


def _read(row: Any, changed_at: datetime | None = None) -> Watched:
    return Watched(
        row.id,
        row.number,
        row.dealer_id,
        row.rep_id,
        OrderState(row.state),
        row.since or row.placed_at,
        row.placed_at,
        row.promised_on,
        row.total_minor,
        row.vendor_since,
        row.carrier_since,
        changed_at,
        is_vendors=bool(row.is_vendors),
    )


async def _amended(snap: Snapshot, ids: Sequence[OrderId]) -> dict[OrderId, datetime]:
    """When each of these was last amended, of those that had been agreed before."""
    agreed = _step.alias("agreed")
    rows = await snap.all(
        select(_step.c.order_id, func.max(_step.c.at).label("at"))
        .join(
            agreed,
            and_(
                agreed.c.order_id == _step.c.order_id,
                agreed.c.state == OrderState.APPROVED.value,
                agreed.c.version < _step.c.version,
            ),
        )
        .where(_step.c.order_id.in_(ids), _step.c.state == OrderMark.AMENDED.value)
        .group_by(_step.c.order_id)
    )
    return {row.order_id: row.at for row in rows}


async def list_taken(snap: Snapshot, ids: Collection[OrderId]) -> dict[OrderId, tuple[Taken, ...]]:
    """What each order is about, each product once."""
    rows = await snap.all(
        select(
            _line.c.order_id,
            _line.c.product_id,
            func.min(_line.c.name).label("name"),
            func.sum(_line.c.quantity).label("quantity"),
        )
        .where(_line.c.order_id.in_(ids))
        .group_by(_line.c.order_id, _line.c.product_id)
        .order_by(func.min(_line.c.position))
    )
    found: dict[OrderId, list[Taken]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(Taken(str(row.product_id), row.name, int(row.quantity)))
    return {order_id: tuple(taken) for order_id, taken in found.items()}


async def list_past(
    snap: Snapshot, dealers: Collection[DealerId]
) -> Mapping[DealerId, Sequence[tuple[OrderId, Past]]]:
    """The orders of these dealers in the last ``USUAL_DAYS``, each with what it was about."""
    rows = await snap.all(
        select(_order.c.id, _order.c.dealer_id, _order.c.state, _order.c.placed_at, _order.c.total_minor)
        .where(
            _order.c.dealer_id.in_(dealers), _order.c.placed_at >= snap.now - timedelta(days=USUAL_DAYS)
        )
        .order_by(_order.c.placed_at, _order.c.id)
    )  # fmt: skip
    taken = await list_taken(snap, [row.id for row in rows])
    found: dict[DealerId, list[tuple[OrderId, Past]]] = defaultdict(list)
    for row in rows:
        past = Past(row.placed_at, row.total_minor, OrderState(row.state) in AGREED, taken.get(row.id, ()))
        found[row.dealer_id].append((row.id, past))
    return found
