"""Deciding about a tier that was asked for."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.office.tiers.callbacks import APPROVE, DECLINE, TierTap
from bot.office.tiers.commands import tier_names
from bot.office.tiers.screens import move_screen, subject_of
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.channel.use_cases.move_tier import DecideTierMove, ShowTierMove
from core.kernel.errors import Refused


async def on_tap(_query: CallbackQuery, callback_data: TierTap, turn: Turn) -> None:
    """One decision wins; whoever comes second sees who decided."""
    if callback_data.act not in (APPROVE, DECLINE):
        raise OldButton(callback_data.act)
    move_id, notice = long_id(callback_data.move), None
    try:
        await turn.execute(DecideTierMove(move_id, callback_data.act == APPROVE))
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
    move = await turn.ask(ShowTierMove(move_id))
    screen = move_screen(move, await tier_names(turn), turn.say, may_decide=True, notice=notice)
    await turn.redraw(screen, subject=subject_of(move_id))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="tiers")
    router.callback_query.register(on_tap, TierTap.filter())
    return router
