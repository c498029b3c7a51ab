"""What vans are to fetch: goods that partners give up for orders, and goods that dealers return."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow, ShipToRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.deliveries.types import Way
from core.dispatch.engine.fetching import depot_for, fetch_by
from core.dispatch.plan_types import Drop, Receiving
from core.dispatch.repository import vans
from core.dispatch.repository.vans import position_of, receiving_of
from core.dispatch.tables import RouteRow, RouteStopFetchRow, RouteStopRow, RouteStopShipmentRow
from core.dispatch.types import OPEN_STOPS, Fetch, FetchKind, Position, StopState, place_key
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, WarehouseId
from core.orders.tables import OrderLineRow, OrderRow
from core.returns.tables import ReturnLineRow, ReturnRow
from core.returns.types import Outcome, ReturnState
from core.stock.holidays import list_holidays
from core.vendors.repository import partners, purchases
from core.vendors.tables import PurchaseLineRow, PurchaseOrderRow, VendorRow
from core.vendors.types import PurchaseState


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Goods of one document. ship_to_id None: the dealer's usual place."""

    fetch: Fetch
    dealer_id: uuid.UUID
    ship_to_id: uuid.UUID | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class _Place:
    ship_to_id: uuid.UUID | None
    dealer: str
    address: str
    position: Position | None


async def list_fetches(
    snap: Snapshot, warehouse_id: WarehouseId, day: date, *, plan_id: uuid.UUID | None = None
) -> list[Drop]:
    """What this depot's vans are to fetch by that day and no other plan's open stop does, the first asked
    first: one drop a place."""
    found = [*await _given(snap, warehouse_id, day), *await _returned(snap, warehouse_id)]
    taken = await _taken(snap, [one.fetch.id for one in found], plan_id)
    return await _as_drops(snap, [one for one in found if one.fetch.id not in taken])


async def fetches_of(snap: Snapshot, ids: Collection[uuid.UUID]) -> list[Drop]:
    """The drops of certain documents, as far as their goods are still to be fetched."""
    if not ids:
        return []
    of_partners = await _purchases(snap, PurchaseOrderRow.id.in_(list(ids)))
    of_dealers = await snap.all(_returns(ReturnRow.id.in_(list(ids))))
    return await _as_drops(snap, [*map(_of_purchase, of_partners), *map(_of_return, of_dealers)])


def brought_here(warehouse_id: WarehouseId, before: date) -> Select[Any]:
    """Shipments whose goods a van of this depot has fetched from a partner on a day before (RULE before)."""
    return (
        select(PurchaseOrderRow.shipment_id)
        .join(RouteStopFetchRow, RouteStopFetchRow.document_id == PurchaseOrderRow.id)
        .join(RouteStopRow, RouteStopRow.id == RouteStopFetchRow.stop_id)
        .join(RouteRow, RouteRow.id == RouteStopRow.route_id)
        .where(
            PurchaseOrderRow.shipment_id.is_not(None),
            RouteStopRow.state == StopState.DONE.value,
            RouteRow.warehouse_id == warehouse_id,
            RouteRow.day < before,
        )
    )


async def _taken(snap: Snapshot, ids: Sequence[uuid.UUID], plan_id: uuid.UUID | None) -> frozenset[uuid.UUID]:
    """Those that an open stop of another plan fetches, or that a van has fetched."""
    if not ids:
        return frozenset()
    is_open: ColumnElement[bool] = RouteStopRow.state.in_([state.value for state in OPEN_STOPS])
    if plan_id is not None:
        is_open = and_(is_open, RouteRow.plan_id != plan_id)
    rows = await snap.all(
        select(RouteStopFetchRow.document_id)
        .join(RouteStopRow, RouteStopRow.id == RouteStopFetchRow.stop_id)
        .join(RouteRow, RouteRow.id == RouteStopRow.route_id)
        .where(
            RouteStopFetchRow.document_id.in_(list(ids)),
            or_(is_open, RouteStopRow.state == StopState.DONE.value),
        )
    )
    return frozenset(row.document_id for row in rows)


