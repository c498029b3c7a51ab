"""From atoms to elements: first what stands together, then what belongs together across spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from core.intake.engine.chunks import CROSSES, chunk_end, read_chunk, word_element
from core.intake.engine.elements import (
    Element,
    Part,
    long_unit_starts,
    unit_after_number,
    unit_words,
)
from core.intake.engine.han import read_run
from core.intake.engine.lexicon import read_language, words_to_keys
from core.intake.engine.numbers import first_number_words, read_number_words
from core.intake.engine.phrases import phrase_book
from core.intake.engine.tokens import Kind, atomise

_CURRENCY_SIGNS = frozenset("$€£¥₺₹฿₱")
_CURRENCY_WORDS = frozenset({"rm", "usd", "myr", "tl", "cny", "rmb", "hkd", "sgd", "eur", "gbp", "idr", "rp"})
# Number words of one language that are common words of another: they need a unit of their language.
_SHARED = frozenset({"on", "bin"})


@cache
def _single_units() -> Mapping[str, str]:
    """Malay "sekotak", "sebotol": one box, one bottle."""
    table = {}
    for code, words in read_language("ms").get("ordering units", {}).items():
        for word in words:
            if word.isalpha() and len(word) > 2:
                table["se" + word] = code
    return MappingProxyType(table)


@cache
def _turkish_units() -> frozenset[str]:
    return frozenset(w for words in read_language("tr")["ordering units"].values() for w in words)


@cache
def _parts_of_one() -> Mapping[str, Decimal]:
    return MappingProxyType({w: Decimal(key) for w, key in words_to_keys("parts of one").items()})


class Scanner:
    """Reads one line once, left to right."""

    def __init__(self, text: str) -> None:
        self.atoms = atomise(text)
        self.words = [atom.folded for atom in self.atoms]
        self.found: list[Element] = []

    def scan(self) -> list[Element]:
        place = 0
        while place < len(self.atoms):
            place = self._step(place)
        return self.found

    def _step(self, place: int) -> int:
        atom = self.atoms[place]
        if (end := self._name(place)) is not None:
            return end
        if atom.kind is Kind.HAN:
            last = self.found[-1] if self.found else None
            number = last if last is not None and last.part is Part.NUMBER and last.unit is None else None
            self.found += read_run(atom.text, atom.start, number)
            return place + 1
        if atom.kind is Kind.SIGN and atom.text not in CROSSES:
            return self._sign(place)
        end = chunk_end(self.atoms, place)
        chunk = self.atoms[place:end]
        if any(part.kind is Kind.NUMBER for part in chunk):
            if place + 2 < len(self.atoms) and self._time(place):
                return place + 3
            self.found += read_chunk(chunk)
            return end
        return self._word(place)

    def _add(self, part: Part, start: int, end: int, value: Decimal | None = None) -> Element:
        """A new element over the atoms ``start``..``end`` (exclusive)."""
        folded = " ".join(self.words[start:end])
        element = Element(part, self.atoms[start].start, self.atoms[end - 1].end, folded, value)
        self.found.append(element)
        return element

    def _name(self, place: int) -> int | None:
        """Place after a name that holds a number or a unit word ("7 up", "can opener")."""
        for section in ("names with numbers", "names with units"):
            matched = phrase_book(section).match_at(self.atoms, place)
            if matched is None:
                continue
            end = matched[1]
            # "3m" is a brand, "3 m" a length; "can opener" may be preceded by its number.
            spaced = any(not atom.glued for atom in self.atoms[place + 1 : end])
            if (
                self.atoms[place].kind is Kind.NUMBER
                and spaced
                and end - place == 2
                and len(self.words[end - 1]) == 1
            ):
                continue
            if end < len(self.atoms) and self.atoms[end].glued and self.atoms[end].kind is not Kind.SIGN:
                continue
            self._add(Part.WORD, place, end)
            return end
        return None

    def _time(self, place: int) -> bool:
        """ "10:30" is no amount."""
        hour, colon, minute = self.atoms[place : place + 3]
        if hour.kind is Kind.NUMBER and colon.text == ":" and minute.kind is Kind.NUMBER and minute.glued:
            self._add(Part.CODE, place, place + 3)
            return True
        return False

    def _sign(self, place: int) -> int:
        atom = self.atoms[place]
        following = self.atoms[place + 1] if place + 1 < len(self.atoms) else None
        if following is not None and (atom.text in _CURRENCY_SIGNS or atom.text == "@"):
            skip = 2 if following.text in _CURRENCY_SIGNS or following.folded in _CURRENCY_WORDS else 1
            if place + skip < len(self.atoms) and self.atoms[place + skip].kind is Kind.NUMBER:
                self._add(Part.PRICE, place, place + skip + 1)
                return place + skip + 1
        if following is not None and atom.text == "-" and following.kind is Kind.NUMBER and following.glued:
            before = self.atoms[place - 1] if place else None
            if not atom.glued or before is None or before.text in "(:=":
                end = chunk_end(self.atoms, place + 1)
                elements = read_chunk(self.atoms[place + 1 : end])
                if elements[0].value is not None:
                    elements[0].start, elements[0].invalid = atom.start, True
                self.found += elements
                return end
        self._add(Part.SIGN, place, place + 1)
        return place + 1

    def _word(self, place: int) -> int:
        atom = self.atoms[place]
        word = atom.folded
        if word in CROSSES:
            self._add(Part.CROSS, place, place + 1)
            return place + 1
        following = self.atoms[place + 1] if place + 1 < len(self.atoms) else None
        if word in _CURRENCY_WORDS and following is not None and following.kind is Kind.NUMBER:
            self._add(Part.PRICE, place, place + 2)
            return place + 2
        if word in first_number_words() and (end := self._number_words(place)) is not None:
            return end
        if word in _parts_of_one() and (end := self._part_of_one(place)) is not None:
            return end
        if (vague := phrase_book("vague quantities").match_at(self.atoms, place)) is not None:
            self._add(Part.VAGUE, place, vague[1])
            return vague[1]
        if word in _single_units():
            element = self._add(Part.QUANTITY, place, place + 1, Decimal(1))
            element.unit, element.in_words = _single_units()[word], True
            return place + 1
        return self._unit_or_word(place)

    def _number_words(self, place: int) -> int | None:
        found = read_number_words(self.words, place)
        if found is None:
            return None
        value, end = found
        unit = unit_words().get(self.words[end]) if end < len(self.words) else None
        if value == 0 and unit is None:
            return None
        turkish = end < len(self.words) and self.words[end] in _turkish_units()
        if self.words[place] in _SHARED and end - place == 1 and not turkish:
            return None
        element = self._add(Part.NUMBER, place, end, value)
        element.in_words = True
        return end

    def _part_of_one(self, place: int) -> int | None:
        """ "half case", "half a dozen", "yarım koli"; "half" before anything else is a word."""
        end = place + 1
        while end < len(self.words) and self.words[end] in ("a", "an", "of"):
            end += 1
        if end >= len(self.words) or self.words[end] not in unit_words():
            return None
        element = self._add(Part.NUMBER, place, end, _parts_of_one()[self.words[place]])
        element.in_words = True
        return end

    def _unit_or_word(self, place: int) -> int:
        word = self.words[place]
        if word in long_unit_starts():
            for end in (place + 3, place + 2):
                if " ".join(self.words[place:end]) in unit_words():
                    self._add(Part.UNIT, place, end)
                    return end
        unit = unit_words().get(word)
        following = self.atoms[place + 1] if place + 1 < len(self.atoms) else None
        if following is not None and following.glued and following.text == "&":
            # "C&S", "pack&go": a letter of a name, whatever number stands before it.
            name = word_element(self.atoms[place])
            name.glued = True
            self.found.append(name)
            return place + 1
        if unit is not None and unit.ordering is not None and len(word) > 1:
            self._add(Part.UNIT, place, place + 1)
            return place + 1
        if word in ("a", "an") and place + 1 < len(self.words):
            element = self._add(Part.NUMBER, place, place + 1, Decimal(1))
            element.in_words = element.article = True
            return place + 1
        self.found.append(word_element(self.atoms[place]))
        return place + 1


@lru_cache(maxsize=1024)
def scan(text: str) -> tuple[Element, ...]:
    """The elements of a tidied line, in order, numbers joined with their units. They are not to be changed.

    Kept for a moment, because splitting a message and reading its lines look at the same pieces.
    """
    return tuple(combine(Scanner(text).scan()))


# --- what belongs together across spaces -------------------------------------------------------------

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
    return found


def _prepared(elements: Sequence[Element]) -> list[Element]:
    """Fractions joined with their wholes, and long digits before a unit taken as the number they are."""
    found: list[Element] = []
    place = 0
    while place < len(elements):
        element = elements[place]
        place += 1
        if element.part is Part.NUMBER:
            place = _join_fraction(elements, place - 1)
        elif element.part is Part.CODE and element.folded.isdecimal() and _part(elements, place) is Part.UNIT:
            element.part, element.typed, element.invalid = Part.NUMBER, element.folded, True
            element.value = Decimal(element.folded[:18])
        found.append(element)
    return found


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
    if _part(elements, place) is Part.WORD and elements[place].folded in _CURRENCY_WORDS:
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
