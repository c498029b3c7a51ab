"""What happened to day plans and routes. ``orders``: numbers of the orders concerned."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId, WarehouseId


@dataclass(frozen=True, slots=True)
class RoutesPlanned(Event):
    """A day was planned, or planned again, and nobody outside of the office knows of it."""

    name: ClassVar[str] = "routes_planned"
    plan_id: uuid.UUID
    warehouse_id: WarehouseId
    warehouse: str
    day: date
    routes: int
    stops: int
    left_out: int
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class RoutePublished(Event):
    """A driver has a route."""

    name: ClassVar[str] = "route_published"
    route_id: uuid.UUID
    van: str
    driver_id: PersonId
    day: date
    stops: int


@dataclass(frozen=True, slots=True)
class WindowTold(Event):
    """A dealer's goods come between these moments. is_new: the dealer had another window before.

    is_fetch: our van fetches goods there instead.

    stop_id None: no van is planned yet, and the window is the one that was promised. promised_since and
    promised_until: the promise that cannot be kept, None where it is, or nothing was promised.
    """

    name: ClassVar[str] = "window_told"
    stop_id: uuid.UUID | None
    dealer_id: DealerId
    orders: tuple[str, ...]
    since: datetime
    until: datetime
    is_new: bool
    promised_since: datetime | None = None
    promised_until: datetime | None = None
    is_fetch: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryPutOff(Event):
    """A dealer who was told a window cannot be served on that day. stop_id None: it lost its stop.

    is_fetch: as of ``WindowTold``.
    """

    name: ClassVar[str] = "delivery_put_off"
    stop_id: uuid.UUID | None
    dealer_id: DealerId
    orders: tuple[str, ...]
    day: date
    is_fetch: bool = False


@dataclass(frozen=True, slots=True)
class RouteChanged(Event):
    """A route that its driver has is another one now; the route itself keeps the lines of what changed.

    take_over: code of a van whose goods are to be fetched, "" for none; at: where it stands.
    """

    name: ClassVar[str] = "route_changed"
    route_id: uuid.UUID
    van: str
    driver_id: PersonId
    changes: int
    take_over: str
    at: str


@dataclass(frozen=True, slots=True)
class RouteGiven(Event):
    """The rest of a route goes to another driver, or to another van, as it is: from then on it is route
    ``taken_id``. made: stops that stay with who made them; at: where the goods lie, "" for the depot."""

    name: ClassVar[str] = "route_given"
    route_id: uuid.UUID
    taken_id: uuid.UUID
    day: date
    van: str
    onto: str
    driver_id: PersonId | None
    driver: str
    to_driver_id: PersonId
    to_driver: str
    made: int
    stops: int
    at: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class VanChanged(Event):
    """Something about a van was set in the chat. what: driver, work, archived, van (all of it)."""

    name: ClassVar[str] = "van_changed"
    van_id: uuid.UUID
    van: str
    what: str
    now: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class PlaceSet(Event):
    """Where a place lies, or when it takes goods in. what: position, receiving; a depot has no dealer_id."""

    name: ClassVar[str] = "place_set"
    dealer_id: DealerId | None
    code: str
    what: str
    now: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class RoadsNoted(Event):
    """Which roads around a depot are closed or slow on a day; none: all are free again."""

    name: ClassVar[str] = "roads_noted"
    warehouse_id: WarehouseId
    warehouse: str
    day: date
    roads: tuple[str, ...]
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class RoutingRuleSet(Event):
    """A value of the routing policy is another one for what is planned from now on; in its own unit."""

    name: ClassVar[str] = "routing_rule_set"
    rule: str
    was: int
    now: int
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class HolidayMoved(Event):
    """Orders of a dealer that were promised for a day which became a holiday come on the day ``after``.

    numbers: of the orders. has_hours: hours were agreed for one of them, which do not hold any more.
    """

    name: ClassVar[str] = "holiday_moved"
    dealer_id: DealerId
    day: date
    after: date
    holiday: str
    numbers: tuple[str, ...]
    has_hours: bool
