"""E5: Regional Electronics owes 45,000 of 75,000 and orders 85,000; 30,000 go at last, the rest waits."""

from datetime import timedelta

from core.kernel.actor import Role
from core.orders.tables import OrderRow
from core.stock.tables import StockRow
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import account, column, make_invoice, make_product, make_staff, make_stock, rows
from tests.races.ledgers import assert_books_are_whole
from tests.stories.trade import new_dealer

FIONA, REMY = 5021, 5022
BUTTONS = ["✅ Approve", "✂️ Part of it", "❌ Decline", "↩️ Counter-offer", "❓ Ask"]


async def _ordered(chat: Chat) -> tuple[SandboxUser, SandboxUser, ChatMessage]:
    """Remy of Regional Electronics, Fiona of finance, and her card about 85 televisions at 1,000."""
    await make_staff(chat.core, Role.FINANCE, "Fiona", telegram_id=FIONA)
    fiona = await chat.sandbox.user("Fiona", user_id=FIONA)
    await ask(fiona, "/approvals", "Nothing waits for you.")  # a bot may only write to whom it knows
    dealer_id, remy = await new_dealer(
        chat, "Regional Electronics", "Remy", REMY, tier="bronze", limit="75000"
    )
    due = chat.clock.now().date() + timedelta(days=10)
    await make_invoice(chat.core, dealer_id, "45000", due_on=due)
    television = await make_product(chat.core, "TV55", "Television 55", cost=None, list_price="1000")
    await make_stock(chat.core, television, chat.warehouse, 200)
    card = await ask(remy, "85 TV55")
    assert "⏸ This goes over your credit limit and would wait for a decision." in card.text
    assert "Orders up to $15,000.00 pass right now." in card.text
    placed = await tap(remy, "Confirm $85,000.00", card, "B2B-2025-1")
    assert placed.text.startswith("⏸ Order B2B-2025-1 is placed and held: it goes over the credit limit.")
    return remy, fiona, await fiona.wait_for("needs your decision", since=0)


async def test_both_are_told_thirty_thousand_go_and_the_rest_stays_held(chat: Chat) -> None:
    remy, fiona, card = await _ordered(chat)
    *figures, asked = card.text.split("\n")
    assert figures == [
        "🟠 Order B2B-2025-1 · Regional Electronics needs your decision",
        "",
        "• Television 55 — $85,000.00",
        "",
        "Total $85,000.00 · ordered by Remy",
        "",
        "⛔ Above the credit limit",
        "",
        "Owes $45,000.00, with this order $130,000.00, limit $75,000.00",
        "▰▰▰▰▰▰▰▰▰▰ 100 %",
        "",
        "🟩🟩🟩🟩🟩🟩🟩🟩🟩🟩",
        "Open, days late: 🟩 $45,000.00 (not due)",
        "💵 No payments yet",
        "",
        "💡 $15,000.00 would pass by itself (1 line)",
        "💡 A payment of $70,000.00 would set all of it free",
        "",
    ]
    assert set(asked.split(" · ")[0].removeprefix("👥 Asked: ").split(", ")) == {"Fay", "Fiona"}
    assert card.labels == BUTTONS
    told = await chat.rita.wait_for("Regional Electronics", since=0)
    assert told.text.split("\n")[:10] == figures[:10]
    assert told.labels == []

    proposed = await tap(fiona, "Part of it", card, "Nothing is done yet.")
    assert "✂️ Television 55: 15 of 85" in proposed.text
    await tap(fiona, "Write an amount", proposed, "How much may go?")
    chosen = await ask(fiona, "30000", "✂️ Television 55: 30 of 85")
    assert "✅ Goes now: $30,000.00\n⏸ Waits: $55,000.00\n\nOwes then $75,000.00" in chosen.text
    decided = await tap(fiona, "Approve this part", chosen, "Approved in part by Fiona")
    assert decided.labels == []
    heard = await remy.wait_for("goes in part", since=0)
    assert heard.text == (
        "✂️ Order B2B-2025-1 goes in part: $30,000.00. The rest waits as B2B-2025-1/2; "
        "a payment may set it free."
    )
    await chat.rita.wait_for("Approved in part by Fiona", since=0)

    (dealer_id,) = {row.dealer_id for row in await rows(chat.core, OrderRow)}
    assert await account(chat.core, dealer_id) == {
        "limit": 7_500_000,
        "invoiced": 4_500_000,
        "held": 3_000_000,
        "pending": 5_500_000,
    }
    found = {row.number: (row.state, row.total_minor) for row in await rows(chat.core, OrderRow)}
    assert found == {
        "B2B-2025-1": ("approved", 3_000_000),
        "B2B-2025-1/2": ("held", 5_500_000),
    }
    assert sorted(await column(chat.core, StockRow.reserved)) == [0, 0, 0, 85]
    listed = await ask(remy, "/orders", "Your orders")
    assert sorted(label.split(" · ")[:2] for label in listed.labels) == [
        ["✅ B2B-2025-1", "$30,000.00"],
        ["✋ B2B-2025-1/2", "$55,000.00"],
        ["🔁 Order one again"],
    ]
    assert await assert_books_are_whole(chat.core) == 2


async def test_an_amount_that_is_none_is_asked_again_and_too_little_is_refused_in_words(chat: Chat) -> None:
    _, fiona, card = await _ordered(chat)
    proposed = await tap(fiona, "Part of it", card, "Nothing is done yet.")
    await tap(fiona, "Write an amount", proposed, "How much may go?")
    await ask(fiona, "some", "How much may go?")
    nothing = await ask(fiona, "999.99", "⏸ Television 55: 0 of 85")
    assert "✂️ Approve this part" not in nothing.labels
    assert await column(chat.core, OrderRow.state) == ["held"]


async def test_the_rep_who_is_only_told_cannot_decide_by_an_old_button(chat: Chat) -> None:
    _, fiona, card = await _ordered(chat)
    told = await chat.rita.wait_for("Regional Electronics", since=0)
    data = next(button.data for button in card.buttons if "Approve" in button.text)
    await chat.rita.tap_data(told, data or "")
    refused = await chat.rita.wait_for("This is asked of", since=0)
    assert refused.labels == []
    assert await column(chat.core, OrderRow.state) == ["held"]
    await tap(fiona, "Decline", card, "Why is order")
