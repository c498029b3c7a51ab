"""A carrier tells where a shipment is: late, twice, or out of order, and never twice counted (L3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.deliveries.booking import spend
from core.deliveries.engine.stages import told_state, told_to_have_left
from core.deliveries.errors import UnknownShipment
from core.deliveries.flow import lock_for_change, record_moved
from core.deliveries.repository import places, shipments, tracking
from core.deliveries.types import Shipment, ShipmentState, TrackingKind, Way
from core.deliveries.use_cases.record_delivery import NotAccepted, arrive
from core.deliveries.use_cases.send_shipment import leave, put_on_the_road, tracking_key
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.texts import storable

_MOST_NOTE = 200
_CLOCK_OFF = timedelta(days=1)  # more before it was packed is no time that it can have happened at


@dataclass(frozen=True, slots=True)
class TrackingNoted:
    """What became of it: the shipment's number and where it is now; repeated: the event was known."""

    number: str
    state: ShipmentState
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class TakeTracking(Command[TrackingNoted]):
    """One event of a carrier, known by its own id. Raises UnknownShipment for a number that none has.

    at: when it happened, as the carrier says. window: when it will be there. received_by: who took it.
    """

    permission = Permission.INTERNAL
    carrier: str
    event: str
    tracking_number: str
    kind: TrackingKind
    at: datetime
    note: str = ""
    received_by: str = ""
    window: tuple[datetime, datetime] | None = None


async def take_tracking(tx: Transaction, command: TakeTracking) -> TrackingNoted:
    carrier = await places.find_carrier(tx, storable(command.carrier))
    if carrier is None:
        raise UnknownShipment
    found = await shipments.find_by_tracking(tx, carrier, tracking_key(command.tracking_number))
    if found is None:
        raise UnknownShipment
    shipment = await lock_for_change(tx, found, moves_money=True)
    # Behind the lock: of the same event twice at once the second finds the first.
    event = storable(command.event)
    if await tracking.is_known(tx, carrier, event):
        return TrackingNoted(shipment.number, shipment.state, repeated=True)
    await tracking.note(
        tx,
        shipment.id,
        source=carrier,
        event=event,
        kind=command.kind,
        at=command.at,
        note=storable(command.note).strip()[:_MOST_NOTE],
    )
    at = _in_our_time(shipment, command.at, tx.now)
    if told_to_have_left(shipment.state, command.kind) and any(line.packed for line in shipment.lines):
        shipment = await _collected(tx, shipment, at)
    state = told_state(shipment.state, command.kind)
    if state is ShipmentState.DELIVERED:
        await arrive(tx, shipment, command.received_by or carrier, at=at)
    elif state is ShipmentState.RETURNED:
        nothing = tuple(NotAccepted(line.position, refused=line.packed) for line in shipment.lines)
        await arrive(tx, shipment, "", nothing, at=at)
    elif state is ShipmentState.OUT_FOR_DELIVERY:
        await put_on_the_road(tx, shipment, command.window, at=at)
    elif _is_under_way(shipment.state):
        if command.window is not None:
            await tracking.set_window(tx, shipment, command.window)
        # Nothing has moved, but the dealer's card shows it.
        record_moved(tx, shipment, shipment.state)
    return TrackingNoted(shipment.number, state or shipment.state)


async def _collected(tx: Transaction, shipment: Shipment, at: datetime) -> Shipment:
    """The carrier has what was booked with it: it has left, though nobody of the warehouse said so."""
    booked = {"carrier": shipment.carrier, "tracking_number": shipment.tracking_number}
    if shipment.booking is not None and shipment.booking.is_live:
        await spend(tx, shipment.booking)
    await leave(tx, shipment, Way.CARRIER, booked, at=at)
    return await shipments.load_shipment(tx, shipment.id)


def _in_our_time(shipment: Shipment, at: datetime, now: datetime) -> datetime:
    """When it happened, in our history: a carrier's clock may be ahead, or have lost the date altogether."""
    begun = shipment.packed_at or shipment.shipped_at
    if begun is not None and at < begun - _CLOCK_OFF:
        return begun
    return min(at, now)


def _is_under_way(state: ShipmentState) -> bool:
    return state in (ShipmentState.SHIPPED, ShipmentState.OUT_FOR_DELIVERY)
