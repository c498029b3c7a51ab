"""A number and a unit in a run of atoms without a space: "1-1/2", "330ml", "10mm2", "5''"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from core.intake.engine.reading.elements import UnitWord, unit_after_number
from core.intake.engine.reading.numbers import read_digits, read_fraction
from core.intake.engine.reading.tokens import Atom, Kind

# Longer runs of digits are no numbers.
_LONGEST_NUMBER = 15


class Number(NamedTuple):
    value: Decimal
    other: Decimal | None
    typed: str


def is_number(parts: Sequence[Atom], place: int) -> bool:
    return place < len(parts) and parts[place].kind is Kind.NUMBER


def is_sign(parts: Sequence[Atom], place: int, signs: frozenset[str] | str) -> bool:
    return place < len(parts) and parts[place].folded in signs


def read_number(parts: Sequence[Atom], place: int) -> tuple[Number, int] | None:
    """A number from ``place``, fractions included ("1/2", "1-1/2"); None when there is none."""
    if not is_number(parts, place):
        return None
    text = parts[place].text
    if len(text) > _LONGEST_NUMBER:
        return None
    if is_sign(parts, place + 1, "/") and is_number(parts, place + 2):
        part = read_fraction(text, parts[place + 2].text)
        if part is not None:
            return Number(part, None, f"{text}/{parts[place + 2].text}"), place + 3
    digits = read_digits(text)
    if digits is None:
        return None
    if (
        is_sign(parts, place + 1, "-")
        and is_number(parts, place + 2)
        and is_sign(parts, place + 3, "/")
        and is_number(parts, place + 4)
    ):
        part = read_fraction(parts[place + 2].text, parts[place + 4].text)
        if part is not None and digits.value < 100:
            return Number(digits.value + part, None, text), place + 5
    return Number(digits.value, digits.other, text), place + 1


def read_unit(parts: Sequence[Atom], place: int) -> tuple[UnitWord, int] | None:
    """A unit glued to the number before ``place``: a word, a sign (\\", %), or one with its square."""
    if place >= len(parts) or parts[place].kind is Kind.NUMBER:
        return None
    word = parts[place].folded
    if word == "'" and is_sign(parts, place + 1, "'"):
        return UnitWord(None, "in"), place + 2
    if word == "°" and is_sign(parts, place + 1, "c"):
        return UnitWord(None, "degc"), place + 2
    if word in ("mm", "m") and is_sign(parts, place + 1, "2"):
        return UnitWord(None, word + "2"), place + 2
    if word == "fl" and is_sign(parts, place + 1, "oz"):
        return UnitWord("floz", "floz"), place + 2
    found = unit_after_number(word, glued=True)
    return (found, place + 1) if found is not None else None
