"""What vans fetch: from which depot, on which day, and what it does to their loads; without a database."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations

import pytest

from core.dispatch.engine.fetching import brought_after, depot_for, fetch_by
from core.dispatch.engine.problem import LEFT_OUT, LEFT_OUT_RETURN, build_problem, left_out
from core.dispatch.engine.replanning import Rest, build_rest
from core.dispatch.plan_types import DayFacts, Drop, Incident, IncidentKind, Wishes
from core.dispatch.types import Fetch, FetchKind, Position, Route, RouteState, Stop, StopState
from core.kernel.ids import DealerId, WarehouseId
from core.kernel.money import Money
from core.routing.engine.checking import Checker
from core.routing.engine.planning import plan_day
from core.routing.types import Budget, Load, Problem
from tests.core.dispatch.test_engine import DAY, DEPOT, ID, NOON, drop, van

FRIDAY, MONDAY = date(2025, 10, 17), date(2025, 10, 20)
PO = Fetch(FetchKind.PURCHASE, ID, "PO-2025-1")
RMA = Fetch(FetchKind.RETURN, uuid.UUID(int=2), "RMA-2025-1")


def fetched(key: str, place: Position, weight_g: int, *what: Fetch) -> Drop:
    return replace(drop(key, place, weight_g), shipment_ids=(), fetches=what or (PO,))


def test_goods_are_fetched_on_the_working_day_before_they_are_brought() -> None:
    assert fetch_by(None, {}) is None
    assert fetch_by(MONDAY, {}) == FRIDAY
    assert fetch_by(MONDAY, {FRIDAY}) == date(2025, 10, 16)
    assert brought_after(FRIDAY, {}) == MONDAY
    assert brought_after(FRIDAY, {MONDAY}) == date(2025, 10, 21)


def test_the_depot_with_the_shortest_way_over_the_partner_to_the_buyer_fetches() -> None:
    north = replace(DEPOT, code="NO", warehouse_id=WarehouseId(uuid.UUID(int=9)), position=Position(36, -118))
    nowhere = replace(DEPOT, code="AA", position=None)
    depots = [nowhere, DEPOT, north]
    assert depot_for(depots, Position(35.5, -118), Position(34, -118)) == north
    assert depot_for(depots, Position(34.5, -118), Position(34, -118)) == DEPOT
    assert depot_for(depots, None, None) == DEPOT
    assert depot_for([nowhere], Position(34, -118), None) is None


def test_a_return_waits_before_anything_that_somebody_was_promised() -> None:
    here = Position(34, -118)
    assert left_out(fetched("f", here, 1, PO, RMA)) == LEFT_OUT
    assert left_out(fetched("f", here, 1, RMA)) == LEFT_OUT_RETURN


def fewest_metres(problem: Problem) -> int | None:
    """Of every order of the stops in which the only van never carries more than it may; None: of none."""
    stops, room = {stop.place: stop for stop in problem.stops}, problem.vans[0].capacity
    at = {place.key: number for number, place in enumerate(problem.places)}
    found = []
    for order in permutations(stops):
        on_board = Load(sum(stop.load.weight for stop in stops.values()))
        fits = on_board.fits(room)
        for place in order:
            on_board = on_board - stops[place].load + stops[place].collect
            fits = fits and on_board.fits(room)
        if fits:
            way = [0, *(at[place] for place in order), 0]
            found.append(sum(int(problem.roads.metres[one, other]) for one, other in pairwise(way)))
    return min(found, default=None)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_fetched_has_room_by_then_on_the_shortest_of_all_ways(seed: int) -> None:
    chance = random.Random(seed)

    def anywhere() -> Position:
        return Position(34 + chance.uniform(-0.2, 0.2), -118.2 + chance.uniform(-0.2, 0.2))

    drops = [drop(f"b{at}", anywhere(), kilos * 1000) for at, kilos in enumerate((500, 300, 200))]
    drops += [fetched(f"f{at}", anywhere(), kilos * 1000) for at, kilos in enumerate((700, 300))]
    by_way = replace(van("V1"), cost_per_hour=Money(0, "USD"), break_minutes=0)
    problem = build_problem(DayFacts(DEPOT, DAY, (by_way,), tuple(drops), 0, {}), Wishes())
    plan = plan_day(problem, 1, Budget(iterations=300, explains=0))
    assert Checker(problem).faults(plan) == []
    assert plan.unserved == ()
    assert plan.metres == fewest_metres(problem)
    # Whoever fetches first has no room: the checker, which trusts no number of a plan, says so.
    heavy = [replace(one, collect=Load(1_000_000)) if one.collect.weight else one for one in problem.stops]
    assert any("too much for it" in fault for fault in Checker(replace(problem, stops=heavy)).faults(plan))


def test_what_a_van_has_fetched_rides_along_and_what_it_was_to_fetch_any_van_may() -> None:
    def stop(number: int, state: StopState, *what: Fetch) -> Stop:
        return Stop(
            uuid.UUID(int=number), ID, number, state, DealerId(ID), "Bigbox", uuid.UUID(int=number), "",
            Position(34.1, -118.2), (), (), None, NOON, 10, 700_000, 0, 0, Money(0, "USD"), 0, fetches=what,
        )  # fmt: skip

    vans = (van("V1"), van("V2"), van("V3"))
    stops = (stop(1, StopState.DONE, PO), stop(2, StopState.PLANNED, RMA))
    route = Route(
        ID, ID, DAY, RouteState.STARTED, 1, 1, vans[0], None, DEPOT, NOON, NOON, 0, 0, Money(0, "USD"), 0,
        False, stops,
    )  # fmt: skip
    waiting = fetched(f"fetch:{uuid.UUID(int=2)}", Position(34.2, -118.2), 400_000, RMA)
    facts = DayFacts(DEPOT, DAY, vans, (waiting,), 1, {"V1": (waiting.key,)})
    problem = build_rest(Rest(facts, (route,), NOON, None))
    (one,) = problem.stops
    assert (one.load, one.collect, one.van, one.depot) == (Load(), Load(400_000, 0), None, None)
    assert [each.on_board for each in problem.vans] == [Load(700_000, 0), Load(), Load()]
    plan = plan_day(problem, 1, Budget(iterations=100, explains=0))
    assert [each.van for each in plan.routes if each.stops] == ["V2"]  # the first has no room for it
    # V1 breaks down: whoever has to take its goods over, with an empty van, fetches nothing before.
    broken = build_rest(Rest(facts, (route,), NOON, Incident(IncidentKind.BROKEN, ("V1",))))
    free = {each.key for each in broken.vans if broken.stops[0].skills <= each.skills}
    assert {each.key for each in broken.vans if each.trips == 1} == free
