"""Public instances of vehicle routing: Solomon's and Homberger's text, and VRPLIB.

Lengths are straight lines in full precision, also where a VRPLIB file says EUC_2D (which other readers
round). Both forms become a `Problem` whose ways are counted in millionths of the instance's unit of length:
a leg's cost is its length there, rounded to the nearest, and its time is rounded up, so that windows that
hold here hold in full precision too. All vans start and end at the one depot, and the cost of a plan is its
whole length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, fsum, hypot, isqrt, lcm

import numpy as np

from core.routing.errors import BadProblem
from core.routing.types import Costs, Load, Place, Problem, Roads, Stop, Table, Van, Window

SCALE = 1_000_000
# A day without windows, in millionths; and what a stop left out costs, dearer than any way there.
LONG = 1_000_000 * SCALE
DEAR = 1_000_000 * SCALE
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Node:
    """One line of an instance; the depot is the first. Times are None where the instance has no windows."""

    number: int
    x: Fraction
    y: Fraction
    demand: int
    window: tuple[Fraction, Fraction] | None = None
    service: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Instance:
    """The depot is the first of the nodes. lengths: explicit ones, in the instance's unit and the nodes'
    order; None for the straight line.
    """

    name: str
    vans: int
    capacity: int
    nodes: tuple[Node, ...]
    lengths: tuple[tuple[Fraction, ...], ...] | None = None

    def length(self, a: int, b: int) -> float:
        """Between two nodes by index, in full precision."""
        if self.lengths is not None:
            return float(self.lengths[a][b])
        here, there = self.nodes[a], self.nodes[b]
        return hypot(float(here.x - there.x), float(here.y - there.y))


def _number(text: str, where: str) -> Fraction:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BadProblem(f"{where}: {text!r} is not a number.") from None
    if not value.is_finite():
        raise BadProblem(f"{where}: {text!r} is not a number.")
    return Fraction(value)


def _whole(text: str, where: str) -> int:
    value = _number(text, where)
    if value.denominator != 1:
        raise BadProblem(f"{where}: {text} is not a whole number.")
    return int(value)


def read_instance(text: str) -> Instance:
    """Solomon's or Homberger's text, or VRPLIB, told apart by what stands in it. Raises BadProblem."""
    if re.search(r"^\s*DIMENSION\s*:", text, re.MULTILINE | re.IGNORECASE):
        return _read_vrplib(text)
    if re.search(r"^\s*VEHICLE\s*$", text, re.MULTILINE | re.IGNORECASE):
        return _read_solomon(text)
    raise BadProblem(
        "This is neither a Solomon or Homberger text (no VEHICLE section) nor VRPLIB (no DIMENSION)."
    )


def _read_solomon(text: str) -> Instance:
    lines = text.splitlines()
    rows = [
        (number, line.split())
        for number, line in enumerate(lines, 1)
        if line.strip() and all(NUMBER.fullmatch(word) for word in line.split())
    ]
    if not rows or len(rows[0][1]) != 2:
        raise BadProblem("The VEHICLE section lacks its line with number and capacity.")
    (first, (vans, capacity)), nodes = rows[0], []
    for number, words in rows[1:]:
        where = f"Line {number}"
        if len(words) != 7:
            raise BadProblem(f"{where}: 7 numbers are wanted (customer, x, y, demand, ready, due, service).")
        key, x, y, demand, ready, due, service = words
        node = Node(
            _whole(key, where),
            _number(x, where),
            _number(y, where),
            _whole(demand, where),
            (_number(ready, where), _number(due, where)),
            _number(service, where),
        )
        nodes.append(node)
    name = next((line.strip() for line in lines if line.strip()), "")
    where = f"Line {first}"
    return _sound(Instance(name, _whole(vans, where), _whole(capacity, where), tuple(nodes)))


def _sound(instance: Instance) -> Instance:
    if len(instance.nodes) < 2:
        raise BadProblem("The instance has no customers.")
    if instance.vans < 1 or instance.capacity < 0:
        raise BadProblem("The instance needs at least one vehicle, and a capacity that is not below zero.")
    numbers = [node.number for node in instance.nodes]
    if len(set(numbers)) != len(numbers):
        raise BadProblem("A customer number stands twice.")
    for node in instance.nodes:
        if node.demand < 0 or node.service < 0:
            raise BadProblem(f"Customer {node.number}: demand and service must not be below zero.")
        if node.window is not None and not 0 <= node.window[0] <= node.window[1]:
            raise BadProblem(f"Customer {node.number}: the window ends before it begins.")
    return instance


def _sections(text: str) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    """VRPLIB's specifications (``NAME : value``) and sections (rows of words)."""
    heads: dict[str, str] = {}
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] | None = None
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] == "EOF":
            continue
        if ":" in line:
            key, _, value = line.partition(":")
            heads[key.strip().upper()] = value.strip().strip('"')
            rows = None
        elif words[0].upper().endswith("_SECTION"):
            rows = sections.setdefault(words[0].upper(), [])
            if words[1:]:
                rows.append(words[1:])
        elif rows is not None:
            rows.append(words)
        else:
            raise BadProblem(f"{line.strip()!r} belongs to no section.")
    return heads, sections


