"""Planning the rest of a day again, beside a whole re-solve that is free to change all.

Each day of 60 stops is planned for 4.5 CPU seconds; when 40 % are served something happens, and the rest is
planned again with a price on every change, and once more without one and with five times the time. Goods may
change vans at a meeting point, on both sides: else hardly anything would be left to be planned. What is
compared is the cost of routes and stops left out, never the price of a change.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from benchmarks.routing.days import HOUR, sixty_stops
from core.routing.engine.planning import plan_day
from core.routing.engine.replanning import VanState, differences, rest_of_day
from core.routing.engine.roads import reckoned_roads, slowed_roads
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Change, Load, Place, Problem, Stop, Window

DAYS = range(4)
# What a stop on another van, and a step back in a van's order, must save, in minor units; a whole rest of a
# day costs some 50,000.
PRICES = (100, 300, 500)
# Every leg slower by 25 %; legs from and to a third of the places by 50 %; every leg by 0 to 50 %, drawn for
# itself; the van with the most stops broken; three stops cancelled and three new.
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
        centre = draw.choice(problem.places[1:])
        near = sorted(
            problem.places[1:],
            key=lambda one: abs(one.latitude - centre.latitude) + abs(one.longitude - centre.longitude),
        )
        district = {place.key for place in near[:20]}
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
        for number in range(3):
            key = f"new{number}"
            places.append(Place(key, 41.9 + draw.uniform(-0.17, 0.17), -87.8 + draw.uniform(-0.2, 0.2)))
            added.append(Stop(key, key, windows=(Window(now + HOUR // 2, 17 * HOUR),), service=600))
        roads = reckoned_roads(places)
    rest = rest_of_day(problem, plan, states, places, roads, added=added, cancelled=cancelled)
    return replace(rest, stops=[replace(stop, van=None, load=Load(), is_loaded=False) for stop in rest.stops])


def _left(plan: DayPlan, state: VanState) -> int:
    return sum(len(route.stops) for route in plan.routes if route.van == state.van) - len(state.done)


def _paid(plan: DayPlan) -> int:
    return sum(route.cost.minor for route in plan.routes) + plan.penalty.minor


def _budget(seconds: float) -> Budget:
    return Budget(seconds=seconds, explains=0, is_cpu=True)


def replanned(seconds: float, days: Sequence[int] = DAYS) -> None:
    """Prints each incident's mean and worst over the days, for each price."""
    plans = []
    for seed in days:
        problem = sixty_stops(seed)
        plans.append((seed, problem, plan_day(problem, seed, _budget(4.5))))
    for incident in INCIDENTS:
        dearer: dict[int, list[float]] = {price: [] for price in PRICES}
        changed: dict[int, list[int]] = {price: [] for price in PRICES}
        whole, used = [], []
        for seed, problem, plan in plans:
            rest = rest_after(problem, plan, incident, seed)
            done = {stop.key for stop in problem.stops} - {stop.key for stop in rest.stops}
            best = plan_day(replace(rest, change=Change()), seed, _budget(5 * seconds))
            whole.append(len({one.stop for one in differences(plan, best, {}, done)}))
            for price in PRICES:
                began = time.process_time()
                priced = replace(rest, change=replace(rest.change, moved=price, turned=price))
                again = plan_day(priced, seed, _budget(seconds))
                used.append(time.process_time() - began)
                changed[price].append(len({one.stop for one in differences(plan, again, {}, done)}))
                dearer[price].append(100 * (_paid(again) / _paid(best) - 1))
        print(f"{incident}: {sum(whole)} stops change in full re-solves of {len(plans)} days", flush=True)
        for price in PRICES:
            print(
                f"  a change costs {price}: {fmean(dearer[price]):+.2f} % dearer (worst "
                f"{max(dearer[price]):+.2f} %), {sum(changed[price])} stops change "
                f"({100 * sum(changed[price]) / max(1, sum(whole)):.0f} %); at most {max(used):.1f} CPU s",
                flush=True,
            )
