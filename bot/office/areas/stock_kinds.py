"""Arguments of commands about goods: counts, lots, lists of goods, what is done with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.office.areas.choices import WordKind
from bot.office.kinds import Option, Reading
from bot.turn import Turn
from core.i18n.phrases import Say
from core.intake.use_cases.read_goods import ReadGoods
from core.stock.use_cases.set_aside import Move

_COUNT = re.compile(r"([+\-−=])\s?(\d{1,9})")
_LOT = re.compile(r"lot\s*[:#]?\s*([A-Za-z0-9][A-Za-z0-9_./-]{0,39})", re.IGNORECASE)
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Counted:
    """``=480`` was counted; ``+20`` and ``-5`` are differences. In base units."""

    quantity: int
    is_count: bool


@dataclass(frozen=True, slots=True)
class CountKind:
    """ "+20", "-5" or "=480" -> Counted. A bare number is not taken: it could mean either."""

    most_words: int = 1
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _COUNT.fullmatch(text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        match = _COUNT.fullmatch(text.strip())
        return Reading(wrong="count") if match is None else Reading(match[1].replace("−", "-") + match[2])

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> Counted:
        number = int(value[1:])
        return Counted(-number if value[0] == "-" else number, is_count=value[0] == "=")


@dataclass(frozen=True, slots=True)
class LotKind:
    """ "lot A12" -> the lot's code (str)."""

    most_words: int = 2
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _LOT.fullmatch(text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        match = _LOT.fullmatch(text.strip())
        return Reading(wrong="lot") if match is None else Reading(match[1])

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class GoodsKind:
    """A list of goods that came, as it was typed -> str."""

    most_words: int = 40
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def read(self, turn: Turn, text: str) -> Reading:
        goods = await turn.ask(ReadGoods(text[:MOST_CHARACTERS], needs_verb=False))
        return Reading(wrong="goods") if goods is None or not goods.lines else Reading(goods.text)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str:
        return value


def move_name(say: Say, move: str) -> str:
    """What is done with goods, in the reader's language."""
    return say(f"move.{move}")


LOT = LotKind()
MOVE = WordKind(tuple(move.value for move in Move), move_name)
