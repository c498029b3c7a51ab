"""F4, F3: a placed order is changed in words or by button until the cut-off; afterwards somebody is named."""

from datetime import timedelta

from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.orders.progress import advance_order
from core.orders.tables import DealerSupplyRow, DraftLineRow, DraftRow, OrderRow, OrderVersionRow
from core.orders.types import OrderState
from core.stock.tables import StockRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import column, make_product, make_stock, rows, write
from tests.make.orders import transact
from tests.stories.trade import offering, refused

LINES = "25 iphone 15 pro\n10 case coke 330"


async def placed(chat: Chat) -> ChatMessage:
    card = await ask(chat.ada, LINES)
    return await tap(chat.ada, "Confirm", card, "is placed")


async def test_the_last_order_is_changed_in_words_and_shows_what_changes_before_it_does(chat: Chat) -> None:
    await placed(chat)
    changes = await ask(chat.ada, "make the coke 12 on my last order", "Changes to B2B-2025-1")
    assert changes.text.split("\n")[:3] == [
        "✏️ Changes to B2B-2025-1",
        "✏️ Coca-Cola 330 ml can: 240 → 288",
        "Total: $26,129.60 → $26,155.52",
    ]
    assert changes.labels[0] == "✅ Change it · $26,155.52"
    assert await column(chat.core, OrderRow.total_minor) == [2_612_960]
    done = await tap(chat.ada, "Change it", changes, "is changed")
    assert done.text.startswith("✅ Order B2B-2025-1 is changed.")
    assert await column(chat.core, OrderRow.total_minor) == [2_615_552]
    assert len(await rows(chat.core, OrderVersionRow)) == 1
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    assert "✏️ Changed · 14 Oct 09:00 — $26,129.60 → $26,155.52" in shown.text
    assert "✏️ You can change it until 14 Oct 16:00" in shown.text


async def test_the_button_opens_it_too_and_leaving_it_brings_the_other_order_back(chat: Chat) -> None:
    card = await placed(chat)
    await ask(chat.ada, "5 case sprite 330")
    opened = await tap(chat.ada, "Change", card, "Changes to B2B-2025-1")
    assert "Nothing is changed yet" in opened.text
    await tap(chat.ada, "Leave it as it is", opened, "Discarded")
    again = await ask(chat.ada, "/draft", "Your order")
    assert "1. Sprite 330 ml can" in again.text
    assert await column(chat.core, OrderRow.total_minor) == [2_612_960]


async def test_after_the_cut_off_one_sentence_says_who_can_still_help_and_the_rep_can(chat: Chat) -> None:
    card = await placed(chat)
    chat.clock.advance(timedelta(hours=7))
    told = await refused(chat.ada, chat, "Change", card, "was open for changes until 14 Oct 16:00")
    assert "Please ask Rita, who can still help." in told.text
    assert await column(chat.core, DraftRow.state) == ["ordered"]


async def test_a_bare_number_is_an_own_open_order_or_an_article_and_is_asked_where_it_is_both(
    chat: Chat,
) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm", card, "is placed")
    await write(chat.core, update(OrderRow).values(number="B2B-2025-11379"))
    changes = await ask(chat.ada, "make it 13 of 11379", "Changes to B2B-2025-11379")
    assert "✏️ Apple iPhone 15 Pro 128GB: 25 → 13" in changes.text
    await tap(chat.ada, "Leave it as it is", changes, "Discarded")

    pump = await make_product(chat.core, "11379", "Garden pump", cost="220", category="garden/pumps")
    await make_stock(chat.core, pump, chat.warehouse, 500)
    for text in ("13 of 11379 instead", "把11379改成13", "11379'u 13 yap", "jadikan 13 untuk 11379"):
        before = [await rows(chat.core, table) for table in (DraftRow, DraftLineRow, OrderRow)]
        which = await ask(chat.ada, text, "Which do you mean?")
        assert which.text == "❓ 11379 is an order of yours and an article too. Which do you mean?"
        assert which.labels == ["📋 Order B2B-2025-11379", "📦 Garden pump"]
        assert [await rows(chat.core, table) for table in (DraftRow, DraftLineRow, OrderRow)] == before
    own = await tap(chat.ada, "Garden pump", which, offering("Confirm"))
    assert "1. Garden pump\n   13 pieces" in own.text
    more = await ask(chat.ada, "make it 15 of 11379", "Which do you mean?")
    own = await tap(chat.ada, "Garden pump", more, offering("Confirm"))
    assert "1. Garden pump\n   15 pieces" in own.text
    more = await ask(chat.ada, "make it 15 of 11379", "Which do you mean?")
    changes = await tap(chat.ada, "Order B2B-2025-11379", more, "Changes to B2B-2025-11379")
    assert "✏️ Apple iPhone 15 Pro 128GB: 25 → 15" in changes.text

    # Another dealer's order is none, and neither is an own one that cannot be changed while an article can.
    others = await ask(chat.cora, "make it 13 of 11379", offering("Confirm"))
    assert "1. Garden pump\n   13 pieces" in others.text
    (order,) = await rows(chat.core, OrderRow)
    await transact(chat.core, lambda tx: advance_order(tx, order.id, OrderState.PICKING))
    await tap(chat.ada, "Leave it as it is", changes, "Discarded")
    own = await ask(chat.ada, "make it 7 of 11379", offering("Confirm"))
    assert "1. Garden pump\n   7 pieces" in own.text
    await write(chat.core, update(ProductRow).where(ProductRow.id == pump).values(active=False))
    await ask(chat.ada, "make it 7 of 11379", "is “Being picked” by now and cannot be changed")


