"""A14, H: a window is chosen with the order, fills up under another's tap, and is kept by the plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.dispatch.use_cases.tell_evening import TellEvening
from core.kernel.actor import SYSTEM
from core.orders.tables import DraftRow, OrderRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.core.dispatch.house import put_place
from tests.make import rows
from tests.make.rows import write
from tests.stories.trade import all_rows, import_rows, offering, said_to_others


async def one_van(chat: Chat) -> None:
    """It carries 600 kg; a phone weighs ten here, a can 200 g."""
    await import_rows(chat, "depots", "warehouse,latitude,longitude", ("LA", "34.0", "-118.2"))
    await import_rows(
        chat,
        "vans",
        "code,warehouse,max_weight_kg,max_volume_l,driver_phone,cost_per_km,cost_per_hour,cost_per_day,"
        "co2_g_per_km,shift_from,shift_until,active",
        ("V1", "LA", "600", "9000", "", "0.50", "20", "50", "250", "08:00", "18:00", "yes"),
    )
    for product, grams in ((chat.iphone, 10_000), (chat.coke, 200)):
        await write(chat.core, update(ProductRow).where(ProductRow.id == product).values(weight_g=grams))
    for dealer, latitude in ((chat.techmart, 34.05), (chat.corner, 33.95)):
        await put_place(chat.core, dealer, latitude, -118.2)


def windows(card: ChatMessage) -> list[str]:
    return [label for label in card.labels if "–" in label]


async def test_a_window_is_offered_chosen_and_told_again_the_evening_before(chat: Chat) -> None:
    await one_van(chat)
    card = await ask(chat.ada, "10 iphone 15 pro", "When on Wed 15 Oct suits you?")
    morning, afternoon = windows(card)
    assert morning.startswith("🕒 ")
    chosen = await tap(chat.ada, afternoon, card, "🚚 Delivery 15 Oct")
    assert [label for label in windows(chosen) if label.startswith("✅")] == [afternoon.replace("🕒", "✅")]
    # Given up by a second tap, and taken again.
    freed = await tap(chat.ada, afternoon.replace("🕒", "✅"), chosen, "When on Wed 15 Oct suits you?")
    chosen = await tap(chat.ada, afternoon, freed, "🚚 Delivery 15 Oct")
    placed = await tap(chat.ada, "Confirm", chosen, "is placed")
    assert "🚚 Delivery 15 Oct" in placed.text
    (order,) = await rows(chat.core, OrderRow)
    assert order.window_from is not None
    chat.clock.advance(datetime(2025, 10, 14, 18, 0, tzinfo=UTC) - chat.clock.now())
    await chat.core.execute(SYSTEM, TellEvening())
    told = await chat.ada.wait_for("Tomorrow as promised")
    assert f"15 Oct {order.window_from:%H:%M}" in told.text
    assert not [text for text in (await said_to_others(chat, chat.ada))["Cora"] if "promised" in text]


async def test_of_the_last_place_on_a_van_the_second_hears_that_it_is_gone(chat: Chat) -> None:
    await one_van(chat)
    for dealer in ("TechMart-Corp", "Corner-Store"):
        await ask(chat.otto, f"/hours {dealer} 8:00-10:00", "takes goods in")
    first = await ask(chat.ada, "40 iphone 15 pro", "When on Wed 15 Oct")
    ada = await tap(chat.ada, windows(first)[0], first, "🚚 Delivery 15 Oct")
    second = await ask(chat.cora, "80 cases coke", "When on Wed 15 Oct")
    cora = await tap(chat.cora, windows(second)[0], second, "🚚 Delivery 15 Oct")
    await tap(chat.ada, "Confirm", ada, "is placed")
    before, told = await all_rows(chat), await said_to_others(chat, chat.cora)
    full = await tap(chat.cora, "Confirm", cora, "has just filled up")
    assert "Choose another one below" in full.text
    assert full.button("Confirm") is None
    assert (await all_rows(chat), await said_to_others(chat, chat.cora)) == (before, told)
    free = await tap(chat.cora, "Any time", full, offering("Confirm"))
    await tap(chat.cora, "Confirm", free, "is placed")
    assert sorted(row.window_from is None for row in await rows(chat.core, OrderRow)) == [False, True]


async def test_the_plan_keeps_the_window_and_the_driver_reads_it(chat: Chat) -> None:
    await one_van(chat)
    card = await ask(chat.ada, "10 iphone 15 pro", "When on Wed 15 Oct")
    chosen = await tap(chat.ada, windows(card)[-1], card, "🚚 Delivery 15 Oct")
    await tap(chat.ada, "Confirm", chosen, "is placed")
    nothing = await ask(chat.otto, "/routes tomorrow", "Nothing is due on")
    assert nothing.text.split("\n")[1:] == [
        "📋 1 order due from LA has not been picked yet. /pick LA makes its list."
    ]
    await chat.core.execute(chat.office, MakePickList("LA"))
    drawn = await ask(chat.otto, "/routes tomorrow", offering("Publish"))
    assert "1 stop, 1 van" in drawn.text


async def test_a_part_of_the_day_in_words_takes_the_nearest_window(chat: Chat) -> None:
    await one_van(chat)
    card = await ask(chat.ada, "10 iphone 15 pro, deliver tomorrow afternoon", "🕒 Delivery set: 15 Oct")
    (chosen,) = [label for label in windows(card) if label.startswith("✅")]
    assert "✅ 12:00" <= chosen < "✅ 24:00"
    card = await ask(chat.ada, "deliver tomorrow morning", "🕒 Delivery set: 15 Oct")
    (chosen,) = [label for label in windows(card) if label.startswith("✅")]
    assert "✅ 00:00" <= chosen < "✅ 12:00"
    (draft,) = await rows(chat.core, DraftRow)
    assert draft.delivery_date.isoformat() == "2025-10-15"
    assert 8 <= draft.window_from.hour < 12
    # By the clock, as an answer: within the hours where a window is, else the nearest one and the truth.
    card = await ask(chat.ada, "after 2 pm", "🕒 Delivery set: 15 Oct 14:00")
    (draft,) = await rows(chat.core, DraftRow)
    assert draft.window_from.hour >= 14
    card = await ask(chat.ada, "at 9 sharp", "🕒 Delivery set: 15 Oct 09:00")
    (draft,) = await rows(chat.core, DraftRow)
    assert [f"{one:%H:%M}" for one in (draft.window_from, draft.window_until)] == ["09:00", "09:10"]
    card = await ask(chat.ada, "between 7:00 and 7:10 am please", "We cannot promise between 07:00")
    (draft,) = await rows(chat.core, DraftRow)
    since, until = draft.window_from, draft.window_until
    assert (since.hour, until - since) == (8, timedelta(minutes=10))
    assert "Nearest free time: 15 Oct" in card.text
    assert [label for label in windows(card) if label.startswith("✅")]
    placed = await tap(chat.ada, "Confirm", card, "is placed")
    assert "🚚 Delivery 15 Oct" in placed.text


async def test_where_no_window_can_be_promised_the_wish_goes_with_the_order(chat: Chat) -> None:
    nothing = await ask(chat.ada, "before 10am", "You have no open order to change")
    assert nothing.button("Confirm") is None
    card = await ask(
        chat.ada, "10 iphone 15 pro, deliver before 10am", "Your wish goes with the order: before"
    )
    assert "📝 🕒 –10:00" in card.text
    card = await ask(chat.ada, "between 9 and 11", "Your wish goes with the order: between")
    assert "📝 🕒 09:00–11:00" in card.text
    assert "–10:00" not in card.text
    await tap(chat.ada, "Confirm", card, "is placed")
    (order,) = await rows(chat.core, OrderRow)
    assert (order.note, order.window_from) == ("🕒 09:00–11:00", None)
