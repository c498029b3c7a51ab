"""A day planned: search, exact times, second opinion, and reasons for what is left out.

[D1] First all stops are searched for as duties; where that cannot be, each may be left for its penalty.
[D2] Roads that change with the hour, and breaks, are searched with a table of when each stop was last left,
     again and again; what counts is the exact time of the tours that come out. Where the search knew less,
     half of the budget is kept for mending the best of them with exact times.
[D3] A plan that is no better than the old one, changes counted in, leaves the old one as it was. The search
     does not begin with the old one: from there it seldom finds a day with one van less.
[D4] Nobody sees a plan that the checker has not passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from core.routing.engine.checking import faults_of
from core.routing.engine.dressing import dress
from core.routing.engine.explaining import explained
from core.routing.engine.improving import improve, is_exact
from core.routing.engine.indexing import Day, Tour, Visit, index_problem
from core.routing.engine.modelling import build_model
from core.routing.engine.prefixes import Prefix, prefix_of
from core.routing.engine.proving import prove_budget, prove_problem
from core.routing.engine.repairing import Fleet, repaired
from core.routing.engine.resting import Hours, rested_at
from core.routing.engine.roads import times_from
from core.routing.engine.searching import search
from core.routing.engine.timing import time_tour
from core.routing.errors import BadProblem, BrokenPlan
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Problem, Table

# How often the table of times is taken from the plan before ([D2]).
ROUNDS = 3
# The share of the budget after which a day without any plan for all stops is searched with penalties.
HOPE = 0.3
# The share of the budget of seconds that the search has where the exact times have the last word.
SEARCHING = 0.5
# How long tours are mended to see whether a change would let a stop be served.
AGAIN = Budget(iterations=160)


def plan_day(problem: Problem, seed: int, budget: Budget) -> DayPlan:
    """The best plan found, checked.

    Without a limit of seconds a pure function of its arguments. Raises BadProblem for a problem or a budget
    that makes no sense; a stop that cannot be served is no error, but `DayPlan.unserved`.
    """
    prove_budget(budget)
    prove_problem(problem)
    day = index_problem(problem)
    for index, van in enumerate(day.vans):
        if van.is_out and time_tour(day, Tour(index, ((),))) is None:
            raise BadProblem(f"Van {van.key} is on the road and cannot be home by the end of its day.")
    fleet = plan_fleet(day, seed, budget)

    def again(other: Day, tours: list[Tour]) -> Fleet:
        mended = repaired(other, tours, fleet.fixed)
        improve(mended, seed, AGAIN)
        return mended

    told = explained(day, fleet, budget.explains, again)
    return checked(problem, dress(day, list(fleet.timed.values()), told))


def usual_budget(stops: int) -> Budget:
    """As long as a day of so many stops is worth: a second for a small one, ten for 200, a minute for more;
    less where nothing improves.
    """
    seconds = 1.0 if stops <= 50 else 10.0 if stops <= 200 else 60.0
    return Budget(seconds=seconds, patience=2_000 + 40 * stops)


def checked(problem: Problem, plan: DayPlan) -> DayPlan:
    """The plan itself [D4]; raises BrokenPlan."""
    faults = faults_of(problem, plan)
    if faults:
        raise BrokenPlan(" ".join(faults))
    return plan


def plan_fleet(day: Day, seed: int, budget: Budget) -> Fleet:
    """Tours of all vans that keep every rule, no worse than the plan before."""
    prefixes = {van: prefix for van in range(len(day.vans)) for prefix in [prefix_of(day, van)] if prefix}
    fixed = {van: len(prefix.visits) for van, prefix in prefixes.items()}
    old = old_tours(day)
    best = repaired(day, old, fixed) if old else None
    searching = 1 if is_exact(day) else SEARCHING
    rounds = ROUNDS if day.problem.roads.varies or any(van.breaks for van in day.vans) else 1
    part = replace(
        budget,
        iterations=budget.iterations and -(-budget.iterations // rounds),
        seconds=budget.seconds and budget.seconds * searching / rounds,
    )
    hours, required = _first_hours(day, best), True
    start: list[Tour] = []
    for _ in range(rounds):
        tours, required = _searched(day, seed, part, prefixes, hours, start, required)
        fleet = repaired(day, tours, fixed)
        if best is None or fleet.score < best.score:
            best = fleet
        hours, start = _hours(day, fleet, hours.leaves), [one.tour for one in fleet.timed.values()]
    assert best is not None
    if not is_exact(day):
        seconds = budget.seconds and budget.seconds * (1 - searching)
        improve(best, seed, replace(budget, seconds=seconds))
    return best


def _searched(
    day: Day,
    seed: int,
    budget: Budget,
    prefixes: Mapping[int, Prefix],
    hours: Hours,
    start: Sequence[Tour],
    required: bool,
) -> tuple[Sequence[Tour], bool]:
    """[D1]; also whether all stops are still a duty."""
    idle = [Tour(van, (prefix.visits,)) for van, prefix in prefixes.items()]
    if required:
        model = build_model(day, hours, True, prefixes)
        found = None if model is None else search(model, seed, budget, start, HOPE)
        if found is None or found.is_feasible:
            return (idle if found is None else found.tours), True
    model = build_model(day, hours, False, prefixes)
    return (idle if model is None else search(model, seed, budget, start).tours), False


def _first_hours(day: Day, fleet: Fleet | None) -> Hours:
    leaves = _first_guess(day)
    return (
        Hours(_table(day, leaves), leaves, rested_at(day, None))
        if fleet is None
        else _hours(day, fleet, leaves)
    )


def _hours(day: Day, fleet: Fleet, before: Sequence[int]) -> Hours:
    """What to search with after a plan [D2]; before: when each place was left so far."""
    leaves = _departures(day, fleet, before)
    return Hours(_table(day, leaves), leaves, rested_at(day, fleet))


def _first_guess(day: Day) -> list[int]:
    """When each place is left, before there is a plan: the middle of its windows, or the shifts' begin."""
    begins = min((van.shift[0] for van in day.vans), default=0)
    ends = max((van.shift[1] for van in day.vans), default=0)
    leaves = [begins] * len(day.problem.places)
    for index, stop in enumerate(day.stops):
        opens = max(begins, min(window.opens for window in stop.windows))
        closes = min(ends, max(window.closes for window in stop.windows))
        leaves[day.at[index]] = (opens + max(opens, closes)) // 2
    return leaves


