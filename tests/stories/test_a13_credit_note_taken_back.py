"""A13 and E4: a credit note is taken back with a preview; every notice about money opens its document."""

from core.billing.use_cases.create_invoices import CreateInvoices
from tests.chat import Chat, ask, tap
from tests.core.billing.house import assert_books_balance
from tests.make import account, confirm, make_draft
from tests.stories.trade import all_rows, said_to_others


async def bill(chat: Chat, pieces: int = 25) -> str:
    """An order of iPhones at 1,040.00, confirmed and invoiced; the number of the invoice."""
    await make_draft(chat.core, chat.buyer, [(chat.iphone, pieces)])
    placed = await confirm(chat.core, chat.buyer)
    (number,) = await chat.core.execute(chat.finance, CreateInvoices((placed.number,)))
    return number


async def test_a_credit_note_is_taken_back_once_and_everybody_concerned_is_told(chat: Chat) -> None:
    invoice = await bill(chat)
    note = await ask(chat.otto, f"/creditnote {invoice} 1040 one broken", "is credited")
    await tap(chat.otto, "Confirm", note, "CN-2025-1")
    preview = await ask(chat.otto, "/reverse CN-2025-1 it was the wrong invoice", "is taken back")
    assert preview.text.splitlines() == [
        "↩️ Credit note CN-2025-1 of TechMart Corp, $1,040.00, is taken back",
        "• INV-2025-1 is open again: $1,040.00",
        "Reason: it was the wrong invoice",
    ]
    done = await tap(chat.otto, "Confirm", preview, "✅")
    assert done.text == "✅ Credit note CN-2025-1, $1,040.00, is taken back."
    assert (await account(chat.core, chat.techmart))["invoiced"] == 2_600_000
    told = await chat.ada.wait_for("was taken back")
    assert told.text.splitlines() == [
        "🚫 Credit note CN-2025-1 over $1,040.00 was taken back.",
        "Why: it was the wrong invoice",
        "Open again: INV-2025-1",
    ]
    card = await tap(chat.ada, "CN-2025-1", told, "↩️ Credit note CN-2025-1")
    assert "🚫 Taken back on 14 Oct 2025: it was the wrong invoice" in card.text
    for colleague in (chat.rita, chat.fay):
        heard = await colleague.wait_for("TechMart Corp: credit note CN-2025-1 over $1,040.00 was taken back")
        opened = await tap(colleague, "CN-2025-1", heard, "↩️ Credit note CN-2025-1")
        assert [label for label in opened.labels if "Back" in label] == []
        lines = await tap(colleague, "Lines", opened, "Lines of")
        await tap(colleague, "Back", lines, "Taken back on")
    before, said = await all_rows(chat), await said_to_others(chat, chat.otto)
    again = await ask(chat.otto, "/reverse CN-2025-1 again", "taken back")
    assert again.labels == []
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.otto) == said
    statement = await ask(chat.ada, "statement for october", "Statement")
    assert "• 14 Oct 2025 Credit note taken back CN-2025-1: $1,040.00" in statement.text
    await assert_books_balance(chat.core)


async def test_a_credit_note_that_was_spent_stays(chat: Chat) -> None:
    first = await bill(chat, 1)
    paid = await ask(chat.otto, "/pay techmart 1040 today WIRE 1", "Owed in all")
    await tap(chat.otto, "Confirm", paid, "recorded")
    note = await ask(chat.otto, f"/creditnote {first} 500 too dear", "is credited")
    await tap(chat.otto, "Confirm", note, "CN-2025-1")
    second = await bill(chat, 1)
    before, said = await all_rows(chat), await said_to_others(chat, chat.otto)
    refused = await ask(chat.otto, "/reverse CN-2025-1 mistake", "cannot be taken back")
    assert refused.text == f"CN-2025-1 cannot be taken back: it has settled {second} since."
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.otto) == said


async def test_what_is_told_about_money_opens_the_document(chat: Chat) -> None:
    invoice = await bill(chat)
    told = await chat.ada.wait_for("INV-2025-1")
    assert told.labels == ["🔎 INV-2025-1"]
    await tap(chat.ada, invoice, told, "🧾 Invoice INV-2025-1")
    paid = await ask(chat.otto, "/pay techmart 1000 today WIRE 1", "Owed in all")
    await tap(chat.otto, "Confirm", paid, "recorded")
    for person in (chat.ada, chat.rita, chat.fay):
        heard = await person.wait_for("RC-2025-1")
        assert heard.labels == ["🔎 RC-2025-1"]
        receipt = await tap(person, "RC-2025-1", heard, "💵 Receipt RC-2025-1")
        sent = await tap(person, "Receipt", receipt, lambda message: message.file_name is not None)
        assert sent.file_name == "RC-2025-1.pdf"
    back = await ask(chat.otto, "/reverse RC-2025-1 bounced", "is taken back")
    await tap(chat.otto, "Confirm", back, "✅")
    heard = await chat.ada.wait_for("bounced")
    assert heard.labels == ["🔎 RC-2025-1"]
    note = await ask(chat.otto, f"/creditnote {invoice} 1040 one broken", "is credited")
    await tap(chat.otto, "Confirm", note, "CN-2025-1")
    heard = await chat.ada.wait_for("one broken")
    assert heard.labels == ["🔎 CN-2025-1"]
    await tap(chat.ada, "CN-2025-1", heard, "↩️ Credit note CN-2025-1")
