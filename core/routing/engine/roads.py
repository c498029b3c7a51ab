"""Ways between places: when a van that leaves now arrives, and roads reckoned from the great circle.

[R1] A leg goes at the speed of the part of the day it is driven in; crossing into the next part, what is
     left of it goes on at the new speed. Who leaves later never arrives earlier.
[R2] A van's pace is a per cent of the roads' time, rounded up to a second.
[R3] A leg of `UNREACHABLE` seconds or more does not exist; it is no fault of the other legs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.routing.types import UNREACHABLE, Place, Roads, Table

EARTH_METRES = 6_371_008.8
# Road length over the straight line: 1.3 is the middle of what is measured for towns (1.2 grid to 1.4 hills;
# Ballou, Rahardja, Sakai 2002, "Selected country circuity factors for road travel distance estimation").
ROAD_FACTOR = 1.3
# Kilometres an hour from each second of the day on: night, morning rush, day, evening rush, evening.
SPEEDS_BY_HOUR: tuple[tuple[int, int], ...] = (
    (0, 60),
    (7 * 3600, 32),
    (9 * 3600 + 1800, 42),
    (16 * 3600, 30),
    (19 * 3600, 50),
)
WHOLE = 1_000_000_000

Arcs = Sequence[Sequence[int]]


def arrival(parts: Sequence[Arcs], from_times: Sequence[int], pace: int, a: int, b: int, leaves: int) -> int:
    """When a van of that pace that leaves ``a`` is at ``b`` ([R1] [R2])."""
    last = len(from_times) - 1
    part = 0
    while part < last and leaves >= from_times[part + 1]:
        part += 1
    left, now = WHOLE, leaves
    while True:
        takes = -(-parts[part][a][b] * pace // 100)
        ends = now + -(-left * takes // WHOLE)
        if part == last or ends <= from_times[part + 1] or takes >= UNREACHABLE:
            return ends
        left -= (from_times[part + 1] - now) * WHOLE // takes
        part += 1
        now = from_times[part]


def departure(
    parts: Sequence[Arcs], from_times: Sequence[int], pace: int, a: int, b: int, arrives: int
) -> int:
    """The latest moment at which a van can leave ``a`` to be at ``b`` by ``arrives``: `arrival` backwards."""
    part = len(from_times) - 1
    while part and from_times[part] >= arrives:
        part -= 1
    left, now = WHOLE, arrives
    while True:
        takes = -(-parts[part][a][b] * pace // 100)
        leaves = now - left * takes // WHOLE
        if not part or leaves >= from_times[part]:
            break
        left -= (now - from_times[part]) * WHOLE // takes
        now, part = from_times[part], part - 1
    # The way back rounds otherwise than the way there, by a second or two.
    while arrival(parts, from_times, pace, a, b, leaves) > arrives:
        leaves -= 1
    while arrival(parts, from_times, pace, a, b, leaves + 1) <= arrives:
        leaves += 1
    return leaves


def times_from(roads: Roads, a: int, leaves: int) -> Table:
    """Seconds from ``a`` to every place for who leaves then, at a pace of 100; `arrival` to within a
    second.
    """
    part = max(0, int(np.searchsorted(np.array(roads.from_times), leaves, side="right")) - 1)
    now, left = leaves, np.ones(len(roads.metres))
    arrives: Table = np.full(len(roads.metres), -1, dtype=np.int64)
    while True:
        takes = roads.seconds[part, a]
        ends = now + np.ceil(left * takes).astype(np.int64)
        is_last = part == len(roads.from_times) - 1
        until = now if is_last else roads.from_times[part + 1]
        there = (arrives < 0) & (is_last | (ends <= until))
        arrives[there] = ends[there]
        if is_last:
            return arrives - leaves
        left = left - (until - now) / np.maximum(takes, 1)
        part, now = part + 1, until


def _straight_metres(places: Sequence[Place]) -> npt.NDArray[np.float64]:
    """Great-circle metres between all places, by the haversine formula."""
    latitudes = np.radians([place.latitude for place in places])
    longitudes = np.radians([place.longitude for place in places])
    half = np.sin((latitudes[:, None] - latitudes[None, :]) / 2) ** 2
    turn = np.sin((longitudes[:, None] - longitudes[None, :]) / 2) ** 2
    chord = half + np.cos(latitudes)[:, None] * np.cos(latitudes)[None, :] * turn
    metres: npt.NDArray[np.float64] = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return metres


def reckoned_roads(
    places: Sequence[Place],
    factor: float = ROAD_FACTOR,
    speeds: Sequence[tuple[int, int]] = SPEEDS_BY_HOUR,
) -> Roads:
    """Roads where nobody has measured any: the straight line times ``factor``, at the speeds
    (from second, km/h) of the parts of the day. Raises ValueError for no speed, one of 0, or times that do
    not rise.
    """
    if not speeds or min(speed for _, speed in speeds) <= 0:
        raise ValueError("roads need a speed above 0 for every part of the day")
    if any(later[0] <= earlier[0] for earlier, later in pairwise(speeds)):
        raise ValueError("the parts of the day must follow each other")
    metres = np.rint(_straight_metres(places) * factor).astype(np.int64)
    seconds = [np.ceil(metres * 3.6 / speed).astype(np.int64) for _, speed in speeds]
    return Roads(metres, np.stack(seconds), tuple(start for start, _ in speeds))


def roads_by_hour(roads: Roads, percents: Sequence[tuple[int, int]]) -> Roads:
    """Roads of one table, as a map server gives them, with (from second, per cent of the table's time) for
    the parts of the day. Raises ValueError for roads that vary already, or for no part.
    """
    if roads.varies or not percents:
        raise ValueError("only roads of one table can be told by the hour")
    takes = roads.seconds[0]
    is_road = (takes >= 0) & (takes < UNREACHABLE)  # [R3]
    seconds = [np.where(is_road, -(-takes * percent // 100), takes) for _, percent in percents]
    return Roads(roads.metres, np.stack(seconds), tuple(start for start, _ in percents))


def slowed_roads(roads: Roads, places: Sequence[Place], slow: Sequence[tuple[str, str, int]]) -> Roads:
    """The roads with some legs slower: (from place, to place, per cent of its time; 0 closes it). Raises
    KeyError for a place that is not there.
    """
    at = {place.key: index for index, place in enumerate(places)}
    seconds: Table = roads.seconds.copy()
    for start, end, percent in slow:
        leg = seconds[:, at[start], at[end]]
        seconds[:, at[start], at[end]] = np.where(percent > 0, -(-leg * percent // 100), UNREACHABLE)
    return Roads(roads.metres, seconds, roads.from_times)
