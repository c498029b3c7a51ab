"""Between when a place can be promised its goods, told from a day's routes as they would be now. Pure.

RULE sketch: the routes of a day are sketched from the plan that stands, or from nothing, and everything that
is due and not in them is put where it costs least: who was promised a window first, then who asked first.
RULE best: of two sketches the one that breaks fewer promises is taken, then the one that leaves less, then
the cheaper one.
RULE fits: a window is offered only where a way of a van was found that reaches the place within it, and every
other place of that van within its own window and hours, with loads, breaks and shift kept.
RULE slots: windows are two hours long and begin at full hours within the hours of the place; where these are
shorter, they are the window. What begins too soon to be loaded is no window.
RULE own: a dealer may wish a narrower window, of LEAST_LENGTH at least; it is promised as any other. Where it
does not fit, the one of its length that does and begins nearest to it, in STEP, is the smallest change.
RULE two: two windows are offered, the cheapest one and the cheapest on the other side of noon; where there is
none, the cheapest that does not overlap with it. Of those at the same price the one with more room for
delays is taken; one with less than LEAST_ROOM only where there is none with more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from core.dispatch.engine.problem import build_problem
from core.dispatch.plan_types import DayFacts, Drop, Wishes
from core.routing.engine.indexing import (
    PARTS,
    PARTS_A_METRE,
    PARTS_A_SECOND,
    Day,
    Tour,
    Visit,
    index_problem,
)
from core.routing.engine.timing import Node, Timed, time_tour, way_of
from core.routing.plan_types import DayPlan
from core.routing.types import Window

Span = tuple[int, int]

LENGTH = 7_200
HOUR = 3_600
LEAST_LENGTH = 600
STEP = 300
LEAST_ROOM = 900
NOON = 43_200
# A van is loaded before it leaves: no window of today begins sooner.
NOTICE = 7_200
# Ways that are timed for one window before the best of them is taken; most often the first one is it.
_TRIES = 4
# Rounds in which each stop is taken out and put where it costs least.
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Sketch:
    """Routes as they would be: keys of drops by van in their order, and those that found no place."""

    routes: Mapping[str, tuple[str, ...]]
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A window of a day (seconds since midnight) and what serving the place within it costs more, in parts
    (`core.routing.engine.indexing`). room: seconds by which the van may be late and still be in it."""

    opens: int
    closes: int
    parts: int
    room: int


class _Place(NamedTuple):
    """Where a stop could be put: before visit ``at`` of a van; when it could be reached there."""

    guess: int
    van: int
    at: int
    earliest: int
    latest: int


class _Found(NamedTuple):
    timed: Timed
    parts: int
    room: int


def sketch_day(facts: DayFacts, *before: Sketch) -> Sketch:
    """RULE sketch; of earlier sketches that are brought up to date the best one is kept (RULE best)."""
    day = index_problem(build_problem(facts, Wishes()))
    if not before:
        found = _sketched(day, facts, facts.present)
        _settle(day, found[0])
        return _read(day, *found)
    ways = [_sketched(day, facts, one.routes) for one in before]
    return _read(day, *min(ways, key=lambda way: _badness(day, *way)))


def sketch_of(plan: DayPlan) -> Sketch:
    """A searched plan as a sketch."""
    return Sketch({route.van: tuple(step.stop or "" for step in route.stops) for route in plan.routes})


def _sketched(
    day: Day, facts: DayFacts, old: Mapping[str, Sequence[str]]
) -> tuple[list[Timed], tuple[int, ...]]:
    """The vans with all that found a place, and what found none."""
    fleet = _begun(day, old)
    known = {visit.stop for timed in fleet for visit in timed.tour.visits}
    drops = {drop.key: drop for drop in facts.drops}
    fresh = [at for at in range(len(day.stops)) if at not in known]
    fresh.sort(key=lambda at: _turn(drops[day.stops[at].key]))
    return fleet, tuple(at for at in fresh if not _put(day, fleet, at))


