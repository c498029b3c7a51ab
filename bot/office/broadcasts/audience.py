"""Whom a broadcast is for, as it is typed. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.languages import read_language
from core.channel.types import Audience
from core.kernel.actor import STAFF_ROLES, Role

ALL = "all"
_STAFF = {role.value: role for role in STAFF_ROLES}


def read_audience(text: str) -> Audience | None:
    """ "all", or words such as "tier:gold,silver region:west lang:tr bought:grocery/drinks days:30",
    "dormant:60", "staff:rep,manager", "staff:all"; None for anything else."""
    words = text.split()
    if not words or (ALL in words and len(words) > 1):
        return None
    found = Audience()
    for word in words if words != [ALL] else ():
        key, _, value = word.partition(":")
        after = _with(found, key.casefold(), tuple(part for part in value.split(",") if part))
        if after is None:
            return None
        found = after
    return found


def _with(found: Audience, key: str, values: tuple[str, ...]) -> Audience | None:
    match key:
        case "tier" if values:
            return replace(found, tiers=values)
        case "region" if values:
            return replace(found, regions=values)
        case "lang" if values:
            languages = tuple(filter(None, map(read_language, values)))
            return replace(found, languages=languages) if len(languages) == len(values) else None
        case "bought" if len(values) == 1:
            return replace(found, bought=values[0])
        case "days" if len(values) == 1 and _is_days(values[0]):
            return replace(found, days=int(values[0]))
        case "dormant" if not values:
            return replace(found, is_dormant=True)
        case "dormant" if len(values) == 1 and _is_days(values[0]):
            return replace(found, is_dormant=True, days=int(values[0]))
        case "staff" if values == (ALL,):
            return replace(found, staff=STAFF_ROLES)
        case "staff" if values:
            roles = _roles(values)
            return replace(found, staff=roles) if roles else None
    return None


def _is_days(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _roles(values: tuple[str, ...]) -> tuple[Role, ...]:
    found = tuple(_STAFF[value.casefold()] for value in values if value.casefold() in _STAFF)
    return found if len(found) == len(values) else ()
