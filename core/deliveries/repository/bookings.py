"""Bookings with carriers, and what a carrier is told of a shipment."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from core.dealers.tables import DealerRow, ShipToRow
from core.deliveries.booking_types import (
    LIVE,
    Booking,
    BookingState,
    Consignment,
    LeftOut,
    Rate,
    Reason,
    Refusal,
)
from core.deliveries.tables import CarrierBookingRow, ShipmentLineRow, ShipmentRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.kernel.money import Money
from core.orders.tables import OrderRow
from core.orders.types import VOID
from core.stock.tables import WarehouseRow

_booking, _shipment, _line = table_of(CarrierBookingRow), table_of(ShipmentRow), table_of(ShipmentLineRow)


async def insert_booking(tx: Transaction, shipment_id: uuid.UUID, only: str | None) -> uuid.UUID:
    """A booking in state asked; the shipment is locked and has none that is live."""
    booking_id = tx.new_id()
    row = {
        "id": booking_id,
        "shipment_id": shipment_id,
        "state": BookingState.ASKED,
        "only": only,
        "rates": [],
        "left_out": [],
        "asked_by": tx.actor.person_id,
        "asked_at": tx.now,
    }
    await tx.execute(insert(_booking).values(row))
    return booking_id


async def change_booking(
    tx: Transaction,
    booking: Booking,
    state: BookingState,
    *,
    rates: Sequence[Rate] | None = None,
    left_out: Sequence[LeftOut] | None = None,
    **values: Any,
) -> None:
    """The shipment is locked; ``ended_at`` is noted with each state that nothing follows by itself."""
    ended = state not in (BookingState.ASKED, BookingState.CHOSEN, BookingState.BOOKED)
    values |= {"state": state, "ended_at": tx.now if ended else None}
    if rates is not None:
        values["rates"] = [_stored_rate(rate) for rate in rates]
    if left_out is not None:
        values["left_out"] = [
            {"carrier": one.carrier, "why": one.why.value, "said": one.said} for one in left_out
        ]
    await tx.execute(update(_booking).where(_booking.c.id == booking.id).values(**values))


async def load_booking(snap: Snapshot, booking_id: uuid.UUID) -> Booking:
    row = await snap.one_or_none(select(_booking).where(_booking.c.id == booking_id))
    if row is None:
        raise NotFound(what="booking")
    return _read(row)


async def latest_of(snap: Snapshot, shipment_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Booking]:
    """The latest booking of each shipment that has one."""
    rows = await snap.all(
        select(_booking)
        .where(_booking.c.shipment_id.in_(list(shipment_ids)))
        .order_by(_booking.c.asked_at, _booking.c.id)
    )
    return {row.shipment_id: _read(row) for row in rows}


async def list_unwanted(snap: Snapshot) -> list[uuid.UUID]:
    """Shipments with a live booking of which nothing goes any more: all of their orders are cancelled."""
    wanted = (
        select(_line.c.id)
        .join(OrderRow, OrderRow.id == _line.c.order_id)
        .where(
            _line.c.shipment_id == _booking.c.shipment_id,
            OrderRow.state.not_in([state.value for state in VOID]),
        )
        .exists()
    )
    rows = await snap.all(
        select(_booking.c.shipment_id)
        .join(_shipment, _shipment.c.id == _booking.c.shipment_id)
        .where(_booking.c.state.in_([state.value for state in LIVE]), ~wanted)
        .order_by(_booking.c.shipment_id)
    )
    return [row.shipment_id for row in rows]


async def load_consignment(snap: Snapshot, shipment_id: uuid.UUID) -> Consignment:
    row = await snap.one_or_none(
        select(
            _shipment.c.number,
            _shipment.c.promised_on,
            _shipment.c.parcels,
            WarehouseRow.name.label("origin"),
            WarehouseRow.region.label("origin_region"),
            DealerRow.name.label("recipient"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
            ShipToRow.region,
        )
        .join(DealerRow, DealerRow.id == _shipment.c.dealer_id)
        .outerjoin(WarehouseRow, WarehouseRow.id == _shipment.c.warehouse_id)
        .outerjoin(ShipToRow, ShipToRow.id == _shipment.c.ship_to_id)
        .where(_shipment.c.id == shipment_id)
    )
    if row is None:
        raise NotFound(what="shipment")
    return Consignment(
        number=row.number,
        origin=row.origin or "",
        origin_region=row.origin_region or "",
        recipient=row.recipient,
        place=row.place or "",
        address=row.address or "",
        city=row.city or "",
        region=row.region or "",
        promised_on=row.promised_on,
        parcels=tuple(row.parcels),
    )


def _stored_rate(rate: Rate) -> dict[str, Any]:
    return {
        "carrier": rate.carrier,
        "service": rate.service,
        "price": rate.price.minor,
        "currency": rate.price.currency,
        "delivers_on": rate.delivers_on.isoformat(),
    }


def _read_rate(kept: Mapping[str, Any]) -> Rate:
    price = Money(kept["price"], kept["currency"])
    return Rate(kept["carrier"], kept["service"], price, date.fromisoformat(kept["delivers_on"]))


def _read(row: Any) -> Booking:
    return Booking(
        id=row.id,
        shipment_id=row.shipment_id,
        state=BookingState(row.state),
        only=row.only,
        rates=tuple(_read_rate(one) for one in row.rates),
        left_out=tuple(LeftOut(one["carrier"], Refusal(one["why"]), one["said"]) for one in row.left_out),
        reason=None if row.reason is None else Reason(row.reason),
        tracking_number=row.tracking_number,
        label=row.label,
        asked_by=None if row.asked_by is None else PersonId(row.asked_by),
        ended_at=row.ended_at,
    )
