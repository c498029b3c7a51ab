"""A credit note is taken back: all is as before it, once, and not when it was spent."""

from datetime import timedelta

import pytest

from core.billing.errors import AlreadyReversed, CreditSpent, CreditTooLarge, NotOnInvoice
from core.billing.types import Posted
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.reverse_credit_note import PreviewNoteReversal, ReverseCreditNote
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.show_account import ShowStatement
from core.billing.use_cases.show_documents import ShowInvoice
from core.channel.repository.tiers import list_turnover
from core.credit.use_cases.show_credit import ShowCredit
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.money import Money
from tests.conftest import START
from tests.core.billing.house import House, assert_books_balance, make_house, usd, written
from tests.make import account, rows

TODAY = START.date()


async def note_of(core: Core, house: House, invoice: str, crates: int = 1) -> str:
    return await core.execute(house.fiona, CreateCreditNote(invoice, "broken", lines=((1, crates),)))


async def open_of(core: Core, house: House, number: str) -> str:
    return str((await core.ask(house.buyer, ShowInvoice(number))).open.to_decimal())


async def test_an_invoice_is_open_again_by_what_the_note_had_settled(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 10)
    before = await account(core, house.dealer_id)
    number = await note_of(core, house, invoice.number, 2)
    clock.advance(timedelta(days=1))
    seen = await core.ask(house.fiona, PreviewNoteReversal(number))
    assert (seen.note.number, seen.invoice, seen.reopens, seen.left) == (
        number,
        invoice.number,
        usd("200"),
        usd("0"),
    )
    note = await core.execute(house.fiona, ReverseCreditNote("1", " wrong invoice "))
    assert (note.reversed_on, note.reversal_reason, note.open) == (
        TODAY + timedelta(days=1),
        "wrong invoice",
        usd("0"),
    )
    assert await account(core, house.dealer_id) == before
    again = await core.ask(house.buyer, ShowInvoice(invoice.number))
    assert (again.open, again.settled_by) == (usd("1000"), ())
    statement = await core.ask(house.buyer, ShowStatement(since=TODAY))
    assert [(one.kind, one.number, one.about, one.amount) for one in statement.entries[1:]] == [
        (Posted.CREDIT_NOTE, number, invoice.number, usd("-200")),
        (Posted.CREDIT_NOTE_REVERSED, number, invoice.number, usd("200")),
    ]
    (told,) = await rows(core, JournalRow, JournalRow.name == "credit_note_reversed")
    assert (told.payload["reopened"], told.payload["amount_minor"]) == ([invoice.number], 20_000)
    await assert_books_balance(core)
    # What it had credited can be credited again, to the last piece.
    assert await note_of(core, house, invoice.number, 10) == "CN-2025-2"
    with pytest.raises(NotOnInvoice):
        await note_of(core, house, invoice.number)
    await assert_books_balance(core)


async def test_what_stood_on_the_account_leaves_it(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 5)
    await house.pay(core, "450")
    number = await note_of(core, house, invoice.number)  # 50 of it settle, 50 stay
    seen = await core.ask(house.fiona, PreviewNoteReversal(number))
    assert (seen.reopens, seen.left) == (usd("50"), usd("50"))
    await core.execute(house.fiona, ReverseCreditNote(number, "never came back"))
    standing = (await core.ask(house.buyer, ShowCredit())).standing
    assert (standing.open_balance, standing.unapplied) == (usd("50"), usd("0"))
    await assert_books_balance(core)


async def test_a_discount_that_two_notes_had_made_smaller_comes_back_note_by_note(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    invoice = await house.invoice(core, 10)
    await house.pay(core, "980")
    first = await note_of(core, house, invoice.number)
    second = await note_of(core, house, invoice.number, 9)  # nothing is left of the discount
    for number, unapplied in ((first, "882"), (second, "0")):
        await core.execute(house.fiona, ReverseCreditNote(number, "both were wrong"))
        assert await open_of(core, house, invoice.number) == "0.00"
        standing = (await core.ask(house.buyer, ShowCredit())).standing
        assert standing.unapplied == usd(unapplied)
        await assert_books_balance(core)
    settled = (await core.ask(house.buyer, ShowInvoice(invoice.number))).settled_by
    assert [(one.kind, one.amount) for one in settled] == [
        (Posted.PAYMENT, usd("980")),
        (Posted.DISCOUNT, usd("20")),
    ]


async def test_a_discount_that_was_lost_meanwhile_does_not_come_back(core: Core, clock: FixedClock) -> None:
    house = await make_house(core, early_percent=2)
    invoice = await house.invoice(core, 10)
    paid = await house.pay(core, "980")
    number = await note_of(core, house, invoice.number)
    await core.execute(house.fiona, ReversePayment(paid.number, "bounced"))
    clock.advance(timedelta(days=20))
    await house.pay(core, "998", invoice.number)  # late: no discount any more
    await core.execute(house.fiona, ReverseCreditNote(number, "wrong"))
    assert await open_of(core, house, invoice.number) == "2.00"
    await assert_books_balance(core)


async def test_a_note_is_taken_back_once_and_not_when_it_was_spent(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 5)
    await house.pay(core, "500")
    spent = await note_of(core, house, invoice.number, 2)
    next_one = await house.invoice(core, 1)  # takes 100 of the 200 on the account
    kept = await note_of(core, house, next_one.number)
    await core.execute(house.fiona, ReverseCreditNote(kept, "wrong"))
    before = await written(core), await account(core, house.dealer_id)
    for number, error, fields in (
        (kept, AlreadyReversed, {"number": kept, "day": TODAY}),
        (spent, CreditSpent, {"number": spent, "document": next_one.number}),
        (invoice.number, NotFound, {"what": "invoice"}),
        ("CN-2025-77", NotFound, {"what": "invoice"}),
    ):
        with pytest.raises(error) as refused:
            await core.execute(house.fiona, ReverseCreditNote(number, "again"))
        assert refused.value.fields == fields
        with pytest.raises(error) as foreseen:
            await core.ask(house.fiona, PreviewNoteReversal(number))
        assert foreseen.value.fields == fields
    with pytest.raises(NotPermitted):
        await core.execute(house.buyer, ReverseCreditNote(spent, "mine"))
    assert (await written(core), await account(core, house.dealer_id)) == before
    await assert_books_balance(core)


async def test_a_note_taken_back_counts_for_nothing_any_more(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 3)
    number = await core.execute(house.fiona, CreateCreditNote(invoice.number, "price", amount=usd("300")))
    with pytest.raises(CreditTooLarge):
        await core.execute(house.fiona, CreateCreditNote(invoice.number, "more", amount=usd("0.01")))

    async def turnover() -> Money | None:
        async with core.snapshot(house.fiona) as snap:
            (found,) = await list_turnover(snap, START, house.dealer_id)
            return found.turnover

    less = await turnover()
    await core.execute(house.fiona, ReverseCreditNote(number, "wrong"))
    assert (less, await turnover()) == (usd("0"), usd("300"))
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "right", amount=usd("300")))
    await assert_books_balance(core)
