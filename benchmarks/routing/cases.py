"""Public routing data: `vrptw-solomon-100`, `vrptw-homberger-200` and `dispatch-27`, from
``../shared/data`` or ``DEALERLINE_DATA``.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.routing.formats.instances import Instance, read_instance
from core.routing.types import Costs, Load, Place, Problem, Roads, Stop, Van, Window

DATA = Path(os.environ.get("DEALERLINE_DATA", Path(__file__).parents[3] / "shared" / "data"))
# Of each class as many as its share of the set is, at 28 of Solomon's and at 6 or 12 of Homberger's.
SOLOMON_ORDER = (
    "C101 R112 RC106 C203 R210 RC203 C104 R105 RC101 C208 R204 RC207 R101 R202 RC104 R108 R211 RC208 "
    "C106 C201 R103 C108 R207 C205 RC108 R110 C103 RC202"
)
HOMBERGER_ORDER = "r1_2_4 c2_2_3 rc1_2_1 r2_2_7 c1_2_9 rc2_2_5 c1_2_2 c2_2_8 r1_2_9 r2_2_2 rc1_2_7 rc2_2_10"


class Case(NamedTuple):
    """best: the least known total length."""

    instance: Instance
    best: float


def cases(folder: str, sample: int | None) -> list[Case]:
    """All instances of a set, or so many of mixed classes; empty where the data is absent."""
    root = DATA / folder
    if not root.exists():
        return []
    with (root / "best_known.csv").open(encoding="utf8", newline="") as file:
        rows = {row["instance"]: row for row in csv.DictReader(file)}
    names = sorted(rows)
    if sample is not None:
        order = (SOLOMON_ORDER if "solomon" in folder else HOMBERGER_ORDER).split()
        names = [*order, *(name for name in names if name not in order)][:sample]
    found = []
    for name in names:
        text = (root / "instances" / f"{name}.txt").read_text(encoding="utf8")
        listed = [rows[name][column] for column in ("min_distance", "bks_distance", "solution_distance")]
        found.append(Case(read_instance(text), min(float(value) for value in listed if value)))
    return found


def dispatch_day(name: str) -> tuple[Problem, int] | None:
    """The 27-stop day (``normal`` or ``tight``) with its proven optimum; None where the data is absent.

    Its cost is seconds of travel and penalties, so a metre here is a second there.
    """
    file = DATA / "dispatch-27" / f"{name}.json"
    if not file.exists():
        return None
    day = json.loads(file.read_text(encoding="utf8"))
    travel = np.array(day["travel"], dtype=np.int64)
    places = [Place(str(one["id"])) for one in day["stops"]]
    vans = [
        Van(
            str(number),
            "0",
            "0",
            Load(one["weight"], one["volume"]),
            tuple(one["window"]),
            Costs(kilometre=1000),
            frozenset(one["skills"]),
            one["max_s"],
        )
        for number, one in enumerate(day["vehicles"])
    ]
    stops = [
        Stop(
            str(one["id"]),
            str(one["id"]),
            Load(one["weight"], one["volume"]),
            (Window(*one["window"]),),
            one["service"],
            one["penalty"],
            frozenset(one["skills"]),
        )
        for one in day["stops"][1:]
    ]
    return Problem(places, Roads(travel, travel[None, :, :]), vans, stops), int(day["proven_optimum"])
