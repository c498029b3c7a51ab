"""The rows of a printed or written list: which piece is the amount, which the article. Pure.

L1  Headings in four languages tell the columns: amount, unit, article, barcode. What stands in other columns
    (prices, numbers of rows) is nobody's amount; what stands above the headings is the letterhead.
L2  Without headings an amount is a piece of its own, at the left or the right, or stands within the words, as
    it does in a message. Numbers that count the rows are none.
L3  A row with two numbers that could be the amount is asked about, and so is one whose amount lacks where all
    others have theirs in a column.
L4  Rows without an amount before the first and behind the last one that has one are no part of the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from core.intake.engine.lexicon import fold, words_to_keys
from core.intake.engine.pictures.cells import (
    Cell,
    clean,
    is_furniture,
    is_title,
    read_cell,
    row_number,
    without_number,
)
from core.intake.engine.pictures.placing import Placed, Row
from core.intake.engine.units import find_ordering_unit
from core.intake.picture_types import HowRead, PageRow

SURE_DIGITS, SURE_WORDS, READABLE = 0.9, 0.75, 0.55
_EITHER = frozenset({"amount", "jumlah", "order", "pesanan", "sipariş", "siparis", "tutar", "count"})
_LEADING = re.compile(r"^\d{1,4}(?!\S*[.,]?\d)\s*(?:[xX*]\s*)?[^\W\d]")
_TRAILING = re.compile(r"[\s:=\-xX*]\d{1,4}\s*$")
_NUMBER_UNIT = re.compile(r"(\d{1,4})\s*([^\W\d_]+)")
_NUMBER = re.compile(r"\d+")
_LETTERS = str.maketrans("10", "io")  # digits that are read for letters: "ad1"
_MOSTLY = 0.5
_COUNTED = frozenset({"case", "carton", "box", "pallet", "dozen", "crate"})
_MEASURED = frozenset({"kg", "l", "lb", "m"})


class Column(StrEnum):
    QUANTITY = "quantity"
    UNIT = "unit"
    CODE = "code"
    BARCODE = "barcode"
    NAME = "name"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Headings:
    """at: the place of their row. columns: from where to where each reaches. is_sure: one amount, not two."""

    at: int
    columns: tuple[tuple[Column, float, float], ...]
    is_sure: bool

    @property
    def says_amount(self) -> bool:
        return any(kind is Column.QUANTITY for kind, _, _ in self.columns)


def read_list(rows: Sequence[Row], codes: Mapping[int, str]) -> tuple[PageRow, ...]:
    """The rows of a list as it stands on paper. codes: row -> barcode beside it."""
    headings = find_headings(rows)
    if headings is not None and headings.says_amount:
        read = [
            PageRow(_joined(row), HowRead.LEFT_OUT)
            if at <= headings.at
            else _by_headings(row, headings, codes.get(at, ""))
            for at, row in enumerate(rows)
        ]
        return tuple(read)
    counted = _counts_rows(rows)
    found = [_by_pieces(row, counted, codes.get(at, "")) for at, row in enumerate(rows)]
    return _without_edges(found)


def find_headings(rows: Sequence[Row]) -> Headings | None:
    """The first row that names two columns, one of them an amount or an article."""
    for at, row in enumerate(rows):
        named = [(_heading_of(piece.text), piece) for piece in row]
        known = [kind for kind, _ in named if kind is not None]
        tells = any(kind is not Column.OTHER and kind is not Column.UNIT for kind in known)
        if len(known) >= 2 and tells and len(known) * 2 >= len(row):
            named = _with_article(named)
            amounts = [piece for kind, piece in named if kind is Column.QUANTITY]
            if len(amounts) > 1:  # "Qty … Amount": the second is money
                plain = [piece for piece in amounts if _folded(piece.text) not in _EITHER]
                amounts = plain or amounts
            columns = tuple(
                (
                    Column.OTHER
                    if kind is None or (kind is Column.QUANTITY and piece not in amounts)
                    else kind,
                    piece.left,
                    piece.right,
                )
                for kind, piece in named
            )
            return Headings(at, columns, len(amounts) == 1)
    return None


def _with_article(
    named: list[tuple[Column | None, Placed]],
) -> list[tuple[Column | None, Placed]]:
    """Where no heading names the article, the one that says nothing known does: the dealer's own word."""
    if any(kind in (Column.NAME, Column.CODE, Column.BARCODE) for kind, _ in named):
        return named
    free = [piece for kind, piece in named if kind is None]
    widest = max(free, key=lambda piece: piece.right - piece.left, default=None)
    return [(Column.NAME if piece is widest else kind, piece) for kind, piece in named]


