"""Part of an invoice is given back: goods that came back, or a price that was too high."""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.credit_notes import check_left, credit_invoice, credited_lines, sums_of
from core.billing.repository import invoices
from core.billing.types import DocumentKind, Invoice, InvoiceLine
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class CreateCreditNote(Command[str]):
    """Credit ``lines`` (position on the invoice, base units) or an ``amount`` with its tax; the new number.

    Lowers what is open of the invoice; what is paid already stays on the account.
    """

    permission = Permission.BILLING_EDIT
    invoice: str
    reason: str
    amount: Money | None = None
    lines: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CreditPreview:
    """What a credit note would say: its lines, what it comes to, and what is open of the invoice."""

    invoice: Invoice
    lines: tuple[InvoiceLine, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class PreviewCreditNote(Query[CreditPreview]):
    """What ``CreateCreditNote`` with the same fields would credit; raises what that would raise."""

    permission = Permission.BILLING_EDIT
    invoice: str
    amount: Money | None = None
    lines: tuple[tuple[int, int], ...] = ()


async def preview_credit_note(snap: Snapshot, query: PreviewCreditNote) -> CreditPreview:
    invoice = await invoices.load_invoice(snap, number=query.invoice, kind=DocumentKind.INVOICE)
    lines = await credited_lines(snap, invoice, query.amount, query.lines, "")
    _, net, tax = sums_of(lines, invoice.currency)
    await check_left(snap, invoice, net + tax)
    return CreditPreview(invoice, lines, net + tax)


async def create_credit_note(tx: Transaction, command: CreateCreditNote) -> str:
    return await credit_invoice(
        tx, command.invoice, command.reason, amount=command.amount, wanted=command.lines
    )
