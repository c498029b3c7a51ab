"""A stretch of days in words: "3 Oct to 20 Nov", "last quarter", 十月, "2025-10-01..2025-10-20" (A13).

Looking back: a day or month without a year is the latest one that has begun, and the end of a stretch is
the first such day after its beginning. Of two numbers the first is the day unless it cannot be. "Since" a day
goes on until today. A day that no calendar has makes no stretch.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from core.intake.engine.lexicon import fold, read_language, words_to_keys
from core.kernel.days import NAMED_DAYS, Days, months_from, named_days

_YEAR = r"(20\d\d)"
_HAN_DIGITS = "一二三四五六七八九十"
_HAN_NUMBER = rf"(?:\d{{1,2}}|[{_HAN_DIGITS}]{{1,3}})"
_ORDINAL = r"(?:st|nd|rd|th|hb)?\.?"
# What stands between the two ends of a stretch.
_TO = r"\s*(?:-|–|—|~|\.\.+|to|until|till|through|hingga|sampai|ile|ve|至|到)\s*"
_SINCE = re.compile(
    r"\b(?:since|from|starting|sejak|mulai|dari|itibaren|beri|bu yana)\b|自从?|以来|起(?!\w)|之后|開始|开始"
)
_QUARTER = re.compile(
    rf"\bq\s?([1-4])\b(?:\W*{_YEAR})?|\b([1-4])\.?\s?(?:ceyrek|quarter)(?:\w*\W*{_YEAR})?"
    rf"|\bsuku (?:tahun )?(?:ke-?\s?)?([1-4])\b(?:\W*{_YEAR})?"
    rf"|(?:{_YEAR}年?)?第?([1-4一二三四])季"
)
_LONE_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")


@dataclass(frozen=True, slots=True)
class _Item:
    """One date as it was written: a day, or a whole month (day None); year None where it says none."""

    year: int | None
    month: int
    day: int | None

    def in_year(self, year: int) -> Days | None:
        try:
            if self.day is not None:
                day = date(year, self.month, self.day)
                return Days(day, day)
            first = date(year, self.month, 1)
        except ValueError:
            return None
        return months_from(first, 1)


def read_span(text: str, today: date, words: Collection[str] = ()) -> Days | None:
    """The days that a text is about. words: keys of [account words] that it has, such as "last month"."""
    folded = fold(text)
    items = _items(folded)
    if items:
        return _of_items(items, folded, today)
    quarter = _QUARTER.search(folded)
    if quarter is not None:
        return _of_quarter(quarter, today)
    for key in words:
        if key in NAMED_DAYS:
            return named_days(key, today)
    year = _LONE_YEAR.search(folded)
    return None if year is None else Days(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))


def without_dates(text: str) -> str:
    """What a text says besides its days, folded."""
    rest = _BARE_HAN_DAY.sub(" ", _date().sub(" ", fold(text)))
    return _LONE_YEAR.sub(" ", _QUARTER.sub(" ", _bare_day(r"(?=\s)").sub(" ", rest)))


def _of_quarter(match: re.Match[str], today: date) -> Days:
    groups = match.groups()
    number = next(one for one in (groups[0], groups[2], groups[4], groups[7]) if one)
    year = next((one for one in (groups[1], groups[3], groups[5], groups[6]) if one), None)
    month = (_number(number) - 1) * 3 + 1
    first = date(int(year) if year else today.year, month, 1)
    if year is None and first > today:
        first = first.replace(year=today.year - 1)
    return months_from(first, 3)


def _of_items(items: list[_Item], folded: str, today: date) -> Days | None:
    if len(items) > 1:
        return _between(items[0], items[1], today)
    (only,) = items
    lone = _LONE_YEAR.search(_date().sub(" ", folded))
    year = only.year or (int(lone[1]) if lone else None)
    found = only.in_year(year) if year else _latest(only, today)
    # "The statement from October" is October's; "since October" goes on.
    is_open = _SINCE.search(folded) is not None and (only.day is not None or "from" not in folded.split())
    return Days(found.since, max(found.until, today)) if found and is_open else found


def _between(first: _Item, second: _Item, today: date) -> Days | None:
    if first.year is None and second.year is not None:
        end = second.in_year(second.year)
        begin = _latest(first, end.since) if end else None
    else:
        begin = first.in_year(first.year) if first.year else _latest(first, today)
        end = None
        if begin is not None:
            end = second.in_year(second.year) if second.year else _next(second, begin.since)
    if begin is None or end is None:
        return None
    return Days(min(begin.since, end.since), max(begin.until, end.until))


def _latest(item: _Item, today: date) -> Days | None:
    """Its last occurrence that has begun; 29 February may be years ago."""
    found = (item.in_year(today.year - back) for back in range(9))
    return next((one for one in found if one is not None and one.since <= today), None)


def _next(item: _Item, since: date) -> Days | None:
    found = (item.in_year(since.year + on) for on in range(9))
    return next((one for one in found if one is not None and one.until >= since), None)


@cache
def _month_words() -> str:
    """The names of months in all languages; Turkish ones take endings ("ekimden", "kasıma")."""
    turkish = {word for words in read_language("tr")["months"].values() for word in words}
    plain = sorted(set(words_to_keys("months")), key=len, reverse=True)
    ending = r"(?:'?(?:den|dan|e|a|ye|ya|in|un|i|u))?"
    # "May I have" asks for leave, not for a month.
    names = [f"{name}{ending}" if name in turkish else name for name in plain if name != "may"]
    return rf"(?:{'|'.join(names)}|araliga|may(?! (?:i|we|you)\b))"


@cache
def _date() -> re.Pattern[str]:
    month = _month_words()
    forms = (
        r"(?<!\d)(?P<y1>20\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y2>20\d\d)\s?[-/.]\s?(?P<m2>\d{1,2})(?![\d年])",
        r"(?<![\d/.])(?P<d3>\d{1,2})(?P<s3>[/.-])(?P<m3>\d{1,2})(?P=s3)(?P<y3>20\d\d|\d\d)(?!\d)",
        r"(?<![\d/.])(?P<m4>\d{1,2})[/.](?P<y4>20\d\d)(?!\d)",
        r"(?<![\d/.-])(?P<d5>\d{1,2})[/.](?P<m5>\d{1,2})(?![\d/-]|\.\d)",
        rf"(?<!\d)(?P<d6>\d{{1,2}}){_ORDINAL}\s*(?:of\s+)?(?P<m6>{month})\b\.?(?:,?\s*(?P<y6>20\d\d)(?!\d))?",
        rf"\b(?P<m7>{month})\b\.?\s+(?P<d7>\d{{1,2}}){_ORDINAL}(?![\d/])(?:,?\s*(?P<y7>20\d\d)(?!\d))?",
        rf"\b(?P<m8>{month})\b\.?(?:,?\s*(?P<y8>20\d\d)(?!\d))?",
        rf"(?:(?P<y9>20\d\d)年)?(?P<m9>{_HAN_NUMBER})月(?:份|(?P<d9>{_HAN_NUMBER})[日号號])?",
    )
    return re.compile("|".join(forms))


@cache
def _bare_day(before: str = "$") -> re.Pattern[str]:
    """A day whose month stands with the end of the stretch: the 3 of "3 - 20 Oct"."""
    return re.compile(rf"(?<![\d/.-])(\d{{1,2}}){_ORDINAL}{_TO}{before}")


# A last day whose month stands with the first: the 20 of 10月3日到20日.
_BARE_HAN_DAY = re.compile(rf"{_TO}({_HAN_NUMBER})[日号號]")


def _items(folded: str) -> list[_Item]:
    """Every date of a folded text, in its order; the ends of "3 - 20 Oct" as two."""
    found: list[_Item] = []
    end = 0
    for match in _date().finditer(folded):
        item = _item(match)
        if item is None:
            continue
        before = _bare_day().search(folded[end : match.start()])
        if before is not None and item.day is not None:
            found.append(_Item(item.year, item.month, int(before[1])))
        found.append(item)
        end = match.end()
        after = _BARE_HAN_DAY.match(folded[end:])
        if after is not None and item.day is not None:
            found.append(_Item(item.year, item.month, _number(after[1])))
    return found


def _item(match: re.Match[str]) -> _Item | None:
    parts = {name[0]: text for name, text in match.groupdict().items() if text is not None}
    month = _month(parts["m"])
    day = _number(parts["d"]) if "d" in parts else None
    if day is not None and (match["d3"] or match["d5"]) and day <= 12 < month:
        day, month = month, day
    year = int(parts["y"]) if "y" in parts else None
    if year is not None and year < 100:
        year += 2000
    return _Item(year, month, day)


def _month(text: str) -> int:
    if text.isdecimal() or text[0] in _HAN_DIGITS:
        return _number(text)
    months = words_to_keys("months")
    # Without the ending that it took.
    known = next((text[:length] for length in range(len(text), 2, -1) if text[:length] in months), "aralik")
    return int(months[known])


def _number(text: str) -> int:
    """ "12", 十二 or 二十 as a number."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN_DIGITS.index(text[-1]) + 1
    whole = _HAN_DIGITS.index(tens[-1]) + 1 if tens else 1
    return whole * 10 + (_HAN_DIGITS.index(ones[0]) + 1 if ones else 0)