def _folded(text: str) -> str:
    return fold(text).strip(" :*.")


def _heading_of(text: str) -> Column | None:
    folded = _folded(text)
    for form in (folded, folded.partition("(")[0].strip(" :*."), *(one.strip() for one in folded.split("/"))):
        for likely in (form, form.translate(_LETTERS)):
            if likely in words_to_keys("page columns"):
                return Column.OTHER
            key = words_to_keys("table columns").get(likely)
            if key is not None:
                return {"own": Column.CODE, "note": Column.OTHER}.get(key) or Column(key)
    return None


def _by_headings(row: Row, headings: Headings, code: str) -> PageRow:
    cells: dict[Column, list[Placed]] = {}
    for piece in row:
        kind = min(headings.columns, key=lambda one: _off(piece, one[1], one[2]))[0]
        cells.setdefault(kind, []).append(piece)
    whole = _joined(row)
    if is_furniture(whole):
        return PageRow(whole, HowRead.LEFT_OUT)
    article = [*cells.get(Column.CODE, ()), *cells.get(Column.NAME, ())]
    barcode = read_cell(_text(cells.get(Column.BARCODE, ())).replace(" ", "")).code
    amount = read_cell(clean(_text(cells.get(Column.QUANTITY, ()))))
    words = clean(_text(article))
    if not words and not (barcode or code):
        return PageRow(whole, HowRead.LEFT_OUT)
    unit = amount.unit or clean(_text(cells.get(Column.UNIT, ())))
    if find_ordering_unit(unit) is None:
        unit = ""
    counts = [piece for kind in (Column.QUANTITY, Column.UNIT) for piece in cells.get(kind, ())]
    how = certainty_of([*article, *cells.get(Column.BARCODE, ()), *counts])
    if how is HowRead.UNREAD:
        return PageRow(whole, how)
    if amount.quantity is None:
        # The amount may stand in one piece with the words, or a sign was not read at all.
        has_number = bool(cells.get(Column.QUANTITY)) or bool(_NUMBER.search(words))
        return PageRow(
            clean(_text([*article, *counts])), HowRead.DOUBTFUL if has_number else how, barcode or code
        )
    if amount.is_mended or not headings.is_sure:
        how = HowRead.DOUBTFUL
    return PageRow(_worded(replace(amount, unit=unit), words), how, barcode or code)


def _off(piece: Placed, left: float, right: float) -> tuple[float, float]:
    """How far a piece is beside a column, then how far their middles are apart."""
    beside = max(left - piece.right, piece.left - right, 0.0)
    return beside, abs((piece.left + piece.right) - (left + right))


