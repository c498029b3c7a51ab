"""A van day: the proven optimum, what planning saves, and planning again when 40 % is done.

    python -m benchmarks.routing.day [seconds]

Data: `dispatch-27` (normal and tight, optimum proven) and days of 60 stops drawn with fixed seeds around one
depot, with hours of traffic, two-hour windows, lunch breaks and skills. Seconds of search are of CPU, 1.5 if
not said; what is printed is the whole planning.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace

from benchmarks.routing.cases import dispatch_day
from core.routing.engine.planning import plan_day
from core.routing.engine.replanning import VanState, differences, rest_of_day
from core.routing.engine.roads import reckoned_roads, slowed_roads
from core.routing.engine.sharing import saving_of
from core.routing.plan_types import DayPlan
from core.routing.types import Break, Budget, Change, Costs, Depot, Load, Place, Problem, Stop, Van, Window

HOUR = 3600
SEEDS = range(5)
# What one stop on another van, or one step back in a loaded van, must save: 5.00 and 1.00.
MOVED, TURNED = 500, 100


def proven(seconds: float) -> None:
    """The 27 stops against their optimum, and against the given order."""
    for name in ("normal", "tight"):
        found = dispatch_day(name)
        if found is None:
            print("dispatch-27 is absent")
            return
        problem, optimum = found
        for seed in SEEDS:
            began = time.process_time()
            plan = plan_day(problem, seed, Budget(seconds=seconds, explains=0, is_cpu=True))
            used = time.process_time() - began
            cost = plan.cost.minor + plan.penalty.minor
            saved = saving_of(problem, plan).basis_points / 100
            above = 100 * (cost / optimum - 1)
            print(
                f"27 stops, {name}, seed {seed}: {cost:,} of {optimum:,} (+{above:.2f} %) "
                f"in {used:.1f} CPU s; way {saved:.1f} % shorter than the given order"
            )


def sixty_stops(seed: int) -> Problem:
    """Stops around a depot in Chicago's north-west."""
    draw = random.Random(seed)
    places = [Place("depot", 41.98, -87.9)]
    stops = []
    for number in range(60):
        places.append(Place(f"p{number}", 41.9 + draw.uniform(-0.17, 0.17), -87.8 + draw.uniform(-0.2, 0.2)))
        opens = draw.choice((8, 9, 10, 11, 12, 13, 14, 15)) * HOUR
        window = Window(opens, opens + 2 * HOUR) if draw.random() < 0.6 else Window(8 * HOUR, 17 * HOUR)
        skills = frozenset(("lift",)) if draw.random() < 0.2 else frozenset()
        load = Load(draw.randint(20, 120) * 1000, draw.randint(50, 400) * 1000)
        stops.append(Stop(f"s{number}", f"p{number}", load, (window,), draw.randint(240, 780), skills=skills))
    vans = [
        Van(
            f"v{number}",
            "depot",
            "depot",
            Load(1_200_000, 6_000_000),
            (7 * HOUR, 18 * HOUR),
            Costs(day=4000, kilometre=45, hour=2600, co2=250),
            frozenset(("lift",)) if number < 3 else frozenset(),
            longest=9 * HOUR + 1800,
            breaks=(Break(11 * HOUR + 1800, 13 * HOUR + 1800, 1800),),
        )
        for number in range(8)
    ]
    return Problem(places, reckoned_roads(places), vans, stops, (Depot("depot"),))


def forty_percent_done(problem: Problem, plan: DayPlan, slow_seed: int) -> Problem:
    """The rest of the day at the moment when 40 % of the stops are served, every road slower by 0 to 50 %."""
    begins = sorted(step.leaves for route in plan.routes for step in route.stops)
    now = begins[len(begins) * 2 // 5]
    states = []
    for route in plan.routes:
        behind = [step for step in route.steps if step.leaves <= now]
        if behind:
            done = tuple(step.stop for step in behind if step.stop)
            last = behind[-1]
            states.append(VanState(route.van, last.place, max(now, last.leaves), done))
    draw = random.Random(slow_seed)
    keys = [place.key for place in problem.places]
    slow = [(a, b, draw.randint(100, 150)) for a in keys for b in keys if a != b]
    roads = slowed_roads(problem.roads, problem.places, slow)
    # Goods may still change vans at a meeting point: else hardly anything is left to be planned.
    rest = rest_of_day(problem, plan, states, problem.places, roads, moved=MOVED, turned=TURNED)
    return replace(rest, stops=[replace(stop, van=None, load=Load(), is_loaded=False) for stop in rest.stops])


def replanned(seconds: float) -> None:
    """With a price on change against a whole new search without one and with five times the time."""
    for seed in range(3):
        problem = sixty_stops(seed)
        plan = plan_day(problem, seed, Budget(seconds=3 * seconds, explains=0, is_cpu=True))
        rest = forty_percent_done(problem, plan, seed)
        done = [stop.key for stop in problem.stops if stop.key not in {one.key for one in rest.stops}]
        began = time.process_time()
        again = plan_day(rest, seed, Budget(seconds=seconds, explains=0, is_cpu=True))
        used = time.process_time() - began
        free = replace(rest, change=Change())
        best = plan_day(free, seed, Budget(seconds=5 * seconds, explains=0, is_cpu=True))
        stable, whole = (
            len({one.stop for one in differences(plan, one_plan, {}, done)}) for one_plan in (again, best)
        )
        paid = sum(route.cost.minor for route in again.routes) + again.penalty.minor
        dear = 100 * (paid / (best.cost.minor + best.penalty.minor) - 1)
        print(
            f"60 stops, {len(rest.stops)} left, seed {seed}: planned again in {used:.1f} CPU s, "
            f"{dear:+.2f} % against a full re-solve; {stable} stops change, there {whole}"
        )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.5
    proven(seconds)
    replanned(seconds)


if __name__ == "__main__":
    main()
