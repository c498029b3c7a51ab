"""Which column of a dealer's table is what: by its heading in four languages, else by what stands in it.

* The header is the first of the first rows that names a quantity and an article; a title may stand above it.
* Headings are sure where the quantity and at least one way to name the article are each one column.
* Without them the column most of whose cells are articles is the article; of the columns of numbers those
  are no quantity that count the rows, hold articles, or stand left of an only one beside the article.
* What was found by content is proposed and never taken unasked, but for a table of just two columns in which
  nearly every row says an article and a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import cast

from core.intake.engine.lexicon import fold, words_to_keys
from core.intake.engine.tables.cells import Cell, cell_text, read_amount
from core.intake.engine.units import find_ordering_unit

Row = Sequence[Cell]

_HEADER_WITHIN = 10
_SAMPLE = 60
_HARDLY, _MOSTLY, _NEARLY_ALL = 0.2, 0.5, 0.9
_LONGEST_HEADING = 60


class Role(StrEnum):
    """What a column says."""

    CODE = "code"  # the house's own article code
    BARCODE = "barcode"
    OWN = "own"  # the dealer's own part number
    NAME = "name"
    QUANTITY = "quantity"
    UNIT = "unit"
    NOTE = "note"


# What names an article, surest first.
NAMING = (Role.CODE, Role.BARCODE, Role.OWN, Role.NAME)


@dataclass(frozen=True, slots=True)
class Layout:
    """header: place of the header among the rows, None for none; columns: role -> place of the column.

    signature: stands for tables of the same make; "" where there is no header to know one by.
    """

    header: int | None
    columns: Mapping[Role, int]
    signature: str = ""

    @property
    def article(self) -> int | None:
        """The column that names the articles, the surest of those there are."""
        return next((self.columns[role] for role in NAMING if role in self.columns), None)

    @property
    def is_whole(self) -> bool:
        """Whether it says enough to order by."""
        return self.article is not None and Role.QUANTITY in self.columns


@dataclass(frozen=True, slots=True)
class LayoutFound:
    """is_sure: nobody need be asked. numbers: columns that could be the quantity, likeliest first."""

    layout: Layout
    is_sure: bool
    numbers: tuple[int, ...]


def find_layout(rows: Sequence[Row], is_article: Callable[[str], bool], language: str = "en") -> LayoutFound:
    """The layout of a table. is_article: whether a text is an article's code, exactly."""
    header = _find_header(rows)
    named = {} if header is None else _headings(rows[header])
    below = rows[(header or 0) + (header is not None) :][:_SAMPLE]
    width = max((len(row) for row in below), default=0)
    columns = [[row[at] if at < len(row) else None for row in below] for at in range(width)]
    numbers = _numbers(columns, is_article, language)
    found = {role: places[0] for role, places in named.items()}
    if Role.CODE in found and Role.NAME not in found:
        at = found[Role.CODE]
        if at < width and _share(columns[at], is_article) < _HARDLY:
            found[Role.NAME] = found.pop(Role.CODE)  # "Item" may head names as well as codes
    is_sure = all(len(places) == 1 for role, places in named.items() if role in (Role.CODE, Role.QUANTITY))
    layout = Layout(header, found, _signature(rows[header]) if header is not None else "")
    if is_sure and layout.is_whole:
        return LayoutFound(layout, True, numbers)
    guessed, is_plain = _by_content(columns, found, numbers, is_article)
    whole = Layout(header, guessed, layout.signature)
    return LayoutFound(whole, is_plain and header is None, numbers)


def _find_header(rows: Sequence[Row]) -> int | None:
    best: tuple[int, int] | None = None
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        roles = _headings(row)
        score = len(roles) if Role.QUANTITY in roles or any(role in roles for role in NAMING) else 0
        if score >= 2 and (best is None or score > best[0]):
            best = (score, at)
    if best is not None:
        return best[1]
    # A header in the dealer's own words: all text, above a row that has a number where it has a word.
    filled = [
        at for at, row in enumerate(rows[:_HEADER_WITHIN]) if sum(bool(cell_text(one)) for one in row) > 1
    ]
    if not filled:
        return None
    first = rows[filled[0]]
    rest = [rows[at] for at in filled[1:4]]
    is_text = all(not _has_digit(one) for one in first if cell_text(one))
    below = any(_has_digit(row[at]) for row in rest for at in range(min(len(row), len(first))))
    return filled[0] if is_text and below else None


def _has_digit(cell: Cell) -> bool:
    return any(sign.isdigit() for sign in cell_text(cell))


