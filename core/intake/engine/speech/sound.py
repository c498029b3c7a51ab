"""A text of which is known, sign by sign, how surely it was heard; and the numbers in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.intake.engine.reading.numbers import read_chinese, read_digits, read_number_words
from core.intake.engine.reading.tokens import Atom, Kind, atomise, tidy
from core.intake.speech_types import HeardWord

Chances = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """chances: for each sign of ``text`` the probability that it was heard right, None where nobody knows."""

    text: str
    chances: Chances

    @classmethod
    def of(cls, text: str, words: Sequence[HeardWord]) -> Sound:
        """The text with the probabilities of its words, where words and text are the same signs."""
        text = tidy(text).strip()
        signs = [(at, sign) for at, sign in enumerate(text.casefold()) if sign.isalnum()]
        heard = [
            (sign, word.probability)
            for word in words
            for sign in tidy(word.text).casefold()
            if sign.isalnum()
        ]
        chances: list[float | None] = [None] * len(text)
        is_same = len(text.casefold()) == len(text) and [sign for _, sign in signs] == [
            sign for sign, _ in heard
        ]
        if is_same:
            for (at, _), (_, chance) in zip(signs, heard, strict=True):
                chances[at] = chance
        return cls(text, tuple(chances))

    def chance(self, start: int, end: int) -> float | None:
        """Of the least sure sign between two places."""
        known = [chance for chance in self.chances[start:end] if chance is not None]
        return min(known) if known else None

    def put(self, start: int, end: int, text: str) -> Sound:
        """Something else between two places, as sure as what stood there."""
        chance = self.chance(start, end)
        return Sound(
            self.text[:start] + text + self.text[end:],
            (*self.chances[:start], *([chance] * len(text)), *self.chances[end:]),
        )

    def doubted(self, start: int, end: int) -> Sound:
        """Not to be believed between two places."""
        return Sound(self.text, (*self.chances[:start], *([0.0] * (end - start)), *self.chances[end:]))


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. is_words: it is said in words rather than written in digits."""

    start: int
    end: int
    value: Decimal
    is_words: bool


def numbers_in(text: str) -> list[Number]:
    """Every number of a text, in digits, words or Chinese numerals, in order."""
    return list(_numbers(text, atomise(text)))


def _numbers(text: str, atoms: Sequence[Atom]) -> Iterator[Number]:
    words = [atom.folded for atom in atoms]
    at = 0
    while at < len(atoms):
        atom = atoms[at]
        if atom.kind is Kind.NUMBER:
            digits = read_digits(atom.text)
            if digits is not None:
                yield Number(atom.start, atom.end, digits.value, is_words=False)
        elif atom.kind is Kind.WORD:
            found = read_number_words(words, at)
            if found is not None:
                value, past = found
                yield Number(atom.start, atoms[past - 1].end, value, is_words=True)
                at = past
                continue
        elif atom.kind is Kind.HAN:
            yield from _chinese(text, atom)
        at += 1


def _chinese(text: str, run: Atom) -> Iterator[Number]:
    at = run.start
    while at < run.end:
        found = read_chinese(text, at)
        if found is None:
            at += 1
            continue
        if found.value is not None:
            yield Number(at, min(found.end, run.end), found.value, is_words=True)
        at = max(found.end, at + 1)