def _departures(day: Day, fleet: Fleet, before: Sequence[int]) -> list[int]:
    """When each place is left in a plan; the mean where it is left several times."""
    left: dict[int, list[int]] = {}
    for timed in fleet.timed.values():
        if timed.tour.visits:
            for moment in timed.moments[:-1]:
                left.setdefault(moment.place, []).append(moment.leaves)
    return [
        sum(left[place]) // len(left[place]) if place in left else before[place]
        for place in range(len(day.problem.places))
    ]


def _table(day: Day, leaves: Sequence[int]) -> Table:
    """One table of times for the search [D2]."""
    roads = day.problem.roads
    if not roads.varies:
        first: Table = roads.seconds[0]
        return first
    rows: Table = np.stack([times_from(roads, place, leaves[place]) for place in range(len(leaves))])
    return rows


def old_tours(day: Day) -> list[Tour]:
    """The tours of the plan before, each stop in the cheapest window that it still can be met in."""
    index = {van.key: number for number, van in enumerate(day.vans)}
    return [
        _old_tour(day, index[old.van], position)
        for position, old in enumerate(day.problem.change.old)
        if old.van in index
    ]


def _old_tour(day: Day, van: int, number: int) -> Tour:
    old = day.problem.change.old[number]
    reloads = {position: day.places[depot] for position, depot in old.reloads if depot in day.places}
    tour = Tour(van, ((),))
    for position, key in enumerate(old.stops):
        if position in reloads and len(tour.trips) < day.vans[van].trips:
            tour = tour._replace(trips=(*tour.trips, ()), depots=(*tour.depots, reloads[position]))
        stop = day.stop_index.get(key)
        if stop is None or van not in day.allowed[stop]:
            continue
        windows = day.stops[stop].windows
        for window in sorted(range(len(windows)), key=lambda one: (windows[one].price, windows[one].opens)):
            longer = tour._replace(trips=(*tour.trips[:-1], (*tour.trips[-1], Visit(stop, window))))
            if time_tour(day, longer) is not None:
                tour = longer
                break
    return tour