def _headings(row: Row) -> dict[Role, list[int]]:
    words = words_to_keys("table columns")
    found: dict[Role, list[int]] = {}
    for at, cell in enumerate(row):
        text = cell_text(cell)
        if not text or len(text) > _LONGEST_HEADING or not isinstance(cell, str):
            continue
        key = next((words[form] for form in _forms(text) if form in words), None)
        if key is not None:
            found.setdefault(Role(key), []).append(at)
    return found


@cache
def total_words() -> frozenset[str]:
    """What stands before the sum below a table."""
    return frozenset(words_to_keys("table totals"))


def _forms(text: str) -> list[str]:
    """A heading as it stands, without what is in brackets, and each half of one in two languages."""
    folded = fold(text).strip(" :*.")
    bare = folded.partition("(")[0].strip(" :*.")
    return [folded, bare, *(part.strip() for part in bare.split("/") if "/" in bare)]


def _numbers(
    columns: Sequence[Sequence[Cell]], is_article: Callable[[str], bool], language: str
) -> tuple[int, ...]:
    """Columns of amounts, whole numbers before prices."""
    found = []
    for at, cells in enumerate(columns):
        filled = [one for one in cells if cell_text(one)]
        amounts = [read_amount(one, language) for one in filled]
        good = [one.quantity for one in amounts if one.fault is None]
        if not filled or len(good) < _NEARLY_ALL * len(filled) or _counts_rows(cells):
            continue
        if sum(is_article(cell_text(one)) for one in filled) > _MOSTLY * len(filled):
            continue
        fractions = sum(1 for one in good if one is not None and one % 1)
        found.append((fractions > 0.2 * len(filled), at))
    return tuple(at for _, at in sorted(found))


def _counts_rows(cells: Sequence[Cell]) -> bool:
    """1, 2, 3 …: the number of the row."""
    texts = [cell_text(one) for one in cells]
    return len(texts) > 2 and texts == [str(at) for at in range(1, len(texts) + 1)]


def _share(cells: Sequence[Cell], holds: Callable[[str], bool]) -> float:
    filled = [text for one in cells if (text := cell_text(one))]
    return sum(holds(text) for text in filled) / len(filled) if filled else 0.0


def _by_content(
    columns: Sequence[Sequence[Cell]],
    named: Mapping[Role, int],
    numbers: tuple[int, ...],
    is_article: Callable[[str], bool],
) -> tuple[dict[Role, int], bool]:
    """The named columns, with those that no heading told; whether a table of two columns leaves no doubt."""
    found = dict(named)
    free = [at for at in range(len(columns)) if at not in found.values()]
    shares = {at: _share(columns[at], is_article) for at in free}
    best = max(free, key=lambda at: shares[at], default=None)
    if best is not None and shares[best] > _MOSTLY and Role.CODE not in found:
        found[Role.CODE] = best
    if Role.QUANTITY not in found:
        taken = set(found.values())
        at_article = next((found[role] for role in NAMING if role in found), -1)
        left = [at for at in numbers if at not in taken]
        right = [at for at in left if at > at_article]
        if left:
            found[Role.QUANTITY] = (right or left)[0]
    if not any(role in found for role in NAMING):
        words = [at for at in free if at not in found.values() and at not in numbers]
        name = max(words, key=lambda at: sum(len(cell_text(one)) for one in columns[at]), default=None)
        if name is not None:
            found[Role.NAME] = name
    for at in free:
        is_unit = at not in found.values() and _share(columns[at], _is_unit) >= _NEARLY_ALL
        if is_unit and Role.UNIT not in found:
            found[Role.UNIT] = at
    is_plain = len(columns) == 2 and Role.CODE in found and Role.QUANTITY in found
    return found, is_plain and shares.get(found[Role.CODE], 0.0) >= _NEARLY_ALL


def _is_unit(text: str) -> bool:
    return find_ordering_unit(text) is not None


def _signature(row: Row) -> str:
    """Sixteen characters that stand for these headings in this order."""
    return hashlib.sha256("\x1f".join(fold(cell_text(one)) for one in row).encode()).hexdigest()[:16]


def is_pasted_table(text: str) -> bool:
    """Whether a message is a table pasted from a spreadsheet, not lines that somebody wrote.

    Tabs between cells: three columns, or two under headings that say what they are. Two columns without
    headings read well as they are.
    """
    rows = [cast("list[Cell]", line.split("\t")) for line in text.splitlines() if line.strip()]
    if len(rows) < 2 or min(len(row) for row in rows) < 2:
        return False
    return len(rows[0]) > 2 or len(_headings(rows[0])) > 1
