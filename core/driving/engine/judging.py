"""What is odd about a proof, and whether its quantities add up. Pure.

J1  The phone's clock is believed for nothing: the order of acts is theirs, the time is ours. It is off when
    it is more than 5 minutes from ours as the phone tells, when what it told lies so far ahead of us, or on
    another day than its route and not today. What is told by a clock that is off is put right by as much: how
    long ago something was the phone knows all the same.
J2  A position is judged by us: 0,0 is none; worse than 200 m is poor; it is far away where the distance less
    the phone's own doubt is more than the house allows.
J3  None of this stops a delivery: the goods are handed over. It is shown to whoever should look.
J5  A signature is ink: a dot, or a finger that only touched, is none.
J4  Of each line of the shipments the four quantities together are what was on the van, and each is told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from core.driving.act_types import HandedLine
from core.driving.types import Fix, Flag, Strokes

EARTH_M = 6_371_008.8  # mean radius, IUGG
POOR_M = 200.0
AHEAD = timedelta(minutes=5)
LEAST_INK = 20.0  # of the phone's own dots, of which a pad is about 320 wide
EITHER_SIDE = timedelta(hours=18)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> int:
    """Great-circle distance by the haversine formula, to the metre."""
    first, second = math.radians(lat), math.radians(other_lat)
    half = math.radians(other_lon - lon) / 2
    inner = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(half) ** 2
    return round(2 * EARTH_M * math.asin(min(1.0, math.sqrt(inner))))


def judge_place(
    fix: Fix | None, place: tuple[float, float] | None, far_m: int
) -> tuple[int | None, tuple[Flag, ...]]:
    """Metres to the stop (None: one of the two is not known), and what is odd about the position."""
    if fix is None:
        return None, (Flag.NO_POSITION,)
    if abs(fix.latitude) < 1e-6 and abs(fix.longitude) < 1e-6:
        return None, (Flag.NULL_ISLAND,)
    flags = [Flag.POOR_POSITION] if fix.accuracy_m > POOR_M else []
    if place is None:
        return None, tuple(flags)
    distance = metres_between(fix.latitude, fix.longitude, *place)
    if distance - fix.accuracy_m > far_m:
        flags.append(Flag.FAR_AWAY)
    return distance, tuple(flags)


def when(told: datetime, received: datetime, ahead: timedelta | None) -> datetime:
    """When something was by our clock (J1). ahead: of the phone's clock before ours; None: not known."""
    if ahead is None or abs(ahead) <= AHEAD:
        return told
    return min(told - ahead, received)


def is_clock_off(
    told: datetime, received: datetime, starts: datetime, ends: datetime, ahead: timedelta | None = None
) -> bool:
    """Whether the phone's clock cannot be right; starts, ends: of its route as planned."""
    if told > received + AHEAD or (ahead is not None and abs(ahead) > AHEAD):
        return True
    return not starts - EITHER_SIDE <= told <= max(ends + EITHER_SIDE, received)


def is_signed(strokes: Strokes) -> bool:
    """J5."""
    return ink(strokes) >= LEAST_INK


def ink(strokes: Strokes) -> float:
    """The length of all strokes."""
    return sum(math.dist(one[:2], other[:2]) for stroke in strokes for one, other in pairwise(stroke))


def unfit_lines(on_van: Mapping[object, int], told: Sequence[HandedLine]) -> list[object]:
    """Ids of lines whose quantities are not what was on the van, or that are told twice, or not at all."""
    sums: dict[object, int] = {}
    wrong: list[object] = []
    for line in told:
        parts = (line.delivered, line.refused, line.damaged, line.short)
        if line.line_id in sums or line.line_id not in on_van or min(parts) < 0:
            wrong.append(line.line_id)
        sums[line.line_id] = sum(parts)
    wrong += [one for one, count in on_van.items() if sums.get(one, 0) != count and one not in wrong]
    return wrong
