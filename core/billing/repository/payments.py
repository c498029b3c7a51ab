"""Payments and their parts: what money came, and which documents it settled."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from core.billing.engine.settling import Owed, Part, discount_left, share_discount
from core.billing.repository.access import visible
from core.billing.repository.parties import load_party, load_seller
from core.billing.tables import InvoiceRow, PaymentPartRow, PaymentRow
from core.billing.types import AppliedPart, Receipt
from core.credit import repository as credit
from core.credit.types import Posted
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class NewPayment:
    """kind: PAYMENT or CREDIT_NOTE; amounts in minor units."""

    id: uuid.UUID
    number: str
    kind: Posted
    dealer_id: DealerId
    currency: str
    amount: int
    unapplied: int
    paid_on: date
    reference: str


async def insert_payment(tx: Transaction, payment: NewPayment, parts: Sequence[tuple[Part, int]]) -> None:
    """Write a payment with its parts, each with the tax share of its discount."""
    await tx.execute(
        insert(PaymentRow).values(
            id=payment.id,
            number=payment.number,
            kind=payment.kind,
            dealer_id=payment.dealer_id,
            currency=payment.currency,
            amount_minor=payment.amount,
            unapplied_minor=payment.unapplied,
            paid_on=payment.paid_on,
            reference=payment.reference,
            recorded_at=tx.now,
            recorded_by=tx.actor.person_id,
        )
    )
    for part, tax in parts:
        await insert_part(tx, payment.id, part, tax, payment.paid_on)


async def insert_part(tx: Transaction, payment_id: uuid.UUID, part: Part, tax: int, day: date) -> None:
    await tx.execute(
        insert(PaymentPartRow).values(
            id=tx.new_id(),
            payment_id=payment_id,
            entry_id=part.entry_id,
            document=part.document,
            paid_minor=part.paid,
            discount_minor=part.discount,
            discount_tax_minor=tax,
            day=day,
            undone=False,
        )
    )


async def find_payment(snap: Snapshot, dealer_id: DealerId, reference: str) -> Any:
    """The dealer's payment with that reference that was not taken back: number, amount_minor, paid_on."""
    return await snap.one_or_none(
        select(PaymentRow.number, PaymentRow.amount_minor, PaymentRow.paid_on).where(
            PaymentRow.dealer_id == dealer_id,
            PaymentRow.reference == reference,
            PaymentRow.reversed_on.is_(None),
        )
    )


async def load_payment(snap: Snapshot, number: str | None, payment_id: uuid.UUID | None = None) -> Any:
    """The row of a payment the actor may see, by id, number or the end of its number. Raises NotFound."""
    statement: Select[*tuple[Any, ...]] = select(PaymentRow.__table__).where(
        PaymentRow.kind == Posted.PAYMENT
    )
    wanted = (number or "").strip().upper()
    if payment_id is not None:
        statement = statement.where(PaymentRow.id == payment_id)
    elif "-" in wanted:
        statement = statement.where(PaymentRow.number == wanted)
    elif wanted.isalnum():
        statement = statement.where(PaymentRow.number.like(f"%-{wanted}"))
    else:
        raise NotFound(what="payment")
    statement = visible(snap, statement, PaymentRow.dealer_id)
    row = await snap.one_or_none(
        statement.order_by(PaymentRow.recorded_at.desc(), PaymentRow.id.desc()).limit(1)
    )
    if row is None:
        raise NotFound(what="payment")
    return row


async def load_note(snap: Snapshot, number: str) -> Any:
    """The row of a credit note; the caller has seen that it is there."""
    return await snap.one_or_none(
        select(PaymentRow.__table__).where(PaymentRow.kind == Posted.CREDIT_NOTE, PaymentRow.number == number)
    )


async def live_parts(snap: Snapshot, *, entries: Iterable[uuid.UUID]) -> list[Any]:
    """Parts on some documents that were not taken back, in the order they were written."""
    part = PaymentPartRow
    return await snap.all(
        select(part.__table__, PaymentRow.kind, PaymentRow.number)
        .join(PaymentRow, PaymentRow.id == part.payment_id)
        .where(part.entry_id.in_(list(entries)), part.undone.is_(False))
        .order_by(part.id)
    )


async def parts_of(snap: Snapshot, payment_id: uuid.UUID) -> list[Any]:
    """The parts of one payment, taken back or not."""
    statement = select(PaymentPartRow.__table__).where(PaymentPartRow.payment_id == payment_id)
    return await snap.all(statement.order_by(PaymentPartRow.id))


async def set_discount(tx: Transaction, part_id: uuid.UUID, discount: int, tax: int) -> None:
    await tx.execute(
        update(PaymentPartRow)
        .where(PaymentPartRow.id == part_id)
        .values(discount_minor=discount, discount_tax_minor=tax)
    )


async def mark_reversed(tx: Transaction, payment_id: uuid.UUID, reason: str) -> None:
    await tx.execute(
        update(PaymentRow)
        .where(PaymentRow.id == payment_id)
        .values(reversed_on=tx.today, reversed_at=tx.now, reversal_reason=reason)
    )
    await tx.execute(
        update(PaymentPartRow).where(PaymentPartRow.payment_id == payment_id).values(undone=True)
    )


