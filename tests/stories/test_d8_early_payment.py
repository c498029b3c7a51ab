"""D8: the early-payment discount that the quote promised is the one that the invoice gives, parts or not."""

from datetime import timedelta

from sqlalchemy import update

from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import RecordPayment
from core.billing.use_cases.show_documents import ShowInvoice
from core.kernel.actor import SYSTEM
from core.kernel.money import Money
from core.pricing.tables import PriceChangeRow, TaxRuleRow, TierRow
from tests.chat import Chat, ask, tap
from tests.make import account, write
from tests.make.rows import add


async def _gold(chat: Chat) -> None:
    """Platinum's dealers pay 2 % less within ten days."""
    await write(
        chat.core,
        update(TierRow).values(early_payment_basis_points=200, early_payment_days=10),
        update(PriceChangeRow).values(last=PriceChangeRow.last + 1),
    )


async def _pay(chat: Chat, amount: str) -> None:
    paid = Money.parse(amount, "USD")
    day = chat.clock.now().date()
    await chat.core.execute(SYSTEM, RecordPayment(chat.techmart, paid, day, f"wire {amount} {day}"))


async def test_the_promised_discount_is_given_when_two_parts_pay_the_rest_in_time(chat: Chat) -> None:
    await _gold(chat)
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert "$520.00" in card.text  # 2 % of 26,000.00, promised
    await tap(chat.ada, "Confirm $26,000.00", card, "B2B-2025-1")
    await chat.core.execute(SYSTEM, CreateInvoices())
    await _pay(chat, "10000")
    await chat.ada.wait_for("Paid in part: INV-2025-1", since=0)
    chat.clock.advance(timedelta(days=10))
    await _pay(chat, "15480")
    heard = await chat.ada.wait_for("Paid in full: INV-2025-1", since=0)
    assert "Early-payment discount: $520.00" in heard.text
    assert (await account(chat.core, chat.techmart))["invoiced"] == 0


async def test_a_day_late_the_whole_is_due(chat: Chat) -> None:
    await _gold(chat)
    card = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm $26,000.00", card, "B2B-2025-1")
    await chat.core.execute(SYSTEM, CreateInvoices())
    chat.clock.advance(timedelta(days=11))
    await _pay(chat, "25480")
    heard = await chat.ada.wait_for("Paid in part: INV-2025-1", since=0)
    assert "discount" not in heard.text
    assert (await account(chat.core, chat.techmart))["invoiced"] == 52_000


async def test_tax_on_top_stands_on_the_card_and_shares_the_discount(chat: Chat) -> None:
    await _gold(chat)
    await add(
        chat.core,
        TaxRuleRow,
        code="sales tax",
        region="",
        category="electronics",
        tax_category="S",
        basis_points=1000,
        included=False,
    )
    await write(chat.core, update(PriceChangeRow).values(last=PriceChangeRow.last + 1))
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert "🧾 Tax $2,600.00" in card.text
    assert "$572.00" in card.text  # 2 % of 28,600.00
    await tap(chat.ada, "Confirm $28,600.00", card, "B2B-2025-1")
    assert "🧾 Tax $2,600.00" in (await ask(chat.ada, "/order 1", "Order B2B-2025-1")).text
    await chat.core.execute(SYSTEM, CreateInvoices())
    invoice = await chat.core.ask(SYSTEM, ShowInvoice("1"))
    assert (invoice.net.minor, invoice.tax.minor, invoice.total.minor) == (2_600_000, 260_000, 2_860_000)
    await _pay(chat, "28028")
    heard = await chat.ada.wait_for("Paid in full: INV-2025-1", since=0)
    assert "Early-payment discount: $572.00" in heard.text
