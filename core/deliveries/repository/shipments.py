"""Shipments: written, locked, read with their lines."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.catalog.tables import ProductRow
from core.catalog.types import base_unit_of
from core.dealers.tables import DealerRow, ShipToRow
from core.deliveries.booking_types import Booking
from core.deliveries.repository.bookings import latest_of
from core.deliveries.tables import (
    CarrierRow,
    DeliveryCounterRow,
    PickListRow,
    ShipmentLineRow,
    ShipmentRow,
    TrackingRow,
)
from core.deliveries.types import (
    Lack,
    Location,
    PickList,
    Shipment,
    ShipmentLine,
    ShipmentState,
    TrackingKind,
    TrackingStep,
    Way,
)
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId, WarehouseId
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import VOID
from core.stock.tables import WarehouseRow
from core.stock.types import LotPart

PICK_LISTS, SHIPMENTS = "PL", "SH"
_shipment, _line = table_of(ShipmentRow), table_of(ShipmentLineRow)
_insert_list = Write(insert(table_of(PickListRow)))
# Asked before every act on a shipment.
_holders = Read(
    select(_shipment.c.dealer_id, _line.c.order_id)
    .join(_line, _line.c.shipment_id == _shipment.c.id)
    .where(_shipment.c.id == bindparam("shipment"))
    .group_by(_shipment.c.dealer_id, _line.c.order_id)
    .order_by(_line.c.order_id)
)
_insert_shipments, _insert_lines = Write(insert(_shipment)), Write(insert(_line))


async def next_numbers(tx: Transaction, kind: str, count: int) -> list[str]:
    """So many numbers of this year, such as SH-2025-12; without gaps, as documents have them."""
    table = DeliveryCounterRow
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(table)
    row = await tx.one_or_none(
        statement.values(kind=kind, year=tx.now.year, last=count)
        .on_conflict_do_update(index_elements=["kind", "year"], set_={"last": table.last + count})
        .returning(table.last)
    )
    return [f"{kind}-{tx.now.year}-{number}" for number in range(row.last - count + 1, row.last + 1)]


def insert_pick_list(
    tx: Transaction,
    pick_list: Mapping[str, Any],
    shipments: Sequence[Mapping[str, Any]],
    lines: Sequence[Mapping[str, Any]],
) -> None:
    tx.write(_insert_list, pick_list)
    tx.write(_insert_shipments, *shipments)
    tx.write(_insert_lines, *lines)


async def insert_direct(
    tx: Transaction, shipment: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> None:
    """A shipment that comes straight from a vendor."""
    tx.write(_insert_shipments, shipment)
    tx.write(_insert_lines, *lines)
    await tx.flush()


async def change_shipment(tx: Transaction, shipment: Shipment, values: Mapping[str, Any]) -> None:
    """Write values and count the version up; the row must be locked by this transaction."""
    await tx.execute(
        update(_shipment).where(_shipment.c.id == shipment.id).values(version=shipment.version + 1, **values)
    )


async def set_window(
    tx: Transaction, shipment_ids: Sequence[uuid.UUID], window: tuple[datetime, datetime] | None
) -> None:
    """When shipments will be there, as their route says; their cards in the warehouse stay good."""
    since, until = window or (None, None)
    await tx.execute(
        update(_shipment)
        .where(_shipment.c.id.in_(list(shipment_ids)))
        .values(window_from=since, window_until=until)
    )


async def change_line(tx: Transaction, line_id: uuid.UUID, values: Mapping[str, Any]) -> None:
    await tx.execute(update(_line).where(_line.c.id == line_id).values(**values))


async def lock_shipment(tx: Transaction, shipment_id: uuid.UUID) -> Shipment:
    """The shipment, held until the transaction ends."""
    await tx.execute(select(_shipment.c.id).where(_shipment.c.id == shipment_id).with_for_update())
    return await load_shipment(tx, shipment_id)


def _shipments(snap: Snapshot) -> Select[*tuple[Any, ...]]:
    """Those that the actor may see: a dealer's people their own."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            _shipment,
            func.coalesce(PickListRow.number, "").label("pick_list"),
            DealerRow.name.label("dealer_name"),
            func.coalesce(WarehouseRow.code, "").label("warehouse"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
            CarrierRow.link,
        )
        .outerjoin(PickListRow, PickListRow.id == _shipment.c.pick_list_id)
        .join(DealerRow, DealerRow.id == _shipment.c.dealer_id)
        .outerjoin(WarehouseRow, WarehouseRow.id == _shipment.c.warehouse_id)
        .outerjoin(ShipToRow, ShipToRow.id == _shipment.c.ship_to_id)
        .outerjoin(CarrierRow, CarrierRow.code == _shipment.c.carrier)
    )
    if snap.actor.dealer_id is not None:
        statement = statement.where(_shipment.c.dealer_id == snap.actor.dealer_id)
    return statement


