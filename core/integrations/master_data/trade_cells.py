"""Kinds of cells that know something of the trade: phones, packs, barcodes, zones, languages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import phonenumbers

from core.dealers.facts import zones
from core.i18n.phrases import LANGUAGES
from core.intake.engine.units import find_ordering_unit
from core.integrations.master_data.cells import CellError, Text, cell_text
from core.integrations.master_data.types import Cell, RowCode

_LANGUAGE_WORDS = {"en": "en", "zh": "zh_CN", "zh_cn": "zh_CN", "tr": "tr", "ms": "ms"}
_UNIT = re.compile(r"[a-z][a-z0-9_ ]{0,19}")
_CODE = re.compile(r"[0-9A-Za-z._-]{4,20}")
_GS1_LENGTHS = (8, 12, 13, 14)

Pairs = tuple[tuple[str, str], ...]
Packs = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Currency:
    def read(self, cell: Cell) -> str:
        text = cell_text(cell).strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", text):
            raise CellError(RowCode.BAD_CODE)
        return text

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Language:
    """One of the four languages; "zh" and "zh-CN" count as zh_CN."""

    def read(self, cell: Cell) -> str:
        word = cell_text(cell).strip().lower().replace("-", "_")
        if word not in _LANGUAGE_WORDS:
            raise CellError(RowCode.NOT_A_CHOICE, choices=", ".join(LANGUAGES))
        return _LANGUAGE_WORDS[word]

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA time zone such as America/Denver."""

    def read(self, cell: Cell) -> str:
        text = cell_text(cell).strip()
        if text not in zones():
            raise CellError(RowCode.UNKNOWN_REFERENCE, what="time zone")
        return text

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number in international form; kept as E.164. Excel may have taken away the plus."""

    def read(self, cell: Cell) -> str:
        text = Text(40).read(cell)
        try:
            number = phonenumbers.parse("+" + text.lstrip("+0"))
        except phonenumbers.NumberParseException as error:
            raise CellError(RowCode.NOT_A_PHONE) from error
        if not phonenumbers.is_possible_number(number):
            raise CellError(RowCode.NOT_A_PHONE)
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Attributes:
    """ "bore=50 mm;seal=open": names with their values, kept by name."""

    def read(self, cell: Cell) -> Pairs:
        found: dict[str, str] = {}
        for part in _parts(cell, 4000):
            name, sign, value = (piece.strip() for piece in part.partition("="))
            if not (name and sign and value) or name in found:
                raise CellError(RowCode.NOT_A_PAIR, expected="bore=50 mm;seal=open")
            found[name] = value
        return tuple(sorted(found.items()))

    def show(self, value: Pairs) -> Cell:
        return ";".join(f"{name}={text}" for name, text in value)


@dataclass(frozen=True, slots=True)
class PackSizes:
    """ "each=1;case=24": ordering units with the base units in them, smallest first; one must be 1."""

    def read(self, cell: Cell) -> Packs:
        found: dict[str, int] = {}
        for part in _parts(cell, 1000):
            name, _, count = (piece.strip() for piece in part.partition("="))
            unit = read_unit(name)
            if not re.fullmatch(r"[1-9]\d{0,8}", count) or unit in found:
                raise CellError(RowCode.NOT_A_PAIR, expected="each=1;case=24")
            found[unit] = int(count)
        if 1 not in found.values():
            raise CellError(RowCode.NOT_A_PAIR, expected="each=1;case=24")
        return order_packs(found)

    def show(self, value: Packs) -> Cell:
        return ";".join(f"{unit}={count}" for unit, count in value)


@dataclass(frozen=True, slots=True)
class Unit:
    def read(self, cell: Cell) -> str:
        return read_unit(cell_text(cell))

    def show(self, value: str) -> Cell:
        return value


@dataclass(frozen=True, slots=True)
class Barcodes:
    """ "4006381333931:each": codes with the unit they stand on; GS1 numbers need the right check digit."""

    def read(self, cell: Cell) -> Pairs:
        found: dict[str, str] = {}
        for part in _parts(cell, 1000):
            code, _, unit = (piece.strip() for piece in part.partition(":"))
            if not _CODE.fullmatch(code) or code in found:
                raise CellError(RowCode.NOT_A_PAIR, expected="4006381333931:each")
            if code.isdigit() and len(code) in _GS1_LENGTHS and code[-1] != gs1_check_digit(code[:-1]):
                raise CellError(RowCode.BAD_CHECK_DIGIT, expected=gs1_check_digit(code[:-1]))
            found[code] = read_unit(unit) if unit else ""
        return tuple(sorted(found.items()))

    def show(self, value: Pairs) -> Cell:
        return ";".join(f"{code}:{unit}" if unit else code for code, unit in value)


@dataclass(frozen=True, slots=True)
class Items:
    """Codes with semicolons between them; their order counts."""

    most: int

    def read(self, cell: Cell) -> tuple[str, ...]:
        found = _parts(cell, 4000)
        if any(len(part) > self.most for part in found):
            raise CellError(RowCode.TOO_LONG, most=self.most)
        return tuple(dict.fromkeys(found))

    def show(self, value: tuple[str, ...]) -> Cell:
        return ";".join(value)


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object, kept as canonical text so that it can be compared."""

    def read(self, cell: Cell) -> str:
        try:
            value: Any = json.loads(cell_text(cell))
        except ValueError as error:
            raise CellError(RowCode.NOT_JSON) from error
        if not isinstance(value, dict):
            raise CellError(RowCode.NOT_JSON)
        return canonical_json(value)

    def show(self, value: str) -> Cell:
        return value


def canonical_json(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(", ", ": "))


def order_packs(packs: dict[str, int]) -> Packs:
    return tuple(sorted(packs.items(), key=lambda pack: (pack[1], pack[0])))


def read_unit(word: str) -> str:
    """The code of an ordering unit; words that orders are read with ("ctn") become their code ("carton")."""
    text = word.strip().lower()
    known = find_ordering_unit(text)
    if known is not None:
        return known
    if not _UNIT.fullmatch(text):
        raise CellError(RowCode.BAD_CODE)
    return text


def gs1_check_digit(body: str) -> str:
    """The check digit of a GS1 number without it: weights 3 and 1 from the right, up to the next ten
    (GS1 General Specifications, 7.9)."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-weighted % 10)


def _parts(cell: Cell, most: int) -> list[str]:
    return [part.strip() for part in Text(most).read(cell).split(";") if part.strip()]
