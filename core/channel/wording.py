"""A broadcast's text: one for all, or one for each language. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

MOST_CHARACTERS = 3_000
_HEADING = re.compile(r"^\[([A-Za-z]{2}(?:[_-][A-Za-z]{2})?)\]\s*", re.MULTILINE)


def split_variants(text: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The text by language, "" for every language that has none of its own.

    A variant begins with its language in brackets at the start of a row: "[tr] Merhaba". What stands before
    the first one is for the rest; without that the first variant is. Brackets with anything else are text.
    """
    marks = [
        (match, known)
        for match in _HEADING.finditer(text)
        if (known := _language(match[1], languages)) is not None
    ]
    if not marks:
        return {"": text.strip()}
    found: dict[str, str] = {}
    ends = [match.start() for match, _ in marks[1:]] + [len(text)]
    for (match, language), end in zip(marks, ends, strict=True):
        body = text[match.end() : end].strip()
        if body:
            found.setdefault(language, body)
    rest = text[: marks[0][0].start()].strip()
    if rest or found:
        found[""] = rest or next(iter(found.values()))
    return found or {"": ""}


def _language(typed: str, languages: tuple[str, ...]) -> str | None:
    """ "zh", "zh-CN" and "zh_CN" are all the Chinese that we speak."""
    main = typed.replace("-", "_").partition("_")[0].lower()
    return next((one for one in languages if one.partition("_")[0].lower() == main), None)


def text_for(texts: Mapping[str, str], language: str) -> str:
    """The variant that somebody of that language reads."""
    return texts.get(language) or texts[""]
