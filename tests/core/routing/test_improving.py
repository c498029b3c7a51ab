"""Tours are mended with exact times, and breaks are longer legs to the search."""

from __future__ import annotations

import pytest

from core.routing.engine.improving import improve
from core.routing.engine.indexing import Tour, Visit, index_problem
from core.routing.engine.repairing import repaired
from core.routing.engine.resting import UNKNOWN, Hours, break_seconds, rested_at
from core.routing.types import Break, Budget
from tests.core.routing.days import at, line_day, stop, van, window

NOON = Break(at("11:30"), at("12:30"), 1800)


def _tour(index: int, *stops: int) -> Tour:
    return Tour(index, (tuple(Visit(one, 0) for one in stops),))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stops_put_in_a_bad_order_end_in_the_shortest_way_and_all_stay_served(seed: int) -> None:
    """Out and back along a line: the farthest place twice is the least there is."""
    problem = line_day([0, 10, 20, 30, 40], [van(breaks=(NOON,))], [stop(one) for one in (1, 2, 3, 4)])
    day = index_problem(problem)
    fleet = repaired(day, [_tour(0, 2, 0, 3, 1)], {})
    before = fleet.score
    improve(fleet, seed, Budget(iterations=400))
    assert fleet.score < before
    assert fleet.left == set()
    assert fleet.timed[0].metres == 2 * int(problem.roads.metres[0, 4])


def test_what_was_cheapest_already_stays_as_it_is() -> None:
    day = index_problem(line_day([0, 10, 20], [van(breaks=(NOON,))], [stop(1), stop(2)]))
    fleet = repaired(day, [_tour(0, 0, 1)], {})
    before = fleet.score
    improve(fleet, 1, Budget(iterations=100, patience=40))
    assert fleet.score == before


def test_a_break_lies_on_the_legs_from_the_morning_into_the_afternoon() -> None:
    stops = [
        stop(1, windows=(window("10:00", "10:30"),)),
        stop(2, windows=(window("14:00", "14:30"),)),
    ]
    day = index_problem(line_day([0, 10, 10], [van(breaks=(NOON,))], stops))
    seconds = day.problem.roads.seconds[0]
    leaves = [at("08:00"), at("10:15"), at("14:15")]
    guessed = break_seconds(day, Hours(seconds, leaves, [UNKNOWN] * 3), 0)
    assert guessed.tolist() == [[0, 0, 1800], [0, 0, 1800], [0, 0, 0]]
    fleet = repaired(day, [_tour(0, 0, 1)], {})
    assert rested_at(day, fleet)[1:] == [0, 1]
    assert break_seconds(day, Hours(seconds, leaves, rested_at(day, fleet)), 0).tolist() == guessed.tolist()
