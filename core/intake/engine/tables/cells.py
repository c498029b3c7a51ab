"""Single cells of a dealer's table: codes keep their zeros, quantities read as the writer writes.

* A number cell is exact; text is read with both customs of separators, and "1.000" by the writer's language,
  because three digits behind one sign are a thousand to some and one to others.
* A date is no quantity: spreadsheets make dates of what looks like one, and nobody knows what stood there.
* A quantity may bring its unit ("12 cs", "5箱"); anything besides a number and a unit makes it unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum

from core.intake.engine.reading.numbers import read_digits
from core.intake.engine.units import find_ordering_unit

Cell = str | int | float | bool | date | time | timedelta | None
"""One cell as a file gives it; a moment is a date."""

_BLANK = frozenset({"", "-", "--", "–", "—", "n/a", "nil"})
_AMOUNT = re.compile(r"([+-]?\d[\d.,]*)\s*([^\d\s.,][^\d]*)?")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}:\d{2}(:\d{2})?|\d{4}年.*")
_ONE_GROUP = re.compile(r"\d{1,3}([.,])\d{3}")
# Who writes a thousand as "1.000"; the others write "1,000".
_POINT_GROUPS = frozenset({"tr"})


class AmountFault(StrEnum):
    """Why a cell is no quantity."""

    DATE = "date"
    NOT_A_NUMBER = "not_a_number"
    EITHER_CUSTOM = "either_custom"  # "1.000": one or a thousand
    NOT_POSITIVE = "not_positive"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as typed, with the unit behind it; neither where the cell is empty or none is wanted."""

    quantity: Decimal | None = None
    unit: str | None = None
    fault: AmountFault | None = None


def cell_text(cell: Cell) -> str:
    """The cell as people see it, in one line: full-width signs as plain ones, whole floats without ".0"."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else str(cell)
    # An apostrophe before a code is how spreadsheets are told that it is text.
    return " ".join(unicodedata.normalize("NFKC", text).split()).removeprefix("'")


def read_amount(cell: Cell, language: str) -> Amount:
    """The quantity in a cell; ``language`` of the writer decides between "1.000" and "1,000"."""
    if isinstance(cell, date | time | timedelta):
        return Amount(fault=AmountFault.DATE)
    if isinstance(cell, bool):
        return Amount(fault=AmountFault.NOT_A_NUMBER)
    text = cell_text(cell)
    if text.casefold() in _BLANK:
        return Amount()
    if isinstance(cell, int | float):
        return _checked(Decimal(text) if text not in ("nan", "inf", "-inf") else None, None)
    if _DATE.fullmatch(text):
        return Amount(fault=AmountFault.DATE)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Amount(fault=AmountFault.NOT_A_NUMBER)
    unit = find_ordering_unit(found[2].strip()) if found[2] else None
    if found[2] and unit is None:
        return Amount(fault=AmountFault.NOT_A_NUMBER)
    return _read_number(found[1], unit, language)


def _read_number(text: str, unit: str | None, language: str) -> Amount:
    bare = text.lstrip("+-")
    group = _ONE_GROUP.fullmatch(bare)
    if group is not None and not bare.startswith("0"):
        grouping = "." if language in _POINT_GROUPS else ","
        if group[1] != grouping:
            return Amount(fault=AmountFault.EITHER_CUSTOM)
        value: Decimal | None = Decimal(bare.replace(grouping, ""))
    else:
        # Never a sum of digits that make no number ("1.2.3"), nor a sign at the end.
        digits = read_digits(bare) if bare[-1:].isdecimal() and _is_plain(bare) else None
        value = None if digits is None else digits.value
    return _checked(-value if value is not None and text.startswith("-") else value, unit)


def _is_plain(text: str) -> bool:
    return len(text) <= 30 and all(part.isdecimal() for part in re.split("[.,]", text))


def _checked(value: Decimal | None, unit: str | None) -> Amount:
    if value is None:
        return Amount(fault=AmountFault.NOT_A_NUMBER)
    if value == 0:
        return Amount()  # an order form lists all there is; what is not wanted has a nought
    if value < 0:
        return Amount(fault=AmountFault.NOT_POSITIVE)
    return Amount(value, unit)
