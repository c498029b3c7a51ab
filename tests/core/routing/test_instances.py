"""Public instances: read exactly, solved within their windows in full precision."""

from __future__ import annotations

import math

import pytest

from core.routing.engine.planning import plan_day
from core.routing.errors import BadProblem
from core.routing.formats.instances import SCALE, holds, length_of, problem_of, read_instance
from tests.core.routing.days import BARE

SOLOMON = """T1

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0         0          0          0       100          0
    1      1         1         10          0        50          5
    2      3         4         10          5         5          5
    3      0         7.5       10          0        60          5
"""
VRPLIB = """NAME : small
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 20
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
4 0 7.5
DEMAND_SECTION
1 0
2 10
3 10
4 10
DEPOT_SECTION
1
-1
EOF
"""
EXPLICIT = """DIMENSION : 3
CAPACITY : 5
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
EDGE_WEIGHT_SECTION
0 2 9
1 0 3
4 9 0
DEMAND_SECTION
1 0
2 1
3 1
DEPOT_SECTION
1
-1
EOF
"""


def test_lengths_are_nearest_and_times_are_never_too_short() -> None:
    problem = problem_of(read_instance(SOLOMON))
    roads = problem.roads
    assert roads.metres[0, 1] == round(math.sqrt(2) * SCALE)
    assert roads.seconds[0, 0, 1] == math.ceil(math.sqrt(2) * SCALE)
    # Whole lengths stay whole: the window of customer 2 closes just when a van can be there.
    assert roads.metres[0, 2] == roads.seconds[0, 0, 2] == 5 * SCALE
    assert (problem.stops[1].windows[0].closes, problem.stops[1].service) == (5 * SCALE, 5 * SCALE)


def test_an_instance_is_solved_and_its_length_told_in_full_precision() -> None:
    instance = read_instance(SOLOMON)
    plan = plan_day(problem_of(instance), 0, BARE)
    routes = [[int(step.stop or 0) for step in route.stops] for route in plan.routes]
    assert sorted(map(sorted, routes)) == [[1], [2, 3]]
    assert holds(instance, routes)
    assert length_of(instance, routes) == pytest.approx(
        5 + math.hypot(3, 3.5) + 7.5 + 2 * math.sqrt(2), abs=1e-12
    )
    assert not holds(instance, [[1, 2, 3]])
    assert not holds(instance, [[2, 3]])
    assert not holds(instance, [[1, 2], [3]])


def test_vrplib_is_the_same_without_windows() -> None:
    instance = read_instance(VRPLIB)
    assert (instance.vans, instance.capacity, len(instance.nodes)) == (3, 20, 4)
    plan = plan_day(problem_of(instance), 0, BARE)
    routes = [[int(step.stop or 0) for step in route.stops] for route in plan.routes]
    assert holds(instance, routes)
    # 2 with 3, and 4 alone, or 3 with 4: the shorter of the two.
    best = min(math.sqrt(2) * 2 + 5 + math.hypot(3, 3.5) + 7.5, 15 + math.sqrt(2) + math.hypot(2, 3) + 5)
    assert length_of(instance, routes) == pytest.approx(best, abs=1e-12)


def test_explicit_lengths_need_not_be_the_same_both_ways() -> None:
    instance = read_instance(EXPLICIT)
    plan = plan_day(problem_of(instance), 0, BARE)
    routes = [[int(step.stop or 0) for step in route.stops] for route in plan.routes]
    assert routes in ([[2], [3]], [[3], [2]], [[2, 3]])
    assert length_of(instance, routes) == 9


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is neither"),
        (SOLOMON.replace("         5          5\n", "      5\n"), "7 numbers are wanted"),
        (
            SOLOMON.replace("5         5          5", "6         5          5"),
            "Customer 2: the window ends before",
        ),
        (SOLOMON.replace("    3      0 ", "    2      0 "), "stands twice"),
        (SOLOMON[: SOLOMON.index("    1      1")], "no customers"),
        (SOLOMON.replace("  2         20", "  0         20"), "at least one vehicle"),
        (VRPLIB.replace("DIMENSION : 4", "DIMENSION : 5"), "4 nodes are listed"),
        (VRPLIB.replace("EUC_2D", "GEO"), "GEO is not known here"),
        (VRPLIB.replace("2 10\n", "", 1), "DEMAND_SECTION: node 2"),
        (VRPLIB.replace("1 1\n", "1 x\n"), "'x' is not a number"),
        (EXPLICIT.replace("4 9 0\n", "4 9\n"), "needs 9 numbers, not 8"),
        (EXPLICIT.replace("1 0 3", "1 0 -3"), "below zero"),
    ],
)
def test_a_file_that_is_wrong_says_so_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadProblem) as error:
        read_instance(text)
    assert sentence in str(error.value)
    assert str(error.value).count("\n") == 0
