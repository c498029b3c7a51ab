"""A6: a template is ordered by itself: set by taps, told the evening before, placed once a period."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.dealers.tables import PersonRow
from core.jobs.clock import tick
from core.orders.tables import OrderLineRow, OrderRow
from core.templates.tables import StandingOrderRow, StandingPeriodRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import count, rows, touch_catalog, write


async def at(chat: Chat, day: int, hour: int) -> None:
    """It is that hour of a day in October, and the clock is looked at."""
    chat.clock.advance(datetime(2025, 10, day, hour, tzinfo=UTC) - chat.clock.now())
    await tick(chat.core)


async def standing(chat: Chat) -> ChatMessage:
    """Ten phones every Monday and Thursday at eight, set by taps."""
    await ask(chat.ada, "10 iphone 15 pro")
    card = await ask(chat.ada, "save as Weekly", "Saved as")
    plan = await tap(chat.ada, "Standing order", card, "Every week: Mon at 08:00")
    plan = await tap(chat.ada, "Thu", plan, "Every week: Mon, Thu at 08:00")
    return await tap(chat.ada, "Start", plan, "It runs by itself now")


async def test_a_standing_order_is_told_changed_and_placed_once(chat: Chat) -> None:
    started = await standing(chat)
    assert "🔁 Next: 16 Oct 08:00" in started.text
    await at(chat, 15, 18)
    told = await chat.ada.wait_for("will be ordered 16 Oct 08:00", since=0)
    assert told.labels == ["✅ Yes, order it", "✏️ Change", "⏭ Skip this time"]
    changing = await tap(chat.ada, "Change", told, "Weekly")
    less = next(row[0] for row in changing.rows if row[0].text == "➖")
    await chat.ada.tap_data(changing, str(less.data))
    changed = await chat.ada.wait_for("9 pieces")
    await tap(chat.ada, "Yes, order it", changed, "“Weekly” is ordered 16 Oct 08:00.")
    # The bot is killed and begins again around the time it is placed.
    await chat.kill()
    chat.restart()
    for _ in range(3):
        await at(chat, 16, 8)
    placed = await chat.ada.wait_for("was ordered: B2B-2025-1", since=0)
    assert placed.text == "🔁 “Weekly” was ordered: B2B-2025-1, $9,360.00 · Approved"
    assert [row.quantity for row in await rows(chat.core, OrderLineRow)] == [9]
    await at(chat, 16, 9)
    assert await count(chat.core, OrderRow) == 1
    await tap(chat.ada, "Show the order", placed, "B2B-2025-1")
    # What is settled cannot be skipped any more, by whatever old button.
    skip = told.button("Skip")
    assert skip is not None
    await chat.ada.tap_data(told, str(skip.data))
    await chat.ada.wait_for("is settled already")

    # The next one is skipped, the one after that comes with ten again.
    await at(chat, 19, 18)
    told = await chat.ada.wait_for("will be ordered 20 Oct 08:00", since=0)
    await tap(chat.ada, "Skip", told, "is left out on Mon 20 Oct")
    await at(chat, 20, 8)
    assert await count(chat.core, OrderRow) == 1
    await at(chat, 22, 18)
    await at(chat, 23, 8)
    await chat.ada.wait_for("was ordered: B2B-2025-2", since=0)
    assert sorted(row.quantity for row in await rows(chat.core, OrderLineRow)) == [9, 10]


async def test_a_standing_order_that_cannot_be_placed_tells_dealer_and_rep(chat: Chat) -> None:
    await standing(chat)
    await write(chat.core, update(ProductRow).values(active=False))
    await touch_catalog(chat.core, chat.iphone)
    await at(chat, 15, 18)
    await at(chat, 16, 8)
    told = await chat.ada.wait_for("was not placed; nothing was ordered", since=0)
    assert told.text.splitlines() == [
        "⚠️ The standing order “Weekly” of Thu 16 Oct was not placed; nothing was ordered.",
        "None of its goods can be had any more.",
    ]
    rep = await chat.rita.wait_for("was not placed", since=0)
    assert rep.text.splitlines()[0] == "TechMart Corp"
    await write(chat.core, update(ProductRow).values(active=True))
    await touch_catalog(chat.core, chat.iphone)
    # Blocked since.
    await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(blocked=True))
    await at(chat, 20, 8)
    blocked = await chat.rita.wait_for("is blocked", since=0)
    assert "Mon 20 Oct" in blocked.text
    assert await count(chat.core, OrderRow) == 0
    assert [row.state for row in await rows(chat.core, StandingPeriodRow)] == ["failed", "failed"]
    await write(chat.core, update(PersonRow).values(blocked=False))
    # Paused, it is quiet; ended, it is gone.
    opened = await tap(chat.ada, "Weekly", await ask(chat.ada, "/templates", "Your templates"), "Next")
    paused = await tap(chat.ada, "Pause", opened, "Standing order paused")
    await at(chat, 22, 18)
    await at(chat, 23, 8)
    assert await count(chat.core, StandingPeriodRow) == 2
    going = await tap(chat.ada, "Go on", paused, "Next: 27 Oct 08:00")
    await tap(chat.ada, "End", going, "The standing order has ended")
    assert await count(chat.core, StandingOrderRow) == 0


async def test_the_schedule_is_put_together_by_taps_in_every_language(chat: Chat) -> None:
    book = chat.service.book
    await ask(chat.ada, "10 iphone 15 pro")
    await ask(chat.ada, "save as Weekly", "Saved as")
    for language in ("zh_CN", "tr", "ms"):
        await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(language=language))
        say = book.say(language)
        listed = await ask(chat.ada, "/templates", lambda m: any("Weekly" in one for one in m.labels))
        card = await tap(chat.ada, "Weekly", listed, "📋 Weekly")
        plan = await tap(chat.ada, say("button.standing"), card, "08:00")
        plan = await tap(chat.ada, say("weekday.2"), plan, say("weekday.2"))
        rarer = say("standing.weeks", 2)
        plan = await tap(
            chat.ada, say("standing.weeks", 1), plan, lambda m, r=rarer: any(r in one for one in m.labels)
        )
        await tap(chat.ada, say("button.start_standing"), plan, "🔁")
        (row,) = await rows(chat.core, StandingOrderRow)
        assert 2 in row.weekdays
        assert row.weeks == 2
        await write(chat.core, StandingOrderRow.__table__.delete())
