"""Invoices that an import brought in: known by number and amount alone, and the same everywhere."""

from datetime import date

import pytest

from core.billing.types import Invoice, InvoiceSummary
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.show_account import ListDueDates, ShowAgeing, ShowStatement
from core.billing.use_cases.show_documents import FindInvoice, ListInvoices
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from tests.core.billing.house import House, assert_books_balance, make_house, usd
from tests.make import column, make_buyer, make_dealer, make_staff


async def bring_in(core: Core, house: House, *invoices: tuple[str, str, str]) -> None:
    """Number, amount, due date of each, by the public import."""
    (code,) = await column(core, DealerRow.code, DealerRow.id == house.dealer_id)
    sheet = SheetRows(["dealer", "document", "amount", "due_on"], [(code, *one) for one in invoices])
    report = await core.execute(
        await make_staff(core, Role.OFFICE, "Otto"), ImportTable("open_invoices", sheet)
    )
    assert (report.errors, report.written) == ((), True)


async def found(core: Core, house: House, number: str) -> InvoiceSummary:
    one = await core.ask(house.buyer, FindInvoice(number))
    assert isinstance(one, InvoiceSummary)
    return one


async def test_it_is_found_by_number_and_says_the_same_as_every_list(core: Core) -> None:
    house = await make_house(core)
    await bring_in(core, house, ("1042", "300.00", "2025-10-04"), ("R/77-9", "200.00", "2025-11-01"))

    async def assert_agrees(late: str, then: str) -> None:
        """Card, list, open items, calendar of due dates, ageing and statement, all the same."""
        amounts = {"1042": usd(late), "R/77-9": usd(then)}
        is_open = {number: amount for number, amount in amounts.items() if amount}
        cards = {number: await found(core, house, number) for number in amounts}
        assert {number: card.open for number, card in cards.items()} == amounts
        listed = await core.ask(house.buyer, ListInvoices())
        assert [cards[one.number] for one in listed] == list(listed)
        assert {one.number: one.open for one in listed} == is_open
        items = await core.ask(house.buyer, ShowStatement())
        assert {one.number: one.open for one in items.items} == is_open
        assert {one.number: one.open for one in await core.ask(house.buyer, ListDueDates())} == is_open
        ageing = await core.ask(house.buyer, ShowAgeing())
        assert (ageing.days_1_15, ageing.not_due, ageing.total) == (
            usd(late), usd(then), usd(late) + usd(then),
        )  # fmt: skip
        whole = await core.ask(house.buyer, ShowStatement(since=date(2025, 1, 1)))
        assert whole.closing == items.closing == ageing.total
        await assert_books_balance(core)

    card = await found(core, house, " 1042 ")
    assert (card.id, card.issued_on, card.due_on, card.total, card.days_overdue) == (
        None, date(2025, 10, 14), date(2025, 10, 4), usd("300"), 10,
    )  # fmt: skip
    assert await core.ask(house.buyer, FindInvoice(document_id=card.entry_id)) == card
    assert (await found(core, house, "9")).number == "R/77-9"
    await assert_agrees("300", "200")
    paid = await house.pay(core, "350")
    await assert_agrees("0", "150")
    await core.execute(house.fiona, ReversePayment(paid.number, "bounced"))
    await assert_agrees("300", "200")
    await bring_in(core, house, ("1042", "120.00", "2025-10-04"))  # part of it was paid elsewhere
    await assert_agrees("120", "200")
    assert (await found(core, house, "1042")).total == usd("300")


async def test_a_number_in_full_goes_before_the_end_of_one_and_ours_before_one_brought_in(core: Core) -> None:
    house = await make_house(core)
    ours = await house.invoice(core)
    await bring_in(core, house, ("A-1", "10.00", ""), ("INV-2024-1", "20.00", ""))
    for typed, number in (("1", ours.number), ("a-1", "A-1"), ("INV-2024-1", "INV-2024-1")):
        assert (await core.ask(house.buyer, FindInvoice(typed))).number == number
    assert isinstance(await core.ask(house.buyer, FindInvoice(document_id=ours.id)), Invoice)
    await bring_in(core, house, ("1", "30.00", ""))
    assert (await found(core, house, "1")).open == usd("30")


async def test_nobody_else_finds_it_and_it_cannot_be_credited_here(core: Core) -> None:
    house = await make_house(core)
    await bring_in(core, house, ("1042", "300.00", "2025-10-04"))
    entry = (await found(core, house, "1042")).entry_id
    other = await make_buyer(core, await make_dealer(core, "Other", tier="plain", limit="1"), "Cora")
    for actor in (other, await make_staff(core, name="Ron")):
        for query in (FindInvoice("1042"), FindInvoice(document_id=entry), FindInvoice("%"), FindInvoice("")):
            with pytest.raises(NotFound):
                await core.ask(actor, query)
    assert (await core.ask(house.rep, FindInvoice("1042"))).number == "1042"
    with pytest.raises(NotFound):
        await core.execute(house.fiona, CreateCreditNote("1042", "x", amount=usd("1")))
