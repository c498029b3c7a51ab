"""The second opinion: does a plan keep every rule, whoever made it?

It trusts no number of the plan and shares nothing with the search or the timing but the roads: each step's
times, loads and costs are reckoned again from the problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from core.kernel.money import divide_half_up
from core.routing.engine.roads import arrival
from core.routing.plan_types import DayPlan, Route, Step, StepKind
from core.routing.types import UNREACHABLE, Load, Problem, Van


class Checker:
    """One problem, for any number of plans."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.vans = {van.key: van for van in problem.vans}
        self.stops = {stop.key: stop for stop in problem.stops}
        self.at = {place.key: index for index, place in enumerate(problem.places)}
        self.parts: list[list[list[int]]] = problem.roads.seconds.tolist()
        self.pinned = {key: van.key for van in problem.vans for key in van.first}
        self.depots = {depot.place: depot for depot in problem.depots}

    def faults(self, plan: DayPlan) -> list[str]:
        """Every rule that the plan breaks, each as a sentence; none when it may be seen."""
        return list(self._faults(plan))

    def _faults(self, plan: DayPlan) -> Iterator[str]:
        served = Counter(step.stop for route in plan.routes for step in route.steps if step.stop is not None)
        left = Counter(one.stop for one in plan.unserved)
        for key in self.stops:
            if served[key] + left[key] != 1:
                yield f"Stop {key} is served {served[key]} times and left out {left[key]} times."
        for key in {*served, *left} - set(self.stops):
            yield f"Stop {key} is not in the problem."
        for key, count in Counter(route.van for route in plan.routes).items():
            if count > 1:
                yield f"Van {key} has {count} routes."
        for route in plan.routes:
            if route.van not in self.vans:
                yield f"Van {route.van} is not in the problem."
            elif any(step.stop is not None and step.stop not in self.stops for step in route.steps):
                yield f"Van {route.van} has a stop that nobody knows."
            else:
                for fault in self._route_faults(self.vans[route.van], route):
                    yield f"Van {route.van}: {fault}"
        for van in self.problem.vans:
            if van.is_out and van.key not in {route.van for route in plan.routes}:
                yield f"Van {van.key} is on the road and has no way home."
        yield from self._sum_faults(plan)

    def _route_faults(self, van: Van, route: Route) -> Iterator[str]:
        steps = route.steps
        kinds = [step.kind for step in steps]
        if len(steps) < 2 or kinds[0] is not StepKind.START or kinds[-1] is not StepKind.END:
            yield "the day does not go from start to end."
            return
        if StepKind.START in kinds[1:] or StepKind.END in kinds[:-1]:
            yield "the day starts or ends twice."
        if steps[0].place != van.start or steps[-1].place != (van.end or steps[-2].place):
            yield "it starts or ends at the wrong place."
        for before, step in pairwise(steps):
            yield from self._leg_faults(van, before, step)
        for step in steps:
            if step.kind is StepKind.STOP:
                yield from self._stop_faults(van, step)
        yield from self._day_faults(van, route)
        yield from self._load_faults(van, route)
        yield from self._goods_faults(van, route)
        yield from _break_faults(van, route)
        yield from _first_faults(van, route)
        yield from self._cost_faults(van, route)

    def _leg_faults(self, van: Van, before: Step, step: Step) -> Iterator[str]:
        a, b, roads = self.at[before.place], self.at[step.place], self.problem.roads
        arrives = (
            arrival(self.parts, roads.from_times, van.pace, a, b, before.leaves) if a != b else before.leaves
        )
        if arrives - before.leaves >= UNREACHABLE:
            yield f"there is no road from {before.place} to {step.place}."
        if step.arrives != arrives or step.seconds != arrives - before.leaves:
            yield f"it cannot be at {step.place} at {step.arrives}, but at {arrives}."
        if step.metres != roads.metres[a, b] * (a != b):
            yield f"the way to {step.place} is not {step.metres} metres long."
        if step.begins < step.arrives or step.leaves < step.begins:
            yield f"at {step.place} time runs backwards."

    def _stop_faults(self, van: Van, step: Step) -> Iterator[str]:
        stop = self.stops[step.stop or ""]
        if step.place != stop.place:
            yield f"stop {stop.key} is not at {step.place}."
        if not 0 <= step.window < len(stop.windows):
            yield f"stop {stop.key} has no window {step.window}."
        elif not stop.windows[step.window].opens <= step.begins <= stop.windows[step.window].closes:
            yield f"stop {stop.key} is served at {step.begins}, outside of its window."
        if step.leaves - step.begins != stop.service:
            yield f"stop {stop.key} takes {stop.service} seconds."
        if not stop.skills <= van.skills:
            yield f"stop {stop.key} needs {', '.join(sorted(stop.skills - van.skills))}."
        if stop.van is not None and stop.van != van.key:
            yield f"stop {stop.key} is bound to van {stop.van}."
        if self.pinned.get(stop.key, van.key) != van.key:
            yield f"stop {stop.key} comes first on van {self.pinned[stop.key]}."
        if van.locked and stop.key not in van.first:
            yield f"it is locked, and stop {stop.key} is not among its stops."

    def _day_faults(self, van: Van, route: Route) -> Iterator[str]:
        first, last = route.steps[0], route.steps[-1]
        if first.leaves < van.shift[0] or last.arrives > van.shift[1]:
            yield "the day does not fit the shift."
        if van.longest is not None and last.arrives - first.leaves > van.longest:
            yield "the day is too long."
        if van.farthest is not None and sum(step.metres for step in route.steps) > van.farthest:
            yield "the way is too long."
        home = self.depots.get(first.place)
        if home is not None and not van.is_out and not home.opens <= first.leaves <= home.closes:
            yield "its depot is closed when it leaves."
        back = None if van.end is None or van.is_out else self.depots.get(last.place)
        if back is not None and last.arrives > back.closes:
            yield "its depot is closed when it comes back."
        again = [step for step in route.steps if step.kind is StepKind.RELOAD]
        if again and len(again) >= van.trips:
            yield f"it loads {len(again) + 1} times."
        for step in again:
            depot = self.depots.get(step.place)
            if depot is None or step.place not in van.reloads_at:
                yield f"it cannot load at {step.place}."
            elif (
                not depot.opens <= step.begins <= depot.closes
                or step.leaves - step.begins != depot.reload_seconds
            ):
                yield f"it cannot load at {step.place} from {step.begins} to {step.leaves}."

    def _trips(self, route: Route) -> list[tuple[str, list[Step]]]:
        """Each trip: where it was loaded, and its steps from there on."""
        trips: list[tuple[str, list[Step]]] = []
        for step in route.steps:
            if step.kind in (StepKind.START, StepKind.RELOAD):
                trips.append((step.place, []))
            trips[-1][1].append(step)
        return trips

    def _load_faults(self, van: Van, route: Route) -> Iterator[str]:
        visits = [self.stops[step.stop] for step in route.steps if step.stop is not None]
        riding = {stop.key: stop.load for stop in visits if stop.is_loaded}
        for _, steps in self._trips(route):
            here = [self.stops[step.stop] for step in steps if step.stop is not None]
            on_board = van.on_board
            for load in (*riding.values(), *(stop.load for stop in here if not stop.is_loaded)):
                on_board = on_board + load
            for step in steps:
                if step.stop is not None:
                    stop = self.stops[step.stop]
                    on_board = on_board - stop.load + stop.collect
                    riding.pop(stop.key, None)
                if step.kind is StepKind.END:
                    continue
                if not on_board.fits(van.capacity):
                    yield f"{on_board.weight} g and {on_board.volume} ml are too much for it at {step.place}."
                if step.load != on_board:
                    yield f"what is on board at {step.place} is not what the plan says."

    def _goods_faults(self, van: Van, route: Route) -> Iterator[str]:
        for number, (place, steps) in enumerate(self._trips(route)):
            for stop in (self.stops[step.stop] for step in steps if step.stop is not None):
                if stop.is_loaded or stop.load == Load():
                    continue
                if van.is_out and number == 0:
                    yield f"the goods of stop {stop.key} are not on board."
                if stop.depot not in (None, place):
                    yield f"the goods of stop {stop.key} are not at {place}."
        kinds = {kind for step in route.steps if step.stop for kind in self.stops[step.stop].goods}
        for one, other in sorted(self.problem.apart):
            if one in kinds and other in kinds:
                yield f"{one} and {other} may not be on one van."

    def _cost_faults(self, van: Van, route: Route) -> Iterator[str]:
        metres = sum(step.metres for step in route.steps)
        seconds = route.steps[-1].arrives - route.steps[0].leaves
        costs = van.costs
        minor = divide_half_up(
            costs.day * 18_000 + metres * costs.kilometre * 18 + seconds * costs.hour * 5, 18_000
        )
        if (route.cost.minor, route.cost.currency) != (minor, self.problem.currency):
            yield f"it costs {minor}, not {route.cost.minor}."
        if route.co2 != divide_half_up(metres * costs.co2, 1000):
            yield "its CO2 is not that of its way."

    def _extra(self, route: Route) -> int:
        """What the route's windows and its changes of the old plan cost."""
        change = self.problem.change
        home = {key: (old.van, at) for old in change.old for at, key in enumerate(old.stops)}
        cost, own = 0, []
        for step in route.steps:
            if step.stop not in self.stops:
                continue
            windows = self.stops[step.stop].windows
            cost += windows[step.window].price if step.window < len(windows) else 0
            van, at = home.get(step.stop, ("", 0))
            if van == route.van:
                own.append(at)
            elif van in self.vans:
                cost += change.moved
        return cost + change.turned * (len(own) - _most_rising(own))

    def _sum_faults(self, plan: DayPlan) -> Iterator[str]:
        cost = sum(route.cost.minor + self._extra(route) for route in plan.routes)
        if plan.cost.minor != cost:
            yield f"The plan costs {cost}, not {plan.cost.minor}."
        penalty = sum(self.stops[one.stop].penalty for one in plan.unserved if one.stop in self.stops)
        if plan.penalty.minor != penalty:
            yield f"What is left out costs {penalty}, not {plan.penalty.minor}."


