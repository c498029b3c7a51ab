"""A13: invoices, statements, payments and due dates in the chat, as messages and as files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.billing.types import BankAccount, Seller
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import RecordPayment
from core.billing.use_cases.set_parties import SetSeller
from core.kernel.actor import Role
from core.kernel.money import Money
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.core.billing.documents.reading import pages_of, rows_of
from tests.make import confirm, make_draft, make_invoice, make_person
from tests.stories.trade import all_rows, said_to_others

BANK = BankAccount("MegaDistro Solutions", "First Bank", "DE02120300000000202051")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def bill(chat: Chat, pieces: int = 25) -> str:
    """An order of iPhones at 1,040.00, confirmed and invoiced; the number of the invoice."""
    await make_draft(chat.core, chat.buyer, [(chat.iphone, pieces)])
    placed = await confirm(chat.core, chat.buyer)
    (number,) = await chat.core.execute(chat.finance, CreateInvoices((placed.number,)))
    return number


async def pay(chat: Chat, amount: str, reference: str = "bank 1") -> None:
    today = chat.clock.now().date()
    await chat.core.execute(chat.finance, RecordPayment(chat.techmart, usd(amount), today, reference))


async def file_of(user: SandboxUser, button: str, card: ChatMessage) -> tuple[str, bytes]:
    sent = await tap(user, button, card, lambda message: message.file_name is not None)
    return str(sent.file_name), await user.download(sent)


async def test_an_invoice_is_found_read_and_taken_as_a_file(chat: Chat) -> None:
    number = await bill(chat)
    listed = await ask(chat.ada, "/invoices", "Open invoices")
    assert listed.text.split("\n") == [
        "🧾 Open invoices",
        "Open in all: $26,000.00",
        "",
        "• INV-2025-1: $26,000.00, due 28 Nov 2025",
    ]
    card = await tap(chat.ada, number, listed, "Invoice INV-2025-1")
    assert card.text.split("\n") == [
        "🧾 Invoice INV-2025-1 of 14 Oct 2025",
        "",
        "Order B2B-2025-1",
        "",
        "Total $26,000.00",
        "Still to pay $26,000.00 by 28 Nov 2025",
    ]
    lines = await tap(chat.ada, "Lines", card, "Lines of")
    assert "• Apple iPhone 15 Pro 128GB — 25 pieces, $26,000.00" in lines.text
    card = await tap(chat.ada, "Back", lines, "Still to pay")
    name, pdf = await file_of(chat.ada, "PDF", card)
    assert name == "INV-2025-1.pdf"
    (page,) = pages_of(pdf)
    assert "TechMart Corp" in page
    assert "Total $26,000.00" in page
    name, excel = await file_of(chat.ada, "Excel", card)
    assert name == "INV-2025-1.xlsx"
    assert rows_of(excel)[5][:6] == [1, "Apple iPhone 15 Pro 128GB", "IP15P", 25, "pieces", 25]


async def test_an_e_invoice_says_what_is_missing_instead_of_being_made_wrong(chat: Chat) -> None:
    await bill(chat)
    card = await ask(chat.ada, "/invoice 1", "Still to pay")
    before, told = await all_rows(chat), await said_to_others(chat, chat.ada)
    refused = await tap(chat.ada, "Factur-X", card, "e-invoice")
    assert refused.text == "INV-2025-1 cannot be made an e-invoice yet: our own city and country are not set."
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.ada) == told


QUESTIONS = (
    ("invoice 1", "fatura 1", "invois 1", "发票 1"),
    ("statement for October", "ekim ekstresi", "penyata oktober", "十月对账单"),
    ("last payment", "son ödemem", "bayaran terakhir", "最近一次付款"),
    (
        "when is my next payment due?",
        "bir sonraki ödemem ne zaman",
        "bila bayaran seterusnya",
        "下次付款什么时候到期",
    ),
    ("my invoices", "faturalarım", "invois saya", "我的发票"),
)


async def test_questions_in_four_languages_are_answered_like_the_buttons(chat: Chat) -> None:
    await bill(chat)
    await pay(chat, "1000.00")
    answers = ("Still to pay", "Owed before", "Receipt RC-2025-1", "What is to be paid", "Open invoices")
    for wordings, answer in zip(QUESTIONS, answers, strict=True):
        said = [await ask(chat.ada, words, answer) for words in wordings]
        assert {one.text for one in said} == {said[0].text}, wordings
    statement = await ask(chat.ada, "statement for October", "Statement")
    assert statement.text.split("\n") == [
        "📄 Statement 1 Oct 2025 – 31 Oct 2025",
        "",
        "Owed before: $0.00",
        "",
        "• 14 Oct 2025 Invoice INV-2025-1: $26,000.00",
        "• 14 Oct 2025 Payment RC-2025-1: -$1,000.00",
        "",
        "To pay: $25,000.00",
    ]


async def test_a_statement_is_chosen_by_its_period_and_sent(chat: Chat) -> None:
    await bill(chat)
    await pay(chat, "1000.00")
    menu = await ask(chat.ada, "/statement", "Which period?")
    assert menu.labels == [
        "Open items today", "This month", "September 2025", "August 2025", "July 2025", "June 2025",
    ]  # fmt: skip
    quiet = await tap(chat.ada, "September 2025", menu, "1 Sep 2025")
    assert "Nothing moved in this time." in quiet.text
    menu = await tap(chat.ada, "Another period", quiet, "Which period?")
    this_month = await tap(chat.ada, "This month", menu, "To pay: $25,000.00")
    name, pdf = await file_of(chat.ada, "PDF", this_month)
    assert name.startswith("statement-")
    assert name.endswith("-2025-10-01-2025-10-31.pdf")
    assert "Balance due $25,000.00" in pages_of(pdf)[-1]
    _, excel = await file_of(chat.ada, "Excel", this_month)
    assert rows_of(excel)[-1][-1] == 25_000
    menu = await tap(chat.ada, "Another period", this_month, "Which period?")
    items = await tap(chat.ada, "Open items", menu, "Open items")
    assert "• INV-2025-1: $25,000.00, due 28 Nov 2025" in items.text


async def test_due_dates_go_into_the_calendar(chat: Chat) -> None:
    await bill(chat)
    await make_invoice(chat.core, chat.techmart, "300", due_on=date(2025, 10, 4))
    due = await ask(chat.ada, "/due", "What is to be paid")
    late, then = due.text.split("\n")[2:]
    assert late.endswith("$300.00, 10 days overdue")
    assert then == "• 28 Nov 2025: $26,000.00 for INV-2025-1"
    name, file = await file_of(chat.ada, "Into my calendar", due)
    assert name.endswith(".ics")
    assert b"DTSTART;VALUE=DATE:20251128" in file
    assert file.count(b"BEGIN:VEVENT") == 2


async def test_payments_are_listed_and_receipted(chat: Chat) -> None:
    await bill(chat)
    assert (await ask(chat.ada, "/payments", "No payments yet")).labels == ["🧾 Open invoices"]
    await pay(chat, "27000.00", "wire 77")
    listed = await ask(chat.ada, "/payments", "Your payments")
    receipt = await tap(chat.ada, "RC-2025-1", listed, "💵 Receipt RC-2025-1")
    assert receipt.text.split("\n") == [
        "💵 Receipt RC-2025-1",
        "$27,000.00 paid on 14 Oct 2025",
        "Reference: wire 77",
        "",
        "• INV-2025-1: $26,000.00",
        "",
        "💰 On your account, not used yet: $1,000.00",
    ]
    name, pdf = await file_of(chat.ada, "Receipt", receipt)
    assert name == "RC-2025-1.pdf"
    assert "Received with thanks $27,000.00" in pages_of(pdf)[0]
    assert "All your invoices are paid" in (await ask(chat.ada, "/invoices", "Open invoices")).text


async def test_two_hundred_open_invoices_are_paged_and_listed_in_one_file(chat: Chat) -> None:
    for at in range(200):
        due = date(2025, 11, 1) + timedelta(days=at // 8)
        await make_invoice(chat.core, chat.techmart, "100.00", due_on=due, document=f"OLD-{at:03}")
    page = await ask(chat.ada, "/invoices", "Open in all: $20,000.00")
    seen = [line for line in page.text.split("\n") if line.startswith("• OLD")]
    for _ in range(24):
        page = await tap(chat.ada, "›", page, "Open in all")
        seen += [line for line in page.text.split("\n") if line.startswith("• OLD")]
    assert [line[2:9] for line in seen] == [f"OLD-{at:03}" for at in range(200)]
    assert page.button("›") is None
    _, excel = await file_of(chat.ada, "Excel", page)
    assert sum(Decimal(str(row[7])) for row in rows_of(excel)[5:]) == 20_000


async def test_a_viewer_reads_and_another_dealer_finds_nothing(chat: Chat) -> None:
    await bill(chat)
    await make_person(chat.core, "Vera", dealer_id=chat.techmart, role=Role.DEALER_VIEWER, telegram_id=6001)
    vera = await chat.sandbox.user("Vera", user_id=6001)
    card = await ask(vera, "/invoice 1", "Still to pay")
    name, _ = await file_of(vera, "PDF", card)
    assert name == "INV-2025-1.pdf"
    assert (await ask(chat.cora, "/invoice 1", "could not find")).labels == []
    assert "INV-2025-1" not in (await ask(chat.cora, "/invoices", "Open invoices")).text
    assert "Nothing moved" in (await ask(chat.cora, "statement for October", "Statement")).text


@pytest.mark.parametrize("words", ["/invoices", "/payments", "/due", "/statement 2025-10"])
async def test_nothing_to_show_still_says_something_useful(chat: Chat, words: str) -> None:
    said = await ask(chat.ada, words, "")
    assert len(said.text) > 20
    assert said.labels


async def test_credit_tells_how_late_what_waits_and_where_to_pay(chat: Chat) -> None:
    await chat.core.execute(chat.finance, SetSeller(Seller("MegaDistro Solutions", bank=BANK)))
    await make_invoice(chat.core, chat.techmart, "100000", due_on=date(2025, 10, 4))
    await make_draft(chat.core, chat.buyer, [(chat.iphone, 25)])
    await confirm(chat.core, chat.buyer)
    credit = await ask(chat.ada, "what do I owe", "Your credit")
    assert credit.text.split("\n")[9:] == [
        "⏰ $100,000.00 overdue, the oldest for 10 days",
        "🟨🟨🟨🟨🟨🟨🟨🟨🟨🟨",
        "🟨 1–15 days late $100,000.00",
        "",
        "⏳ Orders that wait:",
        "• B2B-2025-1, $26,000.00: pay $6,000.00 and it goes",
        "",
        "Orders up to $20,000.00 go through by themselves.",
        "",
        "🏦 Pay to MegaDistro Solutions, First Bank",
        "DE02120300000000202051",
    ]
    await pay(chat, "6000.00")
    assert "Orders that wait" not in (await ask(chat.ada, "/credit", "Your credit")).text
