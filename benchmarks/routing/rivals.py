"""Who else plans routes: PyVRP as it comes, OR-Tools as its guide shows it and with savings, VROOM.

Each gets the same instance, its own usual rounding (lengths in ten-thousandths), and the same seconds of CPU;
VROOM ends by itself. Lengths are reckoned again in full precision by whoever asks.
"""

from __future__ import annotations

import time
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from core.routing.formats.instances import Instance

FINE = 10_000
Routes = list[list[int]]


def _lengths(instance: Instance) -> npt.NDArray[np.int64]:
    size = len(instance.nodes)
    table = [[instance.length(a, b) for b in range(size)] for a in range(size)]
    return np.ceil(np.array(table) * FINE - 1e-9).astype(np.int64)


def _windows(instance: Instance) -> list[tuple[int, int]]:
    return [
        (int(node.window[0] * FINE), int(node.window[1] * FINE)) if node.window else (0, 1 << 40)
        for node in instance.nodes
    ]


def pyvrp_routes(instance: Instance, seconds: float, seed: int) -> Routes:
    """PyVRP with its own parameters."""
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve

    class Worked:
        def __init__(self) -> None:
            self.until = time.process_time() + seconds

        def __call__(self, best_cost: int) -> bool:
            return time.process_time() >= self.until

    lengths, windows, nodes = _lengths(instance), _windows(instance), instance.nodes
    clients = [
        Client(at, [nodes[at].demand], [], int(nodes[at].service * FINE), *windows[at])
        for at in range(1, len(nodes))
    ]
    van = VehicleType(instance.vans, [instance.capacity], tw_early=windows[0][0], tw_late=windows[0][1])
    data = ProblemData(
        [Location(float(node.x), float(node.y)) for node in nodes],
        clients,
        [Depot(0, *windows[0])],
        [van],
        [lengths],
        [lengths],
    )
    best = solve(data, Worked(), seed=seed, collect_stats=False, display=False).best
    return [
        [nodes[one.idx + 1].number for one in route.schedule() if one.is_client()] for route in best.routes()
    ]


def ortools_routes(instance: Instance, seconds: float, seed: int, start: str = "PATH_CHEAPEST_ARC") -> Routes:
    """OR-Tools' guide: a first solution, then guided local search. It knows no seed. Empty: none found."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    lengths, windows, nodes = _lengths(instance).tolist(), _windows(instance), instance.nodes
    manager = pywrapcp.RoutingIndexManager(len(nodes), instance.vans, 0)
    model = pywrapcp.RoutingModel(manager)
    place = manager.IndexToNode
    service = [int(node.service * FINE) for node in nodes]
    way = model.RegisterTransitCallback(lambda a, b: lengths[place(a)][place(b)])
    clock = model.RegisterTransitCallback(lambda a, b: service[place(a)] + lengths[place(a)][place(b)])
    load = model.RegisterUnaryTransitCallback(lambda a: nodes[place(a)].demand)
    model.SetArcCostEvaluatorOfAllVehicles(way)
    model.AddDimension(load, 0, instance.capacity, True, "load")
    model.AddDimension(clock, 1 << 40, 1 << 40, False, "time")
    times = model.GetDimensionOrDie("time")
    for at in range(1, len(nodes)):
        times.CumulVar(manager.NodeToIndex(at)).SetRange(*windows[at])
    for van in range(instance.vans):
        times.CumulVar(model.Start(van)).SetRange(*windows[0])
        times.CumulVar(model.End(van)).SetRange(*windows[0])
    until = time.process_time() + seconds
    model.AddSearchMonitor(model.solver().CustomLimit(lambda: time.process_time() >= until))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, start)
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(int(seconds) * 20)
    found = model.SolveWithParameters(parameters)
    if found is None:
        return []
    routes = []
    for van in range(instance.vans):
        at, route = model.Start(van), []
        while not model.IsEnd(at):
            if place(at):
                route.append(nodes[place(at)].number)
            at = found.Value(model.NextVar(at))
        routes.append(route)
    return [route for route in routes if route]


def savings_routes(instance: Instance, seconds: float, seed: int) -> Routes:
    """OR-Tools with the start that the field's measurements found best."""
    return ortools_routes(instance, seconds, seed, "SAVINGS")


def has_vroom() -> bool:
    return find_spec("vroom") is not None


def vroom_routes(instance: Instance, seconds: float, seed: int) -> Routes:
    """VROOM at its deepest level (5); it has neither a seed nor a way to search longer."""
    import vroom

    nodes, windows = instance.nodes, _windows(instance)
    size = len(nodes)
    table = [[round(instance.length(a, b) * 100 + 0.4999) for b in range(size)] for a in range(size)]
    problem = vroom.Input()
    matrix = np.array(table, dtype=np.uint32)
    problem.set_durations_matrix("car", matrix)
    problem.set_costs_matrix("car", matrix)
    for van in range(instance.vans):
        window = vroom.TimeWindow(windows[0][0] // 100, windows[0][1] // 100)
        problem.add_vehicle(
            vroom.Vehicle(van, start=0, end=0, capacity=[instance.capacity], time_window=window)
        )
    for at in range(1, size):
        window = vroom.TimeWindow(windows[at][0] // 100, windows[at][1] // 100)
        problem.add_job(
            vroom.Job(
                at,
                location=at,
                delivery=[nodes[at].demand],
                default_service=int(nodes[at].service * 100),
                time_windows=[window],
            )
        )
    routes = problem.solve(exploration_level=5, nb_threads=1).routes
    jobs = routes[routes["type"] == "job"]
    return [[nodes[int(at)].number for at in group["id"]] for _, group in jobs.groupby("vehicle_id")]