async def load_shipment(snap: Snapshot, shipment_id: uuid.UUID) -> Shipment:
    """Raises NotFound for one that is not there or that the actor may not see."""
    rows = await snap.all(_shipments(snap).where(_shipment.c.id == shipment_id))
    if not rows:
        raise NotFound(what="shipment")
    return (await _with_lines(snap, rows))[0]


async def holders_of(tx: Transaction, shipment_id: uuid.UUID) -> tuple[DealerId, list[OrderId]]:
    """The dealer of a shipment, and its orders by id: what is locked before it. Raises NotFound."""
    rows = await tx.all(_holders, {"shipment": shipment_id})
    if not rows:
        raise NotFound(what="shipment")
    return DealerId(rows[0].dealer_id), [OrderId(row.order_id) for row in rows]


async def list_shipments(
    snap: Snapshot,
    *,
    warehouse_id: WarehouseId | None = None,
    states: Sequence[ShipmentState] = (),
    pick_list_id: uuid.UUID | None = None,
    order_ids: Sequence[OrderId] = (),
    limit: int = 500,
) -> list[Shipment]:
    """Shipments, what is urgent and promised first, each with its lines."""
    statement = _shipments(snap)
    if warehouse_id is not None:
        statement = statement.where(_shipment.c.warehouse_id == warehouse_id)
    if states:
        statement = statement.where(_shipment.c.state.in_([state.value for state in states]))
    if pick_list_id is not None:
        statement = statement.where(_shipment.c.pick_list_id == pick_list_id)
    if order_ids:
        of_orders = select(_line.c.shipment_id).where(_line.c.order_id.in_(list(order_ids)))
        statement = statement.where(_shipment.c.id.in_(of_orders))
    rows = await snap.all(
        statement.order_by(
            _shipment.c.is_urgent.desc(), _shipment.c.promised_on, _shipment.c.pick_list_id, _shipment.c.id
        ).limit(limit)
    )
    return await _with_lines(snap, rows)


async def find_by_tracking(snap: Snapshot, carrier: str, tracking_number: str) -> uuid.UUID | None:
    row = await snap.one_or_none(
        select(_shipment.c.id).where(
            _shipment.c.carrier == carrier, _shipment.c.tracking_number == tracking_number
        )
    )
    return None if row is None else row.id


async def find_by_number(snap: Snapshot, number: str) -> uuid.UUID | None:
    """By number in full, whoever may see it."""
    row = await snap.one_or_none(_shipments(snap).where(_shipment.c.number == number.strip().upper()))
    return None if row is None else row.id


async def load_pick_list(snap: Snapshot, pick_list_id: uuid.UUID) -> PickList:
    row = await snap.one_or_none(
        select(PickListRow.__table__, WarehouseRow.code.label("warehouse"))
        .join(WarehouseRow, WarehouseRow.id == PickListRow.warehouse_id)
        .where(PickListRow.id == pick_list_id)
    )
    if row is None:
        raise NotFound(what="pick_list")
    shipments = await list_shipments(snap, pick_list_id=pick_list_id)
    return PickList(
        row.id, row.number, WarehouseId(row.warehouse_id), row.warehouse, row.made_at, tuple(shipments)
    )


