from datetime import date

import pytest

from core.intake.engine.reading import read_message
from core.intake.types import AccountQuestion, AccountTopic, Intent

TODAY = date(2025, 10, 14)
OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))
SEPTEMBER = (date(2025, 9, 1), date(2025, 9, 30))


def asked(text: str) -> AccountQuestion:
    reading = read_message(text, today=TODAY)
    assert reading.intent is Intent.ASK_INVOICE, text
    assert reading.lines == ()
    assert reading.account is not None
    return reading.account


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("invoice 1042", "1042"),
        ("send me invoice INV-2025-1042 pls", "INV-2025-1042"),
        ("invoice no. 7", "7"),
        ("credit note CN-2025-3", "CN-2025-3"),
        ("发票1042", "1042"),
        ("fatura 1042", "1042"),
        ("1042 nolu fatura", "1042"),
        ("invois 1042", "1042"),
        ("my invoices", None),
        ("open invoices", None),
        ("send the last 100 invoices", None),
        ("未付发票", None),
        ("açık faturalar", None),
        ("invois belum bayar", None),
    ],
)
def test_an_invoice_is_asked_for_by_its_number_or_all_of_them(text: str, number: str | None) -> None:
    question = asked(text)
    assert (question.topic, question.number) == (AccountTopic.INVOICES, number)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("statement for October", OCTOBER),
        ("october statement", OCTOBER),
        ("statement for this month", OCTOBER),
        ("statement for last month", SEPTEMBER),
        ("statement of account sept 2025", SEPTEMBER),
        ("statement for december", (date(2024, 12, 1), date(2024, 12, 31))),
        ("statement 2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("statement 2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("my statement please", (None, None)),
        ("十月对账单", OCTOBER),
        ("2025年9月对账单", SEPTEMBER),
        ("十二月对账单", (date(2024, 12, 1), date(2024, 12, 31))),
        ("上个月对账单", SEPTEMBER),
        ("ekim ayı hesap ekstresi", OCTOBER),
        ("geçen ayın ekstresi", SEPTEMBER),
        ("penyata bulan oktober", OCTOBER),
        ("penyata bulan lepas", SEPTEMBER),
    ],
)
def test_a_statement_is_of_the_period_that_is_named(
    text: str, period: tuple[date | None, date | None]
) -> None:
    question = asked(text)
    assert question.topic is AccountTopic.STATEMENT
    assert (question.since, question.until) == period


@pytest.mark.parametrize("text", ["last payment", "最近一次付款", "son ödemem", "bayaran terakhir"])
def test_the_last_payment_is_the_newest_one(text: str) -> None:
    assert asked(text) == AccountQuestion(AccountTopic.PAYMENTS, is_latest=True)


@pytest.mark.parametrize("text", ["receipt 31", "收据31", "makbuz 31", "resit 31"])
def test_a_receipt_has_a_number(text: str) -> None:
    assert asked(text) == AccountQuestion(AccountTopic.PAYMENTS, number="31")


@pytest.mark.parametrize(
    "text",
    [
        "when is my next payment due",
        "due dates",
        "when do i have to pay?",
        "下次付款什么时候到期",
        "bir sonraki ödemem ne zaman",
        "bila bayaran seterusnya",
    ],
)
def test_when_to_pay_is_asked_for(text: str) -> None:
    assert asked(text).topic is AccountTopic.DUE


@pytest.mark.parametrize(
    "text", ["2 payment terminal", "5 carton october beer", "3 receipt book", "10 box last call mints"]
)
def test_goods_that_sound_like_it_are_still_ordered(text: str) -> None:
    reading = read_message(text, today=TODAY)
    assert (reading.intent, len(reading.lines), reading.account) == (Intent.ORDER, 1, None)
