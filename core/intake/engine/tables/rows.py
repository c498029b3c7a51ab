"""Rows of a dealer's table become lines, or come back with a reason.

* A code is looked up exactly: the house's code, a barcode (also one whose leading zeros a spreadsheet ate),
  then the dealer's own part number. A code that nobody knows falls back on the name beside it, if any.
* A name goes the way of every typed line: the same matching, the same guard of amounts.
* A row without a quantity orders nothing and is no fault, nor is the row of sums: order forms list all
  there is.
* What has to be asked is asked in the draft, up to ``most_asked`` rows; beyond, it comes back with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from core.intake.engine.folding import alias_key
from core.intake.engine.lexicon import fold
from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.engine.reading.guarding import guard_quantity
from core.intake.engine.tables.cells import Cell, cell_text, read_amount
from core.intake.engine.tables.columns import Layout, Role, Row, total_words
from core.intake.engine.units import find_ordering_unit
from core.intake.types import (
    AskWhy,
    Candidate,
    DealerView,
    Decision,
    LineMatch,
    LineReading,
    LineText,
    QuantityKind,
)

_BARCODE_LENGTHS = (8, 12, 13, 14)
_MOST_OFFERED = 3
_LONGEST = 200
_CODES = (Role.CODE, Role.BARCODE, Role.OWN)
_ASKED = {AskWhy.WHICH_PRODUCT, AskWhy.QUANTITY_UNUSUAL}


class FaultCode(StrEnum):
    """Why a row was not taken; ``RowFault.fields`` come with it."""

    NO_ARTICLE = "no_article"
    UNKNOWN = "unknown"  # text
    NOT_ON_LIST = "not_on_list"  # text
    WHICH = "which"  # text, skus
    DATE = "date"  # text
    NOT_A_NUMBER = "not_a_number"  # text
    EITHER_CUSTOM = "either_custom"  # text
    NOT_POSITIVE = "not_positive"  # text
    UNIT = "unit"  # text, units
    MULTIPLE = "multiple"  # multiple
    UNUSUAL = "unusual"  # usual
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class RowFault:
    """row: as a spreadsheet numbers it, from 1."""

    row: int
    code: FaultCode
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table orders. matches: what each good row means, with the text that it was read from.

    left_out: rows without a quantity. own_codes: the dealer's part number -> key of the product that the same
    row names by the house's code.
    """

    matches: tuple[tuple[LineText, LineMatch], ...]
    faults: tuple[RowFault, ...]
    left_out: int
    own_codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Reader:
    layout: Layout
    index: CatalogIndex
    view: DealerView
    multiple_of: Callable[[str], int]
    language: str

    def cell(self, row: Row, role: Role) -> Cell:
        at = self.layout.columns.get(role)
        return row[at] if at is not None and at < len(row) else None

    def text(self, row: Row, role: Role) -> str:
        return cell_text(self.cell(row, role))[:_LONGEST]


def read_rows(
    rows: Iterable[tuple[int, Row]],
    layout: Layout,
    index: CatalogIndex,
    view: DealerView,
    multiple_of: Callable[[str], int],
    language: str,
    most_asked: int,
) -> TableRead:
    """Read the rows below the header, each with its number."""
    reader = _Reader(layout, index, view, multiple_of, language)
    matches: list[tuple[LineText, LineMatch]] = []
    faults: list[RowFault] = []
    own: dict[str, str] = {}
    left_out = asked = 0
    for number, row in rows:
        found = _read_row(reader, number, row)
        if found is None:
            left_out += 1
            continue
        if isinstance(found, RowFault):
            faults.append(found)
            continue
        match = found[1]
        if match.decision is Decision.ASK:
            asked += 1
            if asked > most_asked or not _ASKED.issuperset(match.why_ask):
                faults.append(_fault_of(reader, number, match))
                continue
        elif (code := reader.text(row, Role.OWN)) and not match.from_alias and Role.CODE in layout.columns:
            own[code] = match.candidates[0].key
        matches.append(found)
    return TableRead(tuple(matches), tuple(faults), left_out, own)


def _read_row(reader: _Reader, number: int, row: Row) -> tuple[LineText, LineMatch] | RowFault | None:
    amount = read_amount(reader.cell(row, Role.QUANTITY), reader.language)
    typed = reader.text(row, Role.QUANTITY)
    codes = [text for role in _CODES if (text := reader.text(row, role))]
    name = reader.text(row, Role.NAME)
    if amount.fault is not None:
        # A line of words below the goods ("Total", "Signature") is none of them.
        if not codes and not name:
            return None
        return RowFault(number, FaultCode(amount.fault.value), {"text": typed})
    if amount.quantity is None or (not codes and fold(name).strip(" :.") in total_words()):
        return None
    if not codes and not name:
        return RowFault(number, FaultCode.NO_ARTICLE)
    unit_text = reader.text(row, Role.UNIT)
    unit = amount.unit or (find_ordering_unit(unit_text) if unit_text else None)
    if unit_text and unit is None:
        # Words of the table's own; an empty set of units says what the product is sold in.
        unit = unit_text.casefold()[:20]
    line = _line(name or codes[0], row, reader, amount.quantity, unit)
    match = _match(reader, codes, name, line)
    match = _guarded(reader, match)
    if match.decision is Decision.NOT_FOUND:
        code = FaultCode.NOT_ON_LIST if match.off_list else FaultCode.UNKNOWN
        return RowFault(number, code, {"text": codes[0] if codes else name})
    return line, match


