"""Closed and slow roads: what of a leg lies in them, how much longer the way round is, and what stays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.routing.engine.roads import EARTH_METRES, arrival, reckoned_roads
from core.routing.engine.troubles import Circle, Stretch, is_within, lifted, troubled_roads
from core.routing.types import UNREACHABLE, Place, Roads

# Degrees of a kilometre at the equator, where a degree is as long in both directions.
KM = math.degrees(1000 / EARTH_METRES)


def at(key: str, east: float, north: float = 0.0) -> Place:
    return Place(key, north * KM, east * KM)


def even(places: list[Place]) -> Roads:
    """One metre a metre, 36 km/h all day."""
    return reckoned_roads(places, factor=1.0, speeds=((0, 36),))


WEST, EAST, NORTH, MIDDLE = at("west", -10), at("east", 10), at("north", 0, 10), at("middle", 0.5)
CROSS = [WEST, EAST, NORTH, MIDDLE]


def test_who_crosses_a_closed_circle_goes_round_it_by_its_tangents() -> None:
    closed = Circle(0, 0, 6_000)
    roads = troubled_roads(even(CROSS), CROSS, [closed])
    # Two tangents of 8 km and the arc between them, of 2 (90° - arccos 0.6) at 6 km.
    round_it = 16_000 + 6_000 * 2 * (math.pi / 2 - math.acos(0.6))
    assert roads.metres[0, 1] == pytest.approx(round_it, abs=2)
    assert roads.seconds[0, 0, 1] == pytest.approx(round_it / 10, abs=2)
    # 7.07 km away at its nearest: the way to the north does not touch it.
    free = even(CROSS)
    assert (roads.metres[0, 2], roads.seconds[0, 0, 2]) == (free.metres[0, 2], free.seconds[0, 0, 2])
    assert (is_within(MIDDLE, closed), is_within(WEST, closed)) == (True, False)


def test_nothing_comes_into_a_closed_circle_and_who_stands_in_it_gets_out() -> None:
    roads = troubled_roads(even(CROSS), CROSS, [Circle(0, 0, 1_000)])
    assert np.all(roads.seconds[0, :3, 3] == UNREACHABLE)
    assert np.all(roads.seconds[0, 3, :3] == UNREACHABLE)
    assert roads.seconds[0, 3, 3] == 0
    out = troubled_roads(even(CROSS), CROSS, [Circle(0, 0, 1_000)], leaving=["middle"])
    assert np.all(out.seconds[0, :3, 3] == UNREACHABLE)
    assert out.seconds[0, 3, :3].tolist() == even(CROSS).seconds[0, 3, :3].tolist()


def test_only_the_part_in_a_slow_circle_is_slower_and_going_round_may_be_quicker() -> None:
    free = even(CROSS)
    roads = troubled_roads(free, CROSS, [Circle(0, 0, 2_000, 50)])
    # 4 of 20 km are in it and go half as slow again, which is 2 km more; going round takes 0.4.
    assert 20_400 < roads.metres[0, 1] < 20_450
    assert roads.seconds[0, 0, 1] == pytest.approx(roads.metres[0, 1] / 10, abs=2)
    # From the middle 1.5 of 9.5 km eastwards: nothing to go round.
    assert roads.seconds[0, 3, 1] == pytest.approx(950 + 75, abs=2)
    assert roads.metres[0, 3] == free.metres[0, 3]
    slight = troubled_roads(free, CROSS, [Circle(0, 0, 9_000, 1)])
    assert slight.metres[0, 1] == free.metres[0, 1]
    assert slight.seconds[0, 0, 1] == pytest.approx(2_000 + 18, abs=2)


def test_a_closed_road_is_gone_round_by_the_next_best_place_both_ways() -> None:
    places = [at("a", 0), at("b", 4), at("c", 2, 1), at("on", 8), at("far", 0, 30)]
    free = even(places)
    roads = troubled_roads(free, places, [Stretch("a", "b")])
    by_c = int(free.metres[0, 2] + free.metres[2, 1])
    assert (roads.metres[0, 1], roads.metres[1, 0]) == (by_c, by_c)
    assert roads.seconds[0, 0, 1] == free.seconds[0, 0, 2] + free.seconds[0, 2, 1]
    # What leads on along it is closed as well: from "a" to "on" leads over "b".
    assert roads.metres[0, 3] == free.metres[0, 2] + free.metres[2, 3]
    # What only begins or ends at one of its ends is as it was.
    assert roads.metres[1, 3] == free.metres[1, 3]
    assert roads.metres[4, 0] == free.metres[4, 0]


def test_where_no_place_is_known_to_go_round_by_it_is_three_times_as_far() -> None:
    places = [at("a", 0), at("b", 4)]
    free = even(places)
    roads = troubled_roads(free, places, [Stretch("a", "b")])
    assert (roads.metres[0, 1], roads.seconds[0, 0, 1]) == (3 * free.metres[0, 1], 3 * free.seconds[0, 0, 1])


def test_a_slow_road_costs_its_own_share_of_a_longer_way() -> None:
    places = [at("a", 0), at("b", 4), at("on", 8)]
    free = even(places)
    roads = troubled_roads(free, places, [Stretch("a", "b", 50)])
    assert roads.seconds[0, 0].tolist() == [0, 400 + 200, 800 + 200]
    assert roads.metres.tolist() == free.metres.tolist()


def test_a_short_road_near_a_far_place_does_not_lengthen_the_way_to_its_end() -> None:
    places = [at("far", -20), at("a", 0), at("b", 0.2)]
    roads = troubled_roads(even(places), places, [Stretch("a", "b")])
    assert roads.metres[0, 1] == even(places).metres[0, 1]


_SPOTS = st.lists(st.tuples(st.floats(-20, 20), st.floats(-20, 20)), min_size=2, max_size=7, unique=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_SPOTS, st.floats(-15, 15), st.integers(100, 15_000), st.one_of(st.none(), st.integers(1, 400)))
def test_no_road_gets_faster_or_shorter_by_a_trouble_and_those_far_from_it_stay(
    spots: list[tuple[float, float]], east: float, radius: int, percent: int | None
) -> None:
    places = [at(f"{number}", *spot) for number, spot in enumerate(spots)]
    free = reckoned_roads(places)
    circle = Circle(0, east * KM, radius, percent)
    for troubles in ([circle], [Stretch("0", "1", percent)], [circle, Stretch("0", "1", percent)]):
        roads = troubled_roads(free, places, troubles)
        assert np.all(roads.seconds >= free.seconds)
        assert np.all(roads.metres >= free.metres - 2)  # two legs that were rounded make one
        assert np.all(np.diagonal(roads.seconds, axis1=1, axis2=2) == 0)
    nobody = troubled_roads(free, places, [Circle(5.0, 5.0, 1_000, percent)])
    assert np.array_equal(nobody.seconds, free.seconds)
    assert np.array_equal(nobody.metres, free.metres)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(0, 86_400), st.integers(1, 86_399), st.sampled_from([None, 50]))
def test_what_ends_in_the_day_is_waited_for_and_gone_from_then_on(
    leaves: int, ends: int, percent: int | None
) -> None:
    free = reckoned_roads(CROSS, factor=1.0)
    shut = troubled_roads(free, CROSS, [Circle(0, 0, 1_000, percent)])
    roads = lifted(free, shut, ends, keeps_metres=False)
    assert roads.metres.tolist() == free.metres.tolist()
    parts = [table.tolist() for table in roads.seconds]
    frees = [table.tolist() for table in free.seconds]
    for a, b in ((0, 3), (3, 1), (0, 2), (0, 1)):
        arrives = arrival(parts, roads.from_times, 100, a, b, leaves)
        best = arrival(frees, free.from_times, 100, a, b, leaves)
        late = arrival(frees, free.from_times, 100, a, b, max(leaves, ends))
        # Never sooner than on free roads, never later than who waits for the end, to within a second a part.
        assert best <= arrives <= late + len(parts)
        if leaves >= ends:
            assert arrives == best
        elif percent is None and 3 in (a, b):
            assert arrives >= late - len(parts)
        assert arrival(parts, roads.from_times, 100, a, b, leaves + 60) >= arrives