def _read_vrplib(text: str) -> Instance:
    heads, sections = _sections(text)
    size = _whole(heads.get("DIMENSION", ""), "DIMENSION")
    numbers = [row[0] for row in sections.get("NODE_COORD_SECTION", [])] or [
        row[0] for row in sections.get("DEMAND_SECTION", [])
    ]
    if len(numbers) != size:
        raise BadProblem(f"DIMENSION is {size}, but {len(numbers)} nodes are listed.")
    depots = [row[0] for row in sections.get("DEPOT_SECTION", [["1"]]) if row[0] != "-1"]
    if len(depots) != 1 or depots[0] not in numbers:
        raise BadProblem("DEPOT_SECTION must name exactly one of the nodes.")
    columns = {
        name: _rows(sections, name, numbers, width) for name, width in _WIDTHS.items() if name in sections
    }
    service = heads.get("SERVICE_TIME", "0")
    nodes = []
    for number in numbers:
        x, y = columns.get("NODE_COORD_SECTION", {}).get(number, ["0", "0"])
        (demand,) = columns.get("DEMAND_SECTION", {}).get(number, ["0"])
        window = columns.get("TIME_WINDOW_SECTION", {}).get(number)
        (stay,) = columns.get("SERVICE_TIME_SECTION", {}).get(number, ["0" if number in depots else service])
        where = f"Node {number}"
        nodes.append(
            Node(
                _whole(number, where),
                _number(x, where),
                _number(y, where),
                _whole(demand, where),
                (_number(window[0], where), _number(window[1], where)) if window else None,
                _number(stay, where),
            )
        )
    order = sorted(range(size), key=lambda at: (numbers[at] not in depots, at))
    return _sound(
        Instance(
            heads.get("NAME", ""),
            _whole(heads.get("VEHICLES", str(max(1, size - 1))), "VEHICLES"),
            _whole(heads.get("CAPACITY", str(sum(node.demand for node in nodes))), "CAPACITY"),
            tuple(nodes[at] for at in order),
            _lengths(heads, sections, order),
        )
    )


_WIDTHS = {"NODE_COORD_SECTION": 2, "DEMAND_SECTION": 1, "TIME_WINDOW_SECTION": 2, "SERVICE_TIME_SECTION": 1}


def _rows(
    sections: dict[str, list[list[str]]], name: str, numbers: Sequence[str], width: int
) -> dict[str, list[str]]:
    found = {row[0]: row[1:] for row in sections[name]}
    for number in numbers:
        if len(found.get(number, ())) != width:
            raise BadProblem(f"{name}: node {number} needs {width} number(s).")
    return found


