"""What belongs together across spaces: number and unit, fraction, range, cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from core.intake.engine.lexicon import words_to_keys
from core.intake.engine.reading.elements import (
    Element,
    Part,
    unit_after_number,
)

CURRENCY_WORDS = frozenset({"rm", "usd", "myr", "tl", "cny", "rmb", "hkd", "sgd", "eur", "gbp", "idr", "rp"})
_RANGE_SIGNS = frozenset({"-", "~"})


@cache
def _range_words() -> frozenset[str]:
    return frozenset(words_to_keys("range words"))


@cache
def size_words() -> frozenset[str]:
    return frozenset(words_to_keys("sizes in words"))


def combine(elements: Sequence[Element]) -> list[Element]:
    """Join number and fraction, range, cross, and unit where a space stands between them."""
    found: list[Element] = []
    place = 0
    elements = _prepared(elements)
    while place < len(elements):
        element = elements[place]
        if element.part is Part.NUMBER:
            place = _join_number(elements, place, found)
        elif element.part is Part.CROSS and _part(elements, place + 1) in (Part.NUMBER, Part.QUANTITY):
            place = _join_cross(elements, place, found)
        elif element.part is Part.UNIT:
            place = _join_unit(elements, place, found)
        else:
            found.append(element)
            place = _join_dozen(elements, place + 1, element)
    return _with_halves(found)


_HALF = Decimal("0.5")


def _with_halves(elements: Sequence[Element]) -> list[Element]:
    """ "3 kilo setengah", "2 kg and a half": the half that is said behind the unit belongs to the amount."""
    found: list[Element] = []
    place = 0
    while place < len(elements):
        element = elements[place]
        place += 1
        if element.part is Part.QUANTITY and element.value is not None and not element.value % 1:
            words = [one.folded for one in elements[place : place + 4]]
            width = next((len(half) for half in _HALVES if words[: len(half)] == half), 0)
            if width and elements[place + width - 1].part is not Part.QUANTITY:
                element.value += _HALF
                element.end = elements[place + width - 1].end
                place += width
        found.append(element)
    return found


_HALVES = (["setengah"], ["and", "a", "half"], ["dan", "setengah"], ["bucuk"])


def _prepared(elements: Sequence[Element]) -> list[Element]:
    """Fractions joined with their wholes, and long digits before a unit taken as the number they are."""
    found: list[Element] = []
    place = 0
    while place < len(elements):
        element = elements[place]
        place += 1
        if element.part is Part.NUMBER:
            place = _join_fraction(elements, place - 1)
            if _says_again(elements, place, element):
                element.end = elements[place + 2].end
                place += 3
        elif element.part is Part.CODE and element.folded.isdecimal() and _part(elements, place) is Part.UNIT:
            element.part, element.typed, element.invalid = Part.NUMBER, element.folded, True
            element.value = Decimal(element.folded[:18])
        found.append(element)
    return found


def _says_again(elements: Sequence[Element], place: int, number: Element) -> bool:
    """ "10 (ten) cartons": the same number once more in brackets."""
    if place + 2 >= len(elements) or elements[place].folded != "(" or elements[place + 2].folded != ")":
        return False
    inner = elements[place + 1]
    return inner.part is Part.NUMBER and inner.value == number.value


def _part(elements: Sequence[Element], place: int) -> Part | None:
    return elements[place].part if place < len(elements) else None


def _join_number(elements: Sequence[Element], place: int, found: list[Element]) -> int:
    number = elements[place]
    place = _join_fraction(elements, place)
    place = _join_range(elements, place, number)
    if number.part is not Part.NUMBER:
        found.append(number)
        return place
    following = place
    while following < len(elements) and elements[following].folded in size_words() and following - place < 2:
        following += 1
    if following < len(elements) and elements[following].part in (Part.UNIT, Part.WORD):
        word = elements[following]
        unit = None if word.glued else unit_after_number(word.folded, glued=False)
        if unit is not None and (following == place or unit.ordering is not None):
            _attach(number, word, following == place)
            found.append(number)
            found += elements[place:following]
            return _join_dozen(elements, following + 1, number)
    if (packed := _packed_unit(elements, place)) is not None:
        # "2 5kg bags rice", "1 (14-ounce) can": the container is ordered, the size is what it holds.
        _attach(number, elements[packed], adjacent=False)
        found.append(number)
        found += elements[place:packed]
        return packed + 1
    if _part(elements, place) is Part.CROSS:
        return _join_times(elements, place, number, found)
    if _part(elements, place) is Part.WORD and elements[place].folded in CURRENCY_WORDS:
        number.part, number.end = Part.PRICE, elements[place].end
        place += 1
    found.append(number)
    return place


def _packed_unit(elements: Sequence[Element], place: int) -> int | None:
    """The place of the container behind a size that follows a number, brackets aside."""
    sized = False
    for at in range(place, min(place + 5, len(elements))):
        element = elements[at]
        if element.part in (Part.SIZE, Part.PACK, Part.COUNTED) or element.size_unit is not None:
            sized = True
        elif element.part is Part.UNIT and sized:
            return at
        elif element.part is not Part.SIGN or element.folded not in "()[]/":
            return None
    return None


def _attach(number: Element, word: Element, adjacent: bool) -> None:
    unit = unit_after_number(word.folded, glued=False)
    if unit is None:
        return
    number.part = Part.QUANTITY if unit.ordering is not None else Part.SIZE
    number.unit = unit.ordering
    number.unit_word, number.unit_start = word.folded, word.start
    if unit.measure is not None and not number.article:
        number.size, number.size_unit = number.value, unit.measure
    if adjacent:
        number.end = word.end
    else:
        # The size word between stays in the item: "3 large cloves garlic".
        number.unit_span = (word.start, word.end)


def _join_fraction(elements: Sequence[Element], place: int) -> int:
    """ "1 1/2", "two and a half", "iki buçuk": the number grows, the place after it is given."""
    number = elements[place]
    place += 1
    if (
        place < len(elements)
        and number.value is not None
        and number.value == number.value.to_integral_value()
    ):
        part = elements[place]
        fraction = "/" in part.typed and part.value is not None and part.value < 1
        if fraction and not number.typed.startswith("0") and part.value is not None:
            _add_fraction(number, part)
            return place + 1
        halves = words_to_keys("and a half")
        for length in (3, 2, 1):
            words = " ".join(element.folded for element in elements[place : place + length])
            if words in halves:
                number.value += Decimal(halves[words])
                number.end = elements[place + length - 1].end
                return place + length
    return place


def _add_fraction(number: Element, part: Element) -> None:
    """ "1 1/2", "1 1/2kg", "2 1/2-3": whatever the fraction is joined with, the whole takes it over."""
    number.value = (number.value or Decimal(0)) + (part.value or Decimal(0))
    number.end, number.other, number.maximum = part.end, None, part.maximum
    number.part, number.unit, number.size_unit = part.part, part.unit, part.size_unit
    number.size = number.value if part.size_unit is not None else None


def _join_range(elements: Sequence[Element], place: int, low: Element) -> int:
    if place + 1 >= len(elements):
        return place
    between, high = elements[place], elements[place + 1]
    end = place + 2
    if (
        high.part is Part.NUMBER
        and high.value is not None
        and between.folded in _range_words() | _RANGE_SIGNS
    ):
        high = replace(high)
        end = _join_fraction([high, *elements[place + 2 : place + 6]], 0) + place + 1
    joins = between.folded in _range_words() or (between.part is Part.SIGN and between.folded in _RANGE_SIGNS)
    if not joins or high.value is None or low.value is None or high.maximum is not None or low.article:
        return place
    if high.part not in (Part.NUMBER, Part.QUANTITY) or high.value <= low.value or high.value > low.value * 4:
        return place
    if high.article or low.typed.startswith("0") or (between.folded == "-" and high.start == between.end):
        return place
    low.maximum, low.end = high.value, high.end
    if high.part is Part.QUANTITY:
        low.part, low.unit, low.size_unit = Part.QUANTITY, high.unit, high.size_unit
        low.size = low.value if high.size_unit else None
    return end


def _join_times(elements: Sequence[Element], place: int, number: Element, found: list[Element]) -> int:
    """``number`` stands before the cross at ``place``."""
    following = elements[place + 1] if place + 1 < len(elements) else None
    if following is not None and following.part is Part.NUMBER and is_sized(number, following):
        # "330 x 24": the cross belongs to the amount behind it.
        found.append(number)
        return place
    number.end = elements[place].end
    named = following is not None and (len(following.typed) > 3 or following.typed[:1] == "0")
    if following is not None and following.part is Part.NUMBER and not following.article and not named:
        number.part, number.size, number.end = Part.PRODUCT, following.value, following.end
        end = place + 2
        if end < len(elements) and elements[end].part is Part.UNIT:
            unit = unit_after_number(elements[end].folded, glued=False)
            if unit is not None and unit.measure is None:
                number.unit, number.end = unit.ordering, elements[end].end
                end += 1
            elif unit is not None:
                # "3 X 720 ML"
                number.part, number.size_unit, number.end = Part.PACK, unit.measure, elements[end].end
                end += 1
        found.append(number)
        return end
    number.part = Part.TIMES
    found.append(number)
    if (packed := _packed_unit(elements, place + 1)) is not None:
        _attach(number, elements[packed], adjacent=False)
        found += elements[place + 1 : packed]
        return packed + 1
    return place + 1


def is_sized(first: Element, second: Element) -> bool:
    """Whether of two crossed numbers the first is a size or a code and the second how many."""
    sized = (first.value or 0) >= 100 > (second.value or 0) > 0
    return sized or (len(first.typed) > 1 and first.typed.startswith("0") and first.typed.isdecimal())


def _join_cross(elements: Sequence[Element], place: int, found: list[Element]) -> int:
    """A cross before a number: "coke x 5", "coke x 5 ctn"."""
    cross = elements[place]
    after = elements[place + 2] if place + 2 < len(elements) else None
    if after is not None and after.folded in _RANGE_SIGNS and elements[place + 1].part is Part.NUMBER:
        # "100ml x 5 - 12": a dash behind a crossed number parts it from the amount.
        number = elements[place + 1]
        number.part, number.start = Part.TIMES, cross.start
        found.append(number)
        return place + 2
    end = _join_number(elements, place + 1, found)
    number = next(e for e in found if e is elements[place + 1])
    if number.part is Part.NUMBER:
        number.part = Part.TIMES
    number.start = cross.start
    return end


def _join_unit(elements: Sequence[Element], place: int, found: list[Element]) -> int:
    """A unit before its number: "ctn 5"; "box of 12" says what is inside."""
    unit = elements[place]
    if place + 2 < len(elements) and elements[place + 1].folded == "of":
        inside = elements[place + 2]
        if inside.part is Part.NUMBER and not inside.article and (found or place + 3 < len(elements)):
            inside.part, inside.start = Part.COUNTED, elements[place + 1].start
            found += [unit, inside]
            return place + 3
    found.append(unit)
    return place + 1


def _join_dozen(elements: Sequence[Element], place: int, dozen: Element) -> int:
    """ "2 dozen bottles" are 24 bottles: the unit at ``place`` joins the dozens before it."""
    if dozen.unit != "dozen" or _part(elements, place) is not Part.UNIT or dozen.value is None:
        return place
    following = elements[place]
    unit = unit_after_number(following.folded, glued=False)
    if unit is None or unit.ordering is None or unit.measure is not None or dozen.maximum is not None:
        return place
    dozen.value, dozen.unit, dozen.end = dozen.value * 12, unit.ordering, following.end
    return place + 1
