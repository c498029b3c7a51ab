"""F2, F3, A14: from the pick list to the door, in the chat of the warehouse and in the dealer's."""

from core.deliveries.tables import CarrierRow, LocationRow, PickListRow
from core.infra.queue import JobRow
from core.orders.tables import OrderRow
from dealerline.demo.company import shipping
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap, until
from tests.make import count, rows
from tests.make.rows import add
from tests.stories.trade import import_sheet, offering, refused


async def all_sent(chat: Chat) -> None:
    async def nothing_waits() -> bool:
        waiting = JobRow.kind.in_(("chat.send", "hear.chat")) & (JobRow.state == "pending")
        return await count(chat.core, JobRow, waiting) == 0

    await until(nothing_waits)


def is_order(message: ChatMessage) -> bool:
    """The order's own card, not the one that follows its shipments."""
    return message.text.startswith("📋 Order B2B-2025-1")


def cards(chat: Chat, *, about: str) -> list[str]:
    """What stands in Ada's chat about an order now."""
    return [one.text for one in chat.ada.from_bot() if f"Order {about} ·" in one.text]


async def test_from_the_pick_list_to_the_door_with_one_card_for_the_dealer(chat: Chat) -> None:
    await add(chat.core, CarrierRow, code="DHL", name="DHL", link="https://track.example/{number}")
    await add(chat.core, LocationRow, product_id=chat.iphone, warehouse_id=chat.warehouse, zone="A", bin="03")
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    asked = await ask(chat.ada, "/track", "Order B2B-2025-1")
    assert asked.text.endswith("Next: our warehouse picks it.")

    seen = await ask(chat.otto, "/pick LA", "Pick list for LA")
    assert seen.text.split("\n") == ["🧺 Pick list for LA", "1 shipment · orders: 1 · lines: 1 · pieces: 25"]
    made = await tap(chat.otto, "Confirm", seen, "Pick list PL-2025-1")
    card = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    assert "⬜ A-03 1. 25 pieces — Apple iPhone 15 Pro 128GB (IP15P)" in card.text
    ticked = await tap(chat.otto, "⬜ 1", card, offering("✅ 1"))
    packed = await tap(chat.otto, "All there", ticked, offering("Own van"))
    which = await tap(chat.otto, "Carrier", packed, "Which carrier")
    await tap(chat.otto, "DHL", which, "tracking number")
    sent = await ask(chat.otto, "jd 0123", offering("On the road"))
    assert "DHL JD0123" in sent.text
    await all_sent(chat)
    (shown,) = cards(chat, about="B2B-2025-1")
    assert shown.split("\n") == [
        "🚚 Order B2B-2025-1 · Shipped",
        "📅 With you Wed 15 Oct",
        "",
        "📦 Shipment SH-2025-1 from LA",
        "• 25 pieces — Apple iPhone 15 Pro 128GB",
        "Packed · 14 Oct 09:00",
        "With DHL JD0123 · 14 Oct 09:00",
        "🔗 https://track.example/JD0123",
        "",
        "Next: it is brought to you.",
    ]
    road = await tap(chat.otto, "On the road", sent, offering("Delivered"))
    await tap(chat.otto, "Delivered", road, "Who took the goods")
    done = await ask(chat.otto, "Ada Lovelace", "Taken by Ada Lovelace")
    assert done.labels == []
    await all_sent(chat)
    (shown,) = cards(chat, about="B2B-2025-1")  # still one: it was changed at each step
    assert shown.startswith("🚚 Order B2B-2025-1 · Delivered")
    assert "✅ Taken by Ada Lovelace · 14 Oct 09:00" in shown
    for words in ("where is B2B-2025-1", "where is my order", "siparişim nerede", "我的订单到哪里了"):
        answer = await ask(chat.ada, words, is_order)
        assert "✅ Taken by Ada Lovelace" in answer.text, words


