"""What is noted of a dealer or a person besides names: language, time zone, currency; checked alike."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel.numbers import list_currencies

from core.dealers.errors import CurrencyUnknown, FactUnfit, LanguageUnknown, ZoneUnknown
from core.i18n.phrases import LANGUAGES
from core.kernel.texts import storable


@cache
def zones() -> frozenset[str]:
    """Names of the IANA time zone database."""
    return frozenset(available_timezones())


@cache
def currencies() -> frozenset[str]:
    """Codes of ISO 4217, past ones among them."""
    return frozenset(list_currencies())


def checked_language(code: str) -> str:
    if code not in LANGUAGES:
        raise LanguageUnknown(language=code)
    return code


def checked_zone(name: str) -> str:
    if name not in zones():
        raise ZoneUnknown(value=name)
    return name


def checked_currency(code: str) -> str:
    if code not in currencies():
        raise CurrencyUnknown(value=code)
    return code


def checked_text(text: str, most: int) -> str:
    """A name in one line; FactUnfit when it is empty or longer than ``most`` characters."""
    clean = " ".join(storable(text).split())
    if not 0 < len(clean) <= most:
        raise FactUnfit(most=most)
    return clean
