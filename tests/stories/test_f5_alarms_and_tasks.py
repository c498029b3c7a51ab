"""F5: an order that lies, is late or odd finds its owner by itself, and lets go of him by itself."""

from datetime import timedelta

from sqlalchemy import update

from core.alarms.use_cases.watch_orders import WatchOrders
from core.kernel.actor import SYSTEM, Role
from core.orders.tables import OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import column, make_staff
from tests.stories.trade import said_to_others

ORDER = "25 iphone 15 pro"


async def place(chat: Chat, text: str = ORDER) -> None:
    card = await ask(chat.ada, text)
    await tap(chat.ada, "Confirm", card, "is placed")


async def watch_after(chat: Chat, hours: int) -> int:
    chat.clock.advance(timedelta(hours=hours))
    return await chat.core.execute(SYSTEM, WatchOrders())


def text_of(message: ChatMessage) -> list[str]:
    return [line for line in message.text.split("\n") if line]


async def test_an_order_that_nobody_picks_is_a_task_until_it_is_looked_after(chat: Chat) -> None:
    await make_staff(chat.core, Role.STOREKEEPER, "Stan", telegram_id=5010)
    stan = await chat.sandbox.user("Stan", user_id=5010)
    await ask(stan, "/tasks", "Nothing to look after")
    await place(chat)
    assert await watch_after(chat, 25) == 1
    card = await stan.wait_for("Nobody picks it")
    assert text_of(card) == [
        "⏰ Nobody picks it",
        "B2B-2025-1 · TechMart Corp · Approved",
        "Approved 25 h ago, and not on any pick list.",
        "👉 Put it on a pick list: /pick",
        "👤 With Stan",
    ]
    assert card.labels == ["📄 Show the order", "✅ Done", "💤 Later", "👉 Give to …"]
    order = await tap(stan, "Show the order", card, "25 × ")
    # No money for whoever keeps the goods.
    assert "$" not in order.text
    card = await tap(stan, "Back", order, "Nobody picks it")
    choice = await tap(stan, "Later", card, "For how long")
    assert choice.labels[:4] == ["1 hour", "4 hours", "24 hours", "72 hours"]
    later = await tap(stan, "4 hours", choice, "Back on")
    assert "💤 Back on 15 Oct 14:00" in later.text
    stan.mark()
    assert await watch_after(chat, 4) == 1
    back = await stan.wait_for("You had put this off until now")
    stan.mark()
    assert await watch_after(chat, 4) == 1
    await stan.wait_for("Nobody has touched this yet")
    above = await chat.max.wait_for("This lies untouched with Stan")
    whom = await tap(chat.max, "Give to", above, "Who shall look after it")
    chat.otto.mark()
    given = await tap(chat.max, "Otto", whom, "With Otto")
    assert given.labels == []
    mine = await chat.otto.wait_for("This is your task now")
    # What stood in his chat says whose it is, and can be tapped no more.
    assert (await stan.wait_for("With Otto", since=0)).labels == []
    done = await tap(chat.otto, "Done", mine, "Done by Otto")
    assert done.labels == []
    assert (await ask(chat.otto, "/tasks", "open")).text.startswith("⏰ 0 tasks are open")
    assert back.text.startswith("⏰ You had put this off until now.")


async def test_a_late_order_is_the_reps_and_closes_when_it_is_gone(chat: Chat) -> None:
    await place(chat)
    told = await said_to_others(chat, chat.rita)
    await chat.core.execute(SYSTEM, WatchOrders())
    (order_id,) = await column(chat.core, OrderRow.id)
    async with chat.core.database.write() as connection:
        await connection.execute(update(OrderRow).values(promised_on=chat.clock.now().date()))
    assert await watch_after(chat, 23) == 1
    card = await chat.rita.wait_for("Late")
    assert text_of(card)[:3] == [
        "⏰ Late",
        "B2B-2025-1 · TechMart Corp · Approved",
        "Promised for Tue 14 Oct, and not delivered.",
    ]
    listed = await ask(chat.rita, "/tasks", "is yours")
    assert listed.labels == ["⏰ Late · B2B-2025-1"]
    # Nobody of the dealer hears anything of it.
    assert (await said_to_others(chat, chat.rita))["Ada"] == told["Ada"]
    await chat.core.execute(chat.rep, CancelOrder(order_id, "the dealer asked for it"))
    assert await watch_after(chat, 1) == 1
    await chat.rita.wait_for("The order has moved on", since=0)


async def test_the_house_sets_an_alarm_with_its_preview(chat: Chat) -> None:
    rules = await ask(chat.fay, "/alarms", "What raises an alarm")
    unpicked = "unpicked: approved and not picked for more than 24 h on working days → Storekeeper"
    assert f"{unpicked}; told further after 4 h" in rules.text
    preview = await ask(chat.fay, "/alarms set unpicked 2 office 1", "Then:")
    assert f"Now: {unpicked}" in preview.text
    sooner = "From now on: unpicked: approved and not picked for more than 2 h on working days"
    await tap(chat.fay, "Confirm", preview, sooner)
    await place(chat)
    assert await watch_after(chat, 3) == 1
    await chat.otto.wait_for("Nobody picks it")
    off = await ask(chat.fay, "/alarms off many", "Then:")
    await tap(chat.fay, "Confirm", off, "many: Many orders at once – off")
