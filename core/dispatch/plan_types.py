"""What a day is planned from, what somebody asks of the plan, and how the plan is seen.

Weights are grams, volumes millilitres, distances metres. Times of a day ("08:00") are local to the depot.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.dispatch.types import Depot, Fetch, Position, Route, Van
from core.kernel.ids import DealerId
from core.kernel.money import Money, total
from core.routing.engine.road_book import RECKONED, RoadBook

HIRED = "+"
"""Code of a van that the house does not have: for looking at what one more would bring."""


class RoadSource(StrEnum):
    """What roads a plan goes by: those of the routing server, or of the house's table, or of that partly.
    Or reckoned from the straight line because there is neither, because the table cannot be read, or because
    the server did not answer; then those that it told last are taken where they are known.
    """

    SERVED = "served"
    FILED = "filed"
    PARTLY = "partly"
    RECKONED = "reckoned"
    UNANSWERED = "unanswered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RoadTrouble:
    """Roads that are closed, or need ``percent`` more time (None: closed), from the beginning of the day
    ``since`` until a moment.

    spots: the middle of a circle of ``radius_m`` metres, or the two ends of a road. names: what each of them
    is called.
    """

    names: tuple[str, ...]
    spots: tuple[Position, ...]
    radius_m: int
    percent: int | None
    since: date
    until: datetime


@dataclass(frozen=True, slots=True)
class RoutingPolicy:
    """What the office says of planning; the values are the usual ones.

    In minor units of the vans' currency: moved, turned: what it has to save in the day that a stop changes
    its van, or its place in the loaded order; others: what it has to save that another stop changes vans when
    somebody moves one in a draft. window_min: a window that begins so many minutes earlier or later is
    another one, and told. phone_min, phone_m: how old, and how many metres off, a phone's position may be to
    be where its van is. road_pct: a road nobody has measured in per cent of the straight line; speed_pct: how
    fast it is driven, in per cent of the speeds by the hour.
    """

    moved: int = 500
    turned: int = 200
    others: int = 5_000
    window_min: int = 15
    phone_min: int = 20
    phone_m: int = 200
    road_pct: int = 130
    speed_pct: int = 100

    @property
    def least_move(self) -> timedelta:
        return timedelta(minutes=self.window_min)


AS_USUAL = RoutingPolicy()
POLICY_BOUNDS: Mapping[str, tuple[int, int]] = {
    "moved": (0, 100_000),
    "turned": (0, 100_000),
    "others": (0, 1_000_000),
    "window_min": (0, 120),
    "phone_min": (1, 240),
    "phone_m": (10, 5_000),
    "road_pct": (100, 300),
    "speed_pct": (40, 250),
}
"""The least and the most of each value."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """When and how a place takes goods in. windows: none for all day. needs: skills its van must have."""

    windows: tuple[tuple[str, str], ...] = ()
    service_minutes: int = 10
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """What one place of one dealer is to get on a day: shipments that go there together.

    key: the place's id, or the dealer's where the place is not known. chosen: the window that the dealer took
    when ordering; told: the one that the dealer heard last. position None: nobody has said where it lies.
    asked_at: the first of its orders came then.

    fetches: what is fetched there instead, with its weight and volume; then it has no shipments.
    """

    key: str
    dealer_id: DealerId
    dealer: str
    ship_to_id: uuid.UUID | None
    address: str
    place: Position | None
    shipment_ids: tuple[uuid.UUID, ...]
    orders: tuple[str, ...]
    weight_g: int
    volume_ml: int
    receiving: Receiving
    is_urgent: bool
    asked_at: datetime
    chosen: tuple[datetime, datetime] | None = None
    told: tuple[datetime, datetime] | None = None
    fetches: tuple[Fetch, ...] = ()

    @property
    def goods(self) -> frozenset[uuid.UUID]:
        """As of ``Stop``."""
        return frozenset((*self.shipment_ids, *(one.id for one in self.fetches)))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody asked of a plan besides the rules.

    earlier_minutes: all vans may leave so much earlier. extra: spare vans that go out, too. pins: drop -> the
    code of its van. locked: vans whose routes stay as they are.
    """

    earlier_minutes: int = 0
    extra: tuple[str, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Everything that a plan of one depot and day is made of, as it was read at one moment.

    vans: those that may go out, spare ones too. seen: version of the plan that is there, 0 for none. present:
    drops of the present routes by van, for what stays as it is. unpicked: orders due without a shipment.
    roads: what is known of them; a day is the same day on other roads. troubles: those that are closed or
    slow on it. not_before: how many seconds of the day have gone by.
    """

    depot: Depot
    day: date
    vans: tuple[Van, ...]
    drops: tuple[Drop, ...]
    seen: int
    present: Mapping[str, tuple[str, ...]]
    unpicked: int = 0
    roads: RoadBook = field(default=RECKONED, compare=False)
    not_before: int = field(default=0, compare=False)
    troubles: tuple[RoadTrouble, ...] = ()
    policy: RoutingPolicy = AS_USUAL

    @property
    def midnight(self) -> datetime:
        return local_midnight(self.day, self.depot.zone)


def local_midnight(day: date, zone: str) -> datetime:
    """The moment a day begins in a zone; seconds of a plan count from it."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def end_of(day: date, zone: str, until: date | str | None = None) -> datetime:
    """When what begins on a day ends: at a clock time of it ("14:00"), with another day, or with itself."""
    if isinstance(until, str):
        seconds = local_midnight(day, zone).timestamp() + clock_seconds(until, day, zone)
        return datetime.fromtimestamp(seconds, tz=ZoneInfo(zone))
    return local_midnight((until or day) + timedelta(days=1), zone)


def clock_seconds(text: str, day: date, zone: str) -> int:
    """ "08:30" -> seconds since the day's midnight, also on a day that the clock is moved."""
    hour, _, minute = text.partition(":")
    at = local_midnight(day, zone) + timedelta(hours=int(hour), minutes=int(minute))
    return int((at.timestamp()) - local_midnight(day, zone).timestamp())


@dataclass(frozen=True, slots=True)
class Remedy:
    """The smallest change of its kind with which a drop would be served, as the routing engine found it.

    amount: seconds, grams, millilitres or vans. van: which van, by code.
    """

    kind: str
    amount: int
    van: str = ""
    skills: tuple[str, ...] = ()
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A drop that no route serves: why (codes), and what would help, the least costly first."""

    drop: str
    dealer_id: DealerId
    dealer: str
    orders: tuple[str, ...]
    why: tuple[str, ...]
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in a few numbers. saved_basis_points: fewer metres than the order that the stops came in."""

    vans: int
    stops: int
    left_out: int
    distance_m: int
    drive_seconds: int
    cost: Money
    co2_g: int
    given_m: int

    @property
    def saved_basis_points(self) -> int:
        if self.given_m <= 0:
            return 0
        return (self.given_m - self.distance_m) * 10_000 // self.given_m


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of one depot and day as the office sees it. fleet: all vans of the depot, by code.

    kept, broken: of the windows that dealers took when ordering, how many the plan keeps, and whose it does
    not; told of a draft only. troubles: the closed and slow roads that it was made for; is_outdated: others
    are known since.
    """

    id: uuid.UUID
    depot: Depot
    day: date
    version: int
    published_at: datetime | None
    routes: tuple[Route, ...]
    left_out: tuple[LeftOut, ...]
    wishes: Wishes
    given_m: int
    currency: str
    fleet: tuple[Van, ...] = ()
    roads: RoadSource = RoadSource.RECKONED
    kept: int = 0
    broken: tuple[str, ...] = ()
    troubles: tuple[RoadTrouble, ...] = ()
    is_outdated: bool = False

    @property
    def spare(self) -> tuple[Van, ...]:
        """Vans that go out only when asked for, and are not."""
        return tuple(van for van in self.fleet if not van.is_active and van.code not in self.wishes.extra)

    @property
    def figures(self) -> Figures:
        routes = self.routes
        return Figures(
            vans=len({route.van.id for route in routes}),
            stops=sum(len(route.stops) for route in routes),
            left_out=len(self.left_out),
            distance_m=sum(route.distance_m for route in routes),
            drive_seconds=sum(route.drive_seconds for route in routes),
            cost=total([route.cost for route in routes], self.currency),
            co2_g=sum(route.co2_g for route in routes),
            given_m=self.given_m,
        )


def within_fleet(wishes: Wishes, fleet: Collection[str]) -> Wishes:
    """What is still to be had of the wishes: nobody can take back one for a van that has left the depot."""
    return replace(
        wishes,
        extra=tuple(van for van in wishes.extra if van in fleet),
        pins={drop: van for drop, van in wishes.pins.items() if van in fleet},
        locked=tuple(van for van in wishes.locked if van in fleet),
    )


def with_pin(wishes: Wishes, drop: str, van: str) -> Wishes:
    """The drop goes with that van; a locked van that is to take or lose one is locked no more."""
    return replace(wishes, pins={**wishes.pins, drop: van})


def with_trouble(known: tuple[RoadTrouble, ...], fresh: RoadTrouble) -> tuple[RoadTrouble, ...]:
    """What is said of roads that were named already takes the place of what was said before."""
    return *(one for one in known if one.names != fresh.names), fresh


class IncidentKind(StrEnum):
    """broken: a van goes no further. slow: it (or every one) needs ``percent`` more time on the road."""

    BROKEN = "broken"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened to which vans, by code; none for all of them."""

    kind: IncidentKind
    vans: tuple[str, ...] = ()
    percent: int = 0
