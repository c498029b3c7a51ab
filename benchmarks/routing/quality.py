"""How near the best known lengths: ours, PyVRP, OR-Tools and VROOM on public instances with time windows.

    python -m benchmarks.routing.quality [solomon|homberger] [--seconds 10] [--sample 6] [--seeds 1]
        [--engines ours,pyvrp,ortools,savings,vroom]

Data: `vrptw-solomon-100` (least distance), `vrptw-homberger-200`. One process and thread an engine, seconds
of CPU (another load on the machine does not count). Every length is reckoned again from the routes in full
precision, and routes that break a rule count as none. Gap: length / best known - 1.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from multiprocessing import get_context
from statistics import fmean

from benchmarks.routing.cases import Case, cases
from benchmarks.routing.rivals import (
    Routes,
    has_vroom,
    ortools_routes,
    pyvrp_routes,
    savings_routes,
    vroom_routes,
)
from core.routing.engine.planning import plan_day
from core.routing.formats.instances import Instance, holds, length_of, problem_of
from core.routing.types import Budget


def our_routes(instance: Instance, seconds: float, seed: int) -> Routes:
    """The engine as ``dealerline route solve`` runs it, reading and checking in the time."""
    began = time.process_time()
    problem = problem_of(instance)
    left = seconds - (time.process_time() - began)
    plan = plan_day(problem, seed, Budget(seconds=left, explains=0, is_cpu=True))
    return [[int(step.stop or 0) for step in route.stops] for route in plan.routes]


ENGINES = {
    "ours": our_routes,
    "pyvrp": pyvrp_routes,
    "ortools": ortools_routes,
    "savings": savings_routes,
    "vroom": vroom_routes,
}


def _one(job: tuple[str, Case, float, int]) -> tuple[str, float | None, float]:
    name, case, seconds, seed = job
    began = time.process_time()
    routes = ENGINES[name](case.instance, seconds, seed)
    used = time.process_time() - began
    if not routes or not holds(case.instance, routes):
        return name, None, used
    return name, 100 * (length_of(case.instance, routes) / case.best - 1), used


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("set", nargs="?", choices=("solomon", "homberger"), default="solomon")
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--sample", type=int)
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--engines", default=",".join(ENGINES))
    chosen = options.parse_args()
    folder = {"solomon": "vrptw-solomon-100", "homberger": "vrptw-homberger-200"}[chosen.set]
    found = cases(folder, chosen.sample)
    if not found:
        print(f"{folder} is absent")
        return
    engines = [name for name in chosen.engines.split(",") if name != "vroom" or has_vroom()]
    gaps: dict[str, list[float | None]] = defaultdict(list)
    cpu: dict[str, list[float]] = defaultdict(list)
    print(f"{folder}: {len(found)} instances, {chosen.seconds:g} CPU s, {chosen.seeds} seed(s); gap in %")
    print(f"{'':10}" + "".join(f"{name:>10}" for name in engines))
    # A new process for each run: OR-Tools' memory grows, and no run warms another's caches.
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for case in found:
            for seed in range(chosen.seeds):
                row = []
                for name in engines:
                    _, gap, used = pool.map(_one, [(name, case, chosen.seconds, seed)])[0]
                    gaps[name].append(gap)
                    cpu[name].append(used)
                    row.append("none" if gap is None else f"{gap:.2f}")
                print(f"{case.instance.name:10}" + "".join(f"{cell:>10}" for cell in row), flush=True)
    print(f"{'mean':10}" + "".join(f"{_mean(gaps[name]):>10}" for name in engines))
    print(f"{'CPU s':10}" + "".join(f"{fmean(cpu[name]):>10.1f}" for name in engines))


def _mean(gaps: list[float | None]) -> str:
    known = [gap for gap in gaps if gap is not None]
    mark = "*" if len(known) < len(gaps) else ""
    return f"{fmean(known):.3f}{mark}" if known else "none"


if __name__ == "__main__":
    main()