def _most_rising(numbers: list[int]) -> int:
    """How many of the numbers can stay so that they rise."""
    most: list[int] = []
    for index, number in enumerate(numbers):
        most.append(1 + max((most[at] for at in range(index) if numbers[at] < number), default=0))
    return max(most, default=0)


def _break_faults(van: Van, route: Route) -> Iterator[str]:
    taken = [step for step in route.steps if step.kind is StepKind.BREAK]
    starts, ends = route.steps[0].leaves, route.steps[-1].arrives
    owed = [one for one in van.breaks if ends > one.latest and starts < one.earliest + one.seconds]
    for one in van.breaks:
        found = [
            step
            for step in taken
            if one.earliest <= step.begins <= one.latest and step.leaves - step.begins == one.seconds
        ]
        if one in owed and not found:
            yield f"the break of {one.earliest} to {one.latest} is not taken."
        taken = [step for step in taken if step not in found[:1]]
    if taken:
        yield "it takes a break that nobody asked for."


def _first_faults(van: Van, route: Route) -> Iterator[str]:
    order = [step.stop for step in route.steps if step.stop is not None]
    fixed = [key for key in van.first if key in order]
    if order[: len(fixed)] != fixed:
        yield "the stops that come first do not come first."


def faults_of(problem: Problem, plan: DayPlan) -> list[str]:
    """Every rule of ``problem`` that ``plan`` breaks."""
    return Checker(problem).faults(plan)
