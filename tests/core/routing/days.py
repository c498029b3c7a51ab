"""Small days on a line and on a plane, with every figure easy to reckon by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from core.routing.engine.planning import plan_day
from core.routing.plan_types import DayPlan, Route, StepKind
from core.routing.types import Budget, Costs, Load, Place, Problem, Roads, Stop, Van, Window

HOUR = 3600
QUICK = Budget(iterations=200)
BARE = Budget(iterations=200, explains=0)


def at(clock: str) -> int:
    """Seconds since midnight of "08:30"."""
    hours, minutes = clock.split(":")
    return int(hours) * HOUR + int(minutes) * 60


def window(opens: str, closes: str, price: int = 0) -> Window:
    return Window(at(opens), at(closes), price)


def line_roads(kilometres: Sequence[int]) -> Roads:
    """Places on one road, a minute and 1,000 metres a kilometre."""
    points = np.array(kilometres, dtype=np.int64)
    apart = np.abs(points[:, None] - points[None, :])
    return Roads(apart * 1000, (apart * 60)[None, :, :])


def line_day(kilometres: Sequence[int], vans: Sequence[Van], stops: Sequence[Stop]) -> Problem:
    """The first place is the depot D, the others are P1, P2 …; stops are where the test says."""
    keys = ["D", *(f"P{number}" for number in range(1, len(kilometres)))]
    return Problem([Place(key) for key in keys], line_roads(kilometres), vans, stops)


def van(key: str = "v", **changes: Any) -> Van:
    """A van from and to D, 06:00 to 20:00, 1,000 g and 1,000 ml; 10 a kilometre, 600 an hour, 100 a day."""
    plain = Van(key, "D", "D", Load(1000, 1000), (at("06:00"), at("20:00")), Costs(100, 10, 600, 200))
    return replace(plain, **changes)


def stop(number: int, **changes: Any) -> Stop:
    """Stop S1 at P1 …, 10 g, any time from 06:00 to 20:00, no service time."""
    plain = Stop(f"S{number}", f"P{number}", Load(10, 10), (window("06:00", "20:00"),))
    return replace(plain, **changes)


def planned(problem: Problem, budget: Budget = BARE) -> DayPlan:
    return plan_day(problem, 1, budget)


def route_of(plan: DayPlan, van_key: str = "v") -> Route:
    return next(route for route in plan.routes if route.van == van_key)


def keys_of(plan: DayPlan, van_key: str = "v") -> list[str | None]:
    """The stops of a van in their order; none for a van that stays."""
    return [step.stop for route in plan.routes if route.van == van_key for step in route.stops]


def kinds_of(route: Route) -> list[StepKind]:
    return [step.kind for step in route.steps]
