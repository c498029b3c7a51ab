"""C1 with E and D8: limits, holds, policy, invoices, payments and credit notes by admin command."""

from datetime import date, timedelta

from sqlalchemy import select

from core.credit.tables import CreditAccountRow
from core.dealers.use_cases.enrol_second_factor import ConfirmSecondFactor, EnrolSecondFactor
from core.infra.journal import JournalRow
from tests.chat import Chat, ask, tap
from tests.codes import code_at
from tests.make import account, count, make_invoice, rows
from tests.stories.trade import all_rows, said_to_others


async def _limit(chat: Chat) -> int:
    (row,) = await rows(chat.core, CreditAccountRow, CreditAccountRow.dealer_id == chat.corner)
    return int(row.limit_minor)


async def test_a_limit_is_changed_with_a_preview_and_holds_at_once(chat: Chat) -> None:
    before = await ask(chat.cora, "5000 coke 330")
    assert "Credit left after this order: $2,000.00" in before.text
    preview = await ask(chat.fay, "/limit corner store 20,000", "Credit limit of")
    assert preview.text.splitlines() == [
        "💳 Credit limit of Corner Store:",
        "$5,000.00 → $20,000.00",
        "Stands against it: $0.00",
        "Available then: $20,000.00",
    ]
    assert await _limit(chat) == 500_000
    done = await tap(chat.fay, "Confirm", preview, "may owe")
    assert done.text == "✅ Corner Store may owe $20,000.00 as of now."
    assert await _limit(chat) == 2_000_000
    assert "Credit left after this order: $17,000.00" in (await ask(chat.cora, "/draft")).text


async def test_a_limit_below_what_is_owed_is_warned_of(chat: Chat) -> None:
    await make_invoice(chat.core, chat.corner, "3000", due_on=date(2025, 12, 1))
    preview = await ask(chat.fay, "/l corner store 1000", "Credit limit of")
    assert "⚠️ That is less than stands against it." in preview.text
    await tap(chat.fay, "Cancel", preview, "Nothing was changed")
    wrong = await ask(chat.fay, "/limit corner store 1000 EUR", "EUR")
    assert wrong.labels == []
    unclear = await ask(chat.fay, "/limit corner store 1,2345", "Which dealer?")
    await tap(chat.fay, "Corner Store", unclear, "How much?")
    still = await ask(chat.fay, "1,2345", "How much?")
    assert still.text.startswith("⚠️ That is no amount I can be sure of.")
    again = await ask(chat.fay, "10000", "Credit limit of")
    assert "$5,000.00 → $10,000.00" in again.text
    assert await _limit(chat) == 500_000


async def test_the_office_may_not_set_limits_and_finance_may(chat: Chat) -> None:
    await ask(chat.otto, "/limit corner store 20000", "You may not do that")
    card = await ask(chat.fay, "/dealer corner store", "🏢 Corner Store")
    assert [label for label in card.labels if "Rep" in label] == []
    asked = await tap(chat.fay, "Limit", card, "How much?")
    assert asked.labels == ["Cancel"]
    await ask(chat.fay, "6000", "Credit limit of Corner Store")
    assert await _limit(chat) == 500_000


async def test_an_account_is_stopped_and_let_go(chat: Chat) -> None:
    preview = await ask(chat.fay, "/hold corner store cheque bounced", "held from now on")
    assert "Reason: cheque bounced" in preview.text
    card = await tap(chat.fay, "Confirm", preview, "stopped by hand")
    assert "⛔ stopped by hand: cheque bounced" in card.text
    release = await ask(chat.fay, "/release corner store", "credit decides again")
    assert "It was stopped for: cheque bounced" in release.text
    await tap(chat.fay, "Confirm", release, "is free again")
    assert "stopped" not in (await ask(chat.fay, "/dealer corner store", "🏢 Corner Store")).text


async def test_a_rule_of_the_credit_policy_is_changed(chat: Chat) -> None:
    shown = await ask(chat.fay, "/policy", "Credit policy")
    assert "Review above, of the limit: 80% (soft)" in shown.text
    preview = await ask(chat.fay, "/policy set soft 85%", "Credit policy")
    assert "Review above, of the limit: 80% → 85%" in preview.text
    assert "Of 2 dealers, 0 would be judged more strictly at once, 0 less" in preview.text
    await tap(chat.fay, "Confirm", preview, "holds for everybody")
    assert "85% (soft)" in (await ask(chat.fay, "/policy", "Credit policy")).text
    asked = await ask(chat.fay, "/policy set soft 99%", "What shall it be?")
    assert asked.text.startswith("⚠️ That rule cannot be so.")
    assert await count(chat.core, JournalRow, JournalRow.name == "credit_policy_set") == 1