def _line(item: str, row: Row, reader: _Reader, quantity: Decimal, unit: str | None) -> LineText:
    reading = LineReading(
        item=item,
        quantity=quantity,
        quantity_kind=QuantityKind.EXACT,
        unit=unit,
        remark=reader.text(row, Role.NOTE) or None,
    )
    raw = " ".join(text for one in row if (text := cell_text(one)))[:_LONGEST]
    return LineText(raw, (reading,))


def _match(reader: _Reader, codes: Sequence[str], name: str, line: LineText) -> LineMatch:
    """By the codes, surest first; then by the name."""
    off_list: LineMatch | None = None
    for code in codes:
        found = _by_code(reader, code, line)
        if found is not None and found.decision is not Decision.NOT_FOUND:
            return found
        off_list = off_list or found
    if off_list is not None or not name:
        return off_list or LineMatch(line.raw, line.best, Decision.NOT_FOUND)
    return match_line(line, reader.index, reader.view)


def _by_code(reader: _Reader, code: str, line: LineText) -> LineMatch | None:
    """The products with exactly this code; None where nobody has it."""
    numbers = exact_numbers(reader.index, code)
    entries = [reader.index.products.entries[number] for number in numbers]
    allowed = [e for e in entries if reader.view.allowed is None or e.key in reader.view.allowed]
    if len(allowed) == 1:
        best = Candidate(allowed[0].key, allowed[0].sku, 1.0)
        return LineMatch(line.raw, line.best, Decision.ACCEPT, (best,), 1.0, explained=1.0)
    if allowed:
        several = tuple(Candidate(e.key, e.sku, 1 / len(allowed)) for e in allowed[:5])
        return LineMatch(
            line.raw, line.best, Decision.ASK, several, several[0].score, why_ask=(AskWhy.WHICH_PRODUCT,)
        )
    key = reader.view.aliases.get(alias_key(code))
    entry = reader.index.entry(key) if key is not None else None
    if entry is not None and (reader.view.allowed is None or entry.key in reader.view.allowed):
        best = Candidate(entry.key, entry.sku, 1.0)
        return LineMatch(line.raw, line.best, Decision.ACCEPT, (best,), 1.0, from_alias=True, explained=1.0)
    if entries:
        outside = Candidate(entries[0].key, entries[0].sku, 1.0)
        return LineMatch(
            line.raw, line.best, Decision.NOT_FOUND, off_list=outside, why_ask=(AskWhy.NOT_ON_LIST,)
        )
    return None


def exact_numbers(index: CatalogIndex, code: str) -> tuple[int, ...]:
    """Products with this code or barcode; a barcode may have lost its leading zeros."""
    found = index.find_exact(code)
    if found or not code.isdecimal():
        return found
    padded = (code.zfill(length) for length in _BARCODE_LENGTHS if length > len(code))
    return next((numbers for one in padded if (numbers := index.products.by_barcode.get(one))), ())


def _guarded(reader: _Reader, match: LineMatch) -> LineMatch:
    entry = reader.index.entry(match.candidates[0].key) if match.candidates else None
    if entry is None:
        return match
    habit = reader.view.bought.get(entry.key)
    return guard_quantity(match, entry, habit, order_multiple=reader.multiple_of(entry.key))


def _fault_of(reader: _Reader, number: int, match: LineMatch) -> RowFault:
    """Why a row that would have to be asked is not taken."""
    entry = reader.index.entry(match.candidates[0].key) if match.candidates else None
    why = match.why_ask[0] if match.why_ask else AskWhy.WHICH_PRODUCT
    text = match.reading.item
    if entry is None:
        return RowFault(number, FaultCode.UNKNOWN, {"text": text})
    match why:
        case AskWhy.WHICH_PRODUCT:
            skus = ", ".join(one.sku for one in match.candidates[:_MOST_OFFERED])
            return RowFault(number, FaultCode.WHICH, {"text": text, "skus": skus})
        case AskWhy.UNIT_UNKNOWN:
            units = ", ".join(entry.packs)
            return RowFault(number, FaultCode.UNIT, {"text": match.reading.unit or "", "units": units})
        case AskWhy.QUANTITY_MULTIPLE:
            multiple = str(reader.multiple_of(entry.key))
            return RowFault(number, FaultCode.MULTIPLE, {"multiple": multiple})
        case AskWhy.QUANTITY_UNUSUAL:
            habit = reader.view.bought[entry.key]
            return RowFault(number, FaultCode.UNUSUAL, {"usual": f"{habit.typical_quantity:g}"})
        case AskWhy.NOT_ON_LIST:
            return RowFault(number, FaultCode.NOT_ON_LIST, {"text": text})
    return RowFault(number, FaultCode.INVALID)
