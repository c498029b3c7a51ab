"""Values of dispatch. Weights are grams, volumes millilitres, distances metres, costs whole minor units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId, PersonId, WarehouseId
from core.kernel.money import Money


class RouteState(StrEnum):
    """planned: a draft that only the office sees. started: the driver has left. given: the rest of it went to
    another driver, and who had it has a shift to close. closed: the day is over."""

    PLANNED = "planned"
    PUBLISHED = "published"
    STARTED = "started"
    GIVEN = "given"
    CLOSED = "closed"


ROUTE_MOVES: Mapping[RouteState, frozenset[RouteState]] = {
    RouteState.PLANNED: frozenset({RouteState.PUBLISHED}),
    RouteState.PUBLISHED: frozenset({RouteState.STARTED, RouteState.GIVEN, RouteState.CLOSED}),
    RouteState.STARTED: frozenset({RouteState.GIVEN, RouteState.CLOSED}),
    RouteState.GIVEN: frozenset({RouteState.CLOSED}),
    RouteState.CLOSED: frozenset(),
}
# What a driver has to drive.
LIVE_ROUTES = (RouteState.PUBLISHED, RouteState.STARTED)
# What a driver has on the phone until the shift is closed.
OPEN_SHIFTS = (*LIVE_ROUTES, RouteState.GIVEN)


class StopState(StrEnum):
    """failed: the van was there, or gave up, and the goods came back. cancelled: taken off the route."""

    PLANNED = "planned"
    ARRIVED = "arrived"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STOP_MOVES: Mapping[StopState, frozenset[StopState]] = {
    StopState.PLANNED: frozenset({StopState.ARRIVED, StopState.DONE, StopState.FAILED, StopState.CANCELLED}),
    StopState.ARRIVED: frozenset({StopState.DONE, StopState.FAILED, StopState.CANCELLED}),
    StopState.DONE: frozenset(),
    StopState.FAILED: frozenset(),
    StopState.CANCELLED: frozenset(),
}
# Still to be served: its shipments may stand on no other stop.
OPEN_STOPS = (StopState.PLANNED, StopState.ARRIVED)


class ChangeKind(StrEnum):
    """What a re-plan did to a stop of a route that its driver already had."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # to another place in the order of the same route
    WINDOW = "window"


# What a route's row calls a stop of `Route.gone`, among its changes.
GONE = "gone"


class FetchKind(StrEnum):
    """purchase: what a partner gives up, by its purchase order. return: what a dealer sends back."""

    PURCHASE = "purchase"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Fetch:
    """Goods that our van fetches at a place; number: of the purchase order or the return (id) they are of."""

    kind: FetchKind
    id: uuid.UUID
    number: str


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, as a phone gives them."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Depot:
    """Where a warehouse lies; position None: nobody has said, and nothing can be planned from it."""

    warehouse_id: WarehouseId
    code: str
    name: str
    zone: str
    address: str
    position: Position | None


@dataclass(frozen=True, slots=True)
class Van:
    """shift: local times of the depot ("06:00"); break_minutes are taken once in it.

    costs: of a kilometre, of an hour at work, and of a day on which it goes out at all. is_archived: it has
    left the fleet; its past routes keep it.
    """

    id: uuid.UUID
    code: str
    name: str
    plate: str
    warehouse_id: WarehouseId
    warehouse: str
    driver_id: PersonId | None
    driver: str
    max_weight_g: int
    max_volume_ml: int
    cost_per_km: Money
    cost_per_hour: Money
    cost_per_day: Money
    co2_g_per_km: int
    skills: tuple[str, ...]
    shift_from: str
    shift_until: str
    break_minutes: int
    is_active: bool
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One halt of a route at one place of one dealer, where goods are brought or others are fetched.

    orders: numbers of what is brought, or fetched (``fetches``).
    window: what the dealer is told; None before publication. eta: when the van should be there. distance_m:
    the way to it from the stop before. cost and co2_g: its share of the route's.
    """

    id: uuid.UUID
    route_id: uuid.UUID
    position: int
    state: StopState
    dealer_id: DealerId
    dealer: str
    ship_to_id: uuid.UUID | None
    address: str
    place: Position | None
    shipment_ids: tuple[uuid.UUID, ...]
    orders: tuple[str, ...]
    window: tuple[datetime, datetime] | None
    eta: datetime
    service_minutes: int
    weight_g: int
    volume_ml: int
    distance_m: int
    cost: Money
    co2_g: int
    is_urgent: bool = False
    arrived_at: datetime | None = None
    done_at: datetime | None = None
    fetches: tuple[Fetch, ...] = ()

    @property
    def goods(self) -> frozenset[uuid.UUID]:
        """Shipments that it brings, or documents whose goods it fetches."""
        return frozenset((*self.shipment_ids, *(one.id for one in self.fetches)))


def place_key(ship_to_id: uuid.UUID | None, dealer_id: DealerId, *, is_fetch: bool = False) -> str:
    """What a place is called in a plan, or the dealer where the place is not known; where goods are fetched
    is another stop than where others are brought."""
    return f"{'fetch:' if is_fetch else ''}{ship_to_id or dealer_id}"


def key_of(stop: Stop) -> str:
    """What a stop is called in a plan."""
    return place_key(stop.ship_to_id, stop.dealer_id, is_fetch=bool(stop.fetches))


@dataclass(frozen=True, slots=True)
class RouteChange:
    """One line of what a re-plan changed on a route. was, now: places in the order, or starts of windows."""

    kind: ChangeKind
    stop_id: uuid.UUID
    dealer: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One way out of a van and back. version counts up with every change that a driver should see.

    changes: what the newest of them changed; gone: stops that those before took off, which its driver may
    have served without having heard of it. started_at: when its goods left the depot; taken_from: the route
    whose rest it is; named: its own driver, where it has been published.
    """

    id: uuid.UUID
    plan_id: uuid.UUID
    day: date
    state: RouteState
    version: int
    trip: int
    van: Van
    driver_id: PersonId | None
    depot: Depot
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    drive_seconds: int
    cost: Money
    co2_g: int
    is_locked: bool
    stops: tuple[Stop, ...]
    changes: tuple[RouteChange, ...] = ()
    gone: tuple[uuid.UUID, ...] = ()
    started_at: datetime | None = None
    taken_from: uuid.UUID | None = None
    named: str = ""

    @property
    def driver(self) -> str:
        """Who drives it: vans change hands, a route that is out keeps its driver."""
        return self.van.driver if self.state is RouteState.PLANNED else self.named or self.van.driver
