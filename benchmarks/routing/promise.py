"""What a delivery window with a quote costs, and how good it is beside planning the day again.

    python -m benchmarks.routing.promise [--days 3] [--seconds 5]

Days of 30, 60 and 120 places around a depot, half of them with hours of their own. For each: CPU of
sketching the day once (by insertions from nothing, and searched as the clock does in the background), of
offering two windows to a newcomer (the median and the slowest of 12), and of
planning the whole day again with PyVRP (CPU seconds as given). Quality: the routes with the newcomer in the
cheapest window offered beside the same day, window held, planned again from nothing. All seconds are CPU, so
other load on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median

from core.dispatch.engine.hours import seconds_of
from core.dispatch.engine.problem import build_problem
from core.dispatch.engine.promising import (
    Sketch,
    Slot,
    choose_two,
    offer_slots,
    shift_of_fleet,
    sketch_cost,
    sketch_day,
    sketch_of,
    slots_of,
)
from core.dispatch.plan_types import DayFacts, Drop, Receiving, Wishes
from core.dispatch.solving import SKETCH_BUDGET
from core.dispatch.types import Depot, Position, Van
from core.kernel.ids import DealerId, WarehouseId
from core.kernel.money import Money
from core.routing.engine.indexing import PARTS
from core.routing.engine.planning import plan_day
from core.routing.types import Budget

DAY = date(2025, 10, 15)
SIZES = ((30, 3), (60, 5), (120, 8))
NEWCOMERS = 12
HOURS: tuple[tuple[tuple[str, str], ...], ...] = (
    (), (), (), (("08:00", "12:00"),), (("13:00", "18:00"),), (("09:00", "16:00"),),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    print("places  sketch     sketch ms  offer ms (median, most)  re-solve ms  dearer (mean, worst)")
    for places, vans in SIZES:
        for name, sketched in (("inserted", sketch_day), ("searched", searched)):
            measure(places, vans, name, sketched, given.days, given.seconds)


def searched(facts: DayFacts) -> Sketch:
    """As the clock has it planned in the background."""
    return sketch_of(plan_day(build_problem(facts, Wishes()), 1, SKETCH_BUDGET))


def measure(
    places: int, vans: int, name: str, sketched: Callable[[DayFacts], Sketch], days: int, seconds: float
) -> None:
    """One row of the table."""
    offers: list[float] = []
    sketches, solves, gaps = [], [], []
    for seed in range(days):
        facts, draw = a_day(places, vans, seed)
        began = time.process_time()
        sketch = sketched(facts)
        sketches.append(time.process_time() - began)
        chosen = None
        for number in range(NEWCOMERS):
            drop = a_drop(draw, places + number)
            began = time.process_time()
            hours = [seconds_of(span, DAY, "UTC") for span in drop.receiving.windows]
            slots = slots_of(hours, shift_of_fleet(facts), -8 * 3600)
            two = choose_two(offer_slots(facts, sketch, drop, slots))
            offers.append(time.process_time() - began)
            if chosen is None and two:
                chosen = (drop, min(two, key=lambda one: one.parts))
        assert chosen is not None
        promised = (sketch_cost(facts, sketch) + chosen[1].parts) / PARTS
        took, cost = solved(facts, *chosen, seconds)
        solves.append(took)
        gaps.append(promised / cost - 1)
    print(
        f"{places:6}  {name:9}  {mean(sketches) * 1e3:9.0f}  {median(offers) * 1e3:10.1f}, "
        f"{max(offers) * 1e3:9.1f}  {mean(solves) * 1e3:11.0f}  {mean(gaps):6.2%}, {max(gaps):.2%}",
        flush=True,
    )


def solved(facts: DayFacts, drop: Drop, slot: Slot, seconds: float) -> tuple[float, int]:
    """CPU seconds of planning the day with the newcomer in that window, and what it costs then."""
    window = (midnight() + timedelta(seconds=slot.opens), midnight() + timedelta(seconds=slot.closes))
    whole = replace(facts, drops=(*facts.drops, replace(drop, chosen=window)))
    began = time.process_time()
    plan = plan_day(build_problem(whole, Wishes()), 1, Budget(seconds=seconds, is_cpu=True, explains=0))
    assert not plan.unserved
    return time.process_time() - began, plan.cost.minor


def midnight() -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)


def a_day(places: int, vans: int, seed: int) -> tuple[DayFacts, random.Random]:
    draw = random.Random(seed)
    depot = Depot(WarehouseId(uuid.UUID(int=1)), "LA", "LA", "UTC", "", Position(34.0, -118.2))
    drops = tuple(a_drop(draw, number) for number in range(places))
    return DayFacts(depot, DAY, tuple(a_van(number) for number in range(vans)), drops, 0, {}), draw


def a_van(number: int) -> Van:
    return Van(
        id=uuid.UUID(int=10 + number), code=f"V{number}", name="", plate="",
        warehouse_id=WarehouseId(uuid.UUID(int=1)), warehouse="LA", driver_id=None, driver="",
        max_weight_g=3_000_000, max_volume_ml=30_000_000, cost_per_km=Money(50, "USD"),
        cost_per_hour=Money(2_000, "USD"), cost_per_day=Money(5_000, "USD"), co2_g_per_km=250, skills=(),
        shift_from="08:00", shift_until="18:00", break_minutes=30, is_active=True,
    )  # fmt: skip


def a_drop(draw: random.Random, number: int) -> Drop:
    return Drop(
        key=f"place {number}", dealer_id=DealerId(uuid.UUID(int=number)), dealer="", ship_to_id=None,
        address="", place=Position(34.0 + draw.uniform(-0.2, 0.2), -118.2 + draw.uniform(-0.25, 0.25)),
        shipment_ids=(), orders=(), weight_g=draw.randint(20_000, 200_000), volume_ml=100_000,
        receiving=Receiving(draw.choice(HOURS)), is_urgent=False,
        asked_at=datetime(2025, 10, 14, 8, tzinfo=UTC) + timedelta(minutes=number),
    )  # fmt: skip


if __name__ == "__main__":
    main()
