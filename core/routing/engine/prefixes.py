"""What a van has to visit before all else, as a place and a time to go on from.

[P1] The stops of `Van.first` are visited in that order, each in its cheapest window that can still be met;
     one whose windows are all over is left out, and the rest of the day goes on without it.
"""

from __future__ import annotations

from typing import NamedTuple

from core.routing.engine.indexing import Day, Tour, Visit
from core.routing.engine.timing import Timed, time_tour


class Prefix(NamedTuple):
    """visits: what is fixed. place, leaves: from where and when the van goes on. driven: seconds of its day
    gone by then. metres: driven by then. weight, volume: the most on board on the way.
    """

    visits: tuple[Visit, ...]
    place: int
    leaves: int
    driven: int
    metres: int
    weight: int
    volume: int


def _most_on_board(day: Day, visits: tuple[Visit, ...]) -> tuple[int, int]:
    """The most room that the fixed stops' goods take at one time."""
    stops = [day.stops[visit.stop] for visit in visits]
    weight = sum(stop.load.weight for stop in stops)
    volume = sum(stop.load.volume for stop in stops)
    most = (weight, volume)
    for stop in stops:
        weight += stop.collect.weight - stop.load.weight
        volume += stop.collect.volume - stop.load.volume
        most = (max(most[0], weight), max(most[1], volume))
    return most


def _longer(day: Day, van: int, visits: tuple[Visit, ...], stop: int) -> tuple[Visit, Timed] | None:
    """The prefix with one stop more, in its cheapest window that holds ([P1])."""
    windows = day.stops[stop].windows
    for window in sorted(range(len(windows)), key=lambda one: (windows[one].price, windows[one].opens)):
        visit = Visit(stop, window)
        timed = time_tour(day, Tour(van, ((*visits, visit),)))
        if timed is not None:
            return visit, timed
    return None


def prefix_of(day: Day, van: int) -> Prefix | None:
    """What the van has to visit first; None when there is nothing."""
    visits: tuple[Visit, ...] = ()
    last: Timed | None = None
    for key in day.vans[van].first:
        stop = day.stop_index[key]
        if van not in day.allowed[stop]:
            continue
        longer = _longer(day, van, visits, stop)
        if longer is not None:
            visits, last = (*visits, longer[0]), longer[1]
    if last is None:
        return None
    at = len(last.way) - 2
    moment = next(one for one in last.moments if one.node == at and one.rest < 0)
    metres = last.metres - day.metres[last.way[at].place][last.way[-1].place]
    weight, volume = _most_on_board(day, visits)
    return Prefix(
        visits, moment.place, moment.leaves, moment.leaves - last.moments[0].leaves, metres, weight, volume
    )
