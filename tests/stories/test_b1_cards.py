"""B1: the card decides with one tap and full knowledge; parts, offers and questions go to and fro."""

from datetime import timedelta

from core.approvals.tables import ApprovalRow
from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.orders.tables import CounterOfferRow, OrderLineRow, OrderRow
from dealerline.sandbox.faults import FaultKind
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap, until
from tests.make import account, column, count, set_limit
from tests.stories.trade import said_to_others

# TechMart's limit is 150,000: 80 % are 120,000, and 115 phones are 119,600.
SOFT = "120 iphone 15 pro"


async def _in_review(chat: Chat) -> tuple[ChatMessage, ChatMessage]:
    """Ada's placed message and Rita's card about 120 phones, 124,800.00."""
    quote = await ask(chat.ada, SOFT)
    placed = await tap(chat.ada, "Confirm $124,800.00", quote, "B2B-2025-1")
    return placed, await chat.rita.wait_for("needs your decision", since=0)


async def test_the_part_is_shown_and_changed_before_anything_is_done(chat: Chat) -> None:
    _, card = await _in_review(chat)
    plan = await tap(chat.rita, "Part of it", card, "Nothing is done yet.")
    assert "✂️ Apple iPhone 15 Pro 128GB: 115 of 120" in plan.text
    assert "✅ Goes now: $119,600.00\n⏸ Waits: $5,200.00" in plan.text
    less = await tap(chat.rita, "➖", plan, "103 of 120")
    assert await column(chat.core, OrderRow.state) == ["in_review"]
    assert await count(chat.core, CounterOfferRow) == 0
    done = await tap(chat.rita, "Approve this part", less, "Approved in part by Rita")
    assert done.labels == []
    told = await chat.ada.wait_for("goes in part", since=0)
    assert "$107,120.00. The rest waits as B2B-2025-1/2" in told.text
    assert sorted(await column(chat.core, OrderRow.state)) == ["approved", "held"]
    assert (await account(chat.core, chat.techmart))["held"] == 10_712_000


async def test_another_price_goes_to_the_dealer_and_is_taken_with_one_tap(chat: Chat) -> None:
    _, card = await _in_review(chat)
    plan = await tap(chat.rita, "Counter-offer", card, "Tap a line to change it.")
    assert "📨 Send the offer" not in plan.labels  # nothing is changed yet
    line = await tap(chat.rita, "✏️ Apple", plan, "Ordered: 120")
    await tap(chat.rita, "Another price", line, "Which price for one piece?")
    changed = await ask(chat.rita, "1,030", "Total $124,800.00 → $123,600.00")
    sent = await tap(chat.rita, "Send the offer", changed, "Offered to the dealer: $123,600.00")
    assert "Approve" in sent.labels[0]
    offer = await chat.ada.wait_for("Our offer for order B2B-2025-1", since=0)
    assert "120 × $1,040.00 → 120 × $1,030.00" in offer.text
    await tap(chat.ada, "Accept", offer, "Agreed. The order goes as offered.")
    await chat.ada.wait_for("Order B2B-2025-1 is approved", since=0)
    await chat.rita.wait_for("Your offer for order B2B-2025-1 was accepted.", since=0)
    assert await column(chat.core, OrderRow.total_minor) == [12_360_000]
    assert await column(chat.core, OrderLineRow.unit_price_micros) == [1_030_000_000]


async def test_an_offer_turned_down_leaves_the_order_waiting(chat: Chat) -> None:
    _, card = await _in_review(chat)
    plan = await tap(chat.rita, "Counter-offer", card, "Tap a line")
    await tap(chat.rita, "Off everything", plan, "Write a percentage")
    changed = await ask(chat.rita, "2 %", "$122,304.00")
    await tap(chat.rita, "Send the offer", changed, "Offered to the dealer")
    offer = await chat.ada.wait_for("Our offer for order", since=0)
    await tap(chat.ada, "Decline", offer, "The order waits on as you placed it.")
    again = await chat.rita.wait_for("The dealer declined the offer", since=0)
    assert "✅ Approve" in again.labels
    assert await column(chat.core, OrderRow.state) == ["in_review"]
    assert await column(chat.core, OrderRow.total_minor) == [12_480_000]


