"""E2, B1: above the soft limit an order waits for the rep's card; above the hard limit it is held."""

from core.approvals.tables import ApprovalRow
from core.orders.tables import OrderRow
from core.stock.tables import StockRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import account, column, count, set_limit
from tests.stories.trade import offering

# TechMart's limit is 150,000: 80 % are 120,000 (115 phones: 119,600), 95 % are 142,500 (137: 142,480).
SOFT = "120 iphone 15 pro"
BUTTONS = ["✅ Approve", "✂️ Part of it", "❌ Decline", "↩️ Counter-offer", "❓ Ask"]


async def _in_review(chat: Chat) -> tuple[ChatMessage, ChatMessage]:
    """Ada's placed message and Rita's card."""
    card = await ask(chat.ada, SOFT)
    placed = await tap(chat.ada, "Confirm $124,800.00", card, "B2B-2025-1")
    return placed, await chat.rita.wait_for("needs your decision", since=0)


async def test_above_the_soft_limit_the_order_waits_and_the_rep_gets_what_decides(chat: Chat) -> None:
    placed, card = await _in_review(chat)
    assert placed.text.startswith("🕓 Order B2B-2025-1 is placed and waits for approval.")
    assert card.text.split("\n") == [
        "🟠 Order B2B-2025-1 · TechMart Corp needs your decision",
        "",
        "• Apple iPhone 15 Pro 128GB — $124,800.00",
        "",
        "Total $124,800.00 · ordered by Ada",
        "",
        "⚠️ Above the share of the credit limit that passes by itself",
        "",
        "Owes $0.00, with this order $124,800.00, limit $150,000.00",
        "▰▰▰▰▰▰▰▰▱▱ 83 %",
        "",
        "💵 No payments yet",
        "",
        "💡 $119,600.00 would pass by itself (1 line)",
        "💡 A payment of $4,800.00 would set all of it free",
        "",
        "👥 Asked: Rita · until Tue 14 Oct 13:00",
    ]
    assert card.labels == BUTTONS
    assert await account(chat.core, chat.techmart) == {
        "limit": 15_000_000,
        "invoiced": 0,
        "held": 0,
        "pending": 12_480_000,
    }
    status = await ask(chat.ada, "where is my order", "Order B2B-2025-1")
    assert "🕓 In review" in status.text


async def test_approved_the_dealer_is_told_and_the_card_freezes(chat: Chat) -> None:
    _, card = await _in_review(chat)
    data = next(button.data for button in card.buttons if "Approve" in button.text)
    decided = await tap(chat.rita, "Approve", card, "Approved by Rita")
    assert (decided.id, decided.labels) == (card.id, [])
    told = await chat.ada.wait_for("is approved", since=0)
    assert told.text == "✅ Order B2B-2025-1 is approved. With you Wed 15 Oct."
    assert (await account(chat.core, chat.techmart))["held"] == 12_480_000
    late = await chat.rita.tap_data(card, (data or "").replace(":y:", ":n:"))
    await late.answer()
    reasons = await chat.rita.wait_for("Why is order")
    second = await tap(chat.rita, "Credit limit", reasons, "Rita decided this before you.")
    assert "✅ Approved by Rita" in second.text
    assert second.labels == []
    assert await column(chat.core, OrderRow.state) == ["approved"]


async def test_declined_with_a_reason_the_dealer_hears_it_and_everything_is_free_again(chat: Chat) -> None:
    _, card = await _in_review(chat)
    why = await tap(chat.rita, "Decline", card, "Why is order B2B-2025-1 of TechMart Corp declined?")
    assert why.labels == [
        "Credit limit", "Open invoices first", "Not available", "Price to be agreed", "Please call your rep",
        "✍️ In own words", "‹ Back",
    ]  # fmt: skip
    back = await tap(chat.rita, "Back", why, "needs your decision")
    why = await tap(chat.rita, "Decline", back, "Why is order")
    decided = await tap(chat.rita, "Open invoices first", why, "Declined by Rita")
    assert decided.labels == []
    told = await chat.ada.wait_for("was declined", since=0)
    assert told.text.startswith("❌ Order B2B-2025-1 was declined: Open invoices first. Nothing was booked")
    assert (await account(chat.core, chat.techmart))["pending"] == 0
    (reserved,) = await column(chat.core, StockRow.reserved, StockRow.product_id == chat.iphone)
    assert reserved == 0
    assert await column(chat.core, ApprovalRow.decision_reason) == ["overdue"]


async def test_two_taps_on_approve_decide_once_and_tell_once(chat: Chat) -> None:
    _, card = await _in_review(chat)
    for one in await chat.rita.tap_twice("Approve", message=card):
        await one.answer()
    await chat.rita.wait_for("Approved by Rita")
    await chat.ada.wait_for("is approved", since=0)
    await ask(chat.rita, "/approvals", "Nothing waits for you.")
    await ask(chat.ada, "thanks", "welcome")
    assert len([one for one in chat.ada.from_bot() if "is approved" in one.text]) == 1
    assert (await account(chat.core, chat.techmart))["held"] == 12_480_000


async def test_what_credit_forbids_by_now_cannot_be_approved(chat: Chat) -> None:
    _, card = await _in_review(chat)
    await set_limit(chat.core, chat.techmart, "100000")
    refused = await tap(chat.rita, "Approve", card, "goes over the credit limit")
    assert "⛔ Credit does not allow it as it stands now." in refused.text
    assert refused.labels == BUTTONS
    assert await column(chat.core, OrderRow.state) == ["in_review"]


async def test_open_requests_are_listed_again_and_the_older_card_loses_its_buttons(chat: Chat) -> None:
    _, card = await _in_review(chat)
    again = await ask(chat.rita, "/approvals", "needs your decision")
    assert again.id != card.id
    await chat.rita.wait_until(lambda user: not next(m for m in user.messages() if m.id == card.id).labels)
    assert again.labels == BUTTONS


async def test_above_the_hard_limit_the_card_says_what_fits_and_the_order_is_held(chat: Chat) -> None:
    card = await ask(chat.ada, "138 iphone 15 pro")
    assert (
        "⏸ This goes over your credit limit and would wait for a decision. "
        "Orders up to $120,000.00 pass right now." in card.text
    )
    fits = await ask(chat.ada, "make line 1 115", "115 pieces")
    assert "⏸" not in fits.text
    more = await ask(chat.ada, "make line 1 138", offering("Confirm $143,520.00"))
    placed = await tap(chat.ada, "Confirm $143,520.00", more, "B2B-2025-1")
    assert placed.text.startswith("⏸ Order B2B-2025-1 is placed and held: it goes over the credit limit.")
    assert await column(chat.core, OrderRow.state) == ["held"]
    assert await count(chat.core, ApprovalRow) == 1
    assert (await account(chat.core, chat.techmart))["pending"] == 14_352_000
    (reserved,) = await column(chat.core, StockRow.reserved, StockRow.product_id == chat.iphone)
    assert reserved == 138
    # The rep is told and reads the card; finance decides, so it has no buttons.
    told = await chat.rita.wait_for("⛔ Above the credit limit", since=0)
    assert told.labels == []


async def test_credit_that_is_gone_at_the_tap_holds_the_order_and_says_so(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await set_limit(chat.core, chat.techmart, "20000")
    placed = await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    assert placed.text.startswith("⏸ Order B2B-2025-1 is placed and held")
    assert await account(chat.core, chat.techmart) == {
        "limit": 2_000_000,
        "invoiced": 0,
        "held": 0,
        "pending": 2_600_000,
    }
