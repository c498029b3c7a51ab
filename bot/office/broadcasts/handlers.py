"""The card of a broadcast: look, stop."""

from __future__ import annotations

import uuid

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.cards import remember_card
from bot.office.broadcasts.callbacks import SHOW, STOP, STOP_SURE, BroadcastTap
from bot.office.broadcasts.screens import broadcast_screen, subject_of
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.channel.types import BroadcastState
from core.channel.use_cases.broadcast import CancelBroadcast, ShowBroadcast


async def on_tap(_query: CallbackQuery, callback_data: BroadcastTap, turn: Turn) -> None:
    broadcast_id: uuid.UUID = long_id(callback_data.broadcast)
    match callback_data.act:
        case act if act in (SHOW, STOP):
            broadcast = await turn.ask(ShowBroadcast(broadcast_id))
        case act if act == STOP_SURE:
            broadcast = await turn.execute(CancelBroadcast(broadcast_id))
        case act:
            raise OldButton(act)
    if turn.tapped is not None:
        await remember_card(turn.core, turn.chat_id, turn.tapped, subject_of(broadcast))
    can_stop = broadcast.state in (BroadcastState.SCHEDULED, BroadcastState.RUNNING)
    await turn.redraw(broadcast_screen(broadcast, turn.say, is_asked=callback_data.act == STOP and can_stop))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="broadcasts")
    router.callback_query.register(on_tap, BroadcastTap.filter())
    return router
