"""The dealer's answer to a prepared order: it becomes the quote card, or is declined with a word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.dealer.ordering.card import subject_of
from bot.dealer.ordering.screens import quote_card
from bot.dealer.prepared import callbacks as tap
from bot.dealer.prepared.callbacks import PreparedTap
from bot.dealer.prepared.screens import declined_screen, opened_notice
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.kernel.errors import NotFound
from core.orders.prepared.errors import PreparedGone
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_prepared import DeclinePrepared, ExplainDecline, TakePrepared


async def on_tap(_query: CallbackQuery, callback_data: PreparedTap, turn: Turn) -> None:
    prepared_id = long_id(callback_data.prepared)
    try:
        match callback_data.act:
            case tap.TAKE:
                await _take(turn, prepared_id)
            case tap.DECLINE:
                name = await turn.execute(DeclinePrepared(prepared_id))
                await turn.redraw(declined_screen(name, prepared_id, turn.say))
            case tap.EXPLAIN:
                await turn.expect(tap.EXPLAIN_ANSWER, {"prepared": str(prepared_id)})
                await turn.tell("prepared.explain")
            case _:
                raise OldButton(callback_data.act)
    except PreparedGone:
        await turn.freeze()
        raise


async def _take(turn: Turn, prepared_id: UUID) -> None:
    opened = await turn.execute(TakePrepared(prepared_id))
    quote = await turn.ask(ShowQuote(opened.draft_id))
    if quote is None:
        raise NotFound(what="draft")
    await turn.freeze()
    notice = opened_notice(opened, quote.total, turn.say)
    await turn.show(quote_card(quote, turn.say, notice=notice), subject=subject_of(opened.draft_id))


async def on_explained(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Why it was declined, in the dealer's words."""
    await turn.execute(ExplainDecline(UUID(data["prepared"]), text))
    await turn.tell("prepared.explained")


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="prepared")
    router.callback_query.register(on_tap, PreparedTap.filter())
    return router
