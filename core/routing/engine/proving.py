"""What a problem must be before it is planned. Whatever is merely impossible to serve is no fault here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import isfinite

from core.routing.errors import BadProblem
from core.routing.types import Budget, Depot, Load, Place, Problem, Stop, Van


def prove_budget(budget: Budget) -> None:
    """Raises BadProblem for a search that would never end, or not begin."""
    limits = [budget.iterations, budget.seconds, budget.patience]
    if all(limit is None for limit in limits[:2]):
        raise BadProblem("The search needs a limit of iterations or of seconds.")
    if any(limit is not None and not limit > 0 for limit in limits):
        raise BadProblem("A limit of the search must be above 0.")


def prove_problem(problem: Problem) -> None:
    """Raises BadProblem with the first fault found, in one sentence."""
    _once("place", (place.key for place in problem.places))
    _once("van", (van.key for van in problem.vans))
    _once("stop", (stop.key for stop in problem.stops))
    _once("depot", (depot.place for depot in problem.depots))
    for place in problem.places:
        _prove_place(place)
    _prove_roads(problem)
    places = {place.key for place in problem.places}
    depots = {depot.place for depot in problem.depots}
    stops = {stop.key: stop for stop in problem.stops}
    for depot in problem.depots:
        _prove_depot(depot, places)
    for van in problem.vans:
        _prove_van(van, places, depots)
    vans = {van.key for van in problem.vans}
    for stop in problem.stops:
        _prove_stop(stop, places, vans)
    _once("first stop", (key for van in problem.vans for key in van.first))
    for van in problem.vans:
        for key in van.first:
            if key not in stops:
                raise BadProblem(f"Van {van.key}: its first stop {key} is not in the problem.")
    _once("stop of the old plan", (key for route in problem.change.old for key in route.stops))
    if problem.change.moved < 0 or problem.change.turned < 0:
        raise BadProblem("The price of a change must not be below 0.")


def _once(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadProblem(f"The {what} {key} stands twice.")
        seen.add(key)


def _prove_place(place: Place) -> None:
    inside = -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
    if not (isfinite(place.latitude) and isfinite(place.longitude) and inside):
        raise BadProblem(f"Place {place.key}: {place.latitude}, {place.longitude} is nowhere on earth.")


def _prove_roads(problem: Problem) -> None:
    roads, size = problem.roads, len(problem.places)
    if roads.metres.shape != (size, size) or roads.seconds.shape != (len(roads.from_times), size, size):
        raise BadProblem(
            f"The roads must be tables of {size} by {size} places, one for each part of the day."
        )
    if size and (roads.metres.min() < 0 or roads.seconds.min() < 0):
        raise BadProblem("The roads hold a number below 0.")
    if any(later <= earlier for earlier, later in pairwise(roads.from_times)):
        raise BadProblem("The parts of the roads' day must follow each other.")


def _prove_depot(depot: Depot, places: set[str]) -> None:
    if depot.place not in places:
        raise BadProblem(f"Depot {depot.place}: no such place.")
    if not 0 <= depot.opens <= depot.closes:
        raise BadProblem(f"Depot {depot.place}: it closes before it opens.")
    if depot.reload_seconds < 0:
        raise BadProblem(f"Depot {depot.place}: loading takes less than no time.")


def _is_load(load: Load) -> bool:
    return load.weight >= 0 and load.volume >= 0


def _prove_van(van: Van, places: set[str], depots: set[str]) -> None:
    who = f"Van {van.key}"
    for place in (van.start, van.end):
        if place is not None and place not in places:
            raise BadProblem(f"{who}: no such place as {place}.")
    if not _is_load(van.capacity) or not _is_load(van.on_board) or not van.on_board.fits(van.capacity):
        raise BadProblem(f"{who}: what it can carry and what is on board do not go together.")
    if not 0 <= van.shift[0] <= van.shift[1]:
        raise BadProblem(f"{who}: the shift ends before it begins.")
    costs = van.costs
    if min(costs.day, costs.kilometre, costs.hour, costs.co2) < 0:
        raise BadProblem(f"{who}: a cost is below 0.")
    if van.pace < 1 or van.trips < 1 or min(van.longest or 0, van.farthest or 0) < 0:
        raise BadProblem(f"{who}: pace and trips must be at least 1, and limits not below 0.")
    for key in van.reloads_at:
        if key not in depots:
            raise BadProblem(f"{who}: it cannot load at {key}, which is no depot.")
    for rest in van.breaks:
        if not 0 <= rest.earliest <= rest.latest or rest.seconds < 0:
            raise BadProblem(f"{who}: a break ends before it begins.")
    if any(after.earliest < before.earliest + before.seconds for before, after in pairwise(van.breaks)):
        raise BadProblem(f"{who}: the breaks must follow each other.")


def _prove_stop(stop: Stop, places: set[str], vans: set[str]) -> None:
    who = f"Stop {stop.key}"
    if stop.place not in places:
        raise BadProblem(f"{who}: no such place as {stop.place}.")
    if stop.depot is not None and stop.depot not in places:
        raise BadProblem(f"{who}: no such depot as {stop.depot}.")
    if not _is_load(stop.load) or not _is_load(stop.collect):
        raise BadProblem(f"{who}: a load is below 0.")
    if stop.service < 0 or stop.penalty < 0:
        raise BadProblem(f"{who}: service time and penalty must not be below 0.")
    if not stop.windows:
        raise BadProblem(f"{who}: it needs a window in which it may be served.")
    for window in stop.windows:
        if not 0 <= window.opens <= window.closes:
            raise BadProblem(f"{who}: the window ends before it begins.")
        if window.price < 0:
            raise BadProblem(f"{who}: the price of a window is below 0.")
    if stop.van is not None and stop.van not in vans:
        raise BadProblem(f"{who}: it is bound to van {stop.van}, which is not there.")
    if stop.is_loaded and stop.van is None:
        raise BadProblem(f"{who}: its goods are on board, but nobody says of which van.")