async def _with_lines(snap: Snapshot, rows: Sequence[Any]) -> list[Shipment]:
    ids = [row.id for row in rows]
    lines: dict[uuid.UUID, list[ShipmentLine]] = {one: [] for one in ids}
    tracking: dict[uuid.UUID, list[TrackingStep]] = {one: [] for one in ids}
    for row in await snap.all(
        select(
            _line,
            OrderRow.number,
            OrderRow.state.in_([state.value for state in VOID]).label("is_void"),
            ProductRow.sku,
            ProductRow.name,
            ProductRow.packs,
            ProductRow.sales_unit,
            OrderLineRow.instead_of,
        )
        .join(OrderRow, OrderRow.id == _line.c.order_id)
        .join(ProductRow, ProductRow.id == _line.c.product_id)
        .outerjoin(OrderLineRow, OrderLineRow.id == _line.c.line_id)
        .where(_line.c.shipment_id.in_(ids))
        .order_by(_line.c.shipment_id, _line.c.position)
    ):
        lines[row.shipment_id].append(_read_line(row))
    for row in await snap.all(
        select(TrackingRow.shipment_id, TrackingRow.kind, TrackingRow.at, TrackingRow.note)
        .where(TrackingRow.shipment_id.in_(ids))
        .order_by(TrackingRow.at, TrackingRow.id)
    ):
        tracking[row.shipment_id].append(TrackingStep(TrackingKind(row.kind), row.at, row.note))
    packed = [row.id for row in rows if row.state == ShipmentState.PACKED]
    booked = await latest_of(snap, packed) if packed else {}
    return [_read(row, lines[row.id], tracking[row.id], booked.get(row.id)) for row in rows]


def _read_line(row: Any) -> ShipmentLine:
    return ShipmentLine(
        id=row.id,
        position=row.position,
        order_id=OrderId(row.order_id),
        order_number=row.number,
        line_id=row.line_id,
        product_id=row.product_id,
        sku=row.sku,
        name=row.name,
        unit=base_unit_of(row.packs, row.sales_unit),
        quantity=row.quantity,
        location=Location(row.zone, row.bin),
        lots=tuple(read_lot(one) for one in row.lots),
        found=row.found,
        lack=None if row.lack is None else Lack(row.lack),
        refused=row.refused,
        damaged=row.damaged,
        is_void=bool(row.is_void),
        instead_of=row.instead_of,
    )


def read_lot(stored: Mapping[str, Any]) -> LotPart:
    day = stored["expires_on"]
    return LotPart(
        stored["lot"], stored["owner"], stored["quantity"], None if day is None else date.fromisoformat(day)
    )


def stored_lot(lot: LotPart) -> dict[str, Any]:
    day = None if lot.expires_on is None else lot.expires_on.isoformat()
    return {"lot": lot.lot, "owner": lot.owner, "quantity": lot.quantity, "expires_on": day}


def _read(
    row: Any, lines: Sequence[ShipmentLine], tracking: Sequence[TrackingStep], booking: Booking | None
) -> Shipment:
    link = None
    if row.link and row.tracking_number:
        link = row.link.replace("{number}", row.tracking_number)
    return Shipment(
        id=row.id,
        number=row.number,
        pick_list=row.pick_list,
        dealer_id=row.dealer_id,
        dealer_name=row.dealer_name,
        ship_to=", ".join(part for part in (row.place, row.address, row.city) if part),
        warehouse_id=row.warehouse_id,
        warehouse=row.warehouse,
        state=ShipmentState(row.state),
        version=row.version,
        is_urgent=row.is_urgent,
        promised_on=row.promised_on,
        lines=tuple(lines),
        parcels=tuple(row.parcels),
        way=None if row.way is None else Way(row.way),
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_link=link,
        window=(row.window_from, row.window_until) if row.window_from and row.window_until else None,
        received_by=row.received_by,
        packed_at=row.packed_at,
        shipped_at=row.shipped_at,
        out_at=row.out_at,
        arrived_at=row.arrived_at,
        tracking=tuple(tracking),
        booking=booking,
    )
