"""/figures: a dealer's own figures as pictures."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.dealer.figures.callbacks import FigureTap
from bot.dealer.figures.screens import figure_screen
from bot.screen import OldButton
from bot.turn import Turn
from core.reporting.own_types import Figure, Span
from core.reporting.use_cases.show_own_figures import DrawOwnFigure


async def on_figures(_message: Message, turn: Turn) -> None:
    await _show(turn, Figure.PURCHASES, Span.QUARTER)


async def on_tap(_query: CallbackQuery, callback_data: FigureTap, turn: Turn) -> None:
    try:
        figure, span = Figure(callback_data.figure), Span(callback_data.span)
    except ValueError as error:
        raise OldButton(callback_data.figure) from error
    await turn.freeze()
    await _show(turn, figure, span)


async def _show(turn: Turn, figure: Figure, span: Span) -> None:
    picture = await turn.ask(DrawOwnFigure(turn.say, figure, span))
    screen = figure_screen(picture.figure, turn.say)
    if picture.png is None:
        await turn.show(screen)
    else:
        await turn.send_photo(picture.png, screen)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="figures")
    router.message.register(on_figures, Command("figures"))
    router.callback_query.register(on_tap, FigureTap.filter())
    return router
