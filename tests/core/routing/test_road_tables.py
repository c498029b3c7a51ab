"""Tables of roads from a file, and what of them is used between the places of a day."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from core.routing.engine.road_book import RoadBook, roads_between
from core.routing.engine.roads import reckoned_roads, roads_by_hour
from core.routing.errors import BadProblem
from core.routing.formats.road_tables import read_road_table
from core.routing.types import UNREACHABLE, Place, Roads

HEAD = "from_latitude,from_longitude,to_latitude,to_longitude,seconds,metres"
TWO = f"{HEAD}\n1.0,2.0,1.1,2.0,600.2,9000.4\n1.1,2.0,1.0,2.0,900,12000\n"


def test_a_leg_a_row_is_read_both_ways_as_it_stands() -> None:
    places, roads = read_road_table("\ufeff" + TWO)
    assert [(one.latitude, one.longitude) for one in places] == [(1.0, 2.0), (1.1, 2.0)]
    assert roads.seconds[0, [0, 1], [1, 0]].tolist() == [601, 900]
    assert roads.metres.tolist() == [[0, 9000], [12000, 0]]


def test_a_leg_without_a_row_of_an_hour_is_as_in_the_hour_before() -> None:
    text = f"{HEAD},from_time\n1,2,1.1,2,600,9000,\n1,2,1.1,2,900,9000,07:30\n1.1,2,1,2,500,9000,00:00\n"
    _, roads = read_road_table(text)
    assert roads.from_times == (0, 27_000)
    assert roads.seconds[:, 0, 1].tolist() == [600, 900]
    assert roads.seconds[:, 1, 0].tolist() == [500, 500]


def osrm(**more: Any) -> str:
    spots = [{"location": [2.0, 1.0]}, {"location": [2.0, 1.1]}]
    made = {"sources": spots, "destinations": spots, "durations": [[0, 600.2], [None, 0]],
            "distances": [[0, 9000.4], [None, 0]]}  # fmt: skip
    return json.dumps(made | more)


def test_an_answer_of_osrm_is_a_table_and_null_is_no_road() -> None:
    places, roads = read_road_table(osrm())
    assert [(one.latitude, one.longitude) for one in places] == [(1.0, 2.0), (1.1, 2.0)]
    assert roads.seconds[0].tolist() == [[0, 601], [UNREACHABLE, 0]]
    assert roads.metres[0, 1] == 9001
    _, varying = read_road_table(osrm(hours=[{"from": "07:00", "durations": [[0, 900], [800, 0]]}]))
    assert varying.from_times == (0, 25_200)
    assert varying.seconds[1].tolist() == [[0, 900], [800, 0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks a column"),
        (f"{HEAD}\n1,2,1.1,2,x,9\n", "Row 2"),
        (f"{HEAD}\n1,2,1.1,2,-1,9\n", "shorter than nothing"),
        (f"{HEAD}\n91,2,1.1,2,1,9\n", "nowhere on earth"),
        (f"{HEAD}\n1,2,1,2,1,9\n", "of 2 to 3000 places"),
        (f"{HEAD},from_time\n1,2,1.1,2,1,9,25:00\n", "no time of a day"),
        ("{", "not JSON"),
        ("{}", "form of OSRM"),
        (osrm(durations=[[0, 1]]), "2 rows of 2"),
        (osrm(destinations=[{"location": [0, 0]}]), "all to all"),
        (osrm(hours=[{"from": "00:00", "durations": [[0, 1], [1, 0]]}]), "follow each other"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(BadProblem, match=said):
        read_road_table(text)


def test_known_legs_are_measured_and_all_others_reckoned_by_their_own_hours() -> None:
    places, roads = read_road_table(TWO)
    book = RoadBook(places, roads, speeds=((0, 36), (3_600, 18)))
    # Half a hundred metres beside a place of the table; three kilometres from any.
    day = [Place("depot", 1.0, 2.0), Place("near", 1.1003, 2.0), Place("new", 1.03, 2.0)]
    merged, unknown = roads_between(book, day)
    free = reckoned_roads(day, speeds=book.speeds)
    assert unknown == 4
    assert merged.from_times == (0, 3_600)
    assert merged.seconds[:, 0, 1].tolist() == [601, 601]
    assert merged.seconds[:, 1, 0].tolist() == [900, 900]
    assert merged.seconds[:, 0, 2].tolist() == free.seconds[:, 0, 2].tolist()
    assert merged.metres[2].tolist() == free.metres[2].tolist()
    whole, unknown = roads_between(book, day[:2])
    assert (unknown, whole.from_times, whole.seconds.tolist()) == (0, (0,), [[[0, 601], [900, 0]]])
    assert roads_between(RoadBook(), day)[1] == 6


def test_a_missing_leg_and_a_missing_road_stay_what_they_are_at_every_hour() -> None:
    roads = Roads(np.zeros((2, 2), np.int64), np.array([[[0, -1], [UNREACHABLE, 0]]]))
    rush = roads_by_hour(roads, ((0, 50), (25_200, 300)))
    assert rush.seconds[:, 0, 1].tolist() == [-1, -1]
    assert rush.seconds[:, 1, 0].tolist() == [UNREACHABLE, UNREACHABLE]