async def _purchases(snap: Snapshot, *where: ColumnElement[bool]) -> list[Any]:
    """What partners have said yes to, and nobody has sent, with the place of the buyer."""
    rows = await snap.all(
        select(
            PurchaseOrderRow.id,
            PurchaseOrderRow.number,
            PurchaseOrderRow.sent_at,
            VendorRow.dealer_id,
            OrderRow.promised_on,
            OrderRow.ship_to_id.label("buyer_place"),
            OrderRow.dealer_id.label("buyer_id"),
        )
        .join(VendorRow, VendorRow.id == PurchaseOrderRow.vendor_id)
        .join(OrderRow, OrderRow.id == PurchaseOrderRow.order_id)
        .where(
            VendorRow.dealer_id.is_not(None),
            PurchaseOrderRow.state == PurchaseState.ACKNOWLEDGED.value,
            *where,
        )
        .order_by(PurchaseOrderRow.id)
    )
    live = await purchases.not_frozen(snap, [row.id for row in rows])
    return [row for row in rows if row.id in live]


def _of_purchase(row: Any) -> _Wanted:
    return _Wanted(Fetch(FetchKind.PURCHASE, row.id, row.number), row.dealer_id, None, row.sent_at)


async def _given(snap: Snapshot, warehouse_id: WarehouseId, day: date) -> list[_Wanted]:
    """Goods that partners give up; where they may send them themselves, no van is planned for them."""
    rows = await _purchases(snap)
    if not rows or (await partners.load_policy(snap)).sends:
        return []
    holidays = await list_holidays(snap)
    due = []
    for row in rows:
        by = fetch_by(row.promised_on, holidays)
        if by is None or by <= day:
            due.append(row)
    at_work = {van.warehouse_id for van in await vans.list_vans(snap) if van.is_active}
    depots = [one for one in await vans.depots(snap) if one.warehouse_id in at_work]
    places = await _places(
        snap, [(row.dealer_id, None) for row in due] + [(row.buyer_id, row.buyer_place) for row in due]
    )
    found = []
    for row in due:
        seller, buyer = places[row.dealer_id, None], places[row.buyer_id, row.buyer_place]
        depot = depot_for(depots, seller.position, buyer.position)
        if depot is not None and depot.warehouse_id == warehouse_id:
            found.append(_of_purchase(row))
    return found


