"""What is found in a picture of a list or of shelf labels, and what becomes of it.

Places are pixels of the picture as it was looked at: x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Upper left, upper right, lower right, lower left, as the writing runs."""


class HowRead(StrEnum):
    """How far a row of what was read can be believed.

    doubtful: taken, and its amount is asked. unread: seen, and not understood. left_out: no part of an order,
    as a heading.
    """

    SURE = "sure"
    DOUBTFUL = "doubtful"
    UNREAD = "unread"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of writing. score: how sure the reader is, 0..1. again: what a second look at it read, None
    where there was none."""

    corners: Corners
    text: str
    score: float
    again: str | None = None


@dataclass(frozen=True, slots=True)
class CodeBox:
    """A barcode. code: the number of an article, or whatever else it says."""

    corners: Corners
    code: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a page. text: amount, unit and article in the order that a message has them; "" where only a
    barcode says what it is. code: the barcode beside it."""

    text: str
    how: HowRead = HowRead.SURE
    code: str = ""


@dataclass(frozen=True, slots=True)
class PageRead:
    """All rows of a page from top to bottom, also those that nothing is ordered by."""

    rows: tuple[PageRow, ...] = ()

    @property
    def taken(self) -> tuple[PageRow, ...]:
        return tuple(row for row in self.rows if row.how in (HowRead.SURE, HowRead.DOUBTFUL))
