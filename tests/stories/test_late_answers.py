"""An answer that comes when the question is too old is neither that nor an order, and is told so once."""

from datetime import timedelta

from core.orders.tables import DraftLineRow
from tests.chat import Chat, ask, tap
from tests.make import count


async def test_a_late_answer_is_not_read_as_an_order(chat: Chat) -> None:
    shown = await ask(chat.ada, "/notices", "What I write to you about")
    quiet = await tap(chat.ada, "22–7", shown, "Quiet from 22:00 to 7:00 your time")
    await tap(chat.ada, "Other hours", quiet, "From when until when")
    chat.clock.advance(timedelta(minutes=31))
    late = await ask(chat.ada, "12 coke 330", "My question was open for too long")
    assert late.text == (
        "⌛ My question was open for too long, so I have done nothing with this. To answer it, begin again "
        "where I asked; if this was something new, please send it once more."
    )
    assert await count(chat.core, DraftLineRow) == 0
    await ask(chat.ada, "12 coke 330", "Your order")
    assert await count(chat.core, DraftLineRow) == 1


async def test_an_answer_in_time_is_taken_and_after_a_day_nobody_asks(chat: Chat) -> None:
    quiet = await tap(
        chat.ada, "22–7", await ask(chat.ada, "/notices", "What I write to you about"), "Quiet from 22:00"
    )
    await tap(chat.ada, "Other hours", quiet, "From when until when")
    chat.clock.advance(timedelta(minutes=29))
    await ask(chat.ada, "21-6", "Quiet from 21:00 to 6:00 your time")
    await tap(
        chat.ada, "Other hours", await ask(chat.ada, "/notices", "What I write"), "From when until when"
    )
    chat.clock.advance(timedelta(hours=25))
    assert "too long" not in (await ask(chat.ada, "12 coke 330", "")).text
