"""Reads the catalogues of ``locales/`` and says things: ``say("quote.total", total=Money(...))``.

A message id is a key such as ``quote.total``; placeholders are named. What is put in is formatted by its type
(money, unit price, date, time, number) in the reader's locale, and text is escaped by the front's rule, so
that a product name can never turn into markup.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from core.kernel.money import Money, UnitPrice

LANGUAGES = ("en", "zh_CN", "tr", "ms")
FALLBACK = "en"

# Month and day in each language's own order (CLDR); English has two, and everybody reads this one.
_DAYS = {"en": "EEE d MMM"}
_DATES = {"en": "d MMM"}

# First strong isolate and pop: keep a name or a code from turning the line around it.
_ISOLATE, _POP = "\u2068", "\u2069"


class Raw(str):
    """Text that is markup already and must not be escaped again."""

    __slots__ = ()


class Phrasebook:
    """All catalogues, read once at the start of a process."""

    def __init__(self, languages: Iterable[str] = LANGUAGES) -> None:
        self._catalogues = {language: _load(language) for language in languages}

    def has(self, language: str, key: str) -> bool:
        catalogue = self._catalogues.get(language)
        return catalogue is not None and catalogue.gettext(key) != key

    def text(self, language: str, key: str, count: int | None = None) -> str:
        """The phrase of a key, plural form by ``count``; English where the language has none."""
        for one in (language, FALLBACK):
            catalogue = self._catalogues.get(one)
            if catalogue is None:
                continue
            found = catalogue.gettext(key) if count is None else catalogue.ngettext(key, key, count)
            if found != key:
                return found
        raise KeyError(key)

    def say(self, language: str, *, zone: str = "UTC", escape: Callable[[str], str] = str) -> Say:
        """The voice for one reader. Unknown languages fall back to English."""
        known = language if language in self._catalogues else FALLBACK
        return Say(self, known, zone, escape)


@cache
def _load(language: str) -> gettext.GNUTranslations:
    source = resources.files("locales").joinpath(language, "dealerline.po").read_bytes()
    catalogue = read_po(io.BytesIO(source), locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    return Locale.parse(language)


@dataclass(frozen=True, slots=True)
class Say:
    """Says things to one reader, in the language and time zone of that reader."""

    book: Phrasebook
    language: str
    zone: str
    escape: Callable[[str], str]

    def __call__(self, key: str, count: int | None = None, /, **params: object) -> str:
        text = self.book.text(self.language, key, count)
        if count is not None:
            params["count"] = count
        return text.format(**{name: self.show(value) for name, value in params.items()}) if params else text

    def show(self, value: object) -> str:
        """A value as this reader reads it."""
        match value:
            case Raw():
                return value
            case Money():
                shown = self.money(value)
            case UnitPrice():
                shown = self.unit_price(value)
            case datetime():
                shown = self.moment(value)
            case date():
                shown = self.day(value)
            case bool() | None:
                shown = str(value)
            case int() | Decimal():
                shown = self.number(value)
            case _:
                return self._isolated(self.escape(str(value)))
        return self._isolated(shown)

    def _isolated(self, text: str) -> str:
        if locale_of(self.language).text_direction == "rtl":
            return f"{_ISOLATE}{text}{_POP}"
        return text

    def money(self, value: Money) -> str:
        return format_currency(value.to_decimal(), value.currency, locale=locale_of(self.language))

    def unit_price(self, value: UnitPrice) -> str:
        """Unit prices show the currency's own digits, and up to four where there is more to say."""
        amount = value.to_decimal()
        if amount == round(amount, 2):
            return format_currency(amount, value.currency, locale=locale_of(self.language))
        pattern = locale_of(self.language).currency_formats["standard"].pattern.replace("0.00", "0.00##")
        return format_currency(
            amount, value.currency, pattern, locale=locale_of(self.language), currency_digits=False
        )

    def number(self, value: int | Decimal) -> str:
        return format_decimal(value, locale=locale_of(self.language))

    def percent(self, basis_points: int) -> str:
        return format_percent(Decimal(basis_points) / 10_000, "#,##0.##%", locale=locale_of(self.language))

    def day(self, value: date) -> str:
        """A day as people say it to each other: weekday, day and month."""
        locale = locale_of(self.language)
        pattern = _DAYS.get(self.language) or locale.datetime_skeletons["MMMEd"].pattern
        return format_date(value, pattern, locale=locale)

    def moment(self, value: datetime) -> str:
        local = value.astimezone(ZoneInfo(self.zone))
        locale = locale_of(self.language)
        pattern = _DATES.get(self.language) or locale.datetime_skeletons["MMMd"].pattern
        return format_datetime(local, f"{pattern} HH:mm", locale=locale)

    def weekday_moment(self, value: datetime) -> str:
        """A moment of the next days, as one looks forward to it: "Mon 20 Oct 10:30"."""
        return f"{self.day(value.astimezone(ZoneInfo(self.zone)).date())} {self.clock(value)}"

    def clock(self, value: datetime) -> str:
        """A time of the day: of 24 hours in every language, as in ``moment`` and in what the office types."""
        return f"{value.astimezone(ZoneInfo(self.zone)):%H:%M}"

    def hours(self, since: datetime, until: datetime) -> str:
        """From when until when: "13:30–15:00"."""
        return f"{self.clock(since)}–{self.clock(until)}"
