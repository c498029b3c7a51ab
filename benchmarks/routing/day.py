"""A van day: the proven optimum, and what planning saves.

    python -m benchmarks.routing.day [seconds]

Data: `dispatch-27` (normal and tight, optimum proven). Seconds of search are of CPU, 1.5 if not said; what is
printed is the whole planning. Planning again when 40 % is done stands in `replan`.
"""

from __future__ import annotations

import sys
import time

from benchmarks.routing.cases import dispatch_day
from core.routing.engine.planning import plan_day
from core.routing.engine.sharing import saving_of
from core.routing.types import Budget

SEEDS = range(5)


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


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.5
    proven(seconds)


if __name__ == "__main__":
    main()