def _by_pieces(row: Row, counted: bool, code: str) -> PageRow:
    whole = _joined(row)
    if is_furniture(whole) or is_title(whole) or whole.rstrip().endswith((":", "：")):
        return PageRow(whole, HowRead.LEFT_OUT)
    cells = [(piece, read_cell(clean(piece.text))) for piece in row]
    if counted:
        cells = _uncounted(cells)
    barcodes = [cell.code for _, cell in cells if cell.code]
    cells = [(piece, cell) for piece, cell in cells if not cell.code and not cell.is_price]
    amounts = [(piece, cell) for piece, cell in cells if cell.quantity is not None]
    if len(amounts) > 1:  # of "5 kg" and "12" the first is how large the article is
        amounts = [one for one in amounts if find_ordering_unit(one[1].unit) not in _MEASURED] or amounts
    words = [one for one in cells if one not in amounts]
    text = " ".join(without_number(cell.text) if counted else cell.text for _, cell in words).strip()
    code = code or (barcodes[0] if barcodes else "")
    if not any(sign.isalpha() for sign in text) and not code:
        return PageRow(whole, HowRead.LEFT_OUT)
    how = certainty_of([piece for piece, _ in cells])
    if how is HowRead.UNREAD:
        return PageRow(whole, how)
    if not amounts:
        return PageRow(text, how, code)
    if len(amounts) > 1 or amounts[0][1].is_mended or _says_amount(text):
        how = HowRead.DOUBTFUL
    return PageRow(_worded(amounts[-1][1], text), how, code)


def _uncounted(cells: list[tuple[Placed, Cell]]) -> list[tuple[Placed, Cell]]:
    """The row without the number that counts it."""
    first = cells[0][1]
    alone = first.quantity is not None and not first.unit
    return cells[1:] if alone and len(cells) > 1 else cells


def _counts_rows(rows: Sequence[Row]) -> bool:
    """Whether rows begin with 1, 2, 3 … and say more than that and their words."""
    numbers: list[int] = []
    for row in rows:
        first = read_cell(clean(row[0].text))
        number = row_number(clean(row[0].text))
        if first.quantity is not None and not first.unit and len(row) > 1:
            number = first.quantity
        if number is not None:
            numbers.append(number)
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) > 2 and numbers[0] == 1 and set(steps) == {1}


def _says_amount(text: str) -> bool:
    """Whether the words beside an amount say one of their own: "10 cs … 24"."""
    units = [find_ordering_unit(found[2]) for found in _NUMBER_UNIT.finditer(text)]
    return any(unit in _COUNTED for unit in units)


def has_amount(text: str) -> bool:
    """Whether words say how many: a number before or behind them, or one with a unit."""
    return bool(_LEADING.search(text) or _TRAILING.search(text)) or any(
        find_ordering_unit(found[2]) is not None for found in _NUMBER_UNIT.finditer(text)
    )


def _without_edges(rows: Sequence[PageRow]) -> tuple[PageRow, ...]:
    taken = [row for row in rows if row.how in (HowRead.SURE, HowRead.DOUBTFUL)]
    places = [at for at, row in enumerate(rows) if row in taken and (row.code or has_amount(row.text))]
    if len(places) < _MOSTLY * len(taken):
        return tuple(rows)
    return tuple(
        replace(row, how=HowRead.LEFT_OUT)
        if row.how in (HowRead.SURE, HowRead.DOUBTFUL) and not places[0] <= at <= places[-1]
        else row
        for at, row in enumerate(rows)
    )


def certainty_of(pieces: Sequence[Placed]) -> HowRead:
    """How far the pieces of a row can be believed, together."""
    if not pieces:
        return HowRead.SURE
    if min(piece.score for piece in pieces) < READABLE:
        return HowRead.UNREAD
    return HowRead.SURE if all(map(_is_sure, pieces)) else HowRead.DOUBTFUL


def _is_sure(piece: Placed) -> bool:
    has_digits = any(sign.isdigit() for sign in piece.text)
    if piece.again is not None and _NUMBER.findall(piece.again) != _NUMBER.findall(piece.text):
        return False
    return piece.score >= (SURE_DIGITS if has_digits else SURE_WORDS)


def _worded(amount: Cell, words: str) -> str:
    """Amount and article as a message says them."""
    counted = f"{amount.quantity} {amount.unit}" if amount.unit else f"{amount.quantity} x"
    return f"{counted} {words}".strip()


def _text(pieces: Sequence[Placed]) -> str:
    return " ".join(piece.text for piece in sorted(pieces, key=lambda one: one.left))


def _joined(row: Row) -> str:
    return clean(" ".join(piece.text for piece in row))
