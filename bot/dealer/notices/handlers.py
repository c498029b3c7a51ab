"""/notices, and the button below every broadcast."""

from __future__ import annotations

from datetime import time
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from bot.dealer.notices.callbacks import (
    DIGEST_ANSWER,
    QUIET_ANSWER,
    HoursTap,
    NoticeTap,
    QuietTap,
    WayTap,
)
from bot.dealer.notices.screens import notices_screen, switch_rows
from bot.screen import OldButton, Screen
from bot.turn import Turn, harmlessly
from core.channel.typed_hours import read_quiet_hours, read_time
from core.channel.types import NoticeKind, NoticeWay, QuietHours
from core.channel.use_cases.keep_digest import SetDigestTime
from core.channel.use_cases.keep_quiet import SetQuietHours, ShowNoticeChoice
from core.channel.use_cases.switch_notices import SwitchNotices


async def on_notices(_message: Message, turn: Turn) -> None:
    await _show(turn)


async def on_switch(_query: CallbackQuery, callback_data: NoticeTap, turn: Turn) -> None:
    """Said plainly: which way it is, not that it be turned round. So a tap that comes twice does no harm."""
    kind = _kind(callback_data.kind)
    way = NoticeWay.NOW if callback_data.on else NoticeWay.OFF
    # Not once for all time: the same button is tapped again after it was switched back.
    await turn.core.execute(turn.actor, SwitchNotices(kind, way))
    if callback_data.listed:
        await _redraw(turn)
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
    if not (0 <= since < 24 and 0 <= until < 24):
        raise OldButton(f"{since}-{until}")
    hours = None if since == until else QuietHours(time(since), time(until))
    await turn.core.execute(turn.actor, SetQuietHours(hours))
    await _redraw(turn)


async def on_way(_query: CallbackQuery, callback_data: WayTap, turn: Turn) -> None:
    if callback_data.way not in set(NoticeWay):
        raise OldButton(callback_data.way)
    await turn.core.execute(
        turn.actor, SwitchNotices(_kind(callback_data.kind), NoticeWay(callback_data.way))
    )
    await _redraw(turn)


async def on_hours(_query: CallbackQuery, callback_data: HoursTap, turn: Turn) -> None:
    if callback_data.what not in (QUIET_ANSWER, DIGEST_ANSWER):
        raise OldButton(callback_data.what)
    await _ask(turn, callback_data.what)


async def on_quiet_typed(turn: Turn, _data: dict[str, Any], text: str) -> None:
    """Quiet hours in the person's own words."""
    hours = read_quiet_hours(text)
    if hours is None:
        await _ask(turn, QUIET_ANSWER)
        return
    await turn.execute(SetQuietHours(hours))
    await _show(turn)


async def on_digest_typed(turn: Turn, _data: dict[str, Any], text: str) -> None:
    """When the digest comes."""
    at = read_time(text)
    if at is None:
        await _ask(turn, DIGEST_ANSWER)
        return
    await turn.execute(SetDigestTime(at))
    await _show(turn)


async def _ask(turn: Turn, what: str) -> None:
    await turn.expect(what)
    await turn.tell(_asked(what))


def _asked(what: str) -> str:
    return "notices.type_quiet" if what == QUIET_ANSWER else "notices.type_digest"


def _kind(text: str) -> NoticeKind:
    if text not in set(NoticeKind):
        raise OldButton(text)
    return NoticeKind(text)


async def _show(turn: Turn) -> None:
    await turn.show(await _choice(turn))


async def _redraw(turn: Turn) -> None:
    await turn.redraw(await _choice(turn))


async def _choice(turn: Turn) -> Screen:
    choice = await turn.ask(ShowNoticeChoice())
    return notices_screen(choice, turn.say, is_staff=turn.actor.is_staff)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="notices")
    router.message.register(on_notices, Command("notices"))
    router.callback_query.register(on_switch, NoticeTap.filter())
    router.callback_query.register(on_way, WayTap.filter())
    router.callback_query.register(on_hours, HoursTap.filter())
    router.callback_query.register(on_quiet, QuietTap.filter())
    return router
