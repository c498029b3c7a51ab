"""From atoms to elements: first what stands together, then what belongs together across spaces."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from core.intake.engine.lexicon import read_language, words_to_keys
from core.intake.engine.reading.chunks import CROSSES, chunk_end, read_chunk, word_element
from core.intake.engine.reading.elements import (
    Element,
    Part,
    long_unit_starts,
    unit_words,
)
from core.intake.engine.reading.han import read_run
from core.intake.engine.reading.joining import CURRENCY_WORDS, combine
from core.intake.engine.reading.numbers import first_number_words, read_number_words
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.tokens import Kind, atomise

_CURRENCY_SIGNS = frozenset("$€£¥₺₹฿₱")
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
            skip = 2 if following.text in _CURRENCY_SIGNS or following.folded in CURRENCY_WORDS else 1
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
        if word in CURRENCY_WORDS and following is not None and following.kind is Kind.NUMBER:
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