def _returns(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Returns that our van is to fetch."""
    return (
        select(
            ReturnRow.id,
            ReturnRow.number,
            ReturnRow.order_id,
            ReturnRow.dealer_id,
            func.coalesce(ReturnRow.decided_at, ReturnRow.made_at).label("asked_at"),
            OrderRow.ship_to_id,
        )
        .join(OrderRow, OrderRow.id == ReturnRow.order_id)
        .where(
            ReturnRow.state == ReturnState.EXPECTED.value,
            ReturnRow.outcome == Outcome.FETCH.value,
            *where,
        )
        .order_by(ReturnRow.id)
    )


def _of_return(row: Any) -> _Wanted:
    fetch = Fetch(FetchKind.RETURN, row.id, row.number or "")
    return _Wanted(fetch, row.dealer_id, row.ship_to_id, row.asked_at)


async def _returned(snap: Snapshot, warehouse_id: WarehouseId) -> list[_Wanted]:
    """RULE depot: what a carrier brought, no van of ours is sent for."""
    rows = await snap.all(_returns())
    if not rows:
        return []
    pieces: dict[tuple[uuid.UUID, uuid.UUID], int] = defaultdict(int)
    for row in await snap.all(
        select(
            ReturnLineRow.return_id,
            func.coalesce(ShipmentRow.warehouse_id, RouteRow.warehouse_id).label("warehouse_id"),
            ReturnLineRow.quantity,
        )
        .join(ShipmentLineRow, ShipmentLineRow.line_id == ReturnLineRow.line_id)
        .join(ShipmentRow, ShipmentRow.id == ShipmentLineRow.shipment_id)
        .outerjoin(RouteStopShipmentRow, RouteStopShipmentRow.shipment_id == ShipmentRow.id)
        .outerjoin(
            RouteStopRow,
            (RouteStopRow.id == RouteStopShipmentRow.stop_id) & (RouteStopRow.state == StopState.DONE.value),
        )
        .outerjoin(RouteRow, RouteRow.id == RouteStopRow.route_id)
        .where(
            ReturnLineRow.return_id.in_([row.id for row in rows]),
            ShipmentRow.way == Way.VAN.value,
        )
    ):
        if row.warehouse_id is not None:
            pieces[row.return_id, row.warehouse_id] += row.quantity
    home: dict[uuid.UUID, uuid.UUID] = {}
    for (return_id, at), _ in sorted(pieces.items(), key=lambda one: (-one[1], str(one[0][1]))):
        home.setdefault(return_id, at)
    return [_of_return(row) for row in rows if home.get(row.id) == warehouse_id]


async def _places(
    snap: Snapshot, wanted: Collection[tuple[uuid.UUID, uuid.UUID | None]]
) -> dict[tuple[uuid.UUID, uuid.UUID | None], _Place]:
    """The place of each dealer that is named, or its usual one."""
    dealers = {dealer_id for dealer_id, _ in wanted}
    rows = await snap.all(
        select(
            DealerRow.id.label("dealer_id"),
            DealerRow.name.label("dealer"),
            ShipToRow.id,
            ShipToRow.is_default,
            ShipToRow.name,
            ShipToRow.address,
            ShipToRow.city,
            ShipToRow.latitude,
            ShipToRow.longitude,
        )
        .outerjoin(ShipToRow, ShipToRow.dealer_id == DealerRow.id)
        .where(DealerRow.id.in_(dealers))
    )
    found = {}
    for dealer_id, ship_to_id in wanted:
        own = [row for row in rows if row.dealer_id == dealer_id]
        row = next((one for one in own if one.id is not None and one.id == ship_to_id), None)
        row = row or next((one for one in own if one.is_default and ship_to_id is None), own[0])
        is_known = row.id is not None and (row.id == ship_to_id or bool(row.is_default))
        found[dealer_id, ship_to_id] = _Place(
            row.id if is_known else None,
            row.dealer,
            ", ".join(part for part in (row.name, row.address, row.city) if part) if is_known else "",
            position_of(row.latitude, row.longitude) if is_known else None,
        )
    return found


async def _sizes(snap: Snapshot, found: Sequence[_Wanted]) -> Mapping[uuid.UUID, tuple[int, int]]:
    """Grams and millilitres of each document."""
    sums: dict[uuid.UUID, tuple[int, int]] = {one.fetch.id: (0, 0) for one in found}
    ids = list(sums)
    line = PurchaseLineRow
    for statement in (
        select(line.purchase_order_id.label("id"), line.quantity, ProductRow.weight_g, ProductRow.volume_ml)
        .join(ProductRow, ProductRow.id == line.product_id)
        .where(line.purchase_order_id.in_(ids)),
        select(
            ReturnLineRow.return_id.label("id"),
            ReturnLineRow.quantity,
            ProductRow.weight_g,
            ProductRow.volume_ml,
        )
        .join(OrderLineRow, OrderLineRow.id == ReturnLineRow.line_id)
        .join(ProductRow, ProductRow.id == OrderLineRow.product_id)
        .where(ReturnLineRow.return_id.in_(ids)),
    ):
        for row in await snap.all(statement):
            weight, volume = sums[row.id]
            sums[row.id] = (weight + row.quantity * row.weight_g, volume + row.quantity * row.volume_ml)
    return sums


async def _as_drops(snap: Snapshot, found: Sequence[_Wanted]) -> list[Drop]:
    if not found:
        return []
    places = await _places(snap, [(one.dealer_id, one.ship_to_id) for one in found])
    sizes = await _sizes(snap, found)
    known = {place.ship_to_id for place in places.values()}
    terms = await receiving_of(snap, [one for one in known if one is not None])
    at_place: dict[str, list[_Wanted]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.asked_at, one.fetch.number)):
        place = places[one.dealer_id, one.ship_to_id]
        key = place_key(place.ship_to_id, DealerId(one.dealer_id), is_fetch=True)
        at_place[key].append(one)
    drops = []
    for key, same in at_place.items():
        place = places[same[0].dealer_id, same[0].ship_to_id]
        drops.append(
            Drop(
                key=key,
                dealer_id=DealerId(same[0].dealer_id),
                dealer=place.dealer,
                ship_to_id=place.ship_to_id,
                address=place.address,
                place=place.position,
                shipment_ids=(),
                orders=tuple(one.fetch.number for one in same),
                weight_g=sum(sizes[one.fetch.id][0] for one in same),
                volume_ml=sum(sizes[one.fetch.id][1] for one in same),
                receiving=Receiving()
                if place.ship_to_id is None
                else terms.get(place.ship_to_id, Receiving()),
                is_urgent=False,
                asked_at=same[0].asked_at,
                fetches=tuple(one.fetch for one in same),
            )
        )
    return drops
