"""Tables of roads from a file: CSV with a leg a row, or JSON as OSRM's table service answers.

CSV: from_latitude, from_longitude, to_latitude, to_longitude, seconds, metres and, where the hour counts,
from_time ("07:00": from then on). A leg without a row of some part of the day takes as long as in the part
before; one without any row is not known.

JSON: ``sources`` with a ``location`` [longitude, latitude] each, ``durations`` and ``distances``, null for no
road; ``hours`` may hold further tables of durations: [{"from": "07:00", "durations": [...]}].
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from math import ceil, isfinite
from typing import Any

import numpy as np

from core.routing.engine.road_book import UNKNOWN
from core.routing.errors import BadProblem
from core.routing.types import UNREACHABLE, Place, Roads, Table

MOST_PLACES = 3_000
_COLUMNS = ("from_latitude", "from_longitude", "to_latitude", "to_longitude", "seconds", "metres")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

_Spot = tuple[float, float]


def read_road_table(text: str) -> tuple[tuple[Place, ...], Roads]:
    """The places of a table, keyed by their number, and the roads between them, `UNKNOWN` for a leg that is
    not in it. Raises BadProblem with one sentence.
    """
    text = text.removeprefix("\ufeff")
    return _read_json(text) if text.lstrip().startswith("{") else _read_csv(text)


def seconds_of_clock(text: str) -> int:
    """ "07:30" -> 27000. Raises BadProblem."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise BadProblem(f"{text!r} is no time of a day: HH:MM is wanted.")
    return int(match[1]) * 3600 + int(match[2]) * 60


def _read_csv(text: str) -> tuple[tuple[Place, ...], Roads]:
    rows = csv.DictReader(io.StringIO(text))
    missing = set(_COLUMNS) - set(rows.fieldnames or ())
    if missing:
        raise BadProblem(f"The table of roads lacks a column: {', '.join(sorted(missing))}.")
    index: dict[_Spot, int] = {}
    legs: list[tuple[int, int, int, int, int]] = []
    for number, row in enumerate(rows, start=2):
        try:
            figures = [float(row[name] or "") for name in _COLUMNS]
        except (TypeError, ValueError):
            raise BadProblem(f"Row {number} of the table of roads: six numbers are wanted.") from None
        start, end = (_spot(figures[0], figures[1], number), _spot(figures[2], figures[3], number))
        if not all(isfinite(one) and one >= 0 for one in figures[4:]):
            raise BadProblem(f"Row {number} of the table of roads: no way is shorter than nothing.")
        a, b = index.setdefault(start, len(index)), index.setdefault(end, len(index))
        since = seconds_of_clock(row.get("from_time") or "00:00")
        legs.append((since, a, b, ceil(figures[4]), round(figures[5])))
    _check_size(len(index))
    times = sorted({leg[0] for leg in legs})
    metres: Table = np.zeros((len(index), len(index)), dtype=np.int64)
    seconds: Table = np.full((len(times), *metres.shape), UNKNOWN, dtype=np.int64)
    for since, a, b, takes, way in legs:
        seconds[times.index(since), a, b] = min(takes, UNREACHABLE)
        metres[a, b] = way
    for part in range(1, len(times)):
        seconds[part] = np.where(seconds[part] >= 0, seconds[part], seconds[part - 1])
    for part in range(len(times) - 2, -1, -1):
        seconds[part] = np.where(seconds[part] >= 0, seconds[part], seconds[part + 1])
    return _places(list(index)), Roads(metres, seconds, tuple(times))


def _spot(latitude: float, longitude: float, number: int) -> _Spot:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadProblem(f"Row {number} of the table of roads: {latitude}, {longitude} is nowhere on earth.")
    return round(latitude, 5), round(longitude, 5)


def _places(spots: Sequence[_Spot]) -> tuple[Place, ...]:
    return tuple(Place(str(number), *spot) for number, spot in enumerate(spots))


def _check_size(size: int) -> None:
    if not 2 <= size <= MOST_PLACES:
        raise BadProblem(f"A table of roads is of 2 to {MOST_PLACES} places, this one of {size}.")


def _read_json(text: str) -> tuple[tuple[Place, ...], Roads]:
    try:
        found = json.loads(text)
        spots = [_spot(one["location"][1], one["location"][0], at) for at, one in enumerate(found["sources"])]
        ends = found.get("destinations")
        if ends is not None and [one["location"] for one in ends] != [
            one["location"] for one in found["sources"]
        ]:
            raise BadProblem("The table of roads leads from its places to others: all to all are wanted.")
        _check_size(len(spots))
        metres = _table(found["distances"], len(spots), 0)
        hours = found.get("hours", [])
        tables = [_table(found["durations"], len(spots), UNREACHABLE)]
        tables += [_table(one["durations"], len(spots), UNREACHABLE) for one in hours]
        times = (0, *(seconds_of_clock(one["from"]) for one in hours))
    except json.JSONDecodeError as error:
        raise BadProblem(f"The table of roads is not JSON: {error}.") from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        if isinstance(error, BadProblem):
            raise
        raise BadProblem("The table of roads has not the form of OSRM's table service.") from None
    if list(times) != sorted(set(times)):
        raise BadProblem("The hours of the table of roads must follow each other.")
    return _places(spots), Roads(metres, np.stack(tables), times)


def _table(rows: Any, size: int, nothing: int) -> Table:
    table: Table = np.array(
        [[nothing if cell is None else max(0, ceil(cell)) for cell in row] for row in rows], dtype=np.int64
    )
    if table.shape != (size, size):
        raise BadProblem(f"The table of roads has not {size} rows of {size}.")
    return table
