"""Planning the rest of a day again, beside full re-solves that are free to change all and others' ways.

    python -m benchmarks.routing.replan [--days 4] [--seconds 1.5] [--prices 60,120,300] [--goods free|stay]
        [--incidents "an accident,a van broken"]

Days of 60 stops and the 27-stop day are planned for as long as such a day usually gets (`usual_budget`, CPU
seconds, to its end); when 40 % are served something happens, and the rest is planned again:
- with a price on every change;
- by a full re-solve, which does not know of the plan before, in the same time and in five times as much;
- as a board by hand does it: the old plan with what it has lost put where that costs least;
- as search engines do it that are given the old plan to begin from: improved from there, changes free.
What is compared is the cost of routes and stops left out, never the price of a change, in per cent of the
routes'; where more is left out than in the re-solve, no per cent is reckoned and it is counted apart. Goods
are free to change vans at a meeting point, on all sides, or stay on the vans they are on.

Two counts. Lines: a stop is changed when it is on another van or is not among the most of its van's stops
that keep their order (longest common subsequence), or is left out. What had no van any more (new stops, those
of a broken van) changes in every plan and counts on no side, nor does what was cancelled. Vans that are alike
and have not left may be taken for each other: each plan is counted with whichever of them shares the most
with the plan before. People: those who are no longer served within the two hours that they were told, which
began half an hour before the van was due, at a quarter of an hour; those of a broken van with them.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, permutations
from math import nan
from statistics import fmean

from benchmarks.routing.cases import dispatch_day
from benchmarks.routing.days import HOUR, sixty_stops
from core.routing.engine.dressing import dress
from core.routing.engine.improving import improve
from core.routing.engine.indexing import index_problem, longest_rise
from core.routing.engine.planning import old_tours, plan_day, usual_budget
from core.routing.engine.repairing import repaired
from core.routing.engine.replanning import VanState, rest_of_day
from core.routing.engine.roads import reckoned_roads, slowed_roads
from core.routing.plan_types import DayPlan, Step
from core.routing.types import Budget, Change, Load, Place, Problem, Stop, Window

DAYS = range(4)
QUARTER = 900
SAME, LONG = "full re-solve", "full re-solve, 5 x the time"
# What a changed stop must save, in minor units; a whole rest of a day costs some 50,000.
PRICES = (60, 120, 300)
# The road of a leg still to be driven, also between the three places nearest to either end, three times as
# long; every leg slower by 25 %; legs from and to a third of the places by 50 %; every leg by 0 to 50 %,
# drawn for itself; the van with the most stops broken; three stops cancelled and, where it is known where
# places lie, three new.
INCIDENTS = (
    "an accident",
    "all roads slow",
    "a district slow",
    "each leg its own",
    "a van broken",
    "other stops",
)


def _states(plan: DayPlan, served: int | None) -> tuple[int, list[VanState]]:
    """The moment when so many stops are served, 40 % where not said, and where the vans on the way are."""
    ended = sorted(step.leaves for route in plan.routes for step in route.stops)
    now = ended[len(ended) * 2 // 5 if served is None else served - 1]
    states = []
    for route in plan.routes:
        behind = [step for step in route.steps if step.leaves <= now]
        if behind:
            done = tuple(step.stop for step in behind if step.stop)
            states.append(VanState(route.van, behind[-1].place, max(now, behind[-1].leaves), done))
    return now, states


def _slow_legs(
    problem: Problem, plan: DayPlan, now: int, incident: str, draw: random.Random
) -> list[tuple[str, str, int]]:
    keys = [place.key for place in problem.places]
    legs = [(a, b) for a in keys for b in keys if a != b]
    if incident == "an accident":
        left = [(a, b) for route in plan.routes for a, b in pairwise(route.stops) if a.leaves > now]
        here, there = (_near(problem, step.place, 4) for step in draw.choice(left))
        road = {(a, b) for a in here for b in there if a != b}
        return [(a, b, 300) for a, b in legs if (a, b) in road or (b, a) in road]
    if incident == "all roads slow":
        return [(a, b, 125) for a, b in legs]
    if incident == "each leg its own":
        return [(a, b, draw.randint(100, 150)) for a, b in legs]
    if incident == "a district slow":
        district = _near(problem, keys[draw.randrange(1, len(keys))], len(keys) // 3)
        return [(a, b, 150) for a, b in legs if a in district or b in district]
    return []


def _near(problem: Problem, key: str, many: int) -> set[str]:
    """So many places that are nearest to one, itself among them; the first place, a depot, is none."""
    keys = [place.key for place in problem.places]
    ways = problem.roads.metres[keys.index(key)]
    return {keys[at] for at in sorted(range(1, len(keys)), key=lambda at: (ways[at], at))[:many]}


def rest_after(
    problem: Problem,
    plan: DayPlan,
    incident: str,
    seed: int,
    *,
    goods_stay: bool = False,
    served: int | None = None,
) -> Problem:
    """What is left of the day after an incident when so many stops are served (None: 40 %)."""
    draw = random.Random(seed)
    now, states = _states(plan, served)
    done = {key for state in states for key in state.done}
    roads = slowed_roads(problem.roads, problem.places, _slow_legs(problem, plan, now, incident, draw))
    places, added, cancelled = list(problem.places), [], []
    if incident == "a van broken":
        most = max(states, key=lambda one: _left(plan, one))
        states = [replace(state, is_lost=state is most) for state in states]
    if incident == "other stops":
        cancelled = draw.sample([stop.key for stop in problem.stops if stop.key not in done], 3)
        for number in range(3 if any(place.latitude for place in places) else 0):
            key = f"new{number}"
            places.append(Place(key, 41.9 + draw.uniform(-0.17, 0.17), -87.8 + draw.uniform(-0.2, 0.2)))
            added.append(Stop(key, key, windows=(Window(now + HOUR // 2, 17 * HOUR),), service=600))
        roads = reckoned_roads(places) if added else roads
    rest = rest_of_day(problem, plan, states, places, roads, added=added, cancelled=cancelled)
    if goods_stay:
        return replace(rest, stops=[replace(stop, load=Load()) for stop in rest.stops])
    return replace(rest, stops=[replace(stop, van=None, load=Load(), is_loaded=False) for stop in rest.stops])


def _left(plan: DayPlan, state: VanState) -> int:
    return sum(len(route.stops) for route in plan.routes if route.van == state.van) - len(state.done)


def changed_stops(rest: Problem, plan: DayPlan) -> int:
    """How many stops that had a van are changed."""
    old = {route.van: route.stops for route in rest.change.old}
    new = {route.van: [step.stop or "" for step in route.stops] for route in plan.routes}
    of_kind = defaultdict(list)
    for van in rest.vans:
        of_kind[van.key if van.is_out else repr(replace(van, key=""))].append(van.key)
    kept = 0
    for vans in of_kind.values():
        # A kind of which many are alike is rare; the routes of the first few are tried in every order.
        orders = permutations(vans) if len(vans) <= 5 else [vans]
        kept += max(
            sum(_kept(old.get(van, ()), new.get(other, ())) for van, other in zip(vans, order, strict=True))
            for order in orders
        )
    there = {stop.key for stop in rest.stops}
    return sum(key in there for stops in old.values() for key in stops) - kept


def _kept(old: Sequence[str], new: Sequence[str]) -> int:
    at = {key: place for place, key in enumerate(old)}
    return len(longest_rise([at[key] for key in new if key in at]))


def told_windows(plan: DayPlan) -> dict[str, tuple[int, int]]:
    """What everybody is told of a plan, both ends included."""
    begins = {step.stop: (step.begins - HOUR // 2) // QUARTER * QUARTER for step in _steps(plan) if step.stop}
    return {stop: (since, since + 2 * HOUR) for stop, since in begins.items()}


def people_to_tell(rest: Problem, told: Mapping[str, tuple[int, int]], plan: DayPlan) -> int:
    """How many of the rest were told a window in which they are not served."""
    begins = {step.stop: step.begins for step in _steps(plan)}
    windows = [(begins.get(stop.key), told[stop.key]) for stop in rest.stops if stop.key in told]
    return sum(at is None or not opens <= at <= closes for at, (opens, closes) in windows)


def _steps(plan: DayPlan) -> list[Step]:
    return [step for route in plan.routes for step in route.stops]


def _minor(plan: DayPlan) -> int:
    return sum(route.cost.minor for route in plan.routes)


def dearer(plan: DayPlan, best: DayPlan) -> float:
    """Per cent of what the routes of the best cost."""
    more = _minor(plan) + plan.penalty.minor - _minor(best) - best.penalty.minor
    return 100 * more / _minor(best)


def _budget(seconds: float) -> Budget:
    return Budget(seconds=seconds, explains=0, is_cpu=True)


def day_of(name: str, seed: int) -> Problem | None:
    """A day of 60 stops, or the one of 27 (None where it is absent)."""
    if name == "60 stops":
        return sixty_stops(seed)
    found = dispatch_day("normal")
    return None if found is None else found[0]


def _improved(rest: Problem, seed: int, budget: Budget | None) -> DayPlan:
    """The old plan with what it has lost put back, improved from there where there is a budget."""
    day = index_problem(rest)
    fleet = repaired(day, old_tours(day), {})
    if budget is not None:
        improve(fleet, seed, budget)
    return dress(day, list(fleet.timed.values()))


def _ways(
    rest: Problem, seed: int, seconds: float, prices: Sequence[int]
) -> dict[str, Callable[[], DayPlan]]:
    """How the rest of the day is planned again, each by its name."""
    free = replace(rest, change=Change())

    def priced(price: int) -> DayPlan:
        other = replace(rest, change=replace(rest.change, moved=price, turned=price))
        return plan_day(other, seed, _budget(seconds))

    return {
        SAME: lambda: plan_day(free, seed, _budget(seconds)),
        LONG: lambda: plan_day(free, seed, _budget(5 * seconds)),
        "old plan, losses put back": lambda: _improved(rest, seed, None),
        "improved from the old plan": lambda: _improved(rest, seed, _budget(seconds)),
        **{f"a change costs {price}": partial(priced, price) for price in prices},
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way on one rest. dearer: per cent over the re-solve of the same time and of five times as much;
    left: whether more is left out than in either. changed, told: of this way and of the re-solve of the same
    time; used: CPU seconds.
    """

    dearer: tuple[float, float]
    left: bool
    changed: tuple[int, int]
    told: tuple[int, int]
    used: float

    @property
    def is_reached(self) -> bool:
        return not self.left and self.dearer[0] <= 1 and 3 * self.changed[0] <= self.changed[1]


