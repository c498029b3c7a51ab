"""Money has come: it settles documents, frees orders, and everybody concerned is told (E4)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.billing.engine.settling import Owed, Part, apply_money
from core.billing.errors import (
    AlreadyRecorded,
    AmountNotPositive,
    DateInFuture,
    InvoiceSettled,
    ReferenceMissing,
    UnknownInvoice,
    WrongCurrency,
)
from core.billing.events import PaymentRecorded as PaymentRecordedEvent
from core.billing.flow import lock_dealer, settle, today_of
from core.billing.repository import lists, payments
from core.billing.repository.access import find_dealer
from core.billing.repository.parties import RECEIPTS, next_number
from core.billing.types import AppliedPart
from core.credit import repository as credit
from core.credit.types import Posted
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.release import release_held_orders

MOST_REFERENCE = 140


@dataclass(frozen=True, slots=True)
class RecordPayment(Command["RecordedPayment"]):
    """Money of a dealer: oldest due first, or to ``invoices`` in the order named; the rest stays on account.

    reference: what the bank gave it, by which the same payment is known again. paid_on: the day it came.
    """

    permission = Permission.BILLING_EDIT
    dealer_id: DealerId
    amount: Money
    paid_on: date
    reference: str
    invoices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedPayment:
    """What became of a payment. released: numbers of orders that it freed."""

    payment_id: uuid.UUID
    number: str
    amount: Money
    parts: tuple[AppliedPart, ...]
    unapplied: Money
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewPayment(Query["PaymentPreview"]):
    """What RecordPayment would do, writing nothing; it refuses what that would refuse."""

    permission = Permission.BILLING_EDIT
    dealer_id: DealerId
    amount: Money
    paid_on: date
    reference: str
    invoices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentPreview:
    dealer_name: str
    owes_before: Money
    owes_after: Money
    parts: tuple[AppliedPart, ...]
    unapplied: Money


async def record_payment(tx: Transaction, command: RecordPayment) -> RecordedPayment:
    paid, event = await bring_in(tx, command)
    tx.record(event)
    return paid


async def bring_in(tx: Transaction, command: RecordPayment) -> tuple[RecordedPayment, PaymentRecordedEvent]:
    """Book it, and tell nobody: what became of it, and what there is to be told."""
    reference = storable(command.reference).strip()[:MOST_REFERENCE]
    dealer = await lock_dealer(tx, command.dealer_id)
    await _check(tx, dealer, command, reference)
    owed = await _owed(tx, dealer, command.invoices)
    payment_id, amount, day = tx.new_id(), command.amount.minor, command.paid_on
    number = await next_number(tx, RECEIPTS)
    about = command.invoices[0] if len(command.invoices) == 1 else ""
    await credit.post(tx, dealer.id, Posted.PAYMENT, number, -amount, day=day, about=about)
    applied, parts = await settle(tx, dealer.id, number, amount, day, owed)
    if applied.left:
        await credit.add_unapplied(tx, dealer.id, applied.left)
    await payments.insert_payment(
        tx,
        payments.NewPayment(
            id=payment_id,
            number=number,
            kind=Posted.PAYMENT,
            dealer_id=dealer.id,
            currency=command.amount.currency,
            amount=amount,
            unapplied=applied.left,
            paid_on=day,
            reference=reference,
        ),
        parts,
    )
    released = tuple(order.number for order in await release_held_orders(tx, dealer.id, "payment"))
    currency = dealer.currency
    paid = RecordedPayment(
        payment_id,
        number,
        command.amount,
        tuple(_applied(part, tax, currency) for part, tax in parts),
        Money(applied.left, currency),
        released,
    )
    return paid, _event(dealer, command, payment_id, number, reference, parts, owed, applied.left, released)


async def preview_payment(snap: Snapshot, query: PreviewPayment) -> PaymentPreview:
    dealer = await find_dealer(snap, query.dealer_id)
    await _check(snap, dealer, query, storable(query.reference).strip()[:MOST_REFERENCE])
    standing, _ = await credit.load_standing(snap, dealer.id, dealer.currency)
    applied = apply_money(query.amount.minor, query.paid_on, await _owed(snap, dealer, query.invoices))
    before = standing.open_balance - standing.unapplied
    settled = sum(part.settled for part in applied.parts) + applied.left
    return PaymentPreview(
        dealer.name,
        before,
        before - Money(settled, dealer.currency),
        tuple(_applied(part, 0, dealer.currency) for part in applied.parts),
        Money(applied.left, dealer.currency),
    )


async def _check(
    snap: Snapshot, dealer: Dealer, wanted: RecordPayment | PreviewPayment, reference: str
) -> None:
    if wanted.amount.currency != dealer.currency:
        raise WrongCurrency(given=wanted.amount.currency, expected=dealer.currency)
    if wanted.amount.minor <= 0:
        raise AmountNotPositive(amount=wanted.amount)
    if wanted.paid_on > today_of(snap, dealer):
        raise DateInFuture(day=wanted.paid_on)
    if not reference:
        raise ReferenceMissing
    known = await payments.find_payment(snap, dealer.id, reference)
    if known is not None:
        amount = Money(known.amount_minor, dealer.currency)
        raise AlreadyRecorded(number=known.number, amount=amount, day=known.paid_on)


async def _owed(snap: Snapshot, dealer: Dealer, named: Sequence[str]) -> list[Owed]:
    """What the money may go to: all that is open, oldest due first, or the named documents as named."""
    owed = await payments.load_owed(snap, dealer.id, dealer.currency)
    if not named:
        return owed
    chosen: dict[uuid.UUID, Owed] = {}
    for number in named:
        wanted = number.strip().upper()
        found = [one for one in owed if one.document.upper() == wanted]
        found = found or [one for one in owed if wanted and one.document.upper().endswith(f"-{wanted}")]
        if not found:
            if await lists.was_settled(snap, dealer.id, wanted):
                raise InvoiceSettled(number=number)
            raise UnknownInvoice(number=number)
        chosen.setdefault(found[0].entry_id, found[0])
    return list(chosen.values())


def _applied(part: Part, tax: int, currency: str) -> AppliedPart:
    return AppliedPart(
        part.document, Money(part.paid, currency), Money(part.discount, currency), Money(tax, currency)
    )


def _event(
    dealer: Dealer,
    command: RecordPayment,
    payment_id: uuid.UUID,
    number: str,
    reference: str,
    parts: Sequence[tuple[Part, int]],
    owed: Sequence[Owed],
    left: int,
    released: tuple[str, ...],
) -> PaymentRecordedEvent:
    was_open = {one.entry_id: one.open for one in owed}
    in_full = {part.document for part, _ in parts if part.settled == was_open[part.entry_id]}
    return PaymentRecordedEvent(
        dealer_id=dealer.id,
        payment_id=payment_id,
        number=number,
        reference=reference,
        paid_on=command.paid_on,
        amount_minor=command.amount.minor,
        discount_minor=sum(part.discount for part, _ in parts),
        unapplied_minor=left,
        currency=dealer.currency,
        settled=tuple(part.document for part, _ in parts if part.document in in_full),
        part_paid=tuple(part.document for part, _ in parts if part.document not in in_full),
        released=released,
        dealer_name=dealer.name,
        rep_id=dealer.rep_id,
    )