async def test_a_price_above_the_rep_s_power_is_refused_in_words_and_nobody_hears_of_it(chat: Chat) -> None:
    _, card = await _in_review(chat)
    plan = await tap(chat.rita, "Counter-offer", card, "Tap a line")
    await tap(chat.rita, "Off everything", plan, "Write a percentage")
    changed = await ask(chat.rita, "20%", "Total")
    before = await count(chat.core, JournalRow)
    refused = await tap(chat.rita, "Send the offer", changed, "Such a price needs somebody above you.")
    assert "📨 Send the offer" in refused.labels
    assert (await count(chat.core, JournalRow), await count(chat.core, CounterOfferRow)) == (before, 0)


async def test_a_question_goes_to_the_buyer_and_the_answer_comes_back_on_the_card(chat: Chat) -> None:
    _, card = await _in_review(chat)
    await tap(chat.rita, "Ask", card, "What do you want to know")
    await ask(chat.rita, "Which shop is it for?", "Asked. The answer will be on this card.")
    question = await chat.ada.wait_for("Which shop is it for?", since=0)
    chat.clock.advance(timedelta(minutes=1))
    await tap(chat.ada, "Answer", question, "Write your answer here.")
    await ask(chat.ada, "The new one in <Reno>", "Thank you, passed on.")
    answered = await chat.rita.wait_for("💬 The new one in <Reno>", since=0)
    assert "✅ Approve" in answered.labels
    status = await ask(chat.ada, "where is my order", "Usually decided by")
    assert "We would like to know" not in status.text


async def test_one_decision_wins_and_every_other_card_freezes_with_the_name(chat: Chat) -> None:
    _, card = await _in_review(chat)
    other = await ask(chat.max, "/approvals", "needs your decision")
    assert other.labels[0] == "✅ Approve"
    await tap(chat.rita, "Approve", card, "Approved by Rita")
    late = await tap(chat.max, "Approve", other, "✅ Approved by Rita")
    assert late.labels == []
    # Max is told; his card freezes a moment before or after that, and shows the last of the two.

    async def told() -> bool:
        edits = await chat.sandbox.calls("editMessageText")
        return any("Rita decided this before you." in str(edit["fields"]) for edit in edits)

    await until(told)
    assert (await column(chat.core, JournalRow.name)).count("order_decided") == 1


async def test_the_margin_is_for_the_manager_and_not_for_the_rep(chat: Chat) -> None:
    _, card = await _in_review(chat)
    assert "Margin" not in card.text
    managers = await ask(chat.max, "/approvals", "needs your decision")
    assert "📈 Margin $4,800.00 (3.84%)" in managers.text


async def test_half_of_the_time_gone_reminds_and_the_end_goes_up_with_the_card(chat: Chat) -> None:
    await _in_review(chat)
    chat.clock.advance(timedelta(hours=2))
    await tick(chat.core)
    await chat.rita.wait_for("Half of the time is gone.", since=0)
    chat.clock.advance(timedelta(hours=2))
    await tick(chat.core)
    card = await chat.max.wait_for("Nobody decided in time, so it comes to you.", since=0)
    await tap(chat.max, "Approve", card, "Approved by Max")
    await chat.ada.wait_for("is approved", since=0)


async def test_the_time_to_decide_stands_still_from_friday_evening_to_monday(chat: Chat) -> None:
    chat.clock.advance(timedelta(days=3, hours=7, minutes=30))  # Friday, half past four
    _, card = await _in_review(chat)
    assert "👥 Asked: Rita · until Mon 20 Oct 11:30" in card.text
    chat.clock.advance(timedelta(hours=64, minutes=59))  # Monday, a minute before half of it is gone
    await tick(chat.core)
    said = await said_to_others(chat, chat.ada)
    assert not any("Half of the time" in text for text in said["Rita"])
    assert said["Max"] == []
    chat.clock.advance(timedelta(minutes=1))
    await tick(chat.core)
    await chat.rita.wait_for("Half of the time is gone.", since=0)
    chat.clock.advance(timedelta(hours=2))
    await tick(chat.core)
    asked = await chat.max.wait_for("Nobody decided in time, so it comes to you.", since=0)
    assert "until Mon 20 Oct 15:30" in asked.text


