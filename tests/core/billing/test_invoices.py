"""Invoices from approved orders: to the cent, numbered without gaps, due by the order's terms (A13, D8)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Update, update

from core.approvals.tables import ApprovalRow
from core.billing.errors import InvoiceDiffers, OrderNotBillable
from core.billing.tables import DocumentCounterRow, InvoiceRow
from core.billing.types import Address, BankAccount, DocumentKind, Party, Seller
from core.billing.use_cases.create_invoices import CreateInvoices, PreviewInvoices
from core.billing.use_cases.set_credit_limit import SetCreditLimit
from core.billing.use_cases.set_parties import SetBillingParty, SetSeller
from core.billing.use_cases.show_documents import ListInvoices, ShowInvoice
from core.credit.tables import CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.money import total
from core.orders.decisions import ApprovePart
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderMark, OrderState
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_orders import ShowOrder
from core.pricing.tables import BasePriceRow
from tests.core.billing.house import (
    assert_books_balance,
    make_house,
    make_shipping,
    make_tax,
    usd,
    written,
)
from tests.make import account, column, make_buyer, make_dealer, make_ship_to, make_staff, rows, write


async def test_an_approved_order_becomes_an_invoice_to_the_cent(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    await make_ship_to(core, house.dealer_id, code="S1")
    placed = await house.order(core, 3)
    assert await core.execute(house.fiona, CreateInvoices((placed.number.lower(),))) == ("INV-2025-1",)
    invoice = await core.ask(house.buyer, ShowInvoice("1"))
    assert (invoice.number, invoice.kind, invoice.orders) == (
        "INV-2025-1",
        DocumentKind.INVOICE,
        (placed.number,),
    )
    assert (invoice.subtotal, invoice.net, invoice.tax, invoice.total) == (
        usd("300"),
        usd("300"),
        usd("0"),
        usd("300"),
    )
    (line,) = invoice.lines
    assert (line.sku, line.quantity, line.total, line.tax_category) == ("CRATE", 3, usd("300"), "O")
    assert (invoice.issued_on, invoice.due_on, invoice.net_days) == (
        date(2025, 10, 14),
        date(2025, 11, 13),
        30,
    )
    assert invoice.early_payment is not None
    assert (invoice.early_payment.until, invoice.early_payment.amount) == (date(2025, 10, 24), usd("6"))
    assert invoice.ship_to is not None
    assert (invoice.dealer.name, invoice.ship_to.address.city) == ("Corner Store", "Los Angeles")
    assert (invoice.open, invoice.paid) == (usd("300"), usd("0"))
    assert await account(core, house.dealer_id) == {
        "limit": 10_000_000,
        "invoiced": 30_000,
        "held": 0,
        "pending": 0,
    }
    order = await core.ask(house.buyer, ShowOrder(placed.order_id))
    assert (order.state, order.invoiced_at) == (OrderState.APPROVED, core.clock.now())
    assert (OrderMark.INVOICED, "INV-2025-1") in {(step.state, step.reason) for step in order.steps}
    await assert_books_balance(core)


async def test_taxes_on_top_are_in_the_order_the_credit_and_the_invoice(core: Core) -> None:
    house = await make_house(core, early_percent=2)
    await make_tax(core, 1900)
    invoice = await house.invoice(core, 3)
    assert (invoice.net, invoice.tax, invoice.total) == (usd("300"), usd("57"), usd("357"))
    (share,) = invoice.taxes
    assert (share.category, share.basis_points, share.base, share.tax) == ("S", 1900, usd("300"), usd("57"))
    assert invoice.early_payment is not None
    assert invoice.early_payment.amount == usd("7.14")
    (order,) = await rows(core, OrderRow)
    assert (order.subtotal_minor, order.tax_minor, order.total_minor) == (30_000, 5_700, 35_700)
    assert (await account(core, house.dealer_id))["invoiced"] == 35_700
    paid = await house.pay(core, "349.86")
    (part,) = paid.parts
    assert (part.paid, part.discount, part.discount_tax) == (usd("349.86"), usd("7.14"), usd("1.14"))
    await assert_books_balance(core)


async def test_all_approved_orders_are_invoiced_oldest_first_and_their_numbers_have_no_gaps(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    for crates in (1, 2, 3):
        await house.order(core, crates)
        clock.advance(timedelta(minutes=1))
    foreseen = await core.ask(house.fiona, PreviewInvoices())
    assert [(one.total, one.why) for one in foreseen] == [(usd(f"{n}00"), ()) for n in (1, 2, 3)]
    assert await core.execute(house.fiona, CreateInvoices()) == ("INV-2025-1", "INV-2025-2", "INV-2025-3")
    assert await core.execute(house.fiona, CreateInvoices()) == ()
    assert await column(core, InvoiceRow.total_minor) == [10_000, 20_000, 30_000]
    shown = await core.ask(house.buyer, ListInvoices())
    assert [(one.number, one.total) for one in shown] == [
        ("INV-2025-1", usd("100")),
        ("INV-2025-2", usd("200")),
        ("INV-2025-3", usd("300")),
    ]


async def test_an_invoice_whose_early_payment_frees_credit_lets_a_waiting_order_go(core: Core) -> None:
    house = await make_house(core, limit="1000", early_percent=2)
    await house.pay(core, "784")
    billed = await house.order(core, 8)
    waiting = await house.order(core, 8)  # 800 - 784 + 800 is above the 80 %
    assert (billed.state, waiting.state) == (OrderState.APPROVED, OrderState.IN_REVIEW)
    await core.execute(house.fiona, CreateInvoices((billed.number,)))
    # The money of before settles the invoice less 2 %: nothing is owed, and 800 fit.
    assert (await core.ask(house.buyer, ShowOrder(waiting.order_id))).state is OrderState.APPROVED
    assert await account(core, house.dealer_id) == {
        "limit": 100_000,
        "invoiced": 0,
        "held": 80_000,
        "pending": 0,
    }
    (told,) = await rows(core, JournalRow, JournalRow.name == "order_released")
    assert (told.payload["number"], told.payload["reason"]) == (waiting.number, "payment")
    await assert_books_balance(core)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (update(OrderRow).values(total_minor=29_999), "invoice.total"),
        (update(OrderRow).values(subtotal_minor=30_001), "invoice.subtotal"),
        (update(OrderLineRow).values(total_minor=30_001), "invoice.line"),
        (update(OrderLineRow).values(discount_minor=1), "invoice.discount"),
        (update(CreditEntryRow).values(amount_minor=29_999), "invoice.held"),
    ],
)
async def test_an_invoice_that_would_differ_from_its_order_by_a_cent_is_not_made(
    core: Core, change: Update, what: str
) -> None:
    house = await make_house(core)
    placed = await house.order(core, 3)
    await write(core, change)
    before = await written(core), await account(core, house.dealer_id)
    with pytest.raises(InvoiceDiffers) as refused:
        await core.execute(house.fiona, CreateInvoices((placed.number,)))
    assert what in {reason.code for reason in refused.value.fields["differs"]}
    assert (await written(core), await account(core, house.dealer_id)) == before
    assert await rows(core, InvoiceRow) == await rows(core, DocumentCounterRow) == []


async def test_one_order_that_cannot_be_invoiced_stops_all(core: Core) -> None:
    house = await make_house(core)
    first, second = await house.order(core), await house.order(core, 2)
    await core.execute(house.fiona, CreateInvoices((first.number,)))
    before = await written(core)
    with pytest.raises(OrderNotBillable) as refused:
        await core.execute(house.fiona, CreateInvoices((first.number, second.number)))
    assert refused.value.fields == {"number": first.number, "state": "invoiced"}
    with pytest.raises(NotFound):
        await core.execute(house.fiona, CreateInvoices((second.number, "B2B-2025-77")))
    assert await written(core) == before
    (why,) = (await core.ask(house.fiona, PreviewInvoices((first.number,))))[0].why
    assert why.code == "invoice.state"


async def test_a_document_keeps_the_names_it_was_issued_with(core: Core) -> None:
    house = await make_house(core)
    seller = Seller("MegaDistro", Address("1 Dock Rd", "Hamburg", "20457", country="DE"), "DE1", bank=None)
    await core.execute(house.fiona, SetSeller(seller))
    party = Party("C-1", "Corner Store Ltd", Address("2 Main St", "Berlin", country="DE"), "DE2")
    await core.execute(house.fiona, SetBillingParty(house.dealer_id, party))
    invoice = await house.invoice(core)
    moved = Seller("MegaDistro", bank=BankAccount("MegaDistro", "Bank", "DE89370400440532013000"))
    await core.execute(house.fiona, SetSeller(moved))
    again = await core.ask(house.fiona, ShowInvoice(invoice.number))
    assert (again.seller, again.dealer) == (seller, party)


async def test_only_those_who_may_invoice_and_only_the_own_dealer_sees(core: Core) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core)
    for actor in (house.buyer, house.rep):
        with pytest.raises(NotPermitted):
            await core.execute(actor, CreateInvoices())
    assert (await core.ask(house.rep, ShowInvoice(invoice.number))).number == invoice.number
    other = await make_buyer(core, await make_dealer(core, "Other", tier="plain", limit="1"), "Otto")
    stranger = await make_staff(core, name="Ron")  # a rep of nobody
    for actor in (other, stranger):
        for query in (ShowInvoice(invoice.number), ShowInvoice(invoice_id=invoice.id), ShowInvoice("1")):
            with pytest.raises(NotFound):
                await core.ask(actor, query)
        assert await core.ask(actor, ListInvoices()) == ()
        assert await core.ask(actor, ListInvoices(dealer_id=house.dealer_id)) == ()


@pytest.mark.parametrize("included", [False, True])
async def test_the_parts_of_a_split_order_are_invoiced_to_the_cent_and_add_up(
    core: Core, included: bool
) -> None:
    house = await make_house(core, limit="1000", early_percent=2)
    await write(core, update(BasePriceRow).values(cost_micros=99_990_000))
    await make_shipping(core, "7.77")
    await make_tax(core, 1900, included=included)
    placed = await house.order(core, 11)
    assert placed.state is OrderState.HELD
    (before,) = await rows(core, OrderRow)
    (approval_id,) = await column(core, ApprovalRow.id)
    part = ApprovePart(amount=usd("500"))
    await core.execute(house.fiona, DecideOrder(approval_id, part))
    await core.execute(house.fiona, SetCreditLimit(house.dealer_id, usd("9000")))
    numbers = await core.execute(house.fiona, CreateInvoices())
    found = [await core.ask(house.fiona, ShowInvoice(number)) for number in numbers]
    assert {one.orders[0] for one in found} == {placed.number, f"{placed.number}/2"}
    assert sum(one.total.minor for one in found) == before.total_minor
    for one in found:
        assert one.net + one.tax == one.total
        (share,) = one.taxes
        # What a split shares out may be a cent off the rate, never more.
        assert abs(100 * share.tax.minor - 19 * share.base.minor) <= 150
    await house.pay(core, str(total([one.total for one in found], "USD").to_decimal()))
    await assert_books_balance(core)
