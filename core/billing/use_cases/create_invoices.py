"""Approved orders are invoiced: frozen lines, numbers without gaps, to the cent what the orders say (A13).

An invoice takes the order's place in the ledger: what was held is owed from now on, due by the order's
terms. Money that is on the account settles it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.billing.engine.drawing import Drawn, draw_invoice
from core.billing.errors import InvoiceDiffers, OrderNotBillable
from core.billing.events import InvoiceIssued
from core.billing.flow import lock_dealer, use_unapplied
from core.billing.repository import invoices, orders
from core.billing.repository.parties import INVOICES, find_delivery, load_party, load_seller, next_number
from core.billing.types import BillableOrder, DocumentKind, EarlyPaymentTerms, Invoice
from core.credit import repository as credit
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.orders.progress import mark_invoiced
from core.orders.release import release_held_orders
from core.orders.repository import placed


@dataclass(frozen=True, slots=True)
class CreateInvoices(Command[tuple[str, ...]]):
    """Invoice these orders, or all approved ones (of one dealer, with ``dealer_id``); the invoices' numbers.

    One that cannot be invoiced stops all of them: nothing is written. Waiting orders that pass by it go.
    """

    permission = Permission.BILLING_EDIT
    orders: tuple[str, ...] = ()
    dealer_id: DealerId | None = None


@dataclass(frozen=True, slots=True)
class Invoiceable:
    """An order that could be invoiced; why: what stands against it (then CreateInvoices would refuse)."""

    number: str
    dealer_name: str
    total: Money
    due_on: date
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PreviewInvoices(Query[tuple[Invoiceable, ...]]):
    """What CreateInvoices would make, writing nothing. Raises NotFound for an order that is not there."""

    permission = Permission.BILLING_EDIT
    orders: tuple[str, ...] = ()
    dealer_id: DealerId | None = None


async def create_invoices(tx: Transaction, command: CreateInvoices) -> tuple[str, ...]:
    wanted = await _find(tx, command.orders, command.dealer_id)
    # All accounts first, in one order; numbers are taken last.
    dealers = {
        dealer_id: await lock_dealer(tx, dealer_id)
        for dealer_id in sorted({dealer_id for _, _, dealer_id, _ in wanted})
    }
    numbers = []
    for order_id, _, dealer_id, _ in wanted:
        order = await orders.load_billable(tx, order_id)
        if order.not_billable is not None:
            if not command.orders:
                continue  # somebody else has invoiced it while this command waited for the account
            raise OrderNotBillable(number=order.number, state=order.not_billable)
        drawn = draw_invoice(order)
        if drawn.differs:
            raise InvoiceDiffers(
                number=order.number, order=order.total, invoice=drawn.total, differs=drawn.differs
            )
        numbers.append(await _issue(tx, dealers[dealer_id], order, drawn))
    # Money on the account may have earned an early-payment discount, and that is credit set free.
    for dealer_id in dealers:
        await release_held_orders(tx, dealer_id, "payment")
    return tuple(numbers)


async def preview_invoices(snap: Snapshot, query: PreviewInvoices) -> tuple[Invoiceable, ...]:
    found = []
    for order_id, _, _, _ in await _find(snap, query.orders, query.dealer_id):
        order = await orders.load_billable(snap, order_id)
        dealer = await placed.load_order(snap, order_id)
        drawn = draw_invoice(order)
        why = drawn.differs
        if order.not_billable is not None:
            why = (Reason("invoice.state", {"state": order.not_billable}), *why)
        due_on = snap.today + timedelta(days=order.net_days or 0)
        found.append(Invoiceable(order.number, dealer.dealer_name, drawn.total, due_on, why))
    return tuple(found)


async def _find(snap: Snapshot, numbers: tuple[str, ...], dealer_id: DealerId | None) -> list[orders.Found]:
    named = tuple(dict.fromkeys(number.strip().upper() for number in numbers))
    found = await orders.list_billable(snap, named, dealer_id)
    if missing := set(named) - {number for _, number, _, _ in found}:
        raise NotFound(what="order", number=min(missing))
    return found


async def _issue(tx: Transaction, dealer: Dealer, order: BillableOrder, drawn: Drawn) -> str:
    number = await next_number(tx, INVOICES)
    invoice = await _document(tx, dealer, order, drawn, number)
    entry_id, amount = await credit.invoice_entry(tx, order.id, number, invoice.issued_on, invoice.due_on)
    if amount != invoice.total.minor:
        held = Money(amount, order.currency)
        raise InvoiceDiffers(
            number=order.number,
            order=held,
            invoice=invoice.total,
            differs=(Reason("invoice.held", {"order": held, "invoice": invoice.total}),),
        )
    await invoices.insert_invoice(tx, invoice, entry_id)
    await mark_invoiced(tx, order.id, number)
    await use_unapplied(tx, dealer.id, order.currency, entry_id)
    tx.record(
        InvoiceIssued(
            dealer_id=dealer.id,
            invoice_id=invoice.id,
            order_id=order.id,
            number=number,
            order_number=order.number,
            total_minor=invoice.total.minor,
            open_minor=await credit.open_amount(tx, entry_id),
            currency=order.currency,
            due_on=invoice.due_on,
        )
    )
    return number


async def _document(
    tx: Transaction, dealer: Dealer, order: BillableOrder, drawn: Drawn, number: str
) -> Invoice:
    today = tx.today
    early = None
    if order.early_payment and drawn.early_payment:
        basis_points, days = order.early_payment
        early = EarlyPaymentTerms(basis_points, today + timedelta(days=days), drawn.early_payment)
    return Invoice(
        id=tx.new_id(),
        number=number,
        kind=DocumentKind.INVOICE,
        dealer_id=dealer.id,
        order_ids=(order.id,),
        orders=(order.number,),
        seller=await load_seller(tx),
        dealer=await load_party(tx, dealer),
        ship_to=await find_delivery(tx, dealer.id, order.ship_to_id),
        issued_on=today,
        due_on=today + timedelta(days=order.net_days or 0),
        net_days=order.net_days,
        early_payment=early,
        currency=order.currency,
        lines=drawn.lines,
        subtotal=order.subtotal,
        discount=order.discount,
        shipping=order.shipping,
        net=drawn.net,
        taxes=drawn.taxes,
        tax=drawn.tax,
        total=drawn.total,
        open=drawn.total,
        paid=Money.zero(order.currency),
    )
