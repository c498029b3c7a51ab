"""Arguments of a broadcast: its kind, whom it is for, when, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.office.broadcasts.audience import ALL, read_audience
from bot.office.figures import read_day
from bot.office.kinds import ChoiceKind, Option, Reading
from bot.turn import Turn
from core.channel.types import BROADCAST_KINDS, Audience
from core.pricing.use_cases.set_terms import ListTiers

_MOST_TIERS = 4
_TIME = re.compile(r"(?:(.*?)\s+)?([01]?\d|2[0-3])[:.]([0-5]\d)")
_NOW = "now"
_NOW_WORDS = (_NOW, "现在", "şimdi", "sekarang")


async def _kinds(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(kind.value, turn.say(f"noticekind.{kind.value}")) for kind in BROADCAST_KINDS)


NOTICE_KIND = ChoiceKind(_kinds)


@dataclass(frozen=True, slots=True)
class AudienceKind:
    """ "all", "tier:gold region:west", "dormant:60" -> Audience."""

    most_words: int = 8
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return read_audience(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(" ".join(text.split())) if self.fits(text) else Reading(wrong="audience")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        say = turn.say
        tiers = [
            Option(f"tier:{one.tier}", say("audience.tier", names=one.name))
            for one in (await turn.ask(ListTiers()))[:_MOST_TIERS]
        ]
        return (
            Option(ALL, say("audience.all")),
            *tiers,
            Option("dormant:60", say("audience.dormant", 60)),
            Option("staff:all", say("audience.staff")),
        )

    def load(self, value: str) -> Audience:
        found = read_audience(value)
        if found is None:
            raise ValueError(value)
        return found


@dataclass(frozen=True, slots=True)
class WhenKind:
    """ "now", "18:00", "tomorrow 9:00", "2025-11-01 09:30", where the house is -> datetime, None for now."""

    most_words: int = 3
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return text.strip().casefold() in _NOW_WORDS or _moment(text, date(2000, 1, 1), "UTC") is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        if text.strip().casefold() in _NOW_WORDS:
            return Reading(_NOW)
        zone = turn.core.settings.default_zone
        found = _moment(text, turn.core.clock.now().astimezone(ZoneInfo(zone)).date(), zone)
        return Reading(wrong="when") if found is None else Reading(found.isoformat())

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return (Option(_NOW, turn.say("broadcast.now")),)

    def load(self, value: str) -> datetime | None:
        return None if value == _NOW else datetime.fromisoformat(value)


def _moment(text: str, today: date, zone: str) -> datetime | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    day = today if not match[1] else read_day(match[1], today)
    if day is None:
        return None
    at = time(int(match[2]), int(match[3]))
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class MessageKind:
    """What it says, rows and all: always asked for, never taken from the command's own row -> str."""

    most_words: int = 1
    is_shaped: bool = True
    most: int = 15_000

    def fits(self, text: str) -> bool:
        return False

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(text.strip()) if 0 < len(text.strip()) <= self.most else Reading(wrong="text")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str:
        return value
