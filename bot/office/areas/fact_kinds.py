"""What is noted of a dealer or a person besides its name, as it is typed: language, time zone, currency."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from functools import cache

from bot.languages import read_language
from bot.office.command import Unfit
from bot.office.figures import CURRENCIES
from bot.office.kinds import NAME_WORDS, DealerKind, Option, Reading
from bot.turn import Turn
from core.dealers.facts import zones
from core.kernel.ids import DealerId

NONE = "-"
"""What is typed for none."""


@cache
def _zones_by_name() -> dict[str, str]:
    """Zones by their whole name, and by their city where no other zone has one of that name."""
    cities: dict[str, set[str]] = {}
    for zone in zones():
        cities.setdefault(zone.rpartition("/")[2].casefold(), set()).add(zone)
    named = {city: next(iter(found)) for city, found in cities.items() if len(found) == 1}
    return named | {zone.casefold(): zone for zone in zones()}


def read_zone(typed: str) -> str | None:
    """A time zone by its name or its city ("Asia/Shanghai", "kuala lumpur") -> its name."""
    return _zones_by_name().get("_".join(typed.split()).casefold())


def read_fact(name: str, typed: str) -> str:
    """A fact as the core wants it. Raises Unfit for what the field cannot be."""
    match name:
        case "language":
            value, wrong = read_language(typed), "language"
        case "zone":
            value, wrong = read_zone(typed), "zone"
        case _:
            value, wrong = typed.strip(), "text"
    if not value:
        raise Unfit("fact_value", wrong=wrong)
    return value


@dataclass(frozen=True, slots=True)
class ZoneKind:
    """A time zone by its whole name -> str. A city alone is rather a region, where both may stand."""

    most_words: int = 3
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return "/" in text and read_zone(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        zone = read_zone(text)
        return Reading(zone) if zone else Reading(wrong="zone")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class ClockKind:
    """ "15:00", "9:30" -> time."""

    most_words: int = 1
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(text.strip().zfill(5)) if self.fits(text) else Reading(wrong="clock")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return tuple(Option(one, one) for one in ("12:00", "16:00"))

    def load(self, value: str) -> time:
        return time.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class CurrencyKind:
    """A currency by its code -> str."""

    most_words: int = 1
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return text.strip().upper() in CURRENCIES

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(text.strip().upper()) if self.fits(text) else Reading(wrong="currency")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class ParentKind:
    """The dealer above, or "-" for none -> DealerId | None."""

    dealer: DealerKind = field(default_factory=DealerKind)
    most_words: int = NAME_WORDS
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return self.dealer.fits(text)

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(NONE) if text.strip() == NONE else await self.dealer.read(turn, text)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return (Option(NONE, turn.say("office.no_parent")),)

    def load(self, value: str) -> DealerId | None:
        return None if value == NONE else self.dealer.load(value)
