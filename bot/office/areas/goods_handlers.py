"""A list of goods that came, typed in the chat: it opens the card of a receipt."""

from __future__ import annotations

import re
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.office.areas.stock_kinds import MOST_CHARACTERS
from bot.office.dialogue import begin
from bot.office.table import find_command
from bot.turn import Turn
from core.intake.use_cases.read_goods import GoodsList, ReadGoods
from core.kernel.actor import Permission
from core.stock.use_cases.correct_stock import ListWarehouses

_TYPED = re.compile(r"/(?:receive|rv)(?:@\w+)?\s+(?=\S)", re.IGNORECASE)


class IsGoods(Filter):
    """Lets through a list of goods that came: behind /receive, or begun with a word for receiving."""

    async def __call__(self, message: Message, turn: Turn, **_data: Any) -> bool | dict[str, Any]:
        text = message.text or ""
        if not turn.actor.may(Permission.STOCK_EDIT):
            return False
        typed = _TYPED.match(text)
        if typed is None and text.startswith("/"):
            return False
        behind = text[typed.end() :] if typed else text
        goods = await turn.ask(ReadGoods(behind[:MOST_CHARACTERS], needs_verb=typed is None))
        return False if goods is None or not goods.lines else {"goods": goods}


async def on_goods(_message: Message, goods: GoodsList, turn: Turn) -> None:
    """A list keeps its line breaks: it goes round the cutting of arguments."""
    given = {"goods": goods.text}
    warehouse = goods.warehouse
    if warehouse is None:
        known = await turn.ask(ListWarehouses())
        warehouse = known[0][0] if len(known) == 1 else None
    if warehouse is not None:
        given["warehouse"] = warehouse
    await begin(turn, find_command("receive"), "", **given)


def build_router() -> Router:
    """A new router with the handler above; it comes before the one for all admin commands."""
    router = Router(name="receipts")
    router.message.register(on_goods, IsGoods())
    return router
