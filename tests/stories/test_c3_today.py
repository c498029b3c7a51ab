"""C3: the day in one message and one picture, for those of the house who may see figures."""

from __future__ import annotations

from datetime import timedelta

from core.reporting.tables import ReportTasteRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, caught_up, tap
from tests.make import count, rows


async def _width(chat: Chat, message: ChatMessage) -> int:
    png = await chat.fay.download(message)
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big")


async def _order(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm", card, "is placed.")


async def test_today_is_one_picture_with_two_lines_below(chat: Chat) -> None:
    await _order(chat)
    chat.clock.advance(timedelta(days=1))
    await _order(chat)
    shown = await ask(chat.fay, "/today", "today")
    assert shown.text == ("📊 1 order today, $26,000.00\nBy this time yesterday $26,000.00, a week ago $0.00")
    assert shown.labels == ["🌙 Dark picture", "📋 Compose a report"]
    assert await _width(chat, shown) == 960


async def test_who_likes_it_dark_gets_it_dark_from_then_on(chat: Chat) -> None:
    light = await ask(chat.fay, "/today", "orders today")
    dark = await tap(chat.fay, "Dark picture", light, lambda one: "Light picture" in str(one.labels))
    assert dark.id != light.id
    assert [row.dark for row in await rows(chat.core, ReportTasteRow)] == [True]
    again = await ask(chat.fay, "/today", lambda one: one.id > dark.id and "orders today" in one.text)
    assert again.labels == ["☀️ Light picture", "📋 Compose a report"]


async def test_dealers_and_reps_get_no_figures(chat: Chat) -> None:
    for user in (chat.ada, chat.rita):
        before = len(user.from_bot())
        await user.say("/today")
        await user.wait_until(lambda one, before=before: len(one.from_bot()) > before)
        answer = user.from_bot()[-1]
        assert "photo" not in answer.raw
        assert "$" not in answer.text
    assert await count(chat.core, ReportTasteRow) == 0
    await caught_up(chat.ada)