async def test_a_picker_who_was_faster_is_said_in_one_sentence_and_nothing_changes(chat: Chat) -> None:
    await placed(chat)
    changes = await ask(chat.ada, "make the coke 12 on my last order", "Changes to B2B-2025-1")
    (order,) = await rows(chat.core, OrderRow)
    await transact(chat.core, lambda tx: advance_order(tx, order.id, OrderState.PICKING))
    told = await tap(chat.ada, "Change it", changes, "cannot be changed")
    assert told.text.startswith(
        "⚠️ Order B2B-2025-1 is “Being picked” by now and cannot be changed. Your rep can help."
    )
    assert await column(chat.core, OrderRow.total_minor) == [2_612_960]


async def test_to_cancel_in_words_opens_the_order_and_a_draft_beside_it_stays(chat: Chat) -> None:
    await placed(chat)
    shown = await ask(chat.ada, "cancel my order", "Nothing is taken back yet")
    assert "Order B2B-2025-1" in shown.text
    draft = await ask(chat.ada, "30 iphone 15 pro")
    assert draft.button("Confirm") is not None
    shown = await ask(chat.ada, "cancel order B2B-2025-1", "Nothing is taken back yet")
    sure = await tap(chat.ada, "Take it back", shown, "B2B-2025-1")
    await tap(chat.ada, "Yes, take it back", sure, "Cancelled")
    assert await column(chat.core, OrderRow.state) == ["cancelled"]
    assert sorted(await column(chat.core, DraftRow.state)) == ["open", "ordered"]
    await ask(chat.ada, "cancel order B2B-2025-1", "cannot be taken back any more")


async def test_urgent_is_a_word_and_stands_on_the_card_and_on_the_order(chat: Chat) -> None:
    card = await ask(chat.ada, LINES + "\nurgent please")
    assert "⚡ Urgent: served before others" in card.text
    await tap(chat.ada, "Confirm", card, "is placed")
    assert await column(chat.core, OrderRow.is_urgent) == [True]
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    assert "⚡ Urgent" in shown.text
    assert sum(await column(chat.core, StockRow.reserved)) == 265


async def test_the_house_takes_an_order_back_after_the_cut_off_and_sees_how_it_is_served(chat: Chat) -> None:
    await placed(chat)
    chat.clock.advance(timedelta(hours=7))
    plan = await ask(chat.rita, "/plan B2B-2025-1", "How B2B-2025-1 is served")
    assert "1. LA: 25\n2. LA: 240" in plan.text
    assert "One way only: nothing had to be weighed." in plan.text
    preview = await ask(chat.rita, "/takeback B2B-2025-1 asked by phone", "is taken back")
    await tap(chat.rita, "Confirm", preview, "Order B2B-2025-1 is taken back.")
    assert await column(chat.core, OrderRow.state) == ["cancelled"]
    assert sum(await column(chat.core, StockRow.reserved)) == 0


async def test_what_is_agreed_about_scarce_goods_is_set_in_the_chat(chat: Chat) -> None:
    preview = await ask(chat.otto, "/scarce techmart rest normal 40", "ask each time")
    await tap(chat.otto, "Confirm", preview, "Agreed.")
    assert [
        (one.when_short, one.may_be_urgent, one.share) for one in await rows(chat.core, DealerSupplyRow)
    ] == [("rest", False, 40)]
    card = await ask(chat.ada, LINES + "\nurgent")
    assert card.text.startswith("Urgent orders are not agreed with you")
    assert "⚡" not in card.text
