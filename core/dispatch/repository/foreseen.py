"""What a depot will have to bring besides its shipments, and how a day of it is told from another."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select, type_coerce
from sqlalchemy.types import NULLTYPE

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow, ShipToRow
from core.deliveries.tables import ShipmentLineRow
from core.dispatch.plan_types import Drop, Receiving
from core.dispatch.repository.vans import position_of, receiving_of
from core.dispatch.tables import ReceivingRow, RoutePlanRow
from core.dispatch.types import Position
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId, ProductId, WarehouseId
from core.orders.tables import OrderRow
from core.orders.types import IN_HOUSE, WAITING, OrderState
from core.stock.repository import HELD
from core.stock.tables import ReservationRow

_order, _plan, _product = table_of(OrderRow), table_of(RoutePlanRow), table_of(ProductRow)
_place, _receiving = table_of(ShipToRow), table_of(ReceivingRow)
_reservation, _dealer, _line = table_of(ReservationRow), table_of(DealerRow), table_of(ShipmentLineRow)
# What a plan of a day that has gone by left on its open stops is older than this.
_PLANS_BACK = timedelta(days=7)
_COUNTED = sorted(state.value for state in IN_HOUSE)
_of_day: Any = select(func.max(_order.c.changed_at).label("changed_at"), func.count().label("orders")).where(
    _order.c.state.in_(_COUNTED), _order.c.promised_on <= bindparam("by_day")
)
_of_orders = Read(_of_day)
_of_plans = Read(
    select(_plan.c.day, _plan.c.version, _plan.c.published_at).where(
        _plan.c.warehouse_id == bindparam("at_warehouse"), _plan.c.day >= bindparam("since")
    )
)
_where = Read(
    # Both drivers give floats as they are; SQLAlchemy's type would ask for more than a Read knows.
    select(
        _place.c.dealer_id,
        type_coerce(_place.c.latitude, NULLTYPE).label("latitude"),
        type_coerce(_place.c.longitude, NULLTYPE).label("longitude"),
    ).where(_place.c.id == bindparam("place"))
)
_terms = Read(
    select(_receiving.c.windows, _receiving.c.service_minutes, _receiving.c.needs).where(
        _receiving.c.ship_to_id == bindparam("place")
    )
)
_sizes = Read(
    select(_product.c.id, _product.c.weight_g, _product.c.volume_ml).where(
        _product.c.id.in_(bindparam("products", expanding=True))
    )
)


class DayMark(NamedTuple):
    """Tells the facts of a depot's day from those of another moment; later ones are greater.

    plans: versions of its plans together. minute: what an import or the office has set about vans and places
    is seen within one.
    """

    minute: int
    changed_at: datetime
    orders: int
    plans: int


class ToPlace(NamedTuple):
    """A place to bring goods to, and how much of them: what a drop of it would need."""

    dealer_id: DealerId
    position: Position
    receiving: Receiving
    weight_g: int
    volume_ml: int


class Asked(NamedTuple):
    """One trip's worth of what a promise is judged by. place: None where nobody has said where it lies."""

    mark: DayMark
    is_published: bool
    place: ToPlace | None


async def ask_day(
    snap: Snapshot, warehouse_id: WarehouseId, day: date, place_id: uuid.UUID, goods: Mapping[ProductId, int]
) -> Asked:
    """The mark of a day and the place that is to be served on it."""
    orders, plans, where, terms, sizes = await snap.together(
        (_of_orders, {"by_day": day}),
        (_of_plans, {"at_warehouse": warehouse_id, "since": day - _PLANS_BACK}),
        (_where, {"place": place_id}),
        (_terms, {"place": place_id}),
        (_sizes, {"products": list(goods)}),
    )
    mark = DayMark(
        int(snap.now.timestamp()) // 60,
        orders[0].changed_at or snap.now.replace(year=1970),
        int(orders[0].orders),
        sum(row.version for row in plans),
    )
    is_published = any(row.day == day and row.published_at is not None for row in plans)
    position = position_of(where[0].latitude, where[0].longitude) if where else None
    if position is None:
        return Asked(mark, is_published, None)
    receiving = Receiving()
    if terms:
        windows = tuple((since, until) for since, until in terms[0].windows)
        receiving = Receiving(windows, terms[0].service_minutes, tuple(terms[0].needs))
    return Asked(
        mark,
        is_published,
        ToPlace(
            DealerId(where[0].dealer_id),
            position,
            receiving,
            sum(goods[ProductId(row.id)] * row.weight_g for row in sizes),
            sum(goods[ProductId(row.id)] * row.volume_ml for row in sizes),
        ),
    )