def _badness(day: Day, fleet: Sequence[Timed], lost: Sequence[int]) -> tuple[int, int, int]:
    """RULE best: broken promises, then goods left, then cost."""
    dear = [
        one for timed in fleet for one in timed.tour.visits if day.stops[one.stop].windows[one.window].price
    ]
    broken = len(dear) + sum(_is_promised(day, at) for at in lost)
    return broken, len(lost), sum(map(_parts, fleet))


def _is_promised(day: Day, stop: int) -> bool:
    """Whether one of its windows is the dealer's own, and the others cost something."""
    return any(window.price for window in day.stops[stop].windows)


def _read(day: Day, fleet: Sequence[Timed], lost: Sequence[int]) -> Sketch:
    return Sketch(
        {
            day.vans[timed.tour.van].key: tuple(day.stops[one.stop].key for one in timed.tour.visits)
            for timed in fleet
        },
        tuple(day.stops[at].key for at in lost),
    )


def sketch_cost(facts: DayFacts, sketch: Sketch) -> int:
    """What the sketched routes cost, in parts."""
    day = index_problem(build_problem(facts, Wishes()))
    return sum(_parts(timed) for timed in _begun(day, sketch.routes))


def offer_slots(facts: DayFacts, sketch: Sketch, drop: Drop, slots: Sequence[Span]) -> tuple[Slot, ...]:
    """Which of these windows the place can be promised (RULE fits), beside all that the sketch holds.

    A drop that the facts hold, too, is taken out of the routes first.
    """
    if drop.place is None or not slots:
        return ()
    others = tuple(one for one in facts.drops if one.key != drop.key)
    problem = build_problem(replace(facts, drops=(*others, drop)), Wishes())
    windows = tuple(Window(opens, closes) for opens, closes in slots)
    stops = [replace(one, windows=windows) if one.key == drop.key else one for one in problem.stops]
    day = index_problem(replace(problem, stops=stops))
    at = day.stop_index[drop.key]
    fleet = _begun(day, sketch.routes, without=at)
    places = list(_places(day, fleet, at))
    found = []
    for number, (opens, closes) in enumerate(slots):
        best = _best(day, fleet, at, number, places)
        if best is not None:
            found.append(Slot(opens, closes, best.parts, best.room))
    return tuple(found)


