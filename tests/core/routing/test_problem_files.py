"""Our own form: read strictly, written whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.routing.errors import BadProblem
from core.routing.formats.problems import plan_as_json, read_problem
from core.routing.types import Load, Window
from tests.core.routing.days import planned


def _day(**changes: Any) -> str:
    day = {
        "places": [{"key": "D", "latitude": 41.88, "longitude": -87.63}, {"key": "A"}],
        "roads": {"metres": [[0, 1000], [1000, 0]], "seconds": [[0, 60], [60, 0]]},
        "vans": [
            {
                "key": "v",
                "start": "D",
                "end": "D",
                "capacity": {"weight": 1000, "volume": 10},
                "shift": [25200, 68400],
                "costs": {"day": 100, "kilometre": 10},
                "skills": ["lift"],
            }
        ],
        "stops": [
            {"key": "S", "place": "A", "load": {"weight": 7}, "windows": [{"opens": 30000, "closes": 31000}]}
        ],
        "apart": [["food", "poison"]],
    }
    return json.dumps({**day, **changes})


def test_a_problem_is_read_with_all_its_parts() -> None:
    problem = read_problem(_day())
    assert problem.stops[0].load == Load(7, 0)
    assert problem.stops[0].windows == (Window(30000, 31000),)
    assert problem.vans[0].skills == frozenset(("lift",))
    assert problem.apart == frozenset((("food", "poison"),))
    assert problem.roads.seconds.shape == (1, 2, 2)


def test_without_roads_they_are_reckoned_from_the_coordinates() -> None:
    places = [
        {"key": "D", "latitude": 41.88, "longitude": -87.63},
        {"key": "A", "latitude": 41.97, "longitude": -87.63},
    ]
    problem = read_problem(_day(places=places, roads=None))
    # 0.09 degrees are 10.0 km, 13.0 km of road.
    assert problem.roads.metres[0, 1] == 13_010
    assert problem.roads.varies


def test_a_plan_is_written_with_every_step() -> None:
    plan = planned(read_problem(_day()))
    found = json.loads(plan_as_json(plan))
    assert [step["kind"] for step in found["routes"][0]["steps"]] == ["start", "stop", "end"]
    assert found["cost"] == {"minor": 120, "currency": "USD"}
    assert found["unserved"] == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "This is not JSON"),
        ("[]", "A problem is an object"),
        (_day(stops=[{"key": "S", "place": "A", "servise": 1}]), "stops[0].servise: there is no such field."),
        (_day(stops=[{"key": "S"}]), "stops[0].place is missing."),
        (
            _day(stops=[{"key": "S", "place": "A", "service": "1"}]),
            "stops[0].service: a whole number is wanted.",
        ),
        (
            _day(stops=[{"key": "S", "place": "A", "service": True}]),
            "stops[0].service: a whole number is wanted.",
        ),
        (_day(stops={}), "stops: a list is wanted."),
        (_day(places=[{"key": "D", "latitude": "x"}]), "places[0].latitude: a number is wanted."),
        (_day(apart=[["food"]]), "apart[0]: 2 values are wanted."),
        (
            _day(roads={"metres": [[0, 1], [1]], "seconds": []}),
            "roads: every row of a table must have the same length.",
        ),
        (_day(roads={"metres": [[0.5]], "seconds": [[0]]}), "roads: tables hold whole metres and seconds."),
        (_day(roads={"metres": [[0]]}), "roads: metres and seconds are wanted"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(BadProblem) as error:
        read_problem(text)
    assert sentence in str(error.value)
