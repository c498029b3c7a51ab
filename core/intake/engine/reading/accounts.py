"""What a question about invoices and payments is about: which document, which period, or when to pay (A13).

A month without a year is the latest one that has begun. "Last" asks for the newest payment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from core.intake.engine.lexicon import fold, words_to_keys
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.tokens import Atom, Kind
from core.intake.types import AccountQuestion, AccountTopic

_FULL_NUMBER = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]{1,6}(?:-\d+){1,3})(?![A-Za-z0-9-])")
_SHORT_NUMBER = re.compile(r"(?<![\w/.-])#?(\d{1,10})(?![\w/-])", re.ASCII)
_LONG_ENOUGH = 3  # digits of a number that need no word right before them: "1042 nolu fatura"
_OF_THAT_NUMBER = frozenset({"nolu", "numaralı", "fatura", "号", "號"})
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_AND_MONTH = re.compile(
    r"(?<!\d)(20\d\d)\s?[-/.年]\s?(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})[/.](20\d\d)(?!\d)"
)
_HAN_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九]|\d{1,2})月")
_HAN_DIGITS = "一二三四五六七八九十"

# Of several words the first of these decides: "receipt for my last payment" is about a payment.
_TOPICS = (AccountTopic.STATEMENT, AccountTopic.DUE, AccountTopic.PAYMENTS)


def read_account_question(text: str, atoms: Sequence[Atom], today: date) -> AccountQuestion:
    """Read one piece of a message that asks about invoices, statements or payments."""
    found = phrase_book("account words").find_all(text, atoms)
    words = {one.key for one in found}
    topic = next((one for one in _TOPICS if one.value in words), AccountTopic.INVOICES)
    if topic is AccountTopic.STATEMENT:
        since, until = _period(text, atoms, today, words)
        return AccountQuestion(topic, since=since, until=until)
    if topic is AccountTopic.DUE:
        return AccountQuestion(topic)
    return AccountQuestion(topic, number=_number(text), is_latest="latest" in words)


def _number(text: str) -> str | None:
    """The number of a document: in full, or its end."""
    full = _FULL_NUMBER.search(text)
    if full is not None:
        return full[1]
    words = words_to_keys("document words")
    spaced = _spaced(text)
    for match in _SHORT_NUMBER.finditer(spaced):
        before = spaced[: match.start()].rstrip(" #:.").split()
        after = spaced[match.end() :].split()
        named = bool(before) and fold(before[-1]) in words
        # "the last 100 invoices" names none of them; "1042 nolu fatura" does.
        counted = bool(after) and fold(after[0]) in words and after[0].casefold() not in _OF_THAT_NUMBER
        if named or (len(match[1]) >= _LONG_ENOUGH and not counted):
            return match[1]
    return None


def _spaced(text: str) -> str:
    """Chinese words and the digits beside them apart: 发票1042."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text)


def _period(
    text: str, atoms: Sequence[Atom], today: date, words: Collection[str]
) -> tuple[date | None, date | None]:
    if "this month" in words:
        return _month(today.year, today.month)
    if "last month" in words:
        end = today.replace(day=1) - timedelta(days=1)
        return _month(end.year, end.month)
    both = _YEAR_AND_MONTH.search(text)
    if both is not None:
        year, month = (both[1], both[2]) if both[1] else (both[4], both[3])
        return _month(int(year), int(month)) if 1 <= int(month) <= 12 else (None, None)
    found_year = _YEAR.search(text)
    named = _named_month(text, atoms)
    if named is not None:
        latest = today.year if named <= today.month else today.year - 1
        return _month(int(found_year[1]) if found_year else latest, named)
    if found_year is not None:
        return date(int(found_year[1]), 1, 1), date(int(found_year[1]), 12, 31)
    return None, None


def _named_month(text: str, atoms: Sequence[Atom]) -> int | None:
    months = words_to_keys("months")
    for atom in atoms:
        if atom.kind is Kind.WORD and atom.folded in months:
            return int(months[atom.folded])
    han = _HAN_MONTH.search(text)
    if han is None:
        return None
    written = han[1]
    month = int(written) if written.isdecimal() else sum(_HAN_DIGITS.index(sign) + 1 for sign in written)
    return month if 1 <= month <= 12 else None


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)