async def test_what_is_not_there_is_told_with_its_reason_and_its_day(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    card = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    which = await tap(chat.otto, "Something is missing", card, "Which line")
    await tap(chat.otto, "1 ·", which, "How many are there")
    assert (await ask(chat.otto, "eleven", "whole number")).text == "⚠️ A whole number up to 9, please."
    why = await ask(chat.otto, "8", "2 missing")
    short = await tap(chat.otto, "Not found", why, offering("Pack what is there"))
    assert "⚠️ 1. 10 pieces — Apple iPhone 15 Pro 128GB (IP15P)\n   2 not found" in short.text
    await tap(chat.otto, "Pack what is there", short, offering("Own van"))
    told = await chat.ada.wait_for("not everything was there")
    assert told.text.split("\n") == [
        "⚠️ Order B2B-2025-1: not everything was there when we packed it.",
        "• 2 × Apple iPhone 15 Pro 128GB: not found on the shelf",
        "It follows as order B2B-2025-1/2; we tell you the day as soon as we know it.",
    ]
    asked = await chat.otto.wait_for("Please count in LA")
    assert asked.text.endswith("• IP15P Apple iPhone 15 Pro 128GB: 2 not found")


async def test_what_is_refused_at_the_door_is_taken_off_the_order_and_the_rep_hears_it(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    card = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    packed = await tap(chat.otto, "All there", card, offering("Own van"))
    asked = await tap(chat.otto, "Parcels", packed, "Weight of each parcel")
    assert asked.labels == ["‹ Back"]
    weighed = await ask(chat.otto, "12.5 8", "2 parcels, 20.5 kg")
    sent = await tap(chat.otto, "Own van", weighed, offering("Delivered"))
    which = await tap(chat.otto, "Not all accepted", sent, "Which line")
    await tap(chat.otto, "1 ·", which, "How many were not accepted")
    which = await ask(chat.otto, "0", "Which line")
    await tap(chat.otto, "1 ·", which, "How many were not accepted")
    why = await ask(chat.otto, "2", "2 not accepted")
    await tap(chat.otto, "Arrived damaged", why, "Who took the goods")
    done = await ask(chat.otto, "Ada", "Taken by Ada")
    assert "2 arrived damaged" in done.text
    told = await chat.rita.wait_for("did not accept")
    assert told.text.split("\n") == [
        "↩️ TechMart Corp did not accept all of SH-2025-1 (order B2B-2025-1).",
        "2 arrived damaged",
    ]
    answer = await ask(chat.ada, "/track B2B-2025-1", is_order)
    assert "• 8 pieces — Apple iPhone 15 Pro 128GB (2 arrived damaged)" not in answer.text
    assert "Apple iPhone 15 Pro 128GB — 8 pieces, $8,320.00" in answer.text
    assert "• 10 pieces — Apple iPhone 15 Pro 128GB (2 arrived damaged)" in answer.text


async def test_who_does_not_work_in_the_warehouse_makes_no_list_and_an_empty_one_is_not_made(
    chat: Chat,
) -> None:
    said = await ask(chat.otto, "/pick LA", "Nothing waits")
    assert said.text == "Nothing waits to be picked in LA."
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    for person in (chat.ada, chat.rita):
        await ask(person, "/pick LA", lambda message: "Pick list" not in message.text)
    assert await count(chat.core, PickListRow) == 0


async def test_two_small_orders_go_together_and_pay_one_freight(chat: Chat) -> None:
    await import_sheet(chat, "shipping", shipping())
    first = await ask(chat.ada, "10 iphone 15 pro", "Shipping $29.00")
    await tap(chat.ada, "Confirm", first, "B2B-2025-1")
    second = await ask(chat.ada, "3 iphone 15 pro", "Shipping $29.00")
    placed = await tap(chat.ada, "Confirm", second, "B2B-2025-2")
    assert "🔗 Send together, save $29.00" in placed.labels
    seen = await tap(chat.ada, "Send together", placed, "These orders can go together")
    assert seen.text.split("\n")[2:4] == [
        "• B2B-2025-1: shipping $29.00 → $29.00",
        "• B2B-2025-2: shipping $29.00 → $0.00",
    ]
    assert "You pay $29.00 less." in seen.text
    await tap(
        chat.ada, "Yes, send together", seen, "B2B-2025-1, B2B-2025-2 go together. You pay $29.00 less."
    )
    # The button on the older card says how it is, and changes nothing.
    await refused(chat.ada, chat, "Send together", placed, "nothing to send together")
    order = await ask(chat.ada, "/order B2B-2025-2", "Goes together")
    assert not [label for label in order.labels if "Send together" in label]
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    assert [label for label in made.labels if "SH-2025-" in label] == [made.labels[0]]
    fees = {row.number: row.shipping_minor for row in await rows(chat.core, OrderRow)}
    assert fees == {"B2B-2025-1": 2_900, "B2B-2025-2": 0}


async def test_the_freight_of_a_cancelled_order_moves_to_the_one_that_still_goes(chat: Chat) -> None:
    await import_sheet(chat, "shipping", shipping())
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro", "Shipping $29.00"), "B2B-2025-1")
    second = await ask(chat.ada, "3 iphone 15 pro", "Shipping $29.00")
    placed = await tap(chat.ada, "Confirm", second, "B2B-2025-2")
    seen = await tap(chat.ada, "Send together", placed, "These orders can go together")
    await tap(chat.ada, "Yes, send together", seen, "go together. You pay $29.00 less.")
    order = await ask(chat.ada, "/order B2B-2025-1", "Goes together")
    asked = await tap(chat.ada, "Take it back", order, "Its goods are free")
    assert asked.text.split("\n")[-2:] == [
        "🚚 It goes together with others. Shipping would then be:",
        "• B2B-2025-2: shipping $0.00 → $29.00",
    ]
    await tap(chat.ada, "Yes, take it back", asked, "Cancelled")
    told = await chat.ada.wait_for("went together with others")
    assert told.text.split("\n")[1:] == ["• B2B-2025-2: shipping $0.00 → $29.00"]
