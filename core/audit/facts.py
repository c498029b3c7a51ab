"""The payload of an event as values that people read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.audit.types import Fact
from core.kernel.money import Money

MOST_FACTS = 6
MOST_SIGNS = 60
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def ids_in(payload: Mapping[str, Any]) -> set[str]:
    """Ids that an entry names, which may be people's."""
    return {value for value in payload.values() if isinstance(value, str) and _ID.fullmatch(value)}


def facts_of(payload: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Fact, ...]:
    """The first values that say something, by the names of their fields.

    Ids become names where they are known (``names``: id -> name) and are left out elsewhere; "x_minor" beside
    "currency" is an amount; a yes or no is told with the name of its field.
    """
    found: list[Fact] = []
    # A database may keep an object's fields in any order, so theirs is the alphabet's.
    for field, value in sorted(payload.items()):
        for fact in _facts(field, value, payload, names):
            if fact not in found:
                found.append(fact)
    return tuple(found[:MOST_FACTS])


def _facts(field: str, value: Any, payload: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Fact]:
    currency = payload.get("currency")
    match value:
        case None | "" | []:
            return
        case bool():
            yield f"{field.replace('_', ' ')}: {'✓' if value else '✗'}"
        case int() if field.endswith("_minor") and isinstance(currency, str):
            yield Money(value, currency)
        case int():
            yield value
        case {"minor": int(minor), "currency": str(code)}:
            yield Money(minor, code)
        case str() if _ID.fullmatch(value):
            if value in names:
                yield names[value]
        case str() if field != "currency":
            yield value if len(value) <= MOST_SIGNS else value[: MOST_SIGNS - 1] + "…"
        case list():
            yield f"{len(value)} {field.replace('_', ' ')}"
        case _:
            return
