"""How a credit note comes about, whoever makes it: its lines, its document, what it does to the account."""

from __future__ import annotations

from dataclasses import replace

from core.billing.engine.crediting import (
    credit_amount,
    credit_lines,
    freight_lines,
    keep_back,
    lower_lines,
)
from core.billing.engine.drawing import share_taxes
from core.billing.engine.settling import Owed, discount_left
from core.billing.errors import AmountNotPositive, CreditTooLarge, NotOnInvoice, WrongCurrency
from core.billing.events import CreditNoteIssued
from core.billing.flow import lock_dealer, settle, withdraw_discounts
from core.billing.repository import invoices, payments
from core.billing.repository.parties import CREDIT_NOTES, load_seller, next_number
from core.billing.types import DocumentKind, Invoice, InvoiceLine, TaxShare
from core.credit import repository as credit
from core.credit.types import Posted
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId
from core.kernel.money import Money, UnitPrice, total
from core.kernel.texts import storable
from core.orders.release import release_held_orders

MOST_REASON = 200


async def credit_invoice(
    tx: Transaction,
    number: str,
    reason: str,
    *,
    amount: Money | None = None,
    wanted: tuple[tuple[int, int], ...] = (),
    kept_back: tuple[Money, str] | None = None,
    with_freight: bool = False,
    as_house: bool = False,
) -> str:
    """Credit part of an invoice, by lines or an amount with its tax; the new document's number.

    with_freight: what was asked for shipping, too. kept_back: a charge, tax contained, that the note is
    lowered by, and what for; less than the note.
    Lowers what is open of the invoice; what is paid already stays on the account. as_house: it follows from
    something else that the actor may do, whether that person sees the dealer's documents or not.
    """
    reason = storable(reason).strip()[:MOST_REASON]
    invoice = await _lock_invoice(tx, number, as_house=as_house)
    lines = await credited_lines(tx, invoice, amount, wanted, reason)
    if with_freight:
        lines += freight_lines(invoice, reason)
    if kept_back is not None:
        taxes, *_ = sums_of(lines, invoice.currency)
        lines += keep_back(invoice, taxes, *kept_back)
    return await _issue(tx, invoice, await _document(tx, invoice, lines, reason))


async def allow_on_invoice(
    tx: Transaction,
    number: str,
    reason: str,
    lowered: tuple[tuple[int, int, UnitPrice], ...],
    *,
    as_house: bool = False,
) -> str:
    """Lower the price of goods that the dealer keeps: (position, base units, so much each), and their tax.

    The pieces may still come back, and are credited for less then. The new document's number.
    """
    reason = storable(reason).strip()[:MOST_REASON]
    invoice = await _lock_invoice(tx, number, as_house=as_house)
    try:
        lines = lower_lines(invoice, lowered)
    except LookupError as missing:
        position, left = missing.args
        raise NotOnInvoice(number=invoice.number, line=position, left=left) from missing
    note = replace(await _document(tx, invoice, lines, reason), is_allowance=True)
    return await _issue(tx, invoice, note)


async def _lock_invoice(tx: Transaction, number: str, *, as_house: bool) -> Invoice:
    """The invoice as it stands once its dealer's account is locked."""
    kind = DocumentKind.INVOICE
    seen = await invoices.load_invoice(tx, number=number, kind=kind, as_house=as_house)
    await lock_dealer(tx, DealerId(seen.dealer_id), as_house=as_house)
    return await invoices.load_invoice(tx, invoice_id=seen.id, as_house=as_house)


async def _issue(tx: Transaction, invoice: Invoice, note: Invoice) -> str:
    """Write the note, and what it does to the account."""
    credited = await check_left(tx, invoice, note.total)
    unapplied = await _apply(tx, invoice, note, credited)
    await invoices.insert_invoice(tx, note, None)
    released = tuple(order.number for order in await release_held_orders(tx, note.dealer_id, "payment"))
    tx.record(
        CreditNoteIssued(
            dealer_id=note.dealer_id,
            invoice_id=note.id,
            number=note.number,
            invoice_number=invoice.number,
            amount_minor=note.total.minor,
            unapplied_minor=unapplied,
            currency=invoice.currency,
            reason=note.reason or "",
            released=released,
        )
    )
    return note.number