async def list_unapplied(snap: Snapshot, dealer_id: DealerId) -> list[Any]:
    """Money and credit notes with something left, the oldest first: id, kind, number, left, paid_on."""
    return await snap.all(
        select(
            PaymentRow.id,
            PaymentRow.kind,
            PaymentRow.number,
            PaymentRow.unapplied_minor.label("left"),
            PaymentRow.paid_on,
        )
        .where(
            PaymentRow.dealer_id == dealer_id,
            PaymentRow.unapplied_minor > 0,
            PaymentRow.reversed_on.is_(None),
        )
        .order_by(PaymentRow.paid_on, PaymentRow.id)
    )


async def take_unapplied(tx: Transaction, payment_id: uuid.UUID, amount: int) -> None:
    await tx.execute(
        update(PaymentRow)
        .where(PaymentRow.id == payment_id)
        .values(unapplied_minor=PaymentRow.unapplied_minor - amount)
    )


async def load_owed(snap: Snapshot, dealer_id: DealerId, currency: str) -> list[Owed]:
    """The dealer's open documents, oldest due first, each with the discount that is still to be had."""
    return [owed for _, owed, _ in await load_owed_with_terms(snap, dealer_id, currency)]


async def load_owed_with_terms(
    snap: Snapshot, dealer_id: DealerId, currency: str
) -> list[tuple[credit.OpenEntry, Owed, int]]:
    """Like ``load_owed``, each with its entry in the ledger and the discount's basis points."""
    entries = await credit.list_open_entries(snap, dealer_id, currency)
    terms = await _early_terms(snap, [entry.id for entry in entries])
    credited: defaultdict[uuid.UUID, int] = defaultdict(int)
    last_paid: dict[uuid.UUID, date] = {}
    for row in await _paid_so_far(snap, list(terms)):
        if row.kind == Posted.CREDIT_NOTE:
            credited[row.entry_id] += int(row.paid)
        else:
            last_paid[row.entry_id] = row.last
    found = []
    for entry in entries:
        early = terms.get(entry.id)
        discount, until = 0, None
        if early is not None and last_paid.get(entry.id, date.min) <= early.early_until:
            discount = discount_left(early.early_minor, early.total_minor, credited[entry.id])
            until = early.early_until
        owed = Owed(entry.id, entry.document, entry.open.minor, discount, until)
        found.append((entry, owed, early.early_basis_points if early else 0))
    return found


async def _early_terms(snap: Snapshot, entries: Sequence[uuid.UUID]) -> dict[uuid.UUID, Any]:
    if not entries:
        return {}
    rows = await snap.all(
        select(
            InvoiceRow.entry_id,
            InvoiceRow.early_basis_points,
            InvoiceRow.early_minor,
            InvoiceRow.early_until,
            InvoiceRow.total_minor,
        ).where(InvoiceRow.entry_id.in_(entries), InvoiceRow.early_minor > 0)
    )
    return {row.entry_id: row for row in rows}


async def _paid_so_far(snap: Snapshot, entries: Sequence[uuid.UUID]) -> list[Any]:
    """What payments and credit notes have settled of each entry, and the last day of it."""
    if not entries:
        return []
    part = PaymentPartRow
    return await snap.all(
        select(
            part.entry_id,
            PaymentRow.kind,
            func.sum(part.paid_minor).label("paid"),
            func.max(part.day).label("last"),
        )
        .join(PaymentRow, PaymentRow.id == part.payment_id)
        .where(part.entry_id.in_(entries), part.undone.is_(False))
        .group_by(part.entry_id, PaymentRow.kind)
    )


async def read_receipt(snap: Snapshot, row: Any) -> Receipt:
    """A payment's row with its parts; a discount is shared out over all parts that earned it together."""
    dealer = await load_dealer(snap, DealerId(row.dealer_id))

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    mine = await parts_of(snap, row.id)
    together: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for part in await live_parts(snap, entries=[part.entry_id for part in mine]):
        if part.kind == Posted.PAYMENT:
            together[part.entry_id].append(part)
    parts = []
    for part in mine:
        discount, tax = _own_share(part, together[part.entry_id])
        parts.append(AppliedPart(part.document, money(part.paid_minor), money(discount), money(tax)))
    return Receipt(
        id=row.id,
        number=row.number,
        dealer_id=dealer.id,
        seller=await load_seller(snap),
        dealer=await load_party(snap, dealer),
        paid_on=row.paid_on,
        recorded_at=row.recorded_at,
        reference=row.reference,
        amount=money(row.amount_minor),
        parts=tuple(parts),
        unapplied=money(row.unapplied_minor),
        reversed_on=row.reversed_on,
        reversal_reason=row.reversal_reason,
    )


def _own_share(part: Any, together: Sequence[Any]) -> tuple[int, int]:
    """A part's share of the discount, and of the tax in it, that all parts have earned together."""
    if part.undone:
        return 0, 0
    at = next(place for place, one in enumerate(together) if one.id == part.id)
    paid = [one.paid_minor for one in together]
    discount = sum(one.discount_minor for one in together)
    tax = sum(one.discount_tax_minor for one in together)
    return share_discount(discount, paid)[at], share_discount(tax, paid)[at]


async def list_payments(snap: Snapshot, dealer_id: DealerId | None, *, limit: int, offset: int) -> list[Any]:
    """Rows of payments the actor may see, the newest first."""
    statement: Select[*tuple[Any, ...]] = select(PaymentRow.__table__).where(
        PaymentRow.kind == Posted.PAYMENT
    )
    if dealer_id is not None:
        statement = statement.where(PaymentRow.dealer_id == dealer_id)
    return await snap.all(
        visible(snap, statement, PaymentRow.dealer_id)
        .order_by(PaymentRow.paid_on.desc(), PaymentRow.id.desc())
        .limit(limit)
        .offset(offset)
    )
