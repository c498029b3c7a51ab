"""Our own form of a problem and of a plan: the types of `core.routing.types` and `plan_types`, as JSON.

Every key is a field's name. ``roads`` may be missing or null: then they are reckoned from the places'
coordinates. A key that no field has is refused, since it is a misspelt one.
"""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, asdict, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np

from core.routing.engine.roads import reckoned_roads
from core.routing.errors import BadProblem
from core.routing.plan_types import DayPlan
from core.routing.types import Place, Problem, Roads


def read_problem(text: str) -> Problem:
    """Raises BadProblem with one sentence that names the field."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadProblem(f"This is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise BadProblem("A problem is an object with places, vans and stops.")
    places = _read(tuple[Place, ...], found.get("places"), "places")
    roads = found.get("roads")
    given = {**found, "roads": reckoned_roads(places) if roads is None else _roads(roads)}
    problem: Problem = _read(Problem, given, "")
    return problem


def plan_as_json(plan: DayPlan) -> str:
    """The plan with every step; money as minor units with its currency."""
    return json.dumps(asdict(plan), ensure_ascii=False, default=str)


def _roads(found: Any) -> Roads:
    if not isinstance(found, dict) or not {"metres", "seconds"} <= set(found) <= {
        "metres",
        "seconds",
        "from_times",
    }:
        raise BadProblem("roads: metres and seconds are wanted, and from_times where the hour counts.")
    try:
        metres = np.array(found["metres"])
        seconds = np.array(found["seconds"])
    except ValueError:
        raise BadProblem("roads: every row of a table must have the same length.") from None
    if not all(np.issubdtype(table.dtype, np.integer) for table in (metres, seconds)):
        raise BadProblem("roads: tables hold whole metres and seconds.")
    if seconds.ndim == 2:
        seconds = seconds[None, :, :]
    from_times = _read(tuple[int, ...], found.get("from_times", [0]), "roads.from_times")
    return Roads(metres.astype(np.int64), seconds.astype(np.int64), from_times)


_WANTED = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}


def _read(kind: Any, value: Any, where: str) -> Any:
    """``value`` as ``kind``, a type that stands in our dataclasses."""
    if isinstance(value, Roads):
        return value
    if kind in _WANTED:
        return _plain(kind, value, where)
    if is_dataclass(kind):
        return _read_fields(kind, value, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is types.UnionType:
        return None if value is None else _read(inner[0], value, where)
    if not isinstance(value, list):
        raise BadProblem(f"{where}: a list is wanted.")
    if origin is tuple and inner[-1] is not Ellipsis:
        if len(value) != len(inner):
            raise BadProblem(f"{where}: {len(inner)} values are wanted.")
        return tuple(
            _read(one, item, f"{where}[{at}]")
            for at, (one, item) in enumerate(zip(inner, value, strict=True))
        )
    items = tuple(_read(inner[0], item, f"{where}[{at}]") for at, item in enumerate(value))
    return frozenset(items) if origin is frozenset else items


def _plain(kind: Any, value: Any, where: str) -> Any:
    fits = isinstance(value, (int, float) if kind is float else kind)
    if not fits or (kind is not bool and isinstance(value, bool)):
        raise BadProblem(f"{where}: {_WANTED[kind]} is wanted.")
    return float(value) if kind is float else value


def _read_fields(kind: Any, value: Any, where: str) -> Any:
    dot = f"{where}." if where else ""
    if not isinstance(value, dict):
        raise BadProblem(f"{where}: an object is wanted.")
    hints = get_type_hints(kind)
    known = {one.name: one for one in fields(kind)}
    for key in value:
        if key not in known:
            raise BadProblem(f"{dot}{key}: there is no such field.")
    for name, one in known.items():
        if name not in value and one.default is MISSING and one.default_factory is MISSING:
            raise BadProblem(f"{dot}{name} is missing.")
    return kind(**{key: _read(hints[key], item, f"{dot}{key}") for key, item in value.items()})
