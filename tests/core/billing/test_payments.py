"""Money settles documents, oldest due first or as told, and frees what waited for it (E4)."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.billing.errors import (
    AlreadyRecorded,
    AlreadyReversed,
    AmountNotPositive,
    CreditTooLarge,
    DateInFuture,
    InvoiceSettled,
    NotOnInvoice,
    ReferenceMissing,
    UnknownInvoice,
    WrongCurrency,
)
from core.billing.types import Posted
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.record_payment import PreviewPayment, RecordPayment
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.show_documents import ListInvoices, ListReceipts, ShowInvoice, ShowReceipt
from core.credit.use_cases.show_credit import ShowCredit
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted, Refused
from core.kernel.money import Money
from core.orders.types import OrderState
from core.orders.use_cases.show_orders import ShowOrder
from tests.core.billing.house import House, assert_books_balance, make_house, usd, written
from tests.make import account, make_buyer, make_dealer, make_invoice, rows

TODAY = date(2025, 10, 14)


async def owed(core: Core, house: House) -> dict[str, str]:
    """What is open, by document."""
    return {
        one.number: format(one.open.to_decimal().normalize(), "f")
        for one in await core.ask(house.buyer, ListInvoices(limit=99))
    }


async def test_a_payment_settles_the_oldest_due_first_and_the_rest_stays_on_the_account(core: Core) -> None:
    house = await make_house(core)
    await make_invoice(core, house.dealer_id, "300", due_on=date(2025, 11, 1), document="OLD-2")
    await make_invoice(core, house.dealer_id, "200", due_on=date(2025, 10, 1), document="OLD-1")
    paid = await house.pay(core, "350", reference="ref 1")
    assert paid.number == "RC-2025-1"
    assert [(part.document, part.paid) for part in paid.parts] == [
        ("OLD-1", usd("200")),
        ("OLD-2", usd("150")),
    ]
    assert await owed(core, house) == {"OLD-2": "150"}
    rest = await house.pay(core, "160", reference="ref 2")
    assert (rest.parts[0].paid, rest.unapplied) == (usd("150"), usd("10"))
    credit = await core.ask(house.buyer, ShowCredit())
    assert (credit.standing.open_balance, credit.standing.unapplied, credit.standing.exposure) == (
        usd("0"),
        usd("10"),
        usd("-10"),
    )
    receipt = await core.ask(house.buyer, ShowReceipt("RC-2025-2"))
    assert (receipt.amount, receipt.reference, receipt.unapplied) == (usd("160"), "ref 2", usd("10"))
    newest_first = await core.ask(house.buyer, ListReceipts())
    assert {one.number for one in newest_first} == {"RC-2025-1", "RC-2025-2"}
    await assert_books_balance(core)


async def test_a_payment_goes_where_it_was_told_to(core: Core) -> None:
    house = await make_house(core)
    await make_invoice(core, house.dealer_id, "200", due_on=date(2025, 10, 1), document="OLD-1")
    await make_invoice(core, house.dealer_id, "300", due_on=date(2025, 11, 1), document="OLD-2")
    paid = await house.pay(core, "310", "old-2")
    assert ([part.document for part in paid.parts], paid.unapplied) == (["OLD-2"], usd("10"))
    assert await owed(core, house) == {"OLD-1": "200"}
    await assert_books_balance(core)


async def test_money_that_came_before_settles_the_next_invoice(core: Core) -> None:
    house = await make_house(core, limit="0", early_percent=2)
    await house.pay(core, "500")
    assert (await house.order(core, 4)).state is OrderState.APPROVED  # prepaid: no limit is asked
    (number,) = await core.execute(house.fiona, CreateInvoices())
    invoice = await core.ask(house.buyer, ShowInvoice(number))
    assert invoice.open == usd("0")
    assert [(one.kind, one.amount) for one in invoice.settled_by] == [
        (Posted.PAYMENT, usd("392")),
        (Posted.DISCOUNT, usd("8")),
    ]
    receipt = await core.ask(house.buyer, ShowReceipt("1"))
    assert (receipt.parts[0].paid, receipt.parts[0].discount, receipt.unapplied) == (
        usd("392"),
        usd("8"),
        usd("108"),
    )
    await assert_books_balance(core)


async def test_a_payment_frees_waiting_orders_in_the_same_moment_and_tells(core: Core) -> None:
    house = await make_house(core, limit="1000")
    invoice = await house.invoice(core, 7)
    waiting = await house.order(core, 2)  # 900 of 1,000: above the 80 %
    assert waiting.state is OrderState.IN_REVIEW
    paid = await house.pay(core, "100", reference="tx-9")
    assert paid.released == (waiting.number,)
    assert (await core.ask(house.buyer, ShowOrder(waiting.order_id))).state is OrderState.APPROVED
    assert await account(core, house.dealer_id) == {
        "limit": 100_000,
        "invoiced": 60_000,
        "held": 20_000,
        "pending": 0,
    }
    (told,) = await rows(core, JournalRow, JournalRow.name == "payment_recorded")
    assert told.payload["part_paid"] == [invoice.number]
    assert (told.payload["released"], told.payload["reference"]) == ([waiting.number], "tx-9")
    await assert_books_balance(core)


async def test_the_preview_says_what_the_payment_then_does(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    await house.invoice(core, 10)
    seen = await core.ask(house.fiona, PreviewPayment(house.dealer_id, usd("1000"), TODAY, "x"))
    assert (seen.owes_before, seen.owes_after, seen.unapplied) == (usd("1000"), usd("-20"), usd("20"))
    paid = await house.pay(core, "1000")
    assert ([part.paid for part in paid.parts], paid.unapplied) == ([usd("980")], usd("20"))


# --- early payment -----------------------------------------------------------------------------------------


async def test_the_discount_is_of_the_whole_invoice_when_parts_settle_it_in_time(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core, early_percent=2)
    invoice = await house.invoice(core, 10)
    clock.advance(timedelta(days=3))
    assert (await house.pay(core, "500")).parts[0].discount == usd("0")
    clock.advance(timedelta(days=7))  # the last day of the ten
    (part,) = (await house.pay(core, "480")).parts
    assert (part.paid, part.discount) == (usd("480"), usd("20"))
    assert (await core.ask(house.buyer, ShowInvoice(invoice.number))).open == usd("0")
    # Each part shows its share of the discount that both have earned.
    receipts = [await core.ask(house.buyer, ShowReceipt(number)) for number in ("1", "2")]
    assert [one.parts[0].discount for one in receipts] == [usd("10.20"), usd("9.80")]
    await assert_books_balance(core)


async def test_a_part_too_little_or_a_day_too_late_earns_no_discount(core: Core, clock: FixedClock) -> None:
    house = await make_house(core, early_percent=2)
    first, second = await house.invoice(core, 10), await house.invoice(core, 20)
    await house.pay(core, "979.99", first.number)
    assert (await core.ask(house.buyer, ShowInvoice(first.number))).open == usd("20.01")
    clock.advance(timedelta(days=11))
    await house.pay(core, "0.01", first.number)
    await house.pay(core, "1960", second.number)
    assert await owed(core, house) == {first.number: "20", second.number: "40"}
    # What came in time and was written down late counts from the day it came.
    await house.pay(core, "40", second.number, on=TODAY)
    assert await owed(core, house) == {first.number: "20"}
    await assert_books_balance(core)


async def test_money_of_the_last_day_counts_however_late_it_is_written_down(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core, early_percent=2)
    invoice = await house.invoice(core, 10)
    clock.advance(timedelta(days=20))
    (part,) = (await house.pay(core, "980", invoice.number, on=TODAY + timedelta(days=10))).parts
    assert part.discount == usd("20")


# --- taken back --------------------------------------------------------------------------------------------


async def test_a_reversal_restores_everything(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    first, second = await house.invoice(core, 10), await house.invoice(core, 5)
    before = await account(core, house.dealer_id), await owed(core, house)
    paid = await house.pay(core, "1600", reference="cheque 7")
    assert paid.unapplied == usd("130")
    receipt = await core.execute(house.fiona, ReversePayment(paid.number, "cheque bounced"))
    assert (receipt.reversed_on, receipt.reversal_reason) == (TODAY, "cheque bounced")
    assert (await account(core, house.dealer_id), await owed(core, house)) == before
    standing = (await core.ask(house.buyer, ShowCredit())).standing
    assert (standing.unapplied, standing.exposure) == (usd("0"), first.total + second.total)
    await assert_books_balance(core)
    # The same reference may come again, now for good.
    assert (await house.pay(core, "1470", reference="cheque 7")).unapplied == usd("0")
    with pytest.raises(AlreadyReversed):
        await core.execute(house.fiona, ReversePayment(paid.number, "again"))
    await assert_books_balance(core)


async def test_taking_one_part_back_takes_the_discount_back_that_another_part_earned(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    invoice = await house.invoice(core, 10)
    first = await house.pay(core, "500")
    await house.pay(core, "480")
    await core.execute(house.fiona, ReversePayment(first.number, "bounced"))
    assert (await core.ask(house.buyer, ShowInvoice(invoice.number))).open == usd("520")
    await house.pay(core, "500")
    assert (await core.ask(house.buyer, ShowInvoice(invoice.number))).open == usd("0")
    await assert_books_balance(core)


# --- refused -----------------------------------------------------------------------------------------------


async def test_bad_payments_are_refused_clearly_and_nothing_is_half_done(core: Core) -> None:
    house = await make_house(core)
    other = await make_dealer(core, "Other", tier="plain", limit="1000")
    await make_invoice(core, other, "50", due_on=TODAY, document="THEIRS")
    await make_invoice(core, house.dealer_id, "50", due_on=TODAY, document="DONE")
    await house.pay(core, "50", "DONE", reference="once")
    await make_invoice(core, house.dealer_id, "70", due_on=TODAY, document="OPEN")
    before = await written(core), await account(core, house.dealer_id)
    tomorrow = TODAY + timedelta(days=1)
    cases = [
        (usd("10"), TODAY, "a", ("NOPE",), UnknownInvoice, {"number": "NOPE"}),
        (usd("10"), TODAY, "a", ("THEIRS",), UnknownInvoice, {"number": "THEIRS"}),
        (usd("10"), TODAY, "a", ("OPEN", "DONE"), InvoiceSettled, {"number": "DONE"}),
        (usd("0"), TODAY, "a", (), AmountNotPositive, {"amount": usd("0")}),
        (usd("-5"), TODAY, "a", (), AmountNotPositive, {"amount": usd("-5")}),
        (usd("5"), tomorrow, "a", (), DateInFuture, {"day": tomorrow}),
        (Money(5, "EUR"), TODAY, "a", (), WrongCurrency, {"given": "EUR", "expected": "USD"}),
        (usd("5"), TODAY, " \0 ", (), ReferenceMissing, {}),
        (
            usd("50"),
            TODAY,
            " once ",
            (),
            AlreadyRecorded,
            {"number": "RC-2025-1", "amount": usd("50"), "day": TODAY},
        ),
    ]
    for amount, day, reference, invoices, error, fields in cases:
        wanted = (house.dealer_id, amount, day, reference, invoices)
        with pytest.raises(error) as refused:
            await core.execute(house.fiona, RecordPayment(*wanted))
        assert refused.value.fields == fields
        with pytest.raises(error) as foreseen:
            await core.ask(house.fiona, PreviewPayment(*wanted))
        assert foreseen.value.fields == fields
    with pytest.raises(NotPermitted):
        await core.execute(house.buyer, RecordPayment(house.dealer_id, usd("5"), TODAY, "me"))
    assert (await written(core), await account(core, house.dealer_id)) == before
    await assert_books_balance(core)


async def test_nobody_sees_another_dealers_receipt(core: Core) -> None:
    house = await make_house(core)
    paid = await house.pay(core, "50")
    other = await make_buyer(core, await make_dealer(core, "Other", tier="plain", limit="1"), "Otto")
    for query in (ShowReceipt(paid.number), ShowReceipt(payment_id=paid.payment_id), ShowReceipt("%")):
        with pytest.raises(NotFound):
            await core.ask(other, query)
    assert await core.ask(other, ListReceipts(dealer_id=house.dealer_id)) == ()


# --- credit notes ------------------------------------------------------------------------------------------


async def test_a_credit_note_lowers_what_is_open_and_the_rest_stays_on_the_account(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 10)
    number = await core.execute(house.fiona, CreateCreditNote(invoice.number, "two broken", lines=((1, 2),)))
    assert number == "CN-2025-1"
    note = await core.ask(house.buyer, ShowInvoice(number))
    assert (note.total, note.references, note.reason) == (usd("200"), (invoice.number,), "two broken")
    assert await owed(core, house) == {invoice.number: "800"}
    await house.pay(core, "800")
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "price", amount=usd("33.33")))
    standing = (await core.ask(house.buyer, ShowCredit())).standing
    assert standing.unapplied == usd("33.33")
    await assert_books_balance(core)


async def test_crediting_a_line_piece_by_piece_comes_to_exactly_the_line(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 7)
    for pieces in (3, 3, 1):
        await core.execute(house.fiona, CreateCreditNote(invoice.number, "back", lines=((1, pieces),)))
    assert await owed(core, house) == {}
    await assert_books_balance(core)


async def test_a_credit_note_takes_its_share_of_a_discount_that_was_granted(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    invoice = await house.invoice(core, 10)
    await house.pay(core, "980")
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "half", lines=((1, 5),)))
    standing = (await core.ask(house.buyer, ShowCredit())).standing
    assert (standing.open_balance, standing.unapplied) == (usd("0"), usd("490"))
    await assert_books_balance(core)


async def test_no_more_can_be_credited_than_the_invoice_has(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 3)
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "one", lines=((1, 1),)))
    before = await written(core), await account(core, house.dealer_id)
    cases: list[tuple[CreateCreditNote, type[Refused], dict[str, Any]]] = [
        (CreateCreditNote(invoice.number, "x", lines=((1, 3),)), NotOnInvoice, {"line": 1, "left": 2}),
        (CreateCreditNote(invoice.number, "x", lines=((2, 1),)), NotOnInvoice, {"line": 2, "left": 0}),
        (CreateCreditNote(invoice.number, "x", amount=usd("200.01")), CreditTooLarge, {"left": usd("200")}),
        (CreateCreditNote(invoice.number, "x", amount=usd("0")), AmountNotPositive, {"amount": usd("0")}),
    ]
    for command, error, fields in cases:
        with pytest.raises(error) as refused:
            await core.execute(house.fiona, command)
        assert fields.items() <= refused.value.fields.items()
    with pytest.raises(NotFound):
        await core.execute(house.fiona, CreateCreditNote("CN-2025-1", "x", amount=usd("1")))
    assert (await written(core), await account(core, house.dealer_id)) == before