async def list_foreseen(
    snap: Snapshot, warehouse_id: WarehouseId, day: date, *, besides: OrderId | None = None
) -> list[Drop]:
    """Orders due by that day that nobody has begun to pick there, each as a drop of its own.

    Those that wait for a decision count where they were promised a window.
    """
    begun = select(_line.c.order_id).where(_line.c.order_id == _order.c.id).exists()
    waiting = [state.value for state in WAITING]
    rows = await snap.all(
        select(
            _order.c.id,
            _order.c.number,
            _order.c.dealer_id,
            _order.c.is_urgent,
            _order.c.placed_at,
            _order.c.window_from,
            _order.c.window_until,
            _dealer.c.name.label("dealer"),
            _place.c.id.label("ship_to_id"),
            _place.c.latitude,
            _place.c.longitude,
            func.sum(_reservation.c.quantity * _product.c.weight_g).label("weight_g"),
            func.sum(_reservation.c.quantity * _product.c.volume_ml).label("volume_ml"),
        )
        .join(_reservation, _reservation.c.order_id == _order.c.id)
        .join(_product, _product.c.id == _reservation.c.product_id)
        .join(_dealer, _dealer.c.id == _order.c.dealer_id)
        .join(_place, _place.c.id == _order.c.ship_to_id)
        .where(
            _reservation.c.warehouse_id == warehouse_id,
            _reservation.c.state == HELD,
            _order.c.promised_on <= day,
            or_(
                _order.c.state == OrderState.APPROVED.value,
                and_(_order.c.state.in_(waiting), _order.c.window_from.is_not(None)),
            ),
            ~begun,
        )
        .group_by(_order.c.id, _dealer.c.name, _place.c.id)
        .order_by(_order.c.placed_at, _order.c.id)
    )
    rows = [row for row in rows if row.id != besides]
    terms = await receiving_of(snap, [row.ship_to_id for row in rows])
    return [
        Drop(
            key=str(row.ship_to_id),
            dealer_id=DealerId(row.dealer_id),
            dealer=row.dealer,
            ship_to_id=row.ship_to_id,
            address="",
            place=position_of(row.latitude, row.longitude),
            shipment_ids=(),
            orders=(row.number,),
            weight_g=int(row.weight_g),
            volume_ml=int(row.volume_ml),
            receiving=terms.get(row.ship_to_id, Receiving()),
            is_urgent=bool(row.is_urgent),
            asked_at=row.placed_at,
            chosen=(row.window_from, row.window_until) if row.window_from and row.window_until else None,
        )
        for row in rows
    ]


def together(drops: Sequence[Drop]) -> tuple[Drop, ...]:
    """One drop a place, the first asked first."""
    found: dict[str, Drop] = {}
    for drop in drops:
        known = found.get(drop.key)
        found[drop.key] = drop if known is None else joined(known, drop)
    return tuple(sorted(found.values(), key=lambda drop: (drop.asked_at, drop.key)))


def joined(one: Drop, more: Drop) -> Drop:
    """The goods of two drops of one place; the later of their windows is the one of the day."""
    windows = [drop.chosen for drop in (one, more) if drop.chosen is not None]
    return replace(
        one,
        shipment_ids=(*one.shipment_ids, *more.shipment_ids),
        orders=tuple(dict.fromkeys((*one.orders, *more.orders))),
        weight_g=one.weight_g + more.weight_g,
        volume_ml=one.volume_ml + more.volume_ml,
        is_urgent=one.is_urgent or more.is_urgent,
        asked_at=min(one.asked_at, more.asked_at),
        chosen=max(windows, default=None),
    )