def outcomes(
    rest: Problem, told: Mapping[str, tuple[int, int]], seed: int, seconds: float, prices: Sequence[int]
) -> dict[str, Outcome]:
    """Every way on one rest of a day."""
    plans, used = {}, {}
    for name, way in _ways(rest, seed, seconds, prices).items():
        began = time.process_time()
        plans[name] = way()
        used[name] = time.process_time() - began
    changed = {name: changed_stops(rest, plan) for name, plan in plans.items()}
    people = {name: people_to_tell(rest, told, plan) for name, plan in plans.items()}
    return {
        name: Outcome(
            (dearer(plan, plans[SAME]), dearer(plan, plans[LONG])),
            plan.penalty.minor > min(plans[SAME].penalty.minor, plans[LONG].penalty.minor),
            (changed[name], changed[SAME]),
            (people[name], people[SAME]),
            used[name],
        )
        for name, plan in plans.items()
    }


def replanned(
    seconds: float,
    days: Sequence[int] = DAYS,
    prices: Sequence[int] = PRICES,
    incidents: Sequence[str] = INCIDENTS,
    *,
    goods_stay: bool = False,
) -> None:
    """Prints each way's mean and worst, for each incident and for all."""
    for name in ("60 stops", "27 stops"):
        every: dict[str, list[Outcome]] = defaultdict(list)
        plans = []
        for seed in days:
            problem = day_of(name, seed)
            if problem is not None:
                usual = usual_budget(len(problem.stops)).seconds
                plans.append((seed, problem, plan_day(problem, seed, _budget(usual or seconds))))
        for incident in incidents if plans else ():
            found: dict[str, list[Outcome]] = defaultdict(list)
            for seed, problem, plan in plans:
                rest = rest_after(problem, plan, incident, seed, goods_stay=goods_stay)
                for way, one in outcomes(rest, told_windows(plan), seed, seconds, prices).items():
                    found[way].append(one)
                    every[way].append(one)
            _print(f"{name}, {incident}", found)
        if plans:
            _print(f"{name}, all incidents", every)


