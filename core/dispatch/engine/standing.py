"""Where a van on the road is, as its driver's phone tells and its stops bear out. Pure.

RULE newest: of what the phone told, the newest that is plausible is where the van is; without one it is
where it made its last stop, and before the first one in the depot.
RULE plausible: a position counts while it is fresh, and as exact as the policy wants it, if it was taken
after the last stop was left, and if the van can have come there since at FASTEST. 0,0 is no place.
RULE clock: a position is as old as the older of the two clocks says; one from the future is none.
RULE standing: a van that has arrived at a stop stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from core.dispatch.plan_types import AS_USUAL, RoutingPolicy
from core.dispatch.types import Position, Route, Stop, StopState

AHEAD = timedelta(minutes=5)
FASTEST = 130 / 3.6
# Who stands at the far end of a yard has not driven.
SLACK_M = 500.0
EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Sighting:
    """A position that a phone told: how many metres it may be off, when by its clock, when it came here."""

    place: Position
    accuracy_m: float
    told_at: datetime
    received_at: datetime


def last_made(route: Route) -> Stop | None:
    """The stop that the van is at or was at last."""
    visited = [
        stop for stop in route.stops if stop.state in (StopState.ARRIVED, StopState.DONE, StopState.FAILED)
    ]
    return max(
        visited, key=lambda stop: (stop.arrived_at or stop.done_at or stop.eta, stop.position), default=None
    )


def last_on_the_way(route: Route, routes: Iterable[Route]) -> Stop | None:
    """The last stop of a route, or of those whose rest it is; ``routes``: of its day."""
    known = {one.id: one for one in routes}
    at: Route | None = route
    while at is not None:
        last = last_made(at)
        if last is not None:
            return last
        at = None if at.taken_from is None else known.get(at.taken_from)
    return None


def sighted(
    route: Route, sightings: Iterable[Sighting], now: datetime, policy: RoutingPolicy = AS_USUAL
) -> Position | None:
    """RULE newest; None where no sighting is plausible."""
    stop = last_made(route)
    if stop is not None and stop.state is StopState.ARRIVED:
        return None
    known = [one for one in sightings if _is_plausible(one, route, stop, now, policy)]
    newest = max(known, key=lambda one: (_taken_at(one), one.received_at), default=None)
    return None if newest is None else newest.place


def _taken_at(one: Sighting) -> datetime:
    return min(one.told_at, one.received_at)


def _is_plausible(
    one: Sighting, route: Route, stop: Stop | None, now: datetime, policy: RoutingPolicy
) -> bool:
    """RULE plausible, RULE clock."""
    fresh = timedelta(minutes=policy.phone_min)
    place, taken = one.place, _taken_at(one)
    if abs(place.latitude) < 1e-6 and abs(place.longitude) < 1e-6:
        return False
    if (
        one.accuracy_m > policy.phone_m
        or one.told_at > one.received_at + AHEAD
        or not now - fresh <= taken <= now
    ):
        return False
    since = route.starts_at if stop is None else stop.done_at or stop.arrived_at or stop.eta
    here = route.depot.position if stop is None else stop.place
    if stop is not None and taken < since:
        return False
    if here is None:
        return True
    seconds = max(0.0, (taken - min(since, taken)).total_seconds())
    if stop is None:  # it may have left before it was planned to
        seconds = max(seconds, fresh.total_seconds())
    return metres_between(here, place) <= seconds * FASTEST + one.accuracy_m + SLACK_M


def metres_between(one: Position, other: Position) -> float:
    """Great-circle metres by the haversine formula."""
    a, b = radians(one.latitude), radians(other.latitude)
    half = sin((b - a) / 2) ** 2
    half += cos(a) * cos(b) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))
