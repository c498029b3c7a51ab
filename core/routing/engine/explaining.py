"""Why a stop is left out, and the smallest change that would let it be served.

[E1] Reasons are told from the simple to the subtle: it is bound to a van that cannot, nobody has the skill,
     no van carries so much, the goods are elsewhere, no van can be there in time even if it does nothing
     else, serving it costs more than leaving it, or the day is full.
[E2] A remedy is kept only when planning again with it serves the stop and loses none that was served
     before, and the checker passes that plan.
[E3] A remedy is the smallest of its kind: a window is widened by whole minutes and a load made smaller by
     hundredths, halving the distance between what does not help and what does.
[E4] Of each kind one is told, least costly first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.kernel.money import Money, divide_half_up
from core.kernel.reasons import Reason
from core.routing.engine.checking import faults_of
from core.routing.engine.dressing import dress
from core.routing.engine.indexing import PARTS, Day, Tour, Visit, index_problem, loading_places, may_serve
from core.routing.engine.repairing import Fleet, cheapest_place, repaired
from core.routing.engine.timing import time_tour
from core.routing.plan_types import Remedy, RemedyKind, Unserved
from core.routing.types import Load, Stop, Van, Window

MINUTE = 60
# Nobody is told to open twelve hours earlier.
MOST_MINUTES = 720
# How many vans are tried as one more, or as one that learns a skill.
TRIES = 3
# Minor units above all penalties together: more than any way is worth.
MORE = 1_000_000_000

# Plans a changed day again, starting from these tours.
Resolve = Callable[[Day, list[Tour]], Fleet]


def explained(day: Day, fleet: Fleet, most: int, resolve: Resolve) -> tuple[Unserved, ...]:
    """Every stop left out with its reasons; the ``most`` dearest of them with remedies too."""
    left = sorted(fleet.left, key=lambda stop: (-day.stops[stop].penalty, stop))
    told = []
    for number, stop in enumerate(left):
        remedies: tuple[Remedy, ...] = ()
        if number < most:
            found = [remedy for remedy in _remedies(day, fleet, stop, resolve) if remedy is not None]
            remedies = tuple(sorted(found, key=lambda one: (one.cost.minor, one.kind)))
        told.append(Unserved(day.stops[stop].key, (_reason(day, fleet, stop),), remedies))
    return tuple(told)


def _reason(day: Day, fleet: Fleet, at: int) -> Reason:
    """[E1]"""
    stop = day.stops[at]
    vans = [van for van in day.vans if stop.van in (None, van.key)]
    if not vans:
        return Reason("routing.no_van", {})
    lacking = min(
        (stop.skills - van.skills for van in vans), key=lambda skills: (len(skills), sorted(skills))
    )
    if lacking:
        return Reason("routing.no_skill", {"skills": ", ".join(sorted(lacking))})
    skilled = [van for van in vans if stop.skills <= van.skills]
    rooms = [van.capacity - van.on_board for van in skilled]
    heaviest, biggest = max(room.weight for room in rooms), max(room.volume for room in rooms)
    needed = Load(max(stop.load.weight, stop.collect.weight), max(stop.load.volume, stop.collect.volume))
    if needed.weight > heaviest:
        return Reason("routing.too_heavy", {"grams": needed.weight, "most": heaviest})
    if needed.volume > biggest:
        return Reason("routing.too_big", {"millilitres": needed.volume, "most": biggest})
    if not day.allowed[at]:
        return Reason("routing.wrong_depot" if stop.depot else "routing.no_van", {})
    if not _alone(day, at):
        anytime = _with_stop(day, at, replace(stop, windows=(_all_day(day),)))
        return Reason("routing.window" if _alone(anytime, at) else "routing.too_far", {})
    costs = [place[0] for place in _insertions(day, fleet, at)]
    if costs:
        money = Money(divide_half_up(min(costs), PARTS), day.problem.currency)
        return Reason("routing.not_worth", {"cost": money})
    return Reason("routing.full", {})


def _all_day(day: Day) -> Window:
    return Window(0, max(van.shift[1] for van in day.vans))


def _alone(day: Day, at: int) -> bool:
    """Whether some van could serve it on a day without anything else."""
    return any(
        time_tour(day, tour) is not None
        for van in day.allowed[at]
        for window in range(len(day.stops[at].windows))
        for tour in _alone_tours(day, van, Visit(at, window))
    )


def _alone_tours(day: Day, van: int, visit: Visit) -> Iterator[Tour]:
    yield Tour(van, ((visit,),))
    if day.vans[van].trips > 1:
        for depot in day.vans[van].reloads_at:
            yield Tour(van, ((), (visit,)), (day.places[depot],))


def _insertions(day: Day, fleet: Fleet, at: int) -> list[tuple[int, Tour]]:
    found = []
    for van in sorted(day.allowed[at]):
        if van in fleet.timed:
            place = cheapest_place(day, fleet.timed[van], at, fleet.fixed.get(van, 0))
            if place is not None:
                found.append((place[0], place[1].tour))
    return found


def _with_stop(day: Day, at: int, stop: Stop) -> Day:
    """The day with one stop changed; keys, places and windows' number stay."""
    stops = (*day.stops[:at], stop, *day.stops[at + 1 :])
    able = frozenset(index for index, van in enumerate(day.vans) if may_serve(van, stop))
    allowed = (*day.allowed[:at], able, *day.allowed[at + 1 :])
    return replace(day, problem=replace(day.problem, stops=stops), stops=stops, allowed=allowed)


