"""Days of documents: with their year, since they reach far back."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from core.credit.types import Posted
from core.i18n.phrases import Say, locale_of


def day(value: date, say: Say) -> str:
    """ "14 Oct 2025", "2025年10月14日"."""
    pattern = "d MMM y" if say.language == "en" else "medium"
    return format_date(value, pattern, locale=locale_of(say.language))


def posted(kind: Posted, say: Say) -> str:
    """What a movement of an account was."""
    return say(f"posted.{kind.value}")
