"""Roads that cannot be driven for a while, or only slowly, put into the ways between all places. Pure.

RULE circle: a leg is taken to go straight. What crosses a closed circle goes round it: by the two tangents
and the arc between them, as much longer and later as that is longer than the straight line. Nothing comes
into a closed circle; whoever stands in it gets out as fast as before.
RULE slow: the part of a leg in a slow circle, or on a slow road, takes so many per cent more time; where it
is quicker to go round, that is gone.
RULE road: between two spots both directions are meant, and every leg that leads along: one whose way by
both spots takes no more than ALONG per cent longer, and that is less than half of the road itself.
RULE round: who cannot drive along goes by the place that makes the least of it, with no such leg in it, but
never more than LONGEST times as far: there is a way round that no table knows.
RULE until: what ends in the day is gone from that second on. Who would drive into a closed circle before may
stand in front of it until it opens. Kilometres are the same all day: the troubled ones where that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.routing.engine.roads import EARTH_METRES
from core.routing.types import UNREACHABLE, Place, Roads, Table

ALONG = 5
LONGEST = 3
# Seconds of a leg that is shut for now: whoever is on it gets nowhere until it opens.
WAITS = 1_000_000_000

_Reals = npt.NDArray[np.float64]
_Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Circle:
    """percent: how much more time its roads take; None: closed. metres: its radius, above 0."""

    latitude: float
    longitude: float
    metres: int
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The road between two places of the roads, by their keys. percent: as of a circle."""

    start: str
    end: str
    percent: int | None = None


Trouble = Circle | Stretch


def troubled_roads(
    roads: Roads, places: Sequence[Place], troubles: Sequence[Trouble], *, leaving: Collection[str] = ()
) -> Roads:
    """The roads as they are with these troubles, one after the other.

    leaving: keys of places where a van stands: out of these leads a way even from within a closed circle.
    Raises KeyError for a place that is not there.
    """
    for one in troubles:
        if isinstance(one, Circle):
            roads = _round_circle(roads, places, one, leaving)
        else:
            roads = _round_stretch(roads, places, one)
    return roads


def lifted(free: Roads, troubled: Roads, at: int, *, keeps_metres: bool) -> Roads:
    """The troubled roads until second ``at`` of the day, free from then on (RULE until).

    keeps_metres: whether the troubled metres are those of the day. Both are of the same parts of the day.
    """
    times = sorted({min(0, *free.from_times), *free.from_times, at})
    tables = []
    for time in times:
        part = max(0, int(np.searchsorted(np.array(free.from_times), time, side="right")) - 1)
        table = free.seconds[part]
        if time < at:
            later = troubled.seconds[part]
            table = np.where((later >= UNREACHABLE) & (table < UNREACHABLE), WAITS, later)
        tables.append(table)
    return Roads(troubled.metres if keeps_metres else free.metres, np.stack(tables), tuple(times))


def is_within(place: Place, circle: Circle) -> bool:
    """Whether a place lies in the circle, its edge included."""
    return bool(_away([place], circle)[2][0] <= circle.metres)


def _away(places: Sequence[Place], circle: Circle) -> tuple[_Reals, _Reals, _Reals]:
    """Metres east and north of the middle, and away from it; flat, as towns are."""
    north = np.radians(np.array([place.latitude for place in places]) - circle.latitude) * EARTH_METRES
    turn = (np.array([place.longitude for place in places]) - circle.longitude + 180) % 360 - 180
    east = np.radians(turn) * EARTH_METRES * np.cos(np.radians(circle.latitude))
    return east, north, np.hypot(east, north)


def _round_circle(roads: Roads, places: Sequence[Place], circle: Circle, leaving: Collection[str]) -> Roads:
    """RULE circle, RULE slow."""
    east, north, away = _away(places, circle)
    inside = away <= circle.metres
    share = _share_inside(east, north, circle.metres)
    crosses = share > 0
    outer = crosses & ~inside[:, None] & ~inside[None, :]
    longer = np.where(outer, _longer_round(east, north, away, circle.metres), np.inf)
    if circle.percent is None:
        gets_out = inside & np.array([place.key in leaving for place in places], dtype=bool)
        shut: _Marks = (inside[:, None] & ~gets_out[:, None]) | inside[None, :]
        np.fill_diagonal(shut, val=False)
        return _stretched(roads, np.where(outer, longer, 1.0), shut, outer)
    slower = 1 + share * circle.percent / 100
    return _stretched(roads, np.minimum(slower, longer), np.zeros_like(crosses), longer < slower)


