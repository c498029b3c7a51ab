"""What a cell may hold: each kind reads a cell into a value and shows a value as a cell.

Reading and showing are each other's inverse, so a table that is exported and imported again is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Protocol, TypeVar

from core.integrations.master_data.types import Cell, RowCode

T = TypeVar("T")

_SPACES = re.compile(r"[\s\x00-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# 1.000 may be a thousand somewhere, so a whole number may end in .0 or .00, as Excel writes it, and no more.
_WHOLE = re.compile(r"[+-]?\d+(\.0{1,2})?")
_GROUPED = re.compile(r"[+-]?\d[\d\s.,'’\u00a0\u202f]*")
# A spreadsheet would take these for a formula; a plain number it may have.
_FORMULA = re.compile(r"'*(?![+-]?\d+(\.\d+)?$)[=+\-@\t\r]")
_ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")


class CellError(Exception):
    """A cell cannot be read; carries the code and its fields."""

    def __init__(self, code: RowCode, **fields: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class Kind(Protocol[T]):
    """One kind of cell. ``read`` is never given an empty cell."""

    def read(self, cell: Cell) -> T: ...

    def show(self, value: T) -> Cell: ...


def cell_text(cell: Cell) -> str:
    """The cell as people see it; whole floats as Excel keeps numbers lose their ".0"."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, float):
        return format(cell, ".15g")
    return str(cell)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def escape_formula(text: str) -> str:
    """Text that a spreadsheet program cannot take for a formula: an apostrophe is put before it."""
    return "'" + text if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The inverse of :func:`escape_formula`; other text stays as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most ``most`` characters; blanks at the ends and double blanks inside fall."""

    most: int

    def read(self, cell: Cell) -> str:
        text = cell if isinstance(cell, str) else cell_text(cell)
        if _CONTROL.search(text):
            raise CellError(RowCode.CONTROL_CHARACTER)
        text = unescape_formula(_SPACES.sub(" ", text.strip()))
        if len(text) > self.most:
            raise CellError(RowCode.TOO_LONG, most=self.most)
        return text

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between ``least`` and ``most``; "2.0" counts as 2."""

    least: int = 0
    most: int = 2_000_000_000

    def read(self, cell: Cell) -> int:
        if isinstance(cell, float):
            if not cell.is_integer():
                raise CellError(RowCode.NOT_WHOLE)
            value = int(cell)
        elif type(cell) is int:
            value = cell
        else:
            text = cell_text(cell).strip()
            if not _WHOLE.fullmatch(text):
                raise CellError(_number_fault(text, RowCode.NOT_WHOLE))
            value = int(text.partition(".")[0])
        return _within(value, self.least, self.most)

    def show(self, value: int) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Scaled:
    """A decimal kept as a whole number of 10**-digits: prices in millionths, percent in basis points.

    least, most: in that unit.
    """

    digits: int
    least: int
    most: int

    def read(self, cell: Cell) -> int:
        scaled = read_decimal(cell).scaleb(self.digits)
        value = int(scaled)
        if value != scaled:
            raise CellError(RowCode.TOO_MANY_DIGITS, most=self.digits)
        if value < self.least:
            raise CellError(RowCode.TOO_SMALL, least=scaled_text(self.least, self.digits))
        if value > self.most:
            raise CellError(RowCode.TOO_LARGE, most=scaled_text(self.most, self.digits))
        return value

    def show(self, value: int) -> Cell:
        return scaled_text(value, self.digits)


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal as written (amounts whose digits depend on the currency, coordinates)."""

    least: int
    most: int
    digits: int = 6

    def read(self, cell: Cell) -> Decimal:
        value = read_decimal(cell)
        if not self.least <= value <= self.most:
            code, name = (RowCode.TOO_SMALL, "least") if value < self.least else (RowCode.TOO_LARGE, "most")
            raise CellError(code, **{name: self.least if name == "least" else self.most})
        if value != round(value, self.digits):
            raise CellError(RowCode.TOO_MANY_DIGITS, most=self.digits)
        return value

    def show(self, value: Decimal) -> Cell:
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Coordinate:
    """Degrees, kept to a ten-millionth (about a centimetre) so that a float survives the way through a
    file."""

    most: int

    def read(self, cell: Cell) -> float:
        value = read_decimal(cell)
        if abs(value) > self.most:
            raise CellError(
                RowCode.TOO_LARGE if value > 0 else RowCode.TOO_SMALL,
                **{"most" if value > 0 else "least": self.most if value > 0 else -self.most},
            )
        return round(float(value), 7)

    def show(self, value: float) -> Cell:
        return f"{value:.7f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        word = cell_text(cell).strip().lower()
        if word in ("yes", "y", "true", "1"):
            return True
        if word in ("no", "n", "false", "0"):
            return False
        raise CellError(RowCode.NOT_YES_OR_NO)

    def show(self, value: bool) -> Cell:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Day:
    """A date cell, or text such as 2026-11-22 (the one order of day and month that is never in doubt)."""

    def read(self, cell: Cell) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        found = _ISO_DAY.fullmatch(cell_text(cell).strip())
        if found is None:
            raise CellError(RowCode.NOT_A_DATE)
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError as error:
            raise CellError(RowCode.NOT_A_DATE) from error

    def show(self, value: date) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment: a day (its first moment, UTC) or 2026-11-22T10:30:00Z; without a zone it is UTC."""

    def read(self, cell: Cell) -> datetime:
        if isinstance(cell, datetime):
            return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
        if isinstance(cell, date):
            return datetime.combine(cell, time(), UTC)
        text = cell_text(cell).strip()
        if _ISO_DAY.fullmatch(text):
            return datetime.combine(Day().read(text), time(), UTC)
        try:
            value = datetime.fromisoformat(text)
        except ValueError as error:
            raise CellError(RowCode.NOT_A_DATE) from error
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    def show(self, value: datetime) -> Cell:
        value = value.astimezone(UTC)
        if value.time() == time():
            return value.date().isoformat()
        return value.replace(tzinfo=None).isoformat() + "Z"


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day as HH:MM."""

    def read(self, cell: Cell) -> str:
        if isinstance(cell, time | datetime):
            return f"{cell.hour:02}:{cell.minute:02}"
        found = _CLOCK.fullmatch(cell_text(cell).strip())
        if found is None:
            raise CellError(RowCode.NOT_A_TIME)
        return f"{int(found[1]):02}:{found[2]}"

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, in any case."""

    choices: Sequence[str]

    def read(self, cell: Cell) -> str:
        word = cell_text(cell).strip().lower()
        for choice in self.choices:
            if choice.lower() == word:
                return choice
        raise CellError(RowCode.NOT_A_CHOICE, choices=", ".join(self.choices))

    def show(self, value: str) -> Cell:
        return value


