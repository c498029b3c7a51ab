"""Roads that somebody has measured between some places, and reckoned ones for all others. Pure.

RULE near: a place is the nearest one of the book, if that is no farther than ``near_m``.
RULE known: a leg between two places of the book is as the book says, for each part of its day; a leg that is
not in it is reckoned, so that a new dealer can be planned before anybody has measured its roads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.routing.engine.roads import EARTH_METRES, ROAD_FACTOR, SPEEDS_BY_HOUR, reckoned_roads
from core.routing.types import Place, Roads, Table

UNKNOWN = -1
"""Seconds of a leg that is not in the book."""


@dataclass(frozen=True, slots=True, eq=False)
class RoadBook:
    """places, roads: what was measured; none: everything is reckoned. speeds, factor: of what is reckoned."""

    places: tuple[Place, ...] = ()
    roads: Roads | None = None
    speeds: tuple[tuple[int, int], ...] = SPEEDS_BY_HOUR
    near_m: int = 100
    factor: float = ROAD_FACTOR


RECKONED = RoadBook()


def roads_between(book: RoadBook, places: Sequence[Place]) -> tuple[Roads, int]:
    """Roads between places, and how many of their legs had to be reckoned."""
    size = len(places)
    reckoned = reckoned_roads(places, book.factor, book.speeds)
    if book.roads is None or not book.places or not places:
        return reckoned, size * (size - 1)
    at, is_there = _nearest(book, places)
    pairs = np.ix_(at, at)
    measured: Table = np.stack([table[pairs] for table in book.roads.seconds])
    known = is_there[:, None] & is_there[None, :] & (measured >= 0).all(axis=0)
    np.fill_diagonal(known, val=True)
    metres: Table = np.where(known, book.roads.metres[pairs], reckoned.metres)
    np.fill_diagonal(metres, 0)
    if known.all():
        return Roads(metres, _without_stays(measured), book.roads.from_times), 0
    times = sorted({*book.roads.from_times, *reckoned.from_times})
    parts = [
        np.where(known, measured[_part(book.roads, time)], reckoned.seconds[_part(reckoned, time)])
        for time in times
    ]
    return Roads(metres, _without_stays(np.stack(parts)), tuple(times)), int((~known).sum())


def _nearest(book: RoadBook, places: Sequence[Place]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """For each place the nearest one of the book, and whether it is that (RULE near)."""
    here = np.radians(np.array([(place.latitude, place.longitude) for place in places]))
    there = np.radians(np.array([(place.latitude, place.longitude) for place in book.places]))
    half = np.sin((here[:, None, 0] - there[None, :, 0]) / 2) ** 2
    turn = np.sin((here[:, None, 1] - there[None, :, 1]) / 2) ** 2
    chord = half + np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * turn
    at = chord.argmin(axis=1)
    away = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.clip(chord.min(axis=1), 0.0, 1.0)))
    return at, away <= book.near_m


def _without_stays(seconds: Table) -> Table:
    """No time is needed to stay where one is."""
    for table in seconds:
        np.fill_diagonal(table, 0)
    return seconds


def _part(roads: Roads, time: int) -> int:
    """The part of the day that a moment lies in."""
    return max(0, int(np.searchsorted(np.array(roads.from_times), time, side="right")) - 1)
