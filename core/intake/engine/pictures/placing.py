"""Pieces of writing put upright and into rows. Pure.

P1  The page is turned by as much as its long pieces lean: the median, weighed by their length.
P2  A piece stands in the row of the piece that is nearest to it sideways, where both are about as high as one
    another; so that a page that is bent or seen from the side keeps its rows.
P3  Pieces that stand on end mean that the page lies on its side: it has to be looked at anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.intake.picture_types import Corners

_LONG = 2.0  # times as long as high: only such a piece says how the page leans
_SAME_ROW = 0.55  # of the height of a line


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece as it stands on the upright page: from ``left`` to ``right``, its middle at ``y``."""

    left: float
    right: float
    y: float
    height: float
    text: str
    score: float = 1.0
    again: str | None = None
    is_code: bool = False

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height / 2


Row = tuple[Placed, ...]


def lean_of(boxes: Sequence[Corners]) -> float:
    """By how much the writing falls to the right, in radians; 0 where nothing long tells."""
    found = sorted(
        (math.atan2(right[1] - left[1], right[0] - left[0]), length)
        for left, right, _, low in boxes
        for length, height in ((math.dist(left, right), math.dist(left, low)),)
        if length > _LONG * height
    )
    half, sum_ = sum(length for _, length in found) / 2, 0.0
    for angle, length in found:
        sum_ += length
        if sum_ >= half:
            return angle
    return 0.0


def is_on_its_side(boxes: Sequence[Corners]) -> bool:
    """Whether most of the writing stands on end."""
    steep = [
        abs(right[1] - left[1]) > abs(right[0] - left[0])
        if math.dist(left, right) > math.dist(left, low)
        else abs(low[1] - left[1]) > _LONG * abs(right[0] - left[0])
        for left, right, _, low in boxes
    ]
    return sum(steep) * 2 > len(steep)


def span_of(corners: Corners, lean: float) -> tuple[float, float, float, float]:
    """Left, right, middle and height once the page is turned back by ``lean``."""
    cos, sin = math.cos(-lean), math.sin(-lean)
    turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in corners]
    xs, ys = [x for x, _ in turned], [y for _, y in turned]
    return min(xs), max(xs), sum(ys) / 4, max(math.dist(corners[0], corners[3]), 1.0)


def rows_of(pieces: Iterable[Placed]) -> list[Row]:
    """Rows from top to bottom, each from left to right."""
    rows: list[list[Placed]] = []
    for piece in sorted(pieces, key=lambda one: one.y):
        best: list[Placed] | None = None
        least = math.inf
        for row in rows:
            beside = min(row, key=lambda one: _apart(one, piece))
            off = abs(beside.y - piece.y) / min(beside.height, piece.height)
            if off < _SAME_ROW and off < least and not _covers(beside, piece):
                best, least = row, off
        if best is None:
            rows.append([piece])
        else:
            best.append(piece)
    rows.sort(key=lambda row: sum(one.y for one in row) / len(row))
    return [tuple(sorted(row, key=lambda one: one.left)) for row in rows]


def _apart(one: Placed, other: Placed) -> float:
    return max(one.left - other.right, other.left - one.right, 0.0)


def _covers(one: Placed, other: Placed) -> bool:
    """Whether they stand one over the other, so that they are no neighbours in a row."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.6 * min(one.right - one.left, other.right - other.left)