def read_decimal(cell: Cell) -> Decimal:
    """A plain decimal with a point. Floats are read to the 15 digits a spreadsheet shows."""
    if isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            raise CellError(RowCode.NOT_A_NUMBER)
        return Decimal(format(cell, ".15g"))
    if type(cell) is int:
        return Decimal(cell)
    text = cell_text(cell).strip()
    if not _NUMBER.fullmatch(text) or len(text) > 30:
        raise CellError(_number_fault(text, RowCode.NOT_A_NUMBER))
    return Decimal(text)


def _number_fault(text: str, otherwise: RowCode) -> RowCode:
    if _NUMBER.fullmatch(text) and not re.search(r"\.\d{3}$", text):
        return otherwise
    if _GROUPED.fullmatch(text):
        return RowCode.THOUSANDS_SEPARATOR
    return RowCode.NOT_A_NUMBER


def _within(value: int, least: int, most: int) -> int:
    if value < least:
        raise CellError(RowCode.TOO_SMALL, least=least)
    if value > most:
        raise CellError(RowCode.TOO_LARGE, most=most)
    return value


def scaled_text(value: int, digits: int) -> str:
    """1_250_000 with six digits -> "1.25"."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}}".rstrip("0").rstrip(".")


def to_scale(value: Decimal, digits: int) -> int:
    """A decimal as a whole number of 10**-digits; CellError when it has more digits."""
    scaled = value.scaleb(digits)
    if scaled != int(scaled):
        raise CellError(RowCode.TOO_MANY_DIGITS, most=digits)
    return int(scaled)
