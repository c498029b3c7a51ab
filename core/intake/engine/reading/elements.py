"""What the parts of a line can be: words, codes, bare numbers, quantities, sizes, packs.

An element knows its place in the line and its numbers; which of several quantities is *the* quantity is
decided in :mod:`core.intake.engine.reading.lines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from core.intake.engine.lexicon import words_to_keys
from core.intake.engine.units import MEASURES


class Part(Enum):
    WORD = auto()  # part of a name
    CODE = auto()  # letters and digits that belong together: AB-1234, M8x40, 50x90x20
    NUMBER = auto()  # a number with nothing beside it
    QUANTITY = auto()  # a number with an ordering unit: 10 ctn
    SIZE = auto()  # a number with a measure: 330ml
    PACK = auto()  # a count and a size: 24x330ml
    TIMES = auto()  # a number with a cross: x5, 5x
    PRODUCT = auto()  # two bare numbers with a cross: 2 x 6
    COUNTED = auto()  # how many are inside: 6-pack, 12's, box of 12
    UNIT = auto()  # an ordering unit without a number
    CROSS = auto()  # a lone x
    VAGUE = auto()  # "a few", 几
    PRICE = auto()  # money: @12.50, RM5
    SIGN = auto()


@dataclass(slots=True)
class Element:
    """One part of a line, ``start``..``end`` in the tidied text.

    value, maximum: the number, and the upper end of a range. other: the value under the other custom of
    separators. unit: ordering unit. size, size_unit: measure. typed: the number's digits as typed.
    in_words: the number was a word; article: it was "a" or "an". glued: written together with a name
    ("coke-5", "ctn10"). unit_first: the unit stands before the number. unit_span: where the unit stands
    when other words stand between ("3 large cloves"). unit_word, unit_start: the unit as a word of its own.
    """

    part: Part
    start: int
    end: int
    folded: str = ""
    value: Decimal | None = None
    maximum: Decimal | None = None
    other: Decimal | None = None
    unit: str | None = None
    size: Decimal | None = None
    size_unit: str | None = None
    typed: str = ""
    in_words: bool = False
    glued: bool = False
    invalid: bool = False
    unit_first: bool = False
    article: bool = False
    unit_span: tuple[int, int] | None = None
    unit_word: str = ""
    unit_start: int = 0


class UnitWord(NamedTuple):
    """What a word can be after a number: an ordering unit, a measure, or either ("kg")."""

    ordering: str | None
    measure: str | None

    @property
    def is_sized(self) -> bool:
        """Both an ordering unit and a measure in which articles come: 5 kg of rice, rice 5 kg."""
        return self.ordering is not None and self.measure is not None


# Ordered in, and a measure by the letter only: nobody says "a bar of 6 bar".
_ORDERED_ONLY = frozenset({"bar", "cup", "tbsp", "tsp", "ct"})
_SIZED = frozenset(
    code
    for code, measure in MEASURES.items()
    if measure.dimension in ("mass", "volume", "length") and code not in _ORDERED_ONLY
)


@cache
def unit_words() -> Mapping[str, UnitWord]:
    """Folded word -> what it can be after a number."""
    ordering, measures = words_to_keys("ordering units"), words_to_keys("measures")
    table = {}
    for word in {*ordering, *measures}:
        order, measure = ordering.get(word), measures.get(word)
        if order is not None and measure is not None and (measure not in _SIZED):
            measure = None
        table[word] = UnitWord(order, measure)
    return MappingProxyType(table)


@cache
def long_unit_starts() -> frozenset[str]:
    """First words of units that are written in several: "fl" of "fl oz"."""
    return frozenset(word.split(" ", 1)[0] for word in unit_words() if " " in word)


# With a space before them these are words far more often than units: "10 in stock", "5 a day".
_ONLY_GLUED = frozenset(
    {"a", "in", "n", "k", "#", "'", '"', "''", "db", "mp", "nm", "hp", "ma", "va", "mv", "ah"}
)


def unit_after_number(word: str, *, glued: bool) -> UnitWord | None:
    found = unit_words().get(word)
    if found is None and word.endswith("."):
        found = unit_words().get(word.rstrip("."))
    if found is None or (not glued and word in _ONLY_GLUED and found.ordering is None):
        return None
    return found


def with_unit(number: Element, unit: UnitWord, end: int) -> Element:
    """``number`` turned into a quantity or a size by the unit that ends at ``end``."""
    number.end = end
    if unit.ordering is not None:
        number.part = Part.QUANTITY
        number.unit = unit.ordering
    else:
        number.part = Part.SIZE
    if unit.measure is not None:
        number.size, number.size_unit = number.value, unit.measure
    return number


def is_amount(element: Element) -> bool:
    """A number that can only be an amount, not a size or a model."""
    if element.part is Part.QUANTITY:
        return element.size_unit is None and not element.article
    return element.part is Part.TIMES or (element.part is Part.VAGUE and element.unit is not None)
