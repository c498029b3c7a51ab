"""Stock: shown by warehouse, corrected with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dealer.ordering.amounts import unit_name
from bot.office.areas.choices import WAREHOUSE
from bot.office.areas.stock_screens import stock_screen
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import Option, ProductKind, Reading, TextKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.stock.use_cases.correct_stock import CorrectStock, PreviewStockCorrection, ShowStock

_COUNT = re.compile(r"([+\-−=])\s?(\d{1,9})")


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


async def _show(turn: Turn, args: Args) -> Screen:
    return stock_screen(await turn.ask(ShowStock(args["product"])), turn.say)


async def _preview(turn: Turn, args: Args) -> str:
    counted: Counted = args["count"]
    change = await turn.ask(
        PreviewStockCorrection(args["product"], args["warehouse"], counted.quantity, counted.is_count)
    )
    say = turn.say
    return lines(
        say("preview.stock", product=change.product_name, sku=change.sku, warehouse=change.warehouse),
        say(
            "preview.on_hand",
            change=Raw(change_line(say, change.before, change.after)),
            unit=Raw(unit_name(say, change.unit, 2)),
        ),
        say("preview.reserved", quantity=change.reserved) if change.reserved else None,
        say("preview.reason", reason=args["reason"]),
    )


async def _correct(turn: Turn, args: Args) -> Screen:
    counted: Counted = args["count"]
    change = await turn.execute(
        CorrectStock(args["product"], args["warehouse"], counted.quantity, counted.is_count, args["reason"])
    )
    return done_screen(
        turn.say("done.stock", sku=change.sku, warehouse=change.warehouse, quantity=change.after)
    )


_PRODUCT = Param("product", ProductKind())

COMMANDS = (
    AdminCommand(
        name="stock", short="s", area=Area.STOCK, permission=Permission.STOCK_READ, act=_show,
        params=(_PRODUCT,), example="/stock COKE330",
    ),
    AdminCommand(
        name="stock", verb="set", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_correct,
        preview=_preview,
        params=(
            _PRODUCT,
            Param("warehouse", WAREHOUSE),
            Param("count", CountKind()),
            Param("reason", TextKind()),
        ),
        example="/stock set COKE330 LA -24 broken",
    ),
)  # fmt: skip