async def test_several_alike_are_decided_together_after_a_look(chat: Chat) -> None:
    await _in_review(chat)
    await set_limit(chat.core, chat.corner, "1500")
    quote = await ask(chat.cora, "2200 coke 330")
    await chat.cora.tap("Confirm", message=quote)
    await chat.cora.wait_for("B2B-2025-2")
    await chat.rita.wait_for("Corner Store", since=0)
    waiting = await ask(chat.max, "/approvals", "2 orders wait for a decision")
    reasons = await tap(chat.max, "By reason", waiting, "2 orders wait")
    narrowed = await tap(chat.max, "Above the share", reasons, "⚠️ Above the share")
    look = await tap(chat.max, "Approve all 2", narrowed, "Approve 2 orders?")
    assert await column(chat.core, ApprovalRow.state) == ["open", "open"]
    done = await tap(chat.max, "✅ Confirm", look, "2 of 2 decided")
    assert "✅ B2B-2025-1" in done.text
    await chat.ada.wait_for("Order B2B-2025-1 is approved", since=0)
    await chat.cora.wait_for("Order B2B-2025-2 is approved", since=0)


async def test_the_dealer_keeps_what_goes_at_once_before_and_after_confirming(chat: Chat) -> None:
    quote = await ask(chat.ada, SOFT)
    assert "💡 1 line for $119,600.00 can go at once\n💡 Pay $4,800.00 and all of it goes" in quote.text
    placed = await tap(chat.ada, "Confirm $124,800.00", quote, "B2B-2025-1")
    assert "🕓 Usually decided by Tue 14 Oct" in placed.text
    sent = await tap(chat.ada, "Send what fits now", placed, "the rest waits as B2B-2025-1/2")
    assert "$119,600.00" in sent.text
    assert sorted(await column(chat.core, OrderRow.state)) == ["approved", "held"]
    await chat.rita.wait_for("Set free by itself", since=0)


async def test_a_card_that_is_still_on_its_way_freezes_too(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.SLOW, method="sendMessage", chat_id=chat.rita.id, seconds=1.5)
    placed = await tap(chat.ada, "Confirm $124,800.00", await ask(chat.ada, SOFT), "B2B-2025-1")
    await tap(chat.ada, "Send what fits now", placed, "the rest waits as B2B-2025-1/2")
    assert not [one for one in chat.rita.from_bot() if "needs your decision" in one.text]
    frozen = await chat.rita.wait_for("Set free by itself", since=0)
    assert frozen.is_edited
    assert not frozen.rows


async def test_only_what_fits_stays_in_the_draft(chat: Chat) -> None:
    quote = await ask(chat.ada, SOFT)
    kept = await tap(chat.ada, "Keep only what goes at once", quote, "$119,600.00")
    assert "✅ Confirm $119,600.00" in kept.labels
    await tap(chat.ada, "Confirm", kept, "B2B-2025-1")
    assert await column(chat.core, OrderRow.state) == ["approved"]


async def test_a_waiting_order_is_taken_back_or_changed_by_its_dealer_alone(chat: Chat) -> None:
    placed, _ = await _in_review(chat)
    await tap(chat.ada, "Change", placed, "Changes to B2B-2025-1")
    changes = await ask(
        chat.ada, "make the iphone 118", lambda card: any("$122,720.00" in one for one in card.labels)
    )
    assert await column(chat.core, OrderRow.state) == ["in_review"]
    again = await tap(
        chat.ada,
        "Change it · $122,720.00",
        changes,
        lambda card: any("Take it back" in one for one in card.labels),
    )
    sure = await tap(chat.ada, "Take it back", again, "Take back order B2B-2025-1")
    # Cora's tap with Ada's button finds nothing.
    data = next(button.data for button in sure.buttons if "Yes" in button.text)
    foreign = await ask(chat.cora, "1000 coke 330")
    await chat.cora.tap_data(foreign, data or "")
    await chat.cora.wait_for("could not find")
    assert await column(chat.core, OrderRow.state) == ["in_review"]
    await tap(chat.ada, "Yes, take it back", sure, "Cancelled")
    assert await column(chat.core, OrderRow.state) == ["cancelled"]
    assert (await account(chat.core, chat.techmart))["pending"] == 0