def _remedies(day: Day, fleet: Fleet, at: int, resolve: Resolve) -> Iterator[Remedy | None]:
    yield _window_remedy(day, fleet, at, resolve)
    yield _load_remedy(day, fleet, at, resolve, RemedyKind.WEIGHT)
    yield _load_remedy(day, fleet, at, resolve, RemedyKind.VOLUME)
    yield _skill_remedy(day, fleet, at, resolve)
    yield _van_remedy(day, fleet, at, resolve)


def _dear(day: Day, at: int) -> Day:
    """The day in which no other stop is worth leaving this one out: else one that costs more than its
    penalty would be left out again.
    """
    dearest = sum(stop.penalty for stop in day.stops) + MORE
    return _with_stop(day, at, replace(day.stops[at], penalty=dearest))


def _served(day: Day, fleet: Fleet, at: int) -> Fleet:
    """The same tours with the stop where it costs least, in a changed day."""
    other = repaired(_dear(day, at), [one.tour for one in fleet.timed.values()], fleet.fixed)
    other.day = day
    return other


def _is_remedy(day: Day, fleet: Fleet, other: Fleet, at: int) -> bool:
    """[E2]"""
    if at in other.left or not other.left <= fleet.left:
        return False
    return not faults_of(day.problem, dress(day, list(other.timed.values())))


def _again(day: Day, fleet: Fleet, at: int, resolve: Resolve) -> Fleet | None:
    """The changed day with the stop served: by putting it into the tours, else by planning again, where some
    van could serve it on a day without anything else.
    """
    other = _served(day, fleet, at)
    if _is_remedy(day, fleet, other, at):
        return other
    if not _alone(day, at):
        return None
    other = resolve(_dear(day, at), [one.tour for one in fleet.timed.values()])
    other.day = day
    return other if _is_remedy(day, fleet, other, at) else None


def _remedy(
    day: Day, fleet: Fleet, other: Fleet, kind: RemedyKind, amount: int, van: str | None = None
) -> Remedy:
    before = sum(fleet.day.stops[stop].penalty for stop in fleet.left)
    after = sum(day.stops[stop].penalty for stop in other.left)
    parts = other.score - after * PARTS - (fleet.score - before * PARTS)
    return Remedy(kind, amount, Money(divide_half_up(parts, PARTS), day.problem.currency), van)


