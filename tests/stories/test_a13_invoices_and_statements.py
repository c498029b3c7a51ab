"""A13: invoices, statements, payments and due dates in the chat, as messages and as files."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from bot.dealer.invoices.callbacks import FileTap
from bot.screen import short_id
from core.billing.tables import InvoiceRow
from core.billing.types import Address, BankAccount, Party, Seller
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import RecordPayment
from core.billing.use_cases.set_parties import SetBillingParty, SetSeller
from core.dealers.tables import DealerRow
from core.kernel.actor import Role
from core.kernel.money import Money
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.core.billing.documents.reading import attachments_of, pages_of, rows_of
from tests.make import column, confirm, make_draft, make_invoice, make_person, write
from tests.stories.trade import all_rows, import_rows, said_to_others

BANK = BankAccount("MegaDistro Solutions", "First Bank", "DE02120300000000202051")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def bill(chat: Chat, pieces: int = 25) -> str:
    """An order of iPhones at 1,040.00, confirmed and invoiced; the number of the invoice."""
    await make_draft(chat.core, chat.buyer, [(chat.iphone, pieces)])
    placed = await confirm(chat.core, chat.buyer)
    (number,) = await chat.core.execute(chat.finance, CreateInvoices((placed.number,)))
    return number


async def invoice_id(chat: Chat) -> uuid.UUID:
    """The id of the only document."""
    (found,) = await column(chat.core, InvoiceRow.id)
    assert isinstance(found, uuid.UUID)
    return found


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
    card = await tap(chat.ada, number, listed, "Invoice INV-2025-1 of")
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
    assert [label for label in card.labels if "Factur-X" in label or "Peppol" in label] == []
    for words in ("e-invoice 1", "factur-x 1", "e-fatura 1", "e-invois 1", "电子发票1"):
        said = await ask(chat.ada, words, "Still to pay")
        assert said.text.split("\n")[-1] == (
            "INV-2025-1 cannot be an e-invoice yet: the back office has to fill in our own city and country."
        ), words
    # A button of an earlier release is answered alike.
    before, told = await all_rows(chat), await said_to_others(chat, chat.ada)
    forged = FileTap(file="inv-ubl", of=short_id(await invoice_id(chat))).pack()
    await chat.ada.tap_data(card, forged)
    refused = await chat.ada.wait_for("cannot be an e-invoice yet")
    assert refused.labels == []
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.ada) == told


GERMANY = Address("1 Dock Rd", "Hamburg", "20457", country="DE")
BERLIN = Address("2 Main St", "Berlin", "10115", country="DE")


async def test_e_invoices_are_offered_to_those_who_have_what_the_norm_asks(chat: Chat) -> None:
    await chat.core.execute(chat.finance, SetSeller(Seller("MegaDistro", GERMANY, "DE123456789")))
    party = Party("TM", "TechMart GmbH", BERLIN)
    await chat.core.execute(chat.finance, SetBillingParty(chat.techmart, party))
    await bill(chat)
    card = await ask(chat.ada, "e-invoice 1", "Still to pay")
    assert card.labels == ["📄 PDF", "📊 Excel", "🧾 Factur-X", "📋 Lines", "‹ Back"]
    assert card.text.split("\n")[-1] == (
        "INV-2025-1 cannot go over Peppol yet: the back office has to fill in your European VAT number."
    )
    name, pdf = await file_of(chat.ada, "Factur-X", card)
    assert name == "INV-2025-1-factur-x.pdf"
    assert list(attachments_of(pdf)) == ["factur-x.xml"]
    await chat.core.execute(
        chat.finance, SetBillingParty(chat.techmart, replace(party, tax_id="DE987654321"))
    )
    await bill(chat, 1)
    card = await ask(chat.ada, "peppol 2", "Still to pay")
    assert card.labels == ["📄 PDF", "📊 Excel", "🧾 Factur-X", "🧾 Peppol XML", "📋 Lines", "‹ Back"]
    assert "cannot" not in card.text
    name, _ = await file_of(chat.ada, "Peppol", card)
    assert name == "INV-2025-2-ubl.xml"


async def test_an_invoice_brought_in_from_elsewhere_says_what_is_known_of_it(chat: Chat) -> None:
    rows = (("TM-01", "1042", "300.00", "2025-10-04"), ("TM-01", "77", "80.00", ""))
    await write(chat.core, update(DealerRow).where(DealerRow.id == chat.techmart).values(code="TM-01"))
    await import_rows(chat, "open_invoices", "dealer,document,amount,due_on", *rows)
    await pay(chat, "100.00")
    card = await ask(chat.ada, "invoice 1042", "Invoice 1042")
    assert card.text.split("\n") == [
        "🧾 Invoice 1042",
        "",
        "$300.00 open when it came to us on 14 Oct 2025",
        "It was due on 4 Oct 2025",
        "Paid $100.00",
        "⏰ Still to pay $200.00, 10 days overdue",
        "",
        "The invoice itself was made elsewhere, so there is no file of it here.",
    ]
    assert card.labels == ["‹ Back"]
    listed = await tap(chat.ada, "Back", card, "Open invoices")
    assert {"1042", "77"} <= set(listed.labels)
    undated = await tap(chat.ada, "77", listed, "Invoice 77")
    assert undated.text.split("\n")[2:4] == [
        "$80.00 open when it came to us on 14 Oct 2025",
        "Still to pay $80.00",
    ]
    for words in ("fatura 1042", "发票1042", "invois 1042", "e-invoice 1042", "/invoice 1042"):
        assert (await ask(chat.ada, words, "Invoice 1042")).text == card.text
    assert (await ask(chat.cora, "invoice 1042", "could not find")).labels == []


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
        "Open items today", "This month", "Last month", "This quarter", "Last quarter",
        "This year", "Last year",
    ]  # fmt: skip
    assert menu.text.split("\n")[-1] == "Or write the days: “statement 3 Oct to 20 Nov”."
    for button, days in (
        ("This quarter", "1 Oct 2025 – 31 Dec 2025"),
        ("Last quarter", "1 Jul 2025 – 30 Sep 2025"),
        ("This year", "1 Jan 2025 – 31 Dec 2025"),
        ("Last year", "1 Jan 2024 – 31 Dec 2024"),
    ):
        shown = await tap(chat.ada, button, menu, days)
        menu = await tap(chat.ada, "Another period", shown, "Which period?")
    quiet = await tap(chat.ada, "Last month", menu, "1 Sep 2025")
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


FREE_PERIODS = (
    ("statement 3 Oct to 20 Nov", "3 Oct 2025 – 20 Nov 2025"),
    ("3 ekim - 20 kasım ekstresi", "3 Oct 2025 – 20 Nov 2025"),
    ("penyata 3 okt hingga 20 nov", "3 Oct 2025 – 20 Nov 2025"),
    ("10月3日到11月20日对账单", "3 Oct 2025 – 20 Nov 2025"),
    ("/statement 2025-10-03..2025-11-20", "3 Oct 2025 – 20 Nov 2025"),
    ("statement 2025-10-14..2025-10-20", "14 Oct 2025 – 20 Oct 2025"),
    ("this quarter's statement", "1 Oct 2025 – 31 Dec 2025"),
    ("statement since 10 oct", "10 Oct 2025 – 14 Oct 2025"),
)


async def test_a_statement_is_of_any_days_that_are_written(chat: Chat) -> None:
    await bill(chat)
    await pay(chat, "1000.00")
    for words, days in FREE_PERIODS:
        shown = await ask(chat.ada, words, "📄 Statement")
        assert (shown.text.split("\n")[0], shown.text.split("\n")[-1]) == (
            f"📄 Statement {days}",
            "To pay: $25,000.00",
        ), words
    name, _ = await file_of(chat.ada, "Excel", await ask(chat.ada, FREE_PERIODS[0][0], "20 Nov"))
    assert name.endswith("-2025-10-03-2025-11-20.xlsx")
    before = await ask(chat.ada, "statement last quarter", "📄 Statement 1 Jul 2025 – 30 Sep 2025")
    assert before.text.split("\n")[-1] == "To pay: $0.00"
    assert (await ask(chat.ada, "statement 31 nov", "Which period?")).text.startswith(
        "📄 Statement of account"
    )


async def test_this_month_is_the_readers_and_documents_bear_the_houses_day(chat: Chat) -> None:
    chat.core.settings = chat.core.settings.model_copy(update={"default_zone": "Asia/Shanghai"})
    chat.clock.advance(datetime(2025, 10, 31, 16, 30, tzinfo=UTC) - chat.clock.now())
    await bill(chat)  # half past midnight of 1 November at the house, still October for Ada
    card = await ask(chat.ada, "/invoice 1", "Still to pay")
    assert card.text.split("\n")[0] == "🧾 Invoice INV-2025-1 of 1 Nov 2025"
    menu = await ask(chat.ada, "/statement", "Which period?")
    this_month = await tap(chat.ada, "This month", menu, "1 Oct 2025 – 31 Oct 2025")
    assert "Nothing moved in this time." in this_month.text
    november = await ask(chat.ada, "statement 1 Oct to 1 Nov", "1 Oct 2025 – 1 Nov 2025")
    assert "• 1 Nov 2025 Invoice INV-2025-1: $26,000.00" in november.text


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
