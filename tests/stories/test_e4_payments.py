"""E4: a payment frees what waited for it in the same moment, and everybody concerned hears what it did."""

from datetime import timedelta

from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_invoices import CreateInvoices
from core.kernel.actor import SYSTEM
from core.orders.tables import OrderRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import account, column


async def _owing_and_waiting(chat: Chat) -> ChatMessage:
    """110 phones invoiced (114,400.00), 20 more (20,800.00) wait: above the 80 % of 150,000."""
    card = await ask(chat.ada, "110 iphone 15 pro")
    await tap(chat.ada, "Confirm $114,400.00", card, "B2B-2025-1")
    await chat.core.execute(SYSTEM, CreateInvoices(("B2B-2025-1",)))
    told = await chat.ada.wait_for("Invoice INV-2025-1", since=0)
    assert told.text == "🧾 Invoice INV-2025-1 for order B2B-2025-1: $114,400.00, due Fri 28 Nov"
    asked = await ask(chat.ada, "20 iphone 15 pro")
    card = await tap(chat.ada, "20 pieces", asked, "$20,800.00")
    await tap(chat.ada, "Confirm $20,800.00", card, "B2B-2025-2")
    return await chat.rita.wait_for("needs your decision", since=0)


async def test_a_payment_by_admin_command_frees_the_order_and_tells_dealer_rep_and_finance(
    chat: Chat,
) -> None:
    await _owing_and_waiting(chat)
    assert await column(chat.core, OrderRow.state) == ["approved", "in_review"]
    preview = await ask(chat.fay, "/pay techmart 15200 today WIRE 1", "from TechMart Corp")
    await tap(chat.fay, "Confirm", preview, "recorded")
    heard = await chat.ada.wait_for("received, thank you", since=0)
    assert heard.text.split("\n") == [
        "💰 $15,200.00 received, thank you. Receipt RC-2025-1",
        "Paid in part: INV-2025-1",
    ]
    await chat.ada.wait_for("Order B2B-2025-2 over $20,800.00 is free", since=0)
    for user in (chat.rita, chat.fay):
        told = await user.wait_for("TechMart Corp paid", since=0)
        assert told.text.split("\n") == [
            "💰 TechMart Corp paid $15,200.00. Receipt RC-2025-1, reference WIRE 1",
            "Paid in part: INV-2025-1",
            "✅ Approved now: B2B-2025-2",
        ]
    assert await column(chat.core, OrderRow.state) == ["approved", "approved"]
    assert await account(chat.core, chat.techmart) == {
        "limit": 15_000_000,
        "invoiced": 9_920_000,
        "held": 2_080_000,
        "pending": 0,
    }
    shown = await ask(chat.ada, "/order 2", "Order B2B-2025-2")
    assert "✅ Approved · 14 Oct 09:00 — A payment came" in shown.text
    assert await chat.core.ask(SYSTEM, CheckLedgers()) == ()


async def test_a_cent_too_little_frees_nothing(chat: Chat) -> None:
    await _owing_and_waiting(chat)
    preview = await ask(chat.fay, "/pay techmart 15199.99 today WIRE 1", "from TechMart Corp")
    await tap(chat.fay, "Confirm", preview, "recorded")
    heard = await chat.ada.wait_for("received, thank you", since=0)
    told = await chat.fay.wait_for("TechMart Corp paid", since=0)
    assert "Approved now" not in heard.text + told.text
    assert await column(chat.core, OrderRow.state) == ["approved", "in_review"]


async def test_an_over_payment_stays_on_the_account_and_a_reversal_tells_what_is_open_again(
    chat: Chat,
) -> None:
    await _owing_and_waiting(chat)
    preview = await ask(chat.fay, "/pay techmart 114500 today CHEQUE 9", "from TechMart Corp")
    await tap(chat.fay, "Confirm", preview, "recorded")
    heard = await chat.ada.wait_for("received, thank you", since=0)
    assert heard.text.split("\n")[1:3] == ["Paid in full: INV-2025-1", "On your account: $100.00"]
    taking = await ask(chat.fay, "/reverse RC-2025-1 cheque bounced", "taken back")
    await tap(chat.fay, "Confirm", taking, "RC-2025-1")
    bad = await chat.ada.wait_for("was taken back", since=0)
    assert bad.text.split("\n") == [
        "↩️ Your payment RC-2025-1 of $114,500.00 was taken back.",
        "Why: cheque bounced",
        "Open again: INV-2025-1",
    ]
    await chat.rita.wait_for("of TechMart Corp", since=0)
    assert (await account(chat.core, chat.techmart))["invoiced"] == 11_440_000
    assert await chat.core.ask(SYSTEM, CheckLedgers()) == ()


async def test_the_same_reference_is_refused_and_nobody_is_told_twice(chat: Chat) -> None:
    await _owing_and_waiting(chat)
    preview = await ask(chat.fay, "/pay techmart 100 today WIRE 1", "from TechMart Corp")
    await tap(chat.fay, "Confirm", preview, "recorded")
    await chat.ada.wait_for("received, thank you", since=0)
    again = await ask(chat.fay, "/pay techmart 100 today WIRE 1", "recorded already")
    assert "RC-2025-1, $100.00" in again.text
    assert again.labels == []
    chat.clock.advance(timedelta(minutes=1))
    await ask(chat.ada, "thanks", "welcome")
    assert len([one for one in chat.ada.from_bot() if "received, thank you" in one.text]) == 1