def _window_remedy(day: Day, fleet: Fleet, at: int, resolve: Resolve) -> Remedy | None:
    """[E3] for the opening and the closing of each window; the smaller one counts."""
    stop = day.stops[at]

    def widened(window: int, minutes: int) -> Day:
        old = stop.windows[window]
        new = replace(old, closes=old.closes + minutes * MINUTE)
        if minutes < 0:
            new = replace(old, opens=max(0, old.opens + minutes * MINUTE))
        return _with_stop(
            day, at, replace(stop, windows=(*stop.windows[:window], new, *stop.windows[window + 1 :]))
        )

    best: tuple[int, Day, Fleet] | None = None
    for window in range(len(stop.windows)):
        for sign in (1, -1):
            most = abs(best[0]) if best else MOST_MINUTES
            wide = widened(window, sign * most)
            other = _again(wide, fleet, at, resolve)
            if other is None:
                continue
            low, high, kept = 0, most, (wide, other)
            while high - low > 1:
                middle = (low + high) // 2
                narrow = widened(window, sign * middle)
                found = _served(narrow, fleet, at)
                if _is_remedy(narrow, fleet, found, at):
                    high, kept = middle, (narrow, found)
                else:
                    low = middle
            if best is None or high < abs(best[0]):
                best = (sign * high, *kept)
    if best is None:
        return None
    return _remedy(best[1], fleet, best[2], RemedyKind.WINDOW, best[0] * MINUTE)


def _load_remedy(day: Day, fleet: Fleet, at: int, resolve: Resolve, kind: RemedyKind) -> Remedy | None:
    """[E3] for the load of the stop."""
    stop = day.stops[at]
    whole = stop.load.weight if kind is RemedyKind.WEIGHT else stop.load.volume
    if not whole:
        return None

    def lighter(hundredths: int) -> Day:
        less = whole * hundredths // 100
        load = stop.load - (Load(less, 0) if kind is RemedyKind.WEIGHT else Load(0, less))
        return _with_stop(day, at, replace(stop, load=load))

    light = lighter(99)
    other = _again(light, fleet, at, resolve)
    if other is None:
        return None
    low, high, kept = 0, 99, (light, other)
    while high - low > 1:
        middle = (low + high) // 2
        less_light = lighter(middle)
        found = _served(less_light, fleet, at)
        if _is_remedy(less_light, fleet, found, at):
            high, kept = middle, (less_light, found)
        else:
            low = middle
    return _remedy(kept[0], fleet, kept[1], kind, whole * high // 100)


def _skill_remedy(day: Day, fleet: Fleet, at: int, resolve: Resolve) -> Remedy | None:
    """The van that lacks the fewest of the skills learns them."""
    stop = day.stops[at]
    lacking = [(stop.skills - van.skills, index) for index, van in enumerate(day.vans)]
    lacking = [one for one in lacking if one[0] and stop.van in (None, day.vans[one[1]].key)]
    for skills, index in sorted(lacking, key=lambda one: (len(one[0]), sorted(one[0]), one[1]))[:TRIES]:
        van = replace(day.vans[index], skills=day.vans[index].skills | skills)
        other_day = _with_vans(day, (*day.vans[:index], van, *day.vans[index + 1 :]))
        other = _again(other_day, fleet, at, resolve)
        if other is not None:
            remedy = _remedy(other_day, fleet, other, RemedyKind.SKILL, len(skills), van.key)
            return replace(remedy, skills=tuple(sorted(skills)))
    return None


def _van_remedy(day: Day, fleet: Fleet, at: int, resolve: Resolve) -> Remedy | None:
    """One more van like one of those that may serve the stop, the cheapest day first."""
    best: Remedy | None = None
    alike: dict[Van, str] = {}
    for index in sorted(day.allowed[at]):
        van = day.vans[index]
        if not van.is_out and van.start in loading_places(van):
            alike.setdefault(replace(van, key="", first=(), locked=False), van.key)
    for van, key in sorted(alike.items(), key=lambda one: (one[0].costs.day, one[1]))[:TRIES]:
        further = replace(van, key=f"{key}+")
        stop = replace(day.stops[at], van=None)
        other_day = _with_vans(_with_stop(day, at, stop), (*day.vans, further))
        other = _again(other_day, fleet, at, resolve)
        if other is not None:
            remedy = _remedy(other_day, fleet, other, RemedyKind.VAN, 1, key)
            if best is None or remedy.cost < best.cost:
                best = remedy
    return best


def _with_vans(day: Day, vans: tuple[Van, ...]) -> Day:
    return index_problem(replace(day.problem, vans=vans))