def _stretched(roads: Roads, times: _Reals, shut: _Marks, goes_round: _Marks) -> Roads:
    """Legs ``times`` as long; those that go round are so in metres, too; those that are shut do not exist."""
    there = roads.seconds < UNREACHABLE
    with np.errstate(invalid="ignore"):
        longer = np.ceil(np.where(there, roads.seconds, 0) * times - 1e-6).astype(np.int64)
        metres = np.rint(roads.metres * np.where(goes_round, times, 1.0)).astype(np.int64)
    seconds = np.where(there & ~shut[None, :, :], longer, UNREACHABLE)
    return Roads(metres, seconds, roads.from_times)


def _share_inside(east: _Reals, north: _Reals, radius: int) -> _Reals:
    """Which part of each straight leg lies within the circle: n x n, from 0 to 1."""
    x, y = east[:, None], north[:, None]
    right, up = east[None, :] - x, north[None, :] - y
    length2 = right**2 + up**2
    safe = np.maximum(length2, 1e-9)
    middle = -(x * right + y * up) / safe
    room = middle**2 - (x**2 + y**2 - radius**2) / safe
    half = np.sqrt(np.maximum(room, 0.0))
    begins, ends = np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
    return np.where((room > 0) & (length2 > 1e-9), ends - begins, 0.0)


def _longer_round(east: _Reals, north: _Reals, away: _Reals, radius: int) -> _Reals:
    """How many times as long as the straight line the way round the circle is, for ends outside of it."""
    far = np.maximum(away, radius)
    tangents = np.sqrt(far**2 - radius**2)
    open_angle = np.arccos(np.clip(radius / far, -1, 1))
    angles = np.arctan2(north, east)
    between = np.abs((angles[:, None] - angles[None, :] + np.pi) % (2 * np.pi) - np.pi)
    arc = np.maximum(between - open_angle[:, None] - open_angle[None, :], 0.0) * radius
    straight = np.hypot(east[:, None] - east[None, :], north[:, None] - north[None, :])
    way: _Reals = (tangents[:, None] + tangents[None, :] + arc) / np.maximum(straight, 1e-9)
    return np.maximum(way, 1.0)


def _round_stretch(roads: Roads, places: Sequence[Place], stretch: Stretch) -> Roads:
    """RULE road, RULE round, both ways."""
    at = {place.key: index for index, place in enumerate(places)}
    a, b = at[stretch.start], at[stretch.end]
    there, back = _leads_along(roads, a, b), _leads_along(roads, b, a)
    blocked = there | back
    if not blocked.any():
        return roads
    metres, seconds = _by_another_place(roads, blocked)
    is_round = blocked[None, :, :] & np.ones_like(seconds, dtype=bool)
    if stretch.percent is not None:
        on_it = np.where(there[None], roads.seconds[:, a, b][:, None, None], 0)
        on_it = np.maximum(on_it, np.where(back[None], roads.seconds[:, b, a][:, None, None], 0))
        slow = roads.seconds + -(-on_it * stretch.percent // 100)
        is_round &= seconds < slow
        seconds = np.where(is_round, seconds, slow)
    # One table of ways for all hours: that of the first part of the day.
    metres = np.where(is_round[0], metres, roads.metres)
    return Roads(metres, np.where(blocked[None], seconds, roads.seconds), roads.from_times)


def _leads_along(roads: Roads, a: int, b: int) -> _Marks:
    """The legs that lead from ``a`` to ``b``, or on from there (RULE road)."""
    times = roads.seconds[0]
    if not 0 < times[a, b] < UNREACHABLE:
        return np.zeros(times.shape, dtype=bool)
    more = times[:, a][:, None] + times[a, b] + times[b, :][None, :] - times
    marks: _Marks = (more * 100 <= times * ALONG) & (more * 2 < times[a, b]) & (times < UNREACHABLE)
    np.fill_diagonal(marks, val=False)
    return marks


def _by_another_place(roads: Roads, blocked: _Marks) -> tuple[Table, Table]:
    """Metres and seconds of blocked legs by the best place between (RULE round); others as they are."""
    metres: Table = roads.metres.copy()
    seconds: Table = roads.seconds.copy()
    free = np.where(blocked, UNREACHABLE, roads.seconds)
    for x, y in np.argwhere(blocked):
        by = free[:, x, :] + free[:, :, y]
        by[:, [x, y]] = 2 * UNREACHABLE
        best = int(np.argmin(by[0]))
        most = roads.seconds[:, x, y] * LONGEST
        if by[0, best] <= most[0]:
            metres[x, y] = roads.metres[x, best] + roads.metres[best, y]
            seconds[:, x, y] = by[:, best]
        else:
            metres[x, y] = roads.metres[x, y] * LONGEST
            seconds[:, x, y] = most
    return metres, seconds