def _lengths(
    heads: dict[str, str], sections: dict[str, list[list[str]]], order: Sequence[int]
) -> tuple[tuple[Fraction, ...], ...] | None:
    """An explicit table of lengths, in the order given; None where lengths follow from coordinates."""
    kind = heads.get("EDGE_WEIGHT_TYPE", "EUC_2D").upper()
    if kind in ("EUC_2D", "EXACT_2D"):
        return None
    form = heads.get("EDGE_WEIGHT_FORMAT", "").upper()
    if kind != "EXPLICIT" or form not in ("FULL_MATRIX", "LOWER_ROW"):
        raise BadProblem(f"EDGE_WEIGHT_TYPE {kind} {form}".strip() + " is not known here.")
    size = len(order)
    words = [
        _number(word, "EDGE_WEIGHT_SECTION")
        for row in sections.get("EDGE_WEIGHT_SECTION", [])
        for word in row
    ]
    wanted = size * size if form == "FULL_MATRIX" else size * (size - 1) // 2
    if len(words) != wanted:
        raise BadProblem(f"EDGE_WEIGHT_SECTION needs {wanted} numbers, not {len(words)}.")
    if min(words) < 0:
        raise BadProblem("EDGE_WEIGHT_SECTION: a length is below zero.")

    def at(a: int, b: int) -> Fraction:
        if form == "FULL_MATRIX":
            return words[a * size + b]
        low, high = sorted((a, b))
        return Fraction(0) if a == b else words[high * (high - 1) // 2 + low]

    return tuple(tuple(at(a, b) for b in order) for a in order)


def _straight(nodes: Sequence[Node]) -> tuple[Table, Table]:
    """Lengths (nearest) and times (rounded up) in millionths, exact in whole numbers."""
    finest = lcm(*(value.denominator for node in nodes for value in (node.x, node.y)))
    points = [(int(node.x * finest), int(node.y * finest)) for node in nodes]
    lengths = np.zeros((len(nodes), len(nodes)), dtype=np.int64)
    times = np.zeros_like(lengths)
    for a, (x, y) in enumerate(points):
        for b in range(a + 1, len(points)):
            squared = ((points[b][0] - x) ** 2 + (points[b][1] - y) ** 2) * SCALE * SCALE
            below = isqrt(squared // (finest * finest))
            times[a, b] = times[b, a] = below + (below * below * finest * finest < squared)
            lengths[a, b] = lengths[b, a] = below + ((2 * below + 1) ** 2 * finest * finest < 4 * squared)
    return lengths, times


def _explicit(rows: Sequence[Sequence[Fraction]]) -> tuple[Table, Table]:
    lengths = np.array([[round(value * SCALE) for value in row] for row in rows], dtype=np.int64)
    return lengths, np.array([[ceil(value * SCALE) for value in row] for row in rows], dtype=np.int64)


def problem_of(instance: Instance) -> Problem:
    """The instance as a day's problem: keys of stops are their numbers, a "second" and a "metre" are
    millionths of its unit, and money is the length of the ways.
    """
    depot, *customers = instance.nodes
    lengths, times = _straight(instance.nodes) if instance.lengths is None else _explicit(instance.lengths)
    ends = max((floor(node.window[1] * SCALE) for node in instance.nodes if node.window), default=LONG)
    shift = (0, ends + int(times.max()))
    if depot.window is not None:
        shift = (ceil(depot.window[0] * SCALE), floor(depot.window[1] * SCALE))
    home = str(depot.number)
    vans = [
        Van(f"{number}", home, home, Load(instance.capacity), shift, Costs(kilometre=1000))
        for number in range(1, instance.vans + 1)
    ]
    stops = []
    for node in customers:
        opens, closes = node.window or (Fraction(0), Fraction(shift[1], SCALE))
        window = Window(ceil(opens * SCALE), floor(closes * SCALE))
        key, service = str(node.number), ceil(node.service * SCALE)
        stops.append(Stop(key, key, Load(node.demand), (window,), service, penalty=DEAR))
    places = [Place(str(node.number)) for node in instance.nodes]
    return Problem(places, Roads(lengths, times[None, :, :]), vans, stops)


def length_of(instance: Instance, routes: Sequence[Sequence[int]]) -> float:
    """Whole length of routes of customer numbers, from and to the depot, in full precision."""
    at = {node.number: index for index, node in enumerate(instance.nodes)}
    ways = [[0, *(at[number] for number in route), 0] for route in routes]
    return fsum(instance.length(a, b) for way in ways for a, b in pairwise(way))


def holds(instance: Instance, routes: Sequence[Sequence[int]]) -> bool:
    """Whether routes of customer numbers keep every rule of the instance in full precision."""
    at = {node.number: index for index, node in enumerate(instance.nodes)}
    served = [number for route in routes for number in route]
    if sorted(served) != sorted(node.number for node in instance.nodes[1:]) or len(routes) > instance.vans:
        return False
    return all(_route_holds(instance, [at[number] for number in route]) for route in routes)


def _route_holds(instance: Instance, route: Sequence[int]) -> bool:
    nodes = instance.nodes
    if sum(nodes[at].demand for at in route) > instance.capacity:
        return False
    now = float(nodes[0].window[0]) if nodes[0].window else 0.0
    for before, at in pairwise([0, *route, 0]):
        now += float(nodes[before].service) + instance.length(before, at)
        window = nodes[at].window
        if window is not None:
            # A billionth: what adding up in floating point may lose.
            if now > float(window[1]) + 1e-9:
                return False
            now = max(now, float(window[0]))
    return True
