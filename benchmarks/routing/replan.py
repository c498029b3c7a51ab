"""Planning the rest of a day again, beside a whole re-solve that is free to change all.

Days of 60 stops and the 27-stop day are planned for 4.5 CPU seconds; when 40 % are served something
happens, and the rest is planned again with a price on every change, and once more without one and with five
times the time. Goods may change vans at a meeting point, on both sides: else hardly anything would be left to
be planned. What is compared is the cost of routes and stops left out, never the price of a change, in per
cent of the routes'.

A stop is changed when it is on another van or is not among the most of its van's stops that keep their
order (longest common subsequence), or is left out. What had no van any more (new stops, those of a broken
van) changes in every plan and counts on neither side. Vans that are alike and have not left may be taken for
each other: the re-solve is counted with whichever of them shares the most with the plan before.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from statistics import fmean

from benchmarks.routing.cases import dispatch_day
from benchmarks.routing.days import HOUR, sixty_stops
from core.routing.engine.indexing import longest_rise
from core.routing.engine.planning import plan_day
from core.routing.engine.replanning import VanState, rest_of_day
from core.routing.engine.roads import reckoned_roads, slowed_roads
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Change, Load, Place, Problem, Stop, Window

DAYS = range(10)
# What a changed stop must save, in minor units; a whole rest of a day costs some 50,000.
PRICES = (60, 120, 300)
# Every leg slower by 25 %; legs from and to a third of the places by 50 %; every leg by 0 to 50 %, drawn for
# itself; the van with the most stops broken; three stops cancelled and, where it is known where places lie,
# three new.
INCIDENTS = ("all roads slow", "a district slow", "each leg its own", "a van broken", "other stops")


def _states(plan: DayPlan) -> tuple[int, list[VanState]]:
    """The moment when 40 % of the stops are served, and where the vans that have left are then."""
    ended = sorted(step.leaves for route in plan.routes for step in route.stops)
    now = ended[len(ended) * 2 // 5]
    states = []
    for route in plan.routes:
        behind = [step for step in route.steps if step.leaves <= now]
        if behind:
            done = tuple(step.stop for step in behind if step.stop)
            states.append(VanState(route.van, behind[-1].place, max(now, behind[-1].leaves), done))
    return now, states


def _slow_legs(problem: Problem, incident: str, draw: random.Random) -> list[tuple[str, str, int]]:
    keys = [place.key for place in problem.places]
    legs = [(a, b) for a in keys for b in keys if a != b]
    if incident == "all roads slow":
        return [(a, b, 125) for a, b in legs]
    if incident == "each leg its own":
        return [(a, b, draw.randint(100, 150)) for a, b in legs]
    if incident == "a district slow":
        ways = problem.roads.metres[draw.randrange(1, len(keys))]
        near = sorted(range(1, len(keys)), key=lambda at: (ways[at], at))
        district = {keys[at] for at in near[: len(keys) // 3]}
        return [(a, b, 150) for a, b in legs if a in district or b in district]
    return []


def rest_after(problem: Problem, plan: DayPlan, incident: str, seed: int) -> Problem:
    """What is left of the day after an incident at 40 %."""
    draw = random.Random(seed)
    now, states = _states(plan)
    done = {key for state in states for key in state.done}
    roads = slowed_roads(problem.roads, problem.places, _slow_legs(problem, incident, draw))
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


def replanned(seconds: float, days: Sequence[int] = DAYS) -> None:
    """Prints each incident's mean and worst over the days, for each price."""
    for name in ("60 stops", "27 stops"):
        plans = []
        for seed in days:
            problem = day_of(name, seed)
            if problem is not None:
                plans.append((seed, problem, plan_day(problem, seed, _budget(4.5))))
        if plans:
            for incident in INCIDENTS:
                _replanned(f"{name}, {incident}", incident, plans, seconds)


def _replanned(
    title: str, incident: str, plans: Sequence[tuple[int, Problem, DayPlan]], seconds: float
) -> None:
    more: dict[int, list[float]] = {price: [] for price in PRICES}
    changed: dict[int, list[int]] = {price: [] for price in PRICES}
    whole, used = [], []
    for seed, problem, plan in plans:
        rest = rest_after(problem, plan, incident, seed)
        best = plan_day(replace(rest, change=Change()), seed, _budget(5 * seconds))
        whole.append(changed_stops(rest, best))
        for price in PRICES:
            began = time.process_time()
            priced = replace(rest, change=replace(rest.change, moved=price, turned=price))
            again = plan_day(priced, seed, _budget(seconds))
            used.append(time.process_time() - began)
            changed[price].append(changed_stops(rest, again))
            more[price].append(dearer(again, best))
    print(f"{title}: {sum(whole)} stops change in full re-solves of {len(plans)} days", flush=True)
    for price in PRICES:
        both = zip(more[price], changed[price], whole, strict=True)
        hit = sum(cost <= 1 and 3 * few <= many for cost, few, many in both)
        print(
            f"  a change costs {price}: {fmean(more[price]):+.2f} % dearer (worst {max(more[price]):+.2f}), "
            f"{sum(changed[price])} stops change ({100 * sum(changed[price]) / max(1, sum(whole)):.0f} %); "
            f"within 1 % and a third on {hit} days; at most {max(used):.1f} CPU s",
            flush=True,
        )
