"""Arguments of commands about vans and places: a van, a position, hours, what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.office.areas.choices import WordKind
from bot.office.kinds import NAME_WORDS, ChoiceKind, DealerKind, Option, Reading
from bot.turn import Turn
from core.dispatch.types import Position
from core.dispatch.use_cases.keep_vans import ListVans
from core.i18n.phrases import Say
from core.kernel.ids import DealerId

_POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)")
_HOURS = re.compile(r"(\d{1,2}:\d\d\s*[-–]\s*\d{1,2}:\d\d)(\s*[,;]\s*\d{1,2}:\d\d\s*[-–]\s*\d{1,2}:\d\d)*")
_KILOMETRES = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)(?:\s*(?:km|公里))?", re.IGNORECASE)
ALL_DAY = "all_day"


async def _vans(turn: Turn) -> tuple[Option, ...]:
    return tuple(
        Option(van.code, f"{van.code} · {van.warehouse}" + (f" · {van.driver}" if van.driver else ""))
        for van in await turn.ask(ListVans())
    )


def _happened(say: Say, word: str) -> str:
    return say(f"happened.{word}")


VAN = ChoiceKind(_vans)
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
        return DEALER.fits(text)

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
        return DEALER.fits(text)

    async def read(self, turn: Turn, text: str) -> Reading:
        match = _KILOMETRES.fullmatch(text.strip())
        if match is None:
            return await SPOT.read(turn, text)
        return Reading(f"{round(float(match[1].replace(',', '.')) * 1000)}m")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> int | Position | DealerId:
        return int(value[:-1]) if re.fullmatch(r"\d+m", value) else SPOT.load(value)


DEALER, SPOT, REACH = DealerKind(), SpotKind(), ReachKind()
POSITION, HOURS, SHIFT = PositionKind(), HoursKind(), HoursKind(has_all_day=False)
