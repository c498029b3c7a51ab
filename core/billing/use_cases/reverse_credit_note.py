"""A credit note is taken back: it was wrong, or the goods never came. All is as it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.billing.errors import AlreadyReversed, CreditSpent
from core.billing.events import CreditNoteReversed
from core.billing.flow import lock_dealer, restore_discount
from core.billing.repository import invoices, payments
from core.billing.types import DocumentKind, Invoice
from core.credit import repository as credit
from core.credit.types import Posted
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.kernel.texts import storable

MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class ReverseCreditNote(Command[Invoice]):
    """By its number, or the end of it. Its invoice is open again by what it had settled.

    What it took of an early-payment discount comes back with it. Once only, and not when it has settled
    another document since: that one would be open without anybody having asked.
    """

    permission = Permission.BILLING_EDIT
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteReversal:
    """What taking a note back would do: how much its invoice is open again, and what leaves the account."""

    note: Invoice
    invoice: str
    reopens: Money
    left: Money


@dataclass(frozen=True, slots=True)
class PreviewNoteReversal(Query[NoteReversal]):
    """What ``ReverseCreditNote`` would do; raises what that would raise."""

    permission = Permission.BILLING_EDIT
    number: str


async def preview_note_reversal(snap: Snapshot, query: PreviewNoteReversal) -> NoteReversal:
    note = await invoices.load_invoice(snap, number=query.number, kind=DocumentKind.CREDIT_NOTE)
    payment, parts = await _check(snap, note)
    (invoice,) = note.references
    settled = sum(part.paid_minor for part in parts)
    return NoteReversal(
        note, invoice, Money(settled, note.currency), Money(payment.unapplied_minor, note.currency)
    )


async def reverse_credit_note(tx: Transaction, command: ReverseCreditNote) -> Invoice:
    reason = storable(command.reason).strip()[:MOST_REASON]
    seen = await invoices.load_invoice(tx, number=command.number, kind=DocumentKind.CREDIT_NOTE)
    dealer = await lock_dealer(tx, DealerId(seen.dealer_id))
    # Read again under the lock: somebody else may have taken it back, or spent it, meanwhile.
    note = await invoices.load_invoice(tx, invoice_id=seen.id)
    payment, parts = await _check(tx, note)
    (invoice,) = note.references
    for part in parts:
        await credit.raise_entry(tx, part.entry_id, part.paid_minor)
    if payment.unapplied_minor:
        await credit.add_unapplied(tx, dealer.id, -payment.unapplied_minor)
    await payments.mark_reversed(tx, payment.id, reason)
    kind, amount = Posted.CREDIT_NOTE_REVERSED, note.total.minor
    await credit.post(tx, dealer.id, kind, note.number, amount, day=tx.today, about=invoice)
    entry_id = await invoices.entry_of(tx, invoice)
    await restore_discount(tx, dealer.id, entry_id, invoice, note.number)
    reopened = (invoice,) if await credit.open_amount(tx, entry_id) else ()
    tx.record(
        CreditNoteReversed(
            dealer_id=dealer.id,
            invoice_id=note.id,
            number=note.number,
            amount_minor=amount,
            currency=note.currency,
            reason=reason,
            reopened=reopened,
            dealer_name=dealer.name,
            rep_id=dealer.rep_id,
        )
    )
    return await invoices.load_invoice(tx, invoice_id=note.id)


async def _check(snap: Snapshot, note: Invoice) -> tuple[Any, list[Any]]:
    """What of the note stands in the dealer's favour, and what it has settled: its own invoice alone."""
    if note.reversed_on is not None:
        raise AlreadyReversed(number=note.number, day=note.reversed_on)
    payment = await payments.load_note(snap, note.number)
    parts = [part for part in await payments.parts_of(snap, payment.id) if not part.undone]
    for part in parts:
        if part.document not in note.references:
            raise CreditSpent(number=note.number, document=part.document)
    return payment, parts