async def check_left(snap: Snapshot, invoice: Invoice, amount: Money) -> int:
    """Minor units that earlier notes have taken; refuses more than is left, and nothing."""
    credited = await invoices.credited_amount(snap, invoice.number)
    left = invoice.total.minor - credited
    if amount.minor > left:
        raise CreditTooLarge(number=invoice.number, left=Money(left, invoice.currency))
    if amount.minor <= 0:
        raise AmountNotPositive(amount=amount)
    return credited


async def credited_lines(
    snap: Snapshot,
    invoice: Invoice,
    amount: Money | None,
    wanted: tuple[tuple[int, int], ...],
    reason: str,
) -> tuple[InvoiceLine, ...]:
    """Lines of a note over ``wanted`` (position, base units), or over an amount with its tax."""
    if wanted:
        credited = await invoices.credited_quantities(snap, invoice.number)
        try:
            allowed = await invoices.allowances(snap, invoice.number, invoice.currency)
            return credit_lines(invoice, wanted, credited, allowed)
        except LookupError as missing:
            position, left = missing.args
            raise NotOnInvoice(number=invoice.number, line=position, left=left) from missing
    amount = amount or Money.zero(invoice.currency)
    if amount.currency != invoice.currency:
        raise WrongCurrency(given=amount.currency, expected=invoice.currency)
    if amount.minor <= 0:
        raise AmountNotPositive(amount=amount)
    return credit_amount(invoice, amount, reason)


def sums_of(lines: tuple[InvoiceLine, ...], currency: str) -> tuple[tuple[TaxShare, ...], Money, Money]:
    """The taxes by rate, what the lines come to without any, and all taxes."""
    taxes = share_taxes(lines, (), Money.zero(currency), currency)
    net = total([share.base for share in taxes], currency)
    return taxes, net, total([share.tax for share in taxes], currency)


async def _document(
    tx: Transaction, invoice: Invoice, lines: tuple[InvoiceLine, ...], reason: str
) -> Invoice:
    currency, today = invoice.currency, tx.today
    none = Money.zero(currency)
    taxes, net, tax = sums_of(lines, currency)
    return Invoice(
        id=tx.new_id(),
        number=await next_number(tx, CREDIT_NOTES),
        kind=DocumentKind.CREDIT_NOTE,
        dealer_id=invoice.dealer_id,
        order_ids=invoice.order_ids,
        orders=invoice.orders,
        seller=await load_seller(tx),
        dealer=invoice.dealer,
        ship_to=invoice.ship_to,
        issued_on=today,
        due_on=today,
        net_days=None,
        early_payment=None,
        currency=currency,
        lines=lines,
        subtotal=total([line.gross_total for line in lines], currency),
        discount=total([line.discount for line in lines], currency),
        shipping=none,
        net=net,
        taxes=taxes,
        tax=tax,
        total=net + tax,
        open=none,
        paid=none,
        references=(invoice.number,),
        reason=reason,
    )


async def _apply(tx: Transaction, invoice: Invoice, note: Invoice, credited: int) -> int:
    """Post the note, lower what is open of the invoice, keep the rest on the account; minor units of that.

    An early-payment discount that was granted shrinks with the invoice.
    """
    entry_id = await invoices.entry_of(tx, invoice.number)
    amount, day = note.total.minor, note.issued_on
    if invoice.early_payment:
        whole = invoice.early_payment.amount.minor
        keep = discount_left(whole, invoice.total.minor, credited + amount)
        await withdraw_discounts(tx, invoice.dealer_id, [entry_id], keep=keep, number=note.number)
    await credit.post(
        tx, invoice.dealer_id, Posted.CREDIT_NOTE, note.number, -amount, day=day, about=invoice.number
    )
    is_open = await credit.open_amount(tx, entry_id)
    owed = [Owed(entry_id, invoice.number, is_open)] if is_open else []
    applied, parts = await settle(tx, invoice.dealer_id, note.number, amount, day, owed)
    if applied.left:
        await credit.add_unapplied(tx, invoice.dealer_id, applied.left)
    await payments.insert_payment(
        tx,
        payments.NewPayment(
            id=tx.new_id(),
            number=note.number,
            kind=Posted.CREDIT_NOTE,
            dealer_id=invoice.dealer_id,
            currency=invoice.currency,
            amount=amount,
            unapplied=applied.left,
            paid_on=day,
            reference=note.number,
        ),
        parts,
    )
    return applied.left
