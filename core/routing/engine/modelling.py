"""A day as PyVRP's data, and its solutions as our tours. Only this module and `searching` know PyVRP.

[M1] All money is counted in the greatest unit that divides every cost, so that a plan that is cheaper there
     is cheaper here. A leg's distance is its cost; the time of work is charged apart.
[M2] Which vans a stop may go on is a load of its own kind: those vans have room for all such stops, the
     others for none.
[M3] A stop with several windows is a group of which one is visited; a dearer window brings a smaller prize.
[M4] Goods that a van on the road does not have are a load for which it has no room before it reloads.
[M5] What a van has to visit first is cut off: it starts from there, then, and with what is left of its day.
[M6] A van on the road drives home also when it is given nothing: that is taken off what using it costs.
[M7] A change of the old plan is a price on the legs that make it.
[M8] A break is a longer leg, see `core.routing.engine.resting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import gcd
from typing import Any

import numpy as np
from pyvrp import (
    Activity,
    ActivityType,
    Client,
    ClientGroup,
    Depot,
    Location,
    ProblemData,
    Route,
    Solution,
    VehicleType,
)

from core.routing.engine.indexing import (
    PARTS,
    PARTS_A_METRE,
    PARTS_A_SECOND,
    Day,
    Tour,
    Visit,
    turns,
)
from core.routing.engine.prefixes import Prefix
from core.routing.engine.resting import Hours, break_seconds
from core.routing.types import Break, Load, Table, Van

# One unit of a load that only says where a stop may go; more than one, so that the search soon weighs it.
MARK = 1_000
ROOM = 1 << 40
NO_LIMIT = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class Model:
    """clients: the visit of each client. kinds: the vans of each vehicle type, alike in all but their key.
    reloads: the place of each of PyVRP's depots. unit: parts in its unit of money.
    """

    data: ProblemData
    clients: tuple[Visit, ...]
    kinds: tuple[tuple[int, ...], ...]
    reloads: tuple[int, ...]
    prefixes: Mapping[int, Prefix]
    unit: int


def money_unit(day: Day) -> int:
    """The greatest number of parts that divides every cost of the day [M1]."""
    costs = [cost for van in day.vans for cost in _van_costs(van)]
    change = day.problem.change
    whole = [change.moved, change.turned]
    whole += [price for stop in day.stops for price in (stop.penalty, *(one.price for one in stop.windows))]
    return reduce(gcd, [*costs, *(cost * PARTS for cost in whole)], 0) or 1


def _van_costs(van: Van) -> tuple[int, int, int]:
    """Parts a day, a metre, a second."""
    costs = van.costs
    return costs.day * PARTS, costs.kilometre * PARTS_A_METRE, costs.hour * PARTS_A_SECOND


class _Builder:
    """Gathers the lists of PyVRP's data; one use."""

    def __init__(self, day: Day, hours: Hours, required: bool, prefixes: Mapping[int, Prefix]) -> None:
        self.day, self.hours, self.required, self.prefixes = day, hours, required, prefixes
        self.seconds = hours.seconds
        self.unit = money_unit(day)
        self.driving = [index for index, van in enumerate(day.vans) if not van.locked]
        self.forever = 2 * max((van.shift[1] for van in day.vans), default=0) + 1
        self.nowhere = len(day.problem.places)
        self.depots: dict[tuple[int, int, int, int], int] = {}
        self.profiles: dict[tuple[int, int, int, tuple[Break, ...]], int] = {}
        self.distances: list[np.ndarray[Any, np.dtype[np.int64]]] = []
        self.durations: list[np.ndarray[Any, np.dtype[np.int64]]] = []
        fixed = {visit.stop for prefix in prefixes.values() for visit in prefix.visits}
        pinned = {day.stop_index[key] for van in day.vans for key in van.first}
        driving = frozenset(self.driving)
        self.open = [
            stop
            for stop in range(len(day.stops))
            if stop not in pinned and stop not in fixed and day.allowed[stop] & driving
        ]
        everybody = frozenset(self.driving)
        reach = {stop: day.allowed[stop] & driving for stop in self.open}
        self.marks = sorted({one for one in reach.values() if one != everybody}, key=sorted)
        self.mark_of = {stop: self.marks.index(one) for stop, one in reach.items() if one != everybody}
        self.has_volume = any(stop.load.volume or stop.collect.volume for stop in day.stops)
        self.has_fresh = any(van.is_out and van.trips > 1 for van in day.vans)
        self.has_change = bool(day.problem.change.moved or day.problem.change.turned)

    def _row(self, load: Load) -> list[int]:
        return [load.weight, load.volume] if self.has_volume else [load.weight]

    def _depot(self, place: int, opens: int, closes: int, service: int) -> int:
        return self.depots.setdefault((place, opens, closes, service), len(self.depots))

    def _padded(self, table: Table) -> Table:
        """One place more, from and to which all is free: where a day ends that ends at its last stop."""
        wide = np.zeros((self.nowhere + 1, self.nowhere + 1), dtype=np.int64)
        wide[: self.nowhere, : self.nowhere] = table
        np.fill_diagonal(wide, 0)
        return wide

    def _profile(self, index: int) -> int:
        """The tables of a van: its pace with its breaks [M8], its cost a metre, and its changes [M7]."""
        van = self.day.vans[index]
        a_metre = van.costs.kilometre * PARTS_A_METRE // self.unit
        had = index if self.has_change and index in self.day.old_van else -1
        key = (van.pace, a_metre, had, van.breaks)
        if key not in self.profiles:
            self.profiles[key] = len(self.distances)
            cost = self.day.problem.roads.metres * a_metre
            distance = self._padded(cost)
            if self.has_change:
                distance += self._changes(index)
                np.fill_diagonal(distance, 0)
            self.distances.append(distance)
            slow = -(-self.seconds * van.pace // 100) + break_seconds(self.day, self.hours, index)
            self.durations.append(self._padded(np.minimum(slow, self.forever)))
        return self.profiles[key]

    def _changes(self, van: int) -> Table:
        """What legs cost more because they change the old plan. Stops that share a place share the price
        of a leg there only if they share the change, so it is the least of theirs.
        """
        day, change = self.day, self.day.problem.change
        extra = np.zeros((self.nowhere + 1, self.nowhere + 1), dtype=np.int64)
        at: dict[int, list[int]] = {}
        for stop in self.open:
            at.setdefault(day.at[stop], []).append(stop)
        moved, turned = change.moved * PARTS // self.unit, change.turned * PARTS // self.unit
        for place, stops in at.items():
            if all(day.old_van[stop] not in (-1, van) for stop in stops):
                extra[:, place] += moved
        olds = [
            (place, stops) for place, stops in at.items() if any(day.old_van[one] == van for one in stops)
        ]
        for here, befores in olds:
            for there, stops in olds:
                if all(turns(day, van, before, stop) for before in befores for stop in stops):
                    extra[here, there] += turned
        return extra

    def _capacity(self, index: int) -> tuple[list[int], list[int]]:
        """What a van has room for, and what of it is taken until it first reloads."""
        van, prefix = self.day.vans[index], self.prefixes.get(index)
        capacity = self._row(van.capacity - van.on_board)
        taken = self._row(Load(prefix.weight, prefix.volume)) if prefix else [0] * len(capacity)
        if self.has_fresh:
            capacity.append(MARK * len(self.day.stops))
            taken.append(capacity[-1] if van.is_out else 0)
        for mark in self.marks:
            capacity.append(ROOM if index in mark else 0)
            taken.append(0)
        return capacity, taken

    def _vehicle(self, index: int) -> VehicleType:
        day, van, prefix = self.day, self.day.vans[index], self.prefixes.get(index)
        shift, start = van.shift, prefix.place if prefix else day.starts[index]
        opens, closes = 0, ROOM
        if start in day.depots and not van.is_out and not prefix:
            opens, closes = day.depots[start].opens, day.depots[start].closes
        end = day.ends[index]
        until = ROOM
        if end is not None and end in day.depots and not van.is_out:
            until = day.depots[end].closes
        capacity, taken = self._capacity(index)
        a_day, a_metre, a_second = (cost // self.unit for cost in _van_costs(van))
        if van.is_out:
            last = start if end is None else end
            a_day = -int(day.problem.roads.metres[start, last]) * a_metre
            a_day -= -(-int(self.seconds[start, last]) * van.pace // 100) * a_second
        elif prefix:
            a_day = 0
        longest = farthest = NO_LIMIT
        if van.longest is not None:
            longest = max(0, van.longest - (prefix.driven if prefix else 0))
        if van.farthest is not None and a_metre and not self.has_change:
            farthest = max(0, van.farthest - (prefix.metres if prefix else 0)) * a_metre
        again = [
            self._depot(day.places[key], *_hours(day, day.places[key]))
            for key in van.reloads_at
            if van.trips > 1
        ]
        return VehicleType(
            capacity=capacity,
            initial_load=taken,
            start_depot=self._depot(start, opens, closes, 0),
            end_depot=self._depot(self.nowhere if end is None else end, 0, until, 0),
            fixed_cost=a_day,
            tw_early=max(shift[0], prefix.leaves if prefix else 0),
            tw_late=shift[1],
            unit_distance_cost=1,
            unit_duration_cost=a_second,
            profile=self._profile(index),
            reload_depots=again,
            max_reloads=van.trips - 1 if again else 0,
            shift_duration=longest,
            max_distance=farthest,
        )

    def _client(self, visit: Visit, group: int | None) -> Client:
        stop = self.day.stops[visit.stop]
        window = stop.windows[visit.window]
        delivery, pickup = self._row(stop.load), self._row(stop.collect)
        if self.has_fresh:
            is_fresh = not stop.is_loaded and stop.load != Load()
            delivery.append(MARK if is_fresh else 0)
        delivery += [MARK * (self.mark_of.get(visit.stop) == mark) for mark in range(len(self.marks))]
        worth = stop.penalty - window.price
        if self.required:
            worth = max(one.price for one in stop.windows) - window.price
        return Client(
            location=self.day.at[visit.stop],
            delivery=delivery,
            pickup=pickup + [0] * (len(delivery) - len(pickup)),
            service_duration=stop.service,
            tw_early=window.opens,
            tw_late=window.closes,
            prize=max(0, worth) * PARTS // self.unit,
            required=self.required and group is None,
            group=group,
        )

    def model(self) -> Model:
        kinds: dict[tuple[str, Van], tuple[VehicleType, list[int]]] = {}
        for index in self.driving:
            vehicle = self._vehicle(index)
            alike = replace(self.day.vans[index], key="", first=())
            kinds.setdefault((repr(vehicle.__getstate__()), alike), (vehicle, []))[1].append(index)
        visits: list[Visit] = []
        groups: list[ClientGroup] = []
        clients: list[Client] = []
        for stop in self.open:
            several = len(self.day.stops[stop].windows) > 1
            group = len(groups) if several else None
            if several:
                groups.append(ClientGroup(required=self.required))
            for window in range(len(self.day.stops[stop].windows)):
                if several:
                    groups[-1].add_client(len(clients))
                visits.append(Visit(stop, window))
                clients.append(self._client(visits[-1], group))
        data = ProblemData(
            [Location(0, 0) for _ in range(self.nowhere + 1)],
            clients,
            [Depot(place, opens, closes, service) for place, opens, closes, service in self.depots],
            [vehicle.replace(num_available=len(vans)) for vehicle, vans in kinds.values()],
            self.distances,
            self.durations,
            groups,
        )
        return Model(
            data,
            tuple(visits),
            tuple(tuple(vans) for _, vans in kinds.values()),
            tuple(place for place, *_ in self.depots),
            self.prefixes,
            self.unit,
        )


def _hours(day: Day, place: int) -> tuple[int, int, int]:
    depot = day.depots[place]
    return depot.opens, depot.closes + depot.reload_seconds, depot.reload_seconds


def build_model(day: Day, hours: Hours, required: bool, prefixes: Mapping[int, Prefix]) -> Model | None:
    """PyVRP's data for what is still open; None when that is nothing.

    hours: the one table of times to search with, before paces and breaks. required: every stop must be
    visited, else each may be left out for its penalty.
    """
    builder = _Builder(day, hours, required, prefixes)
    return builder.model() if builder.open and builder.driving else None


def tours_of(model: Model, solution: Solution) -> tuple[Tour, ...]:
    """A solution as tours; what is fixed comes first in them."""
    free = [list(vans) for vans in model.kinds]
    tours = {van: Tour(van, (prefix.visits,)) for van, prefix in model.prefixes.items()}
    for route in solution.routes():
        van = free[route.vehicle_type()].pop(0)
        prefix = model.prefixes.get(van)
        trips: list[list[Visit]] = [list(prefix.visits) if prefix else []]
        depots: list[int] = []
        for activity in route.schedule()[1:-1]:
            if activity.is_depot():
                depots.append(model.reloads[activity.idx])
                trips.append([])
            else:
                trips[-1].append(model.clients[activity.idx])
        tours[van] = Tour(van, tuple(tuple(trip) for trip in trips), tuple(depots))
    return tuple(tours[van] for van in sorted(tours))


def solution_of(model: Model, tours: Sequence[Tour]) -> Solution:
    """Tours to start the search from; stops that the model does not know are passed over."""
    kind_of = {van: kind for kind, vans in enumerate(model.kinds) for van in vans}
    client_of = {visit: client for client, visit in enumerate(model.clients)}
    depot_of = {place: depot for depot, place in enumerate(model.reloads)}
    routes = []
    for tour in tours:
        if tour.van not in kind_of:
            continue
        activities: list[Activity] = []
        for number, trip in enumerate(tour.trips):
            if number:
                activities.append(Activity(ActivityType.DEPOT, depot_of[tour.depots[number - 1]]))
            activities += [
                Activity(ActivityType.CLIENT, client_of[visit]) for visit in trip if visit in client_of
            ]
        if any(one.is_client() for one in activities):
            routes.append(Route(model.data, activities, kind_of[tour.van]))
    return Solution(model.data, routes)
