"""/notices, and the button below every broadcast."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from bot.dealer.notices.callbacks import NoticeTap, QuietTap
from bot.dealer.notices.screens import notices_screen, switch_rows
from bot.screen import OldButton, Screen
from bot.turn import Turn, harmlessly
from core.channel.types import NoticeKind, QuietHours
from core.channel.use_cases.keep_quiet import SetQuietHours, ShowNoticeChoice
from core.channel.use_cases.switch_notices import SwitchNotices


async def on_notices(_message: Message, turn: Turn) -> None:
    await turn.show(notices_screen(await turn.ask(ShowNoticeChoice()), turn.say))


async def on_switch(_query: CallbackQuery, callback_data: NoticeTap, turn: Turn) -> None:
    """Said plainly: which way it is, not that it be turned round. So a tap that comes twice does no harm."""
    if callback_data.kind not in set(NoticeKind):
        raise OldButton(callback_data.kind)
    kind = NoticeKind(callback_data.kind)
    # Not once for all time: the same button is tapped again after it was switched back.
    await turn.core.execute(turn.actor, SwitchNotices(kind, callback_data.on))
    if callback_data.listed:
        await turn.redraw(notices_screen(await turn.ask(ShowNoticeChoice()), turn.say))
        return
    rows = switch_rows(kind, turn.say, is_on=callback_data.on)
    await harmlessly(
        turn.bot(
            EditMessageReplyMarkup(
                chat_id=turn.chat_id, message_id=turn.tapped, reply_markup=Screen("", rows).inline_markup()
            )
        )
    )


async def on_quiet(_query: CallbackQuery, callback_data: QuietTap, turn: Turn) -> None:
    since, until = callback_data.since, callback_data.until
    hours = None if since == until else QuietHours(since, until)
    await turn.core.execute(turn.actor, SetQuietHours(hours))
    await turn.redraw(notices_screen(await turn.ask(ShowNoticeChoice()), turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="notices")
    router.message.register(on_notices, Command("notices"))
    router.callback_query.register(on_switch, NoticeTap.filter())
    router.callback_query.register(on_quiet, QuietTap.filter())
    return router