def choose_two(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """RULE two, in the order of the day."""
    slots = [one for one in slots if one.room >= LEAST_ROOM] or slots
    if not slots:
        return ()

    def worth(slot: Slot) -> tuple[int, int, int]:
        return slot.parts, -slot.room, slot.opens

    first = min(slots, key=worth)
    apart = [one for one in slots if one.closes <= first.opens or one.opens >= first.closes]
    is_morning = first.opens < NOON
    others = [one for one in apart if (one.opens < NOON) is not is_morning] or apart
    if not others:
        return (first,)
    return tuple(sorted((first, min(others, key=worth)), key=lambda one: one.opens))


def slots_of(hours: Sequence[Span], shift: Span, now: int) -> tuple[Span, ...]:
    """RULE slots. hours: when the place takes goods in, none for all day; shift: first begin and last end of
    the vans; now: seconds since the day's midnight, below zero before it."""
    found = []
    for opens, closes in hours or [shift]:
        opens, closes = max(opens, shift[0]), min(closes, shift[1])
        if opens >= closes:
            continue
        if closes - opens <= LENGTH:
            found.append((opens, closes))
        else:
            begins = range(-(-opens // HOUR) * HOUR, closes - LENGTH + 1, HOUR)
            found += [(begin, begin + LENGTH) for begin in begins] or [(opens, opens + LENGTH)]
    return tuple(one for one in found if one[0] >= now + NOTICE)


def is_open(span: Span, hours: Sequence[Span], shift: Span, now: int) -> bool:
    """Whether a window is one of the house's (RULE slots), or a narrow one (RULE own) within the hours of the
    place and of the vans, and not too soon."""
    if span in slots_of(hours, shift, now):
        return True
    opens, closes = span
    inside = any(since <= opens and closes <= until for since, until in hours or [shift])
    is_narrow = LEAST_LENGTH <= closes - opens < LENGTH
    return inside and is_narrow and shift[0] <= opens and closes <= shift[1] and opens >= now + NOTICE


def own_windows(wished: Span, hours: Sequence[Span], shift: Span, now: int) -> tuple[Span, ...]:
    """RULE own: the wish and what is near it, the nearest first; none for a wish that is not narrow."""
    opens, closes = wished
    length = max(closes - opens, LEAST_LENGTH)
    if length >= LENGTH:
        return ()
    begins = [opens, *(opens + way * away for away in range(STEP, LENGTH + STEP, STEP) for way in (1, -1))]
    spans = [(begin, begin + length) for begin in begins]
    return tuple(one for one in spans if is_open(one, hours, shift, now))


def shift_of_fleet(facts: DayFacts) -> Span:
    """When the first of the vans at work begins and the last one ends; (0, 0) for none."""
    vans = build_problem(replace(facts, drops=()), Wishes()).vans
    return min((one.shift[0] for one in vans), default=0), max((one.shift[1] for one in vans), default=0)


def _turn(drop: Drop) -> tuple[bool, float, str]:
    """RULE sketch: in which order drops are put into the routes."""
    return drop.chosen is None, drop.asked_at.timestamp(), drop.key


def _begun(day: Day, routes: Mapping[str, Sequence[str]], without: int = -1) -> list[Timed]:
    """The vans with the stops that they have, each in the cheapest window that it still can be met in."""
    fleet = []
    for van, one in enumerate(day.vans):
        timed = time_tour(day, Tour(van, ((),)))
        keys = routes.get(one.key, ())
        wanted = [day.stop_index[key] for key in keys if key in day.stop_index]
        wanted = [stop for stop in wanted if stop != without and van in day.allowed[stop]]
        whole = time_tour(day, Tour(van, (tuple(Visit(stop, 0) for stop in wanted),)))
        if whole is not None:
            fleet.append(whole)
            continue
        if timed is None:
            continue  # it cannot even drive home, and goes nowhere
        for stop in wanted:
            timed = _appended(day, timed, stop) or timed
        fleet.append(timed)
    return fleet


def _appended(day: Day, timed: Timed, stop: int) -> Timed | None:
    (trip,) = timed.tour.trips
    for window in _by_price(day, stop):
        longer = time_tour(day, timed.tour._replace(trips=((*trip, Visit(stop, window)),)))
        if longer is not None:
            return longer
    return None


def _by_price(day: Day, stop: int) -> list[int]:
    windows = day.stops[stop].windows
    return sorted(range(len(windows)), key=lambda one: (windows[one].price, windows[one].opens))


def _put(day: Day, fleet: list[Timed], stop: int) -> bool:
    """Put a stop where it costs least; False where no van can take it."""
    places = list(_places(day, fleet, stop))
    ways = [_best(day, fleet, stop, window, places) for window in range(len(day.stops[stop].windows))]
    found = [way for way in ways if way is not None]
    if not found:
        return False
    best = min(found, key=lambda way: way.parts)
    at = next(number for number, one in enumerate(fleet) if one.tour.van == best.timed.tour.van)
    fleet[at] = best.timed
    return True


def _settle(day: Day, fleet: list[Timed]) -> None:
    """Take each stop out and put it where it costs least, while that helps."""
    for _ in range(_ROUNDS):
        is_better = False
        for stop in [visit.stop for timed in fleet for visit in timed.tour.visits]:
            number = next(
                at for at, one in enumerate(fleet) if any(visit.stop == stop for visit in one.tour.visits)
            )
            whole = fleet[number]
            (trip,) = whole.tour.trips
            rest = tuple(visit for visit in trip if visit.stop != stop)
            shorter = time_tour(day, whole.tour._replace(trips=(rest,)))
            if shorter is None:
                continue
            others = [*fleet]
            others[number] = shorter
            before = sum(_parts(one) for one in fleet)
            if _put(day, others, stop) and sum(_parts(one) for one in others) < before:
                fleet[:] = others
                is_better = True
        if not is_better:
            return


def _parts(timed: Timed) -> int:
    """What a van's day costs; one without a stop stays at home."""
    return timed.parts if timed.tour.visits else 0


def _places(day: Day, fleet: Sequence[Timed], stop: int) -> Iterator[_Place]:
    """Everywhere that the loads allow, with when it could be reached if nobody had to rest."""
    new, x = day.stops[stop], day.at[stop]
    for timed in fleet:
        van = timed.tour.van
        if van not in day.allowed[stop]:
            continue
        room = day.vans[van].capacity
        for visit in timed.tour.visits:
            # What is fetched is held to be on board all day: that never promises too much.
            room = room - day.stops[visit.stop].load - day.stops[visit.stop].collect
        if not (new.load + new.collect).fits(room):
            continue
        way, costs = way_of(day, timed.tour), day.vans[van].costs
        leaves, latest = _bounds(day, van, way)
        for at in range(len(way) - 1):
            a, b = way[at].place, way[at + 1].place
            earliest = _arrival(day, van, a, x, leaves[at])
            until = _departure(day, van, x, b, latest[at + 1]) - new.service
            if earliest > until:
                continue
            more = day.metres[a][x] + day.metres[x][b] - (day.metres[a][b] if a != b else 0)
            longer = day.parts[0][a][x] + day.parts[0][x][b] - (day.parts[0][a][b] if a != b else 0)
            guess = more * costs.kilometre * PARTS_A_METRE + longer * costs.hour * PARTS_A_SECOND
            if not timed.tour.visits:
                guess += costs.day * PARTS
            yield _Place(guess, van, at, earliest, until)


def _bounds(day: Day, van: int, way: Sequence[Node]) -> tuple[list[int], list[int]]:
    """Of each place of a way, without breaks: when it can be left at the soonest, and when its service has to
    begin at the latest."""
    leaves, latest = [way[0].opens], [way[-1].closes]
    for here, there in pairwise(way):
        arrives = _arrival(day, van, here.place, there.place, leaves[-1])
        leaves.append(max(arrives, there.opens) + there.service)
    for there, here in pairwise(reversed(way)):
        until = _departure(day, van, here.place, there.place, latest[-1])
        latest.append(min(here.closes, until - here.service))
    return leaves, latest[::-1]


def _arrival(day: Day, van: int, a: int, b: int, leaves: int) -> int:
    return leaves if a == b else day.arrival(van, a, b, leaves)


def _departure(day: Day, van: int, a: int, b: int, arrives: int) -> int:
    return arrives if a == b else day.departure(van, a, b, arrives)


def _best(
    day: Day, fleet: Sequence[Timed], stop: int, window: int, places: Sequence[_Place]
) -> _Found | None:
    """The cheapest timed way to serve the stop in one of its windows, among the likeliest."""
    span = day.stops[stop].windows[window]
    open_ = [one for one in places if one.earliest <= span.closes and one.latest >= span.opens]
    # A van that would wait for the window costs its hours.
    hours = [van.costs.hour * PARTS_A_SECOND for van in day.vans]
    open_.sort(key=lambda one: one.guess + max(0, span.opens - one.earliest) * hours[one.van])
    tours = {one.tour.van: one for one in fleet}
    best: _Found | None = None
    tries = 0
    for place in open_:
        if best is not None and (tries >= _TRIES or place.guess >= best.parts):
            break
        before = tours[place.van]
        (trip,) = before.tour.trips
        longer = (*trip[: place.at], Visit(stop, window), *trip[place.at :])
        timed = time_tour(day, before.tour._replace(trips=(longer,)))
        tries += 1
        if timed is None:
            continue
        parts = timed.parts - _parts(before)
        if best is None or parts < best.parts:
            best = _Found(timed, parts, min(place.latest, span.closes) - max(place.earliest, span.opens))
    return best