async def test_a_payment_is_recorded_once_and_taken_back(chat: Chat) -> None:
    await make_invoice(chat.core, chat.corner, "3000", due_on=date(2025, 12, 1))
    preview = await ask(chat.otto, "/pay corner store 3200 2025-10-13 WIRE 77", "Owed in all")
    assert preview.text.splitlines() == [
        "💰 $3,200.00 from Corner Store",
        "Mon 13 Oct · WIRE 77",
        "• INV-1: $3,000.00",
        "stays on the account: $200.00",
        "Owed in all:",
        "$3,000.00 → -$200.00",
    ]
    done = await tap(chat.otto, "Confirm", preview, "recorded")
    assert done.text == "✅ Payment RC-2025-1: $3,200.00 recorded."
    assert (await account(chat.core, chat.corner))["invoiced"] == 0

    before, told = await all_rows(chat), await said_to_others(chat, chat.otto)
    for typed, said in (
        (
            "/pay corner store 3200 2025-10-13 WIRE 77",
            "That payment is recorded already: RC-2025-1, $3,200.00, Mon 13 Oct.",
        ),
        ("/pay corner store 10 2025-12-24 X1", "Wed 24 Dec is still to come. Money cannot be dated ahead."),
        ("/pay corner store -10 today X2", "The amount must be more than zero."),
        ("/pay corner store 0 today X2", "The amount must be more than zero."),
        ("/pay corner store 10 EUR today X2", "This account is kept in USD, not in EUR."),
        (
            "/pay for NOSUCH corner store 10 today X3",
            "This dealer has no invoice NOSUCH. Nothing was recorded.",
        ),
        (
            "/pay for INV-1 corner store 10 today X4",
            "Invoice INV-1 is paid already. Nothing was recorded.",
        ),
    ):
        refused = await ask(chat.otto, typed, "")
        assert (refused.text, refused.labels) == (said, []), typed
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.otto) == told
    reverse = await ask(chat.otto, "/reverse RC-2025-1 cheque bounced", "is taken back")
    assert "• INV-1 is open again: $3,000.00" in reverse.text
    await tap(chat.otto, "Confirm", reverse, "✅ Payment RC-2025-1")
    assert (await account(chat.core, chat.corner))["invoiced"] == 300_000
    async with chat.core.database.read() as connection:
        facts = [row[0] for row in await connection.execute(select(JournalRow.name).order_by(JournalRow.at))]
    assert facts == ["payment_recorded", "payment_reversed"]


async def test_an_order_is_invoiced_and_partly_credited(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    placed = await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    assert "B2B-2025-1" in placed.text
    preview = await ask(chat.otto, "/invoice all techmart", "1 order is invoiced")
    assert "• B2B-2025-1 · TechMart Corp · $26,000.00" in preview.text
    done = await tap(chat.otto, "Confirm", preview, "invoice made")
    assert done.text == "✅ 1 invoice made: INV-2025-1"
    assert (await account(chat.core, chat.techmart))["invoiced"] == 2_600_000
    again = await ask(chat.otto, "/invoice all techmart", "No order is ready to be invoiced.")
    assert again.labels == []

    note = await ask(chat.otto, "/creditnote INV-2025-1 1040 one broken", "is credited")
    assert "$1,040.00 of $26,000.00 is credited" in note.text
    credited = await tap(chat.otto, "Confirm", note, "Credit note")
    assert credited.text == "✅ Credit note CN-2025-1 over $1,040.00 for invoice INV-2025-1."
    assert (await account(chat.core, chat.techmart))["invoiced"] == 2_496_000

    broken = await ask(chat.otto, "/creditnote INV-2025-1 line 1 3 pcs damaged", "is credited")
    assert broken.text.splitlines() == [
        "↩️ Invoice INV-2025-1 of TechMart Corp",
        "Line 1: 3 pieces of Apple iPhone 15 Pro 128GB, $3,120.00",
        "$3,120.00 of $26,000.00 is credited",
        "still open: $24,960.00",
        "Reason: damaged",
    ]
    done = await tap(chat.otto, "Confirm", broken, "CN-2025-2")
    assert done.text == "✅ Credit note CN-2025-2 over $3,120.00 for invoice INV-2025-1."
    assert (await account(chat.core, chat.techmart))["invoiced"] == 2_184_000
    for typed, said in (
        ("/creditnote INV-2025-1 line 1 23 damaged", "only 22 left"),
        ("/creditnote INV-2025-1 line 2 1 damaged", "Write an amount, or a line that is on the invoice"),
        ("/creditnote INV-2025-1 line 1 0.5 damaged", "Write an amount, or a line that is on the invoice"),
        ("/creditnote INV-2025-1 23000 damaged", "$21,840.00"),
    ):
        assert said in (await ask(chat.otto, typed, said)).text
    assert (await account(chat.core, chat.techmart))["invoiced"] == 2_184_000


async def test_a_limit_waits_for_the_second_factor_and_is_then_set(chat: Chat) -> None:
    """A critical act: the tap on Confirm is done after the code, and only once."""
    key = (await chat.core.execute(chat.finance, EnrolSecondFactor())).key
    await chat.core.execute(chat.finance, ConfirmSecondFactor(code_at(key, chat.clock.now())))
    chat.clock.advance(timedelta(minutes=16))
    preview = await ask(chat.fay, "/limit corner store 20000", "Credit limit of")
    await tap(chat.fay, "Confirm", preview, "second factor")
    assert await _limit(chat) == 500_000
    await ask(chat.fay, code_at(key, chat.clock.now()), "may owe $20,000.00")
    assert await _limit(chat) == 2_000_000
    assert await count(chat.core, JournalRow, JournalRow.name == "credit_limit_set") == 1
