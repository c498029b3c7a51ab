"""The rest of a route goes to another driver, with its van or with another one, and stays as it is. Pure.

RULE rest: what goes along is every stop that is neither made nor given up, in its order and with its window.
One that the driver stands at goes along, too; who finishes there all the same has served it.
RULE able: another van can what the stops need, carries what is left, and is at work as long as the van was.
RULE shares: kilometres, costs and CO2 stay with the stops that they were of; the way home goes with the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.dispatch.plan_types import end_of
from core.dispatch.types import OPEN_STOPS, Route, Stop, Van


@dataclass(frozen=True, slots=True)
class Lack:
    """What another van has too little of. why: one of ``errors.VAN_LACKS``; lacks: as it is shown."""

    why: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What a part of a route comes to."""

    distance_m: int
    drive_seconds: int
    cost_minor: int
    co2_g: int


def rest_of(route: Route) -> tuple[Stop, ...]:
    """RULE rest."""
    return tuple(stop for stop in route.stops if stop.state in OPEN_STOPS)


def lack_of(van: Van, route: Route, needs: Sequence[str], now: datetime) -> Lack | None:
    """RULE able; the first thing that is missing. needs: skills that the stops of the rest ask for."""
    missing = tuple(sorted(set(needs) - set(van.skills)))
    if missing:
        return Lack("skills", missing)
    rest = rest_of(route)
    weight, volume = sum(stop.weight_g for stop in rest), sum(stop.volume_ml for stop in rest)
    if weight > van.max_weight_g:
        return Lack("weight", (f"{-(-weight // 1000)} kg",))
    if volume > van.max_volume_ml:
        return Lack("volume", (f"{-(-volume // 1000)} l",))
    begins, ends = (end_of(route.day, route.depot.zone, at) for at in (van.shift_from, van.shift_until))
    usual = end_of(route.day, route.depot.zone, route.van.shift_until)
    if begins > max(now, route.starts_at) or ends < min(route.ends_at, usual) or ends <= now:
        return Lack("hours", (f"{van.shift_from}–{van.shift_until}",))
    return None


def shares_of(route: Route) -> tuple[Share, Share]:
    """RULE shares: what was driven, and the rest."""
    made = [stop for stop in route.stops if stop.state not in OPEN_STOPS]
    metres = sum(stop.distance_m for stop in made)
    seconds = route.drive_seconds * metres // route.distance_m if route.distance_m > 0 else 0
    driven = Share(metres, seconds, sum(stop.cost.minor for stop in made), sum(stop.co2_g for stop in made))
    return driven, Share(
        max(route.distance_m - driven.distance_m, 0),
        max(route.drive_seconds - driven.drive_seconds, 0),
        max(route.cost.minor - driven.cost_minor, 0),
        max(route.co2_g - driven.co2_g, 0),
    )
