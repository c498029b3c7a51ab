"""Vans, and where places lie and when they take goods in: what the office sets in the chat."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass

from core.dealers import repository as dealers
from core.dispatch.engine.hours import read_hours
from core.dispatch.errors import BadHours, BadPosition, PlaceUnknown, VanPlanned, VanUnknown
from core.dispatch.events import PlaceSet, VanChanged
from core.dispatch.plan_types import Receiving
from core.dispatch.repository import places, vans
from core.dispatch.types import Position, Van
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId
from core.kernel.texts import storable

_MOST_MINUTES = 480


@dataclass(frozen=True, slots=True)
class ListVans(Query[tuple[Van, ...]]):
    """Every van, by depot and code; or those that are archived."""

    permission = Permission.ROUTE_EDIT
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class SetVanDriver(Command[None]):
    """Who drives it from the next plan on; None: nobody. Raises VanUnknown, NotFound."""

    permission = Permission.ROUTE_EDIT
    van: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class SetVanAtWork(Command[None]):
    """Whether it goes out by itself, or is a spare one. Raises VanUnknown."""

    permission = Permission.ROUTE_EDIT
    van: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class ArchiveVan(Command[None]):
    """It leaves the fleet: no list and no plan has it, its past routes keep it; or it comes back.

    Raises VanUnknown, and VanPlanned where a route of it is not over yet.
    """

    permission = Permission.ROUTE_EDIT
    van: str
    is_archived: bool = True


@dataclass(frozen=True, slots=True)
class SetDepot(Command[None]):
    """Where a warehouse lies. Raises NotFound, BadPosition."""

    permission = Permission.ROUTE_EDIT
    warehouse: str
    position: Position


@dataclass(frozen=True, slots=True)
class SetPlace(Command[None]):
    """Where a dealer's place lies; place "" is its first one. Raises PlaceUnknown, BadPosition."""

    permission = Permission.ROUTE_EDIT
    dealer_id: DealerId
    place: str
    position: Position


@dataclass(frozen=True, slots=True)
class SetReceiving(Command[None]):
    """When a dealer's place takes goods in: "08:00-12:00, 13:00-17:00", or "" for all day.

    Raises PlaceUnknown, BadHours.
    """

    permission = Permission.ROUTE_EDIT
    dealer_id: DealerId
    place: str
    hours: str
    service_minutes: int
    needs: tuple[str, ...] = ()


async def list_vans(snap: Snapshot, query: ListVans) -> tuple[Van, ...]:
    return tuple(await vans.list_vans(snap, is_archived=query.is_archived))


async def set_van_driver(tx: Transaction, command: SetVanDriver) -> None:
    van = await _van(tx, command.van)
    name = await dealers.person_name(tx, command.person_id)
    if command.person_id is not None and name is None:
        raise NotFound(what="person")
    await vans.change_van(tx, van.id, {"driver_id": command.person_id})
    tx.record(VanChanged(van.id, van.code, "driver", name or "", tx.actor.person_id))


async def set_van_at_work(tx: Transaction, command: SetVanAtWork) -> None:
    van = await _van(tx, command.van)
    await vans.change_van(tx, van.id, {"active": command.is_active})
    tx.record(VanChanged(van.id, van.code, "work", "yes" if command.is_active else "no", tx.actor.person_id))


async def archive_van(tx: Transaction, command: ArchiveVan) -> None:
    van = await _van(tx, command.van, is_archived=not command.is_archived)
    day = await vans.planned_on(tx, van.id) if command.is_archived else None
    if day is not None:
        raise VanPlanned(van=van.code, day=day)
    await vans.change_van(tx, van.id, {"archived": command.is_archived})
    now = "yes" if command.is_archived else "no"
    tx.record(VanChanged(van.id, van.code, "archived", now, tx.actor.person_id))


async def _van(tx: Transaction, code: str, *, is_archived: bool = False) -> Van:
    """A van of the fleet, or one that has left it."""
    found = await vans.find_van(tx, code, lock=True)
    if found is None or found.is_archived is not is_archived:
        known = await vans.list_vans(tx, is_archived=is_archived)
        raise VanUnknown(van=code, known=[one.code for one in known])
    return found


async def set_depot(tx: Transaction, command: SetDepot) -> None:
    code = command.warehouse.strip().upper()
    depot = next((one for one in await vans.depots(tx) if one.code.upper() == code), None)
    if depot is None:
        raise NotFound(what="warehouse")
    check_position(command.position)
    await vans.put_depot(tx, depot.warehouse_id, command.position, depot.address)
    tx.record(PlaceSet(None, depot.code, "position", _shown(command.position), tx.actor.person_id))


async def set_place(tx: Transaction, command: SetPlace) -> None:
    place_id, code = await _place(tx, command.dealer_id, command.place)
    check_position(command.position)
    await places.set_position(tx, place_id, command.position)
    shown = _shown(command.position)
    tx.record(PlaceSet(command.dealer_id, code, "position", shown, tx.actor.person_id))


async def set_receiving(tx: Transaction, command: SetReceiving) -> None:
    place_id, code = await _place(tx, command.dealer_id, command.place)
    if not 0 <= command.service_minutes <= _MOST_MINUTES:
        raise BadHours(hours=str(command.service_minutes))
    receiving = Receiving(read_hours(storable(command.hours)), command.service_minutes, command.needs)
    await vans.put_receiving(tx, place_id, receiving)
    tx.record(PlaceSet(command.dealer_id, code, "receiving", command.hours, tx.actor.person_id))


async def _place(tx: Transaction, dealer_id: DealerId, code: str) -> tuple[uuid.UUID, str]:
    known = await dealers.list_ship_tos(tx, dealer_id)
    wanted = storable(code).strip().casefold()
    found = next((one for one in known if not wanted or one.code.casefold() == wanted), None)
    if found is None:
        raise PlaceUnknown(known=[one.code for one in known])
    return found.id, found.code


def check_position(position: Position) -> None:
    """Raises BadPosition for what is no place on earth, and for 0,0, which only a broken phone says."""
    latitude, longitude = position.latitude, position.longitude
    is_real = math.isfinite(latitude) and math.isfinite(longitude)
    if not is_real or abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0.0, 0.0):
        raise BadPosition(position=_shown(position))


def _shown(position: Position) -> str:
    return f"{position.latitude:.5f}, {position.longitude:.5f}"
