"""Breaks as the search can know them: as longer legs.

[B1] A break lies on the leg that leads from a place left before it to a place left after it. Which is which
     is told by the plan before, or, for a place in none, by whether it is left before the break's middle.
[B2] The leg to the end of the day holds the break only where the day would end after it.

That is right for the tours it is taken from and rough for others; what counts is `timing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.routing.engine.indexing import Day
from core.routing.engine.repairing import Fleet
from core.routing.types import Table

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Hours:
    """What the search goes by: seconds between all places; when each place is left, and how many of its van's
    breaks were over by then (`UNKNOWN`: it is in no tour).
    """

    seconds: Table
    leaves: Sequence[int]
    rested: Sequence[int]


def rested_at(day: Day, fleet: Fleet | None) -> list[int]:
    """`Hours.rested` of a plan."""
    rested = [UNKNOWN] * len(day.problem.places)
    for timed in () if fleet is None else fleet.timed.values():
        taken = 0
        for moment in timed.moments:
            taken += moment.rest >= 0
            if timed.way[moment.node].stop >= 0:
                rested[moment.place] = taken
    return rested


def break_seconds(day: Day, hours: Hours, index: int) -> Table:
    """How much longer every leg is for the breaks of a van [B1] [B2]."""
    van, start, end = day.vans[index], day.starts[index], day.ends[index]
    longer: Table = np.zeros_like(hours.seconds)
    leaves, rested = np.array(hours.leaves), np.array(hours.rested)
    for number, rest in enumerate(van.breaks):
        is_after = np.where(rested > UNKNOWN, rested > number, leaves > (rest.earliest + rest.latest) // 2)
        holds = ~is_after[:, None] & is_after[None, :]
        holds[start] = is_after
        if end is not None:
            holds[:, end] = ~is_after & (leaves + hours.seconds[:, end] > rest.latest)
        longer[holds] += rest.seconds
    return longer
