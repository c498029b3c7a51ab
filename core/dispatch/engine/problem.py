"""A day's facts and wishes as a problem of the routing engine. Pure.

RULE van: a van that is at work goes out when it pays; a spare one only when somebody asks for it.
RULE today: of a day that has begun, no van leaves before now, and one whose shift is over stays at home.
RULE window: a place is served within its hours. Whoever took a window when ordering is served within it;
others are left out before that promise is broken, and it is broken before they are left out themselves.
RULE urgent: where not all can be served, urgent goods are the last to be left.
RULE locked: a van that is locked keeps its stops in their order and gets no other.
RULE pins: a stop that somebody has given to a van stays with it; the others change vans only where that
saves what the policy wants of each.
RULE fetch: goods that are fetched ride along from their stop to the depot. Returns can wait for another day
before anything that somebody was promised does.
RULE break: who works longer than six hours rests once, between the third and the sixth hour of the shift.
RULE given: the order that the stops came in, handed to the vans one after the other, each till it is full;
what a plan saves is against the metres of that.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.dispatch.engine.blocking import DEPOT, blocked, spots_of
from core.dispatch.plan_types import DayFacts, Drop, Wishes, clock_seconds
from core.dispatch.types import FetchKind, Van
from core.routing import types as routing
from core.routing.engine.road_book import roads_between

DAY = 86_400
LEFT_OUT, LEFT_OUT_PROMISED, LEFT_OUT_URGENT = 1_000_000, 3_000_000, 5_000_000
LEFT_OUT_RETURN = 300_000
BROKEN_PROMISE = 1_500_000
# A window that was only told, of a plan, not promised.
MISSED_WINDOW = 10_000
_LONG_SHIFT = 6 * 3600
_BREAK_FROM, _BREAK_UNTIL = 3 * 3600, 5 * 3600 + 1800


def going_out(facts: DayFacts, wishes: Wishes) -> tuple[Van, ...]:
    """Vans that may go out (RULE van, RULE today)."""
    return tuple(van for van in at_work(facts, wishes) if _has_time(van, facts, wishes))


def at_work(facts: DayFacts, wishes: Wishes) -> tuple[Van, ...]:
    """RULE van."""
    return tuple(van for van in facts.vans if van.is_active or van.code in wishes.extra)


def _has_time(van: Van, facts: DayFacts, wishes: Wishes) -> bool:
    begins, ends = shift_of(van, facts, wishes)
    return begins < ends


def placed(facts: DayFacts) -> tuple[Drop, ...]:
    """Drops whose place is known; the others can be on no route."""
    return tuple(drop for drop in facts.drops if drop.place is not None)


def build_problem(facts: DayFacts, wishes: Wishes) -> routing.Problem:
    """On the roads that the facts know, troubles in them. Times are seconds since the depot's midnight.

    Raises ValueError for a depot without a position.
    """
    if facts.depot.position is None:
        raise ValueError("a depot without a position has no routes")
    drops, vans = placed(facts), going_out(facts, wishes)
    centre = facts.depot.position
    places = [routing.Place(DEPOT, centre.latitude, centre.longitude)]
    places += [
        routing.Place(drop.key, drop.place.latitude, drop.place.longitude) for drop in drops if drop.place
    ]
    places += spots_of(facts.troubles)
    kept = _kept(facts, wishes, {drop.key for drop in drops})
    problem = routing.Problem(
        places=places,
        roads=roads_between(facts.roads, places)[0],
        vans=[_van(one, facts, wishes, kept) for one in vans],
        stops=[_stop(drop, facts, _van_of(drop.key, wishes, kept, vans)) for drop in drops],
        depots=(routing.Depot(DEPOT),),
        change=_change(facts, wishes),
        currency=vans[0].cost_per_day.currency if vans else "USD",
    )
    return blocked(problem, facts.troubles, facts.midnight)


def _change(facts: DayFacts, wishes: Wishes) -> routing.Change:
    """RULE pins."""
    if not wishes.pins:
        return routing.Change()
    old = tuple(routing.OldRoute(van, keys) for van, keys in facts.present.items())
    return routing.Change(old, moved=facts.policy.others)


def _kept(facts: DayFacts, wishes: Wishes, known: set[str]) -> dict[str, tuple[str, ...]]:
    """Stops of each locked van, in their order."""
    return {
        van: tuple(
            key for key in facts.present.get(van, ()) if key in known and wishes.pins.get(key, van) == van
        )
        for van in wishes.locked
    }


def _van_of(key: str, wishes: Wishes, kept: dict[str, tuple[str, ...]], vans: Sequence[Van]) -> str | None:
    asked = wishes.pins.get(key) or next((van for van, keys in kept.items() if key in keys), None)
    return asked if any(van.code == asked for van in vans) else None


def _van(van: Van, facts: DayFacts, wishes: Wishes, kept: dict[str, tuple[str, ...]]) -> routing.Van:
    begins, ends = shift_of(van, facts, wishes)
    return routing.Van(
        key=van.code,
        start=DEPOT,
        end=DEPOT,
        capacity=routing.Load(van.max_weight_g, van.max_volume_ml),
        shift=(begins, ends),
        costs=costs_of(van),
        skills=frozenset(van.skills),
        breaks=_breaks(van, begins, ends),
        first=kept.get(van.code, ()),
        locked=van.code in kept,
    )


def shift_of(van: Van, facts: DayFacts, wishes: Wishes) -> tuple[int, int]:
    begins = clock_seconds(van.shift_from, facts.day, facts.depot.zone) - wishes.earlier_minutes * 60
    return max(begins, facts.not_before, 0), clock_seconds(van.shift_until, facts.day, facts.depot.zone)


def costs_of(van: Van) -> routing.Costs:
    return routing.Costs(
        day=van.cost_per_day.minor,
        kilometre=van.cost_per_km.minor,
        hour=van.cost_per_hour.minor,
        co2=van.co2_g_per_km,
    )


def _breaks(van: Van, begins: int, ends: int) -> tuple[routing.Break, ...]:
    if not van.break_minutes or ends - begins <= _LONG_SHIFT:
        return ()
    return (routing.Break(begins + _BREAK_FROM, begins + _BREAK_UNTIL, van.break_minutes * 60),)


def _stop(drop: Drop, facts: DayFacts, van: str | None) -> routing.Stop:
    return routing.Stop(
        key=drop.key,
        place=drop.key,
        load=brought_of(drop),
        windows=windows_of(drop, facts),
        service=drop.receiving.service_minutes * 60,
        penalty=left_out(drop),
        skills=frozenset(drop.receiving.needs),
        collect=fetched_of(drop),
        van=van,
    )


def brought_of(drop: Drop) -> routing.Load:
    return routing.Load() if drop.fetches else routing.Load(drop.weight_g, drop.volume_ml)


def fetched_of(drop: Drop) -> routing.Load:
    """RULE fetch."""
    return routing.Load(drop.weight_g, drop.volume_ml) if drop.fetches else routing.Load()


def left_out(drop: Drop) -> int:
    """RULE window, RULE urgent, RULE fetch."""
    if drop.fetches and all(one.kind is FetchKind.RETURN for one in drop.fetches):
        return LEFT_OUT_RETURN
    if drop.is_urgent:
        return LEFT_OUT_URGENT
    return LEFT_OUT if drop.chosen is None else LEFT_OUT_PROMISED


def windows_of(drop: Drop, facts: DayFacts) -> tuple[routing.Window, ...]:
    """RULE window."""
    hours = [
        routing.Window(
            clock_seconds(since, facts.day, facts.depot.zone),
            clock_seconds(until, facts.day, facts.depot.zone),
        )
        for since, until in drop.receiving.windows
    ] or [routing.Window(0, DAY)]
    if drop.chosen is None:
        return tuple(hours)
    since, until = (int((moment - facts.midnight).total_seconds()) for moment in drop.chosen)
    if until <= 0 or since >= DAY:  # taken for another day, which has gone by
        return tuple(hours)
    dearer = [routing.Window(one.opens, one.closes, BROKEN_PROMISE) for one in hours]
    return routing.Window(max(since, 0), until), *dearer


def given_metres(problem: routing.Problem) -> int:
    """RULE given."""
    index = {place.key: at for at, place in enumerate(problem.places)}
    metres, vans = problem.roads.metres, problem.vans
    if not vans:
        return 0
    driven, at, turn = 0, index[DEPOT], 0
    room = vans[0].capacity
    for stop in problem.stops:
        if not stop.load.fits(room) and room != vans[turn].capacity:
            driven += int(metres[at, index[DEPOT]])
            turn, at = (turn + 1) % len(vans), index[DEPOT]
            room = vans[turn].capacity
        driven += int(metres[at, index[stop.place]])
        at, room = index[stop.place], room - stop.load
    return driven + int(metres[at, index[DEPOT]])
