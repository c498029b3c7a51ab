"""Arguments of commands about vans and places: a van, a position, hours, what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.office.areas.choices import WordKind
from bot.office.figures import read_day
from bot.office.kinds import NAME_WORDS, ChoiceKind, DealerKind, Option, Reading
from bot.turn import Turn
from core.dispatch.types import Position
from core.dispatch.use_cases.keep_vans import ListVans
from core.i18n.phrases import Say
from core.kernel.clock import local_day
from core.kernel.ids import DealerId

_POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)")
_HOURS = re.compile(r"(\d{1,2}:\d\d\s*[-–]\s*\d{1,2}:\d\d)(\s*[,;]\s*\d{1,2}:\d\d\s*[-–]\s*\d{1,2}:\d\d)*")
_KILOMETRES = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)(?:\s*(?:km|公里))?", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
# Before or behind an end, as people write it.
_UNTIL = ("until", "till", "到", "至", "kadar", "dek", "hingga", "sampai")
ALL_DAY = "all_day"


async def _vans(turn: Turn) -> tuple[Option, ...]:
    return tuple(
        Option(van.code, f"{van.code} · {van.warehouse}" + (f" · {van.driver}" if van.driver else ""))
        for van in await turn.ask(ListVans())
    )


def _happened(say: Say, word: str) -> str:
    return say(f"happened.{word}")


async def _archived(turn: Turn) -> tuple[Option, ...]:
    found = await turn.ask(ListVans(is_archived=True))
    return tuple(Option(van.code, f"{van.code} · {van.warehouse}") for van in found)


VAN, ARCHIVED = ChoiceKind(_vans), ChoiceKind(_archived)
HAPPENED = WordKind(("broken", "slow"), _happened)


@dataclass(frozen=True, slots=True)
class PositionKind:
    """ "41.01384, 28.94966" -> Position; core says whether it is a place on earth."""

    most_words: int = 2
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _POSITION.fullmatch(text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        match = _POSITION.fullmatch(text.strip())
        return Reading(wrong="position") if match is None else Reading(f"{match[1]},{match[2]}")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> Position:
        latitude, _, longitude = value.partition(",")
        return Position(float(latitude), float(longitude))


@dataclass(frozen=True, slots=True)
class HoursKind:
    """ "8:00-12:00, 13:00-17:00" -> the text; the button "all day" -> ""."""

    most_words: int = 6
    is_shaped: bool = True
    has_all_day: bool = True

    def fits(self, text: str) -> bool:
        return _HOURS.fullmatch(text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip()
        if self.has_all_day and typed.casefold() == turn.say("hours.all_day").casefold():
            return Reading(ALL_DAY)
        return Reading(typed) if self.fits(typed) else Reading(wrong="hours")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return (Option(ALL_DAY, turn.say("hours.all_day")),) if self.has_all_day else ()

    def load(self, value: str) -> str:
        return "" if value == ALL_DAY else value


@dataclass(frozen=True, slots=True)
class SpotKind:
    """A dealer, or a position -> Position | DealerId."""

    most_words: int = NAME_WORDS
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return DEALER.fits(text) and not {*_UNTIL} & {*text.casefold().split()}

    async def read(self, turn: Turn, text: str) -> Reading:
        return await (POSITION if POSITION.fits(text) else DEALER).read(turn, text)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> Position | DealerId:
        return POSITION.load(value) if POSITION.fits(value) else DEALER.load(value)


@dataclass(frozen=True, slots=True)
class ReachKind:
    """How far around a spot, "2", "0.5 km" -> metres; or the spot that a road leads to."""

    most_words: int = NAME_WORDS
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return SPOT.fits(text)

    async def read(self, turn: Turn, text: str) -> Reading:
        match = _KILOMETRES.fullmatch(text.strip())
        if match is None:
            return await SPOT.read(turn, text)
        return Reading(f"{round(float(match[1].replace(',', '.')) * 1000)}m")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> int | Position | DealerId:
        return int(value[:-1]) if re.fullmatch(r"\d+m", value) else SPOT.load(value)


@dataclass(frozen=True, slots=True)
class UntilKind:
    """ "14:00", "until 2025-10-31" -> a clock time ("14:00") or a date."""

    most_words: int = 3
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _read_until(text, date.min.replace(year=2000)) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = _read_until(text, local_day(turn.core.clock.now(), turn.actor.zone))
        return Reading(wrong="until") if found is None else Reading(found)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str | date:
        return value if ":" in value else date.fromisoformat(value)


def _read_until(text: str, today: date) -> str | None:
    typed = text.strip().casefold()
    for word in _UNTIL:
        typed = typed.removeprefix(word).removesuffix(word).strip()
    match = _CLOCK.fullmatch(typed)
    if match is not None:
        return f"{int(match[1]):02}:{match[2]}"
    day = read_day(typed, today)
    return None if day is None else day.isoformat()


DEALER, SPOT, REACH, UNTIL = DealerKind(), SpotKind(), ReachKind(), UntilKind()
POSITION, HOURS, SHIFT = PositionKind(), HoursKind(), HoursKind(has_all_day=False)