def _print(title: str, found: Mapping[str, Sequence[Outcome]]) -> None:
    print(f"{title}: {len(found[SAME])} rests")
    for way, all_of in found.items():
        whole = [one.dearer for one in all_of if not one.left]
        same, long = zip(*whole, strict=True) if whole else ((nan,), (nan,))
        changed, told = _share([one.changed for one in all_of]), _share([one.told for one in all_of])
        print(
            f"  {way:27} {fmean(same):+6.2f} % (worst {max(same):+.2f}; 5 x the time {fmean(long):+.2f}; "
            f"{len(all_of) - len(whole)} leave out more), {changed} change, {told} told anew; "
            f"1 % and a third on {sum(one.is_reached for one in all_of)}; "
            f"{max(one.used for one in all_of):.1f} CPU s",
            flush=True,
        )


def _share(pairs: Sequence[tuple[int, int]]) -> str:
    ours, whole = (sum(numbers) for numbers in zip(*pairs, strict=True))
    return f"{ours} of {whole}" + (f" ({100 * ours / whole:.0f} %)" if whole else "")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--days", type=int, default=len(DAYS))
    options.add_argument("--seconds", type=float, default=1.5)
    options.add_argument("--prices", default=",".join(map(str, PRICES)))
    options.add_argument("--goods", choices=("free", "stay"), default="free")
    options.add_argument("--incidents", default=",".join(INCIDENTS))
    given = options.parse_args()
    prices = [int(price) for price in given.prices.split(",")]
    incidents = given.incidents.split(",")
    replanned(given.seconds, range(given.days), prices, incidents, goods_stay=given.goods == "stay")


if __name__ == "__main__":
    main()
