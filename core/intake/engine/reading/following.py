"""What has a meaning only after what was said before: "make it 10", "no, the small ones", "scratch that".

:func:`read_follow_up` reads the words alone; which line is meant, and whether any is, tells the conversation
(:mod:`core.intake.engine.following`). A text with a sense of its own gives None or, where both are possible,
a refinement that only counts when it fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from core.intake.engine.lexicon import fold, read_section
from core.intake.engine.reading.lines import read_line
from core.intake.engine.reading.tokens import tidy
from core.intake.types import Action, LineReading, QuantityKind


class Size(StrEnum):
    SMALL = "small"
    BIG = "big"


@dataclass(frozen=True, slots=True)
class AmountOf:
    """How many of what was just spoken of. reading: quantity and unit, the item empty.

    action ADD: nothing but an amount was said. of_each: "make them 10".
    """

    reading: LineReading
    action: Action
    of_each: bool = False


@dataclass(frozen=True, slots=True)
class TimesAsMuch:
    factor: Decimal


@dataclass(frozen=True, slots=True)
class DropIt:
    """Away with what was just spoken of. is_last: with one line only, the last of them."""

    is_last: bool = False


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """The answer to a question about a line: none of it."""


@dataclass(frozen=True, slots=True)
class KeepOnly:
    words: str


@dataclass(frozen=True, slots=True)
class Refine:
    """Which article was meant: by words, by its size beside its like, or by its place among those offered.

    is_correction: it was taken for another one. ordinal: counted from 0, -1 for the last. amount: what the
    words are where no article fits them, "sorry, 128".
    """

    words: str
    size: Size | None = None
    ordinal: int | None = None
    is_correction: bool = False
    amount: LineReading | None = None


FollowUp = AmountOf | TimesAsMuch | DropIt | LeaveOut | KeepOnly | Refine

_LONGEST = 70
_MOST_WORDS = 7
_PIECES = re.compile(r"[\n;；。]|\.\s+\w")
_EDGES = " ,.!?:~，。！？、-"


def read_follow_up(text: str) -> FollowUp | None:
    """Read one message. None: it is nothing of the kind."""
    whole = tidy(text).strip(_EDGES)
    if not whole or len(whole) > _LONGEST or _PIECES.search(whole):
        return None
    folded = " ".join(fold(whole).replace(",", " ").replace("，", " ").split())
    for read in (_read_leaving, _read_dropping, _read_factor):
        found = read(folded)
        if found is not None:
            return found
    rest, is_correction = _without_openers(folded)
    if not rest:
        return None
    amount = _read_amount(rest, is_correction=is_correction)
    if amount is not None:
        return amount
    kept = _captured("keep only", rest)
    if kept is not None:
        return KeepOnly(kept)
    return _read_refinement(rest, is_correction=is_correction)


# Patterns stand in the lexicon: "<>" is what is looked for, a bar parts alternatives in brackets.


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("^" + phrase.replace("<>", "(?P<rest>.+?)") + "$")
        for phrase in read_section("following").get(key, ())
    )


def _is(key: str, text: str) -> bool:
    return any(pattern.match(text) for pattern in _patterns(key))


def _captured(key: str, text: str) -> str | None:
    for pattern in _patterns(key):
        match = pattern.match(text)
        if match is not None:
            return match["rest"].strip(_EDGES)
    return None


def _read_leaving(text: str) -> FollowUp | None:
    return LeaveOut() if _is("leave out", text) else None


def _read_dropping(text: str) -> FollowUp | None:
    if _is("drop last", text):
        return DropIt(is_last=True)
    return DropIt() if _is("drop it", text) else None


def _read_factor(text: str) -> FollowUp | None:
    for factor in ("0.5", "2", "3"):
        if _is(f"times {factor}", text):
            return TimesAsMuch(Decimal(factor))
    return None


def read_factor_of(text: str) -> tuple[Decimal, str] | None:
    """ "double the coke", "kola iki katı", 可乐加倍: how many times as much, and of what."""
    folded = " ".join(fold(text).split()).strip(_EDGES)
    for factor in ("0.5", "2", "3"):
        words = _captured(f"times {factor} of", folded)
        if words:
            return Decimal(factor), words
    return None


def _without_openers(text: str) -> tuple[str, bool]:
    """The text without "no, sorry, I meant" and "please" at its ends; whether it puts something right."""
    is_correction = False
    while True:
        for key in ("correction", "opener"):
            rest = _captured(key, text)
            if rest is not None:
                is_correction |= key == "correction"
                text = rest
                break
        else:
            return text.strip(_EDGES), is_correction


def _read_amount(text: str, *, is_correction: bool) -> FollowUp | None:
    for key, action in (
        ("less", Action.DECREASE),
        ("more", Action.INCREASE),
        ("change", Action.CHANGE),
        ("change each", Action.CHANGE),
    ):
        found = _captured(key, text)
        reading = _amount_alone(found) if found else None
        if reading is None and found and action is Action.INCREASE and "another" in text.split():
            reading = _amount_alone(f"1 {found}")
        if reading is not None:
            return AmountOf(reading, action, of_each=key == "change each")
    reading = _amount_alone(text)
    if reading is None:
        return None
    if is_correction and reading.unit is None:
        return Refine(text, is_correction=True, amount=reading)
    return AmountOf(reading, Action.CHANGE if is_correction else Action.ADD)


def _amount_alone(text: str) -> LineReading | None:
    """The reading of a text that is nothing but an amount: "10", "2 boxes", "a case", 两箱."""
    reading = read_line(text).best
    is_amount = (
        reading.quantity_kind is QuantityKind.EXACT
        and not reading.item.strip(_EDGES)
        and reading.size is None
        and not reading.remark
    )
    return reading if is_amount else None


def _read_refinement(text: str, *, is_correction: bool) -> FollowUp | None:
    ordinal = _ordinal(text)
    if ordinal is not None:
        return Refine(text, ordinal=ordinal, is_correction=is_correction)
    for size in Size:
        if _is(size.value, text):
            return Refine(text, size=size, is_correction=is_correction or _is("one of them", text))
    named = _captured("one of them", text)
    words = named if named is not None else text
    if not words or len(words.split()) > _MOST_WORDS:
        return None
    return Refine(words, is_correction=is_correction)


def _ordinal(text: str) -> int | None:
    for at, key in enumerate(("first", "second", "third", "fourth", "fifth")):
        if _is(key, text):
            return at
    return -1 if _is("last", text) else None
