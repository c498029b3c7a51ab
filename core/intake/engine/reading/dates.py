"""The day of delivery in a message: "tomorrow", "next monday", 下周一, "25/12", "3 gün sonra".

Rules: a weekday alone is its next occurrence after today; with "next" it is that day of the next calendar
week (Monday first). A day and month without a year is the next such day, today included; of two numbers
the first is the day unless it cannot be. A bare "1/2" is a date only where words around it say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from core.intake.engine.lexicon import read_language, words_to_keys
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.tokens import Atom, Kind, has_han

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/-]|\.\d)")
_ISO = re.compile(r"(?<![\d-])(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_HAN_DATE = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})[日号號](?:前|之前)?")
_DAYS_ON = re.compile(
    r"\b(?:in|within)\s+(\d{1,2})\s+days?\b|\b(\d{1,2})\s+(?:gün|gun)\s+(?:sonra|içinde|icinde)"
    r"|\b(\d{1,2})\s+hari\s+lagi|(\d{1,2})\s?天[后後内內]",
    re.IGNORECASE,
)
_ORDINALS = frozenset({"st", "nd", "rd", "th", "hb"})
_FILLERS = frozenset(
    {"by", "on", "for", "before", "until", "till", "this", "next", "coming", "the", "of", "pada"}
)


class FoundDate(NamedTuple):
    """A date and the place of its words, prepositions included."""

    day: date
    start: int
    end: int


def find_date(text: str, atoms: Sequence[Atom], today: date) -> FoundDate | None:
    """The first date in a tidied piece of a message."""
    for match in _DAYS_ON.finditer(text):
        days = next(group for group in match.groups() if group)
        return FoundDate(today + timedelta(days=int(days)), match.start(), match.end())
    found = _in_words(text, atoms, today) or _with_month(atoms, today) or _in_digits(text, atoms, today)
    return _widen(found, atoms) if found is not None else None


def _widen(found: FoundDate, atoms: Sequence[Atom]) -> FoundDate:
    """Take the prepositions before a date along, so that "by friday" goes as a whole."""
    start = found.start
    for atom in reversed(atoms):
        if atom.end <= start and atom.folded in _FILLERS and start - atom.end <= 1:
            start = atom.start
    return found._replace(start=start)


@cache
def _needs_preposition() -> frozenset[str]:
    return frozenset(words_to_keys("days in need of a preposition"))


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(words_to_keys("date prepositions"))


def _in_words(text: str, atoms: Sequence[Atom], today: date) -> FoundDate | None:
    if has_han(text):
        found = _in_han(text, today)
        if found is not None:
            return found
    book = phrase_book("days")
    for place in range(len(atoms)):
        matched = book.match_at(atoms, place)
        if matched is None:
            continue
        key, end = matched
        before = atoms[place - 1].folded if place else ""
        alone = place == 0 and end == len(atoms)
        if atoms[place].folded in _needs_preposition() and end - place == 1:
            dated = before in _prepositions() or before in words_to_keys("next week")
            later = end < len(atoms) and atoms[end].folded in ("gunu", "depan", "kadar", "ya")
            if not (dated or alone or later):
                continue
        after = atoms[end].folded if end < len(atoms) else ""
        named = end < len(atoms) and atoms[end].kind is Kind.WORD
        if place == 0 and named and not key.startswith("+") and not _goes_on(atoms, end):
            # "friday wear shirts 5": a weekday that is not said of anything opens a name.
            continue
        next_week = before in words_to_keys("next week") or after == "depan"
        start = atoms[place - 1].start if before in words_to_keys("next week") else atoms[place].start
        last = end if after == "depan" else end - 1
        return FoundDate(
            _resolve(key, today, next_week=next_week, nearest=after == "depan"), start, atoms[last].end
        )
    return None


def _goes_on(atoms: Sequence[Atom], place: int) -> bool:
    """Whether words about a delivery follow a weekday ("friday please", "monday need 5 ctn")."""
    books = ("delivery words", "date prepositions", "lead", "days")
    after = atoms[place].folded in (
        "depan",
        "morning",
        "afternoon",
        "evening",
        "gunu",
        "pagi",
        "petang",
        "kadar",
    )
    return after or any(phrase_book(section).match_at(atoms, place) is not None for section in books)


def _resolve(key: str, today: date, *, next_week: bool, nearest: bool = False) -> date:
    if key.startswith("+"):
        return today + timedelta(days=int(key))
    weekday = _WEEKDAYS.index(key)
    if next_week and not nearest:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


@cache
def _han_days() -> tuple[tuple[str, str], ...]:
    section = read_language("zh")["days"]
    pairs = [(word, key) for key, words in section.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _in_han(text: str, today: date) -> FoundDate | None:
    for word, key in _han_days():
        start = text.find(word)
        if start < 0:
            continue
        next_week = not key.startswith("+") and text[:start].endswith(("下", "下个", "下個"))
        begin = start
        if next_week:
            begin -= 1 if text[start - 1] == "下" else 2
        elif text[:start].endswith(("这", "這", "本")):
            begin -= 1
        return FoundDate(_resolve(key, today, next_week=next_week), begin, start + len(word))
    match = _HAN_DATE.search(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if month is None:
        return _day_of_month(int(day), today, match.start(), match.end())
    found = _calendar(int(year) if year else None, int(month), int(day), today)
    return FoundDate(found, match.start(), match.end()) if found is not None else None


def _day_of_month(day: int, today: date, start: int, end: int) -> FoundDate | None:
    """ "25号": the next 25th, today included."""
    for months in range(3):
        month = today.month - 1 + months
        try:
            found = date(today.year + month // 12, month % 12 + 1, day)
        except ValueError:
            continue
        if found >= today:
            return FoundDate(found, start, end)
    return None


def _calendar(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        if year is not None:
            return date(year + 2000 if year < 100 else year, month, day)
        found = date(today.year, month, day)
        return found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _with_month(atoms: Sequence[Atom], today: date) -> FoundDate | None:
    """ "25 dec", "25th of December 2026", "Dec 25"."""
    months = words_to_keys("months")
    for place, atom in enumerate(atoms):
        if atom.kind is not Kind.WORD or atom.folded not in months:
            continue
        month = int(months[atom.folded])
        before = place - 1
        while before >= 0 and (atoms[before].folded in _ORDINALS or atoms[before].folded in ("of", ".")):
            before -= 1
        after = place + 1
        if before >= 0 and _is_day(atoms[before]):
            day, start, end = int(atoms[before].text), atoms[before].start, atom.end
        elif after < len(atoms) and _is_day(atoms[after]) and atom.folded != "may":
            day, start, end = int(atoms[after].text), atom.start, atoms[after].end
            if after + 1 < len(atoms) and atoms[after + 1].folded in _ORDINALS:
                end = atoms[after + 1].end
        else:
            continue
        found = _calendar(None, month, day, today)
        if found is not None:
            return FoundDate(found, start, end)
    return None


def _is_day(atom: Atom) -> bool:
    return (
        atom.kind is Kind.NUMBER
        and atom.text.isdecimal()
        and len(atom.text) <= 2
        and 0 < int(atom.text) <= 31
    )


def _in_digits(text: str, atoms: Sequence[Atom], today: date) -> FoundDate | None:
    iso = _ISO.search(text)
    if iso is not None:
        found = _calendar(int(iso[1]), int(iso[2]), int(iso[3]), today)
        return FoundDate(found, iso.start(), iso.end()) if found is not None else None
    for match in _NUMERIC.finditer(text):
        first, sign, second, year = match.groups()
        before = [atom for atom in atoms if atom.end <= match.start()]
        dated = bool(before) and before[-1].folded.rstrip(":") in _prepositions()
        dated = dated or (len(before) > 1 and before[-1].text == ":" and before[-2].folded in _prepositions())
        alone = match.group() == text.strip(" .!")
        if not (dated or (alone and sign != "-") or (year is not None and len(year) == 4)):
            continue
        if sign == "." and year is None and not alone and not dated:
            continue
        day, month = int(first), int(second)
        if month > 12 >= day:
            day, month = month, day
        found = _calendar(int(year) if year else None, month, day, today)
        if found is not None:
            return FoundDate(found, match.start(), match.end())
    return None
