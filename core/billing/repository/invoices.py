"""Invoices and credit notes: written once, read by number, listed by what is open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, select

from core.billing.repository.access import visible
from core.billing.repository.parties import DELIVERY, PARTY, SELLER
from core.billing.tables import InvoiceLineRow, InvoiceRow, PaymentPartRow, PaymentRow
from core.billing.types import (
    Allowance,
    DocumentKind,
    EarlyPaymentTerms,
    Invoice,
    InvoiceLine,
    Posted,
    Settlement,
    TaxShare,
)
from core.credit.tables import CreditEntryRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money, UnitPrice


async def insert_invoice(tx: Transaction, invoice: Invoice, entry_id: uuid.UUID | None) -> None:
    """Write a document. entry_id: of the ledger, None for a credit note."""
    early = invoice.early_payment
    await tx.execute(
        insert(InvoiceRow).values(
            id=invoice.id,
            number=invoice.number,
            kind=invoice.kind,
            dealer_id=invoice.dealer_id,
            entry_id=entry_id,
            order_id=invoice.order_ids[0] if invoice.order_ids else None,
            order_number=invoice.orders[0] if invoice.orders else "",
            reference=invoice.references[0] if invoice.references else None,
            reason=invoice.reason,
            is_allowance=invoice.is_allowance,
            seller=SELLER.dump_python(invoice.seller, mode="json"),
            dealer=PARTY.dump_python(invoice.dealer, mode="json"),
            ship_to=DELIVERY.dump_python(invoice.ship_to, mode="json") if invoice.ship_to else None,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            net_days=invoice.net_days,
            early_basis_points=early.basis_points if early else 0,
            early_until=early.until if early else None,
            early_minor=early.amount.minor if early else 0,
            currency=invoice.currency,
            subtotal_minor=invoice.subtotal.minor,
            discount_minor=invoice.discount.minor,
            shipping_minor=invoice.shipping.minor,
            net_minor=invoice.net.minor,
            tax_minor=invoice.tax.minor,
            total_minor=invoice.total.minor,
            taxes=[_store_share(share) for share in invoice.taxes],
            created=tx.now,
            person_id=tx.actor.person_id,
        )
    )
    await tx.execute(
        insert(InvoiceLineRow), [{"invoice_id": invoice.id, **_store_line(line)} for line in invoice.lines]
    )


def _store_share(share: TaxShare) -> dict[str, Any]:
    return {
        "category": share.category,
        "basis_points": share.basis_points,
        "included": share.included,
        "base": share.base.minor,
        "tax": share.tax.minor,
        "shipping": share.shipping.minor,
    }


def _store_line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "sku": line.sku,
        "name": line.name,
        "unit": line.unit,
        "unit_quantity": str(line.unit_quantity),
        "quantity": line.quantity,
        "unit_price_micros": line.unit_price.micros,
        "gross_minor": line.gross_total.minor,
        "discount_minor": line.discount.minor,
        "total_minor": line.total.minor,
        "net_minor": line.net_total.minor,
        "tax_minor": line.tax.minor,
        "tax_category": line.tax_category,
        "tax_basis_points": line.tax_basis_points,
        "tax_included": line.tax_included,
        "instead_of": line.instead_of,
    }


async def load_invoice(
    snap: Snapshot,
    *,
    number: str | None = None,
    invoice_id: uuid.UUID | None = None,
    kind: DocumentKind | None = None,
    as_house: bool = False,
) -> Invoice:
    """By id, by number, or by the end of its number ("1042": the newest of those). Raises NotFound.

    as_house: whoever acts, as where the storekeeper's receipt of goods makes a credit note.
    """
    statement: Select[*tuple[Any, ...]] = select(InvoiceRow.__table__)
    if kind is not None:
        statement = statement.where(InvoiceRow.kind == kind)
    if invoice_id is not None:
        statement = statement.where(InvoiceRow.id == invoice_id)
    else:
        statement = statement.where(_numbered(InvoiceRow.number, number))
    # Of an invoice and a credit note with the same end, the invoice is meant.
    newest = (InvoiceRow.kind.desc(), InvoiceRow.issued_on.desc(), InvoiceRow.id.desc())
    if not as_house:
        statement = visible(snap, statement, InvoiceRow.dealer_id)
    row = await snap.one_or_none(statement.order_by(*newest).limit(1))
    if row is None:
        raise NotFound(what="invoice")
    return await _read(snap, row)


def _numbered(column: Any, number: str | None) -> Any:
    wanted = (number or "").strip().upper()
    if not any(sign.isalnum() for sign in wanted):
        raise NotFound(what="document")
    if "-" in wanted:
        return column == wanted
    return column.like(f"%-{''.join(sign for sign in wanted if sign.isalnum())}")


async def _read(snap: Snapshot, row: Any) -> Invoice:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    lines = await snap.all(
        select(InvoiceLineRow.__table__)
        .where(InvoiceLineRow.invoice_id == row.id)
        .order_by(InvoiceLineRow.position)
    )
    is_open, reversed_on, reversal_reason = await _open_of(snap, row)
    early = None
    if row.early_until is not None:
        early = EarlyPaymentTerms(row.early_basis_points, row.early_until, money(row.early_minor))
    return Invoice(
        id=row.id,
        number=row.number,
        kind=DocumentKind(row.kind),
        dealer_id=DealerId(row.dealer_id),
        order_ids=(OrderId(row.order_id),) if row.order_id else (),
        orders=(row.order_number,) if row.order_number else (),
        seller=SELLER.validate_python(row.seller),
        dealer=PARTY.validate_python(row.dealer),
        ship_to=None if row.ship_to is None else DELIVERY.validate_python(row.ship_to),
        issued_on=row.issued_on,
        due_on=row.due_on,
        net_days=row.net_days,
        early_payment=early,
        currency=row.currency,
        lines=tuple(_read_line(line, row.currency) for line in lines),
        subtotal=money(row.subtotal_minor),
        discount=money(row.discount_minor),
        shipping=money(row.shipping_minor),
        net=money(row.net_minor),
        taxes=tuple(_read_share(share, row.currency) for share in row.taxes),
        tax=money(row.tax_minor),
        total=money(row.total_minor),
        open=money(is_open),
        paid=money(row.total_minor - is_open),
        references=(row.reference,) if row.reference else (),
        reason=row.reason,
        settled_by=tuple(await _settled_by(snap, row)),
        reversed_on=reversed_on,
        reversal_reason=reversal_reason,
        is_allowance=row.is_allowance,
    )


async def _open_of(snap: Snapshot, row: Any) -> tuple[int, date | None, str | None]:
    """What is open of an invoice; of a credit note what is not used, and when and why it was taken back."""
    if row.entry_id is not None:
        entry = await snap.one_or_none(
            select(CreditEntryRow.amount_minor).where(CreditEntryRow.id == row.entry_id)
        )
        return int(entry.amount_minor), None, None
    note = await snap.one_or_none(
        select(PaymentRow.unapplied_minor, PaymentRow.reversed_on, PaymentRow.reversal_reason).where(
            PaymentRow.number == row.number, PaymentRow.kind == Posted.CREDIT_NOTE
        )
    )
    is_open = int(note.unapplied_minor) if note.reversed_on is None else 0
    return is_open, note.reversed_on, note.reversal_reason


async def goods_and_tax(snap: Snapshot, entry_id: uuid.UUID) -> tuple[int, int]:
    """Minor units of an invoice's goods with their tax, and of that tax."""
    row = await snap.one_or_none(
        select(
            func.sum(InvoiceLineRow.net_minor).label("net"), func.sum(InvoiceLineRow.tax_minor).label("tax")
        )
        .join(InvoiceRow, InvoiceRow.id == InvoiceLineRow.invoice_id)
        .where(InvoiceRow.entry_id == entry_id)
    )
    return int(row.net or 0) + int(row.tax or 0), int(row.tax or 0)


async def _settled_by(snap: Snapshot, row: Any) -> list[Settlement]:
    if row.entry_id is None:
        return []
    found = await snap.all(
        select(
            PaymentRow.kind,
            PaymentRow.number,
            PaymentPartRow.day,
            PaymentPartRow.paid_minor,
            PaymentPartRow.discount_minor,
        )
        .join(PaymentRow, PaymentRow.id == PaymentPartRow.payment_id)
        .where(PaymentPartRow.entry_id == row.entry_id, PaymentPartRow.undone.is_(False))
        .order_by(PaymentPartRow.day, PaymentPartRow.id)
    )
    settled = []
    for part in found:
        settled.append(
            Settlement(Posted(part.kind), part.number, part.day, Money(part.paid_minor, row.currency))
        )
        if part.discount_minor:
            discount = Money(part.discount_minor, row.currency)
            settled.append(Settlement(Posted.DISCOUNT, part.number, part.day, discount))
    return settled


def _read_line(row: Any, currency: str) -> InvoiceLine:
    return InvoiceLine(
        position=row.position,
        sku=row.sku,
        name=row.name,
        unit=row.unit,
        unit_quantity=Decimal(row.unit_quantity),
        quantity=row.quantity,
        unit_price=UnitPrice(row.unit_price_micros, currency),
        gross_total=Money(row.gross_minor, currency),
        discount=Money(row.discount_minor, currency),
        total=Money(row.total_minor, currency),
        net_total=Money(row.net_minor, currency),
        tax=Money(row.tax_minor, currency),
        tax_category=row.tax_category,
        tax_basis_points=row.tax_basis_points,
        tax_included=row.tax_included,
        instead_of=row.instead_of,
    )


def _read_share(stored: Mapping[str, Any], currency: str) -> TaxShare:
    return TaxShare(
        stored["category"],
        stored["basis_points"],
        stored["included"],
        Money(stored["base"], currency),
        Money(stored["tax"], currency),
        Money(stored["shipping"], currency),
    )


async def entry_of(snap: Snapshot, number: str) -> uuid.UUID:
    """The ledger's entry of an invoice."""
    row = await snap.one_or_none(select(InvoiceRow.entry_id).where(InvoiceRow.number == number))
    entry_id: uuid.UUID = row.entry_id
    return entry_id


async def credited_amount(snap: Snapshot, number: str) -> int:
    """Minor units that credit notes have taken off an invoice."""
    row = await snap.one_or_none(
        select(func.coalesce(func.sum(InvoiceRow.total_minor), 0).label("minor")).where(_credits(number))
    )
    return int(row.minor)


async def number_of_order(snap: Snapshot, order_id: OrderId) -> str | None:
    """The number of the order's invoice; None: it is not invoiced."""
    row = await snap.one_or_none(
        select(InvoiceRow.number)
        .where(InvoiceRow.order_id == order_id, InvoiceRow.kind == DocumentKind.INVOICE)
        .limit(1)
    )
    return None if row is None else str(row.number)


async def credited_quantities(snap: Snapshot, number: str) -> dict[int, int]:
    """Position of an invoice's line -> base units that credit notes have taken off it."""
    rows = await snap.all(
        select(InvoiceLineRow.position, func.sum(InvoiceLineRow.quantity).label("quantity"))
        .join(InvoiceRow, InvoiceRow.id == InvoiceLineRow.invoice_id)
        .where(_credits(number), InvoiceLineRow.sku != "", InvoiceRow.is_allowance.is_(False))
        .group_by(InvoiceLineRow.position)
    )
    return {row.position: int(row.quantity) for row in rows}


async def allowances(snap: Snapshot, number: str, currency: str) -> dict[int, Allowance]:
    """Position of an invoice's line -> what credit notes have taken off the price of its pieces."""
    rows = await snap.all(
        select(
            InvoiceLineRow.position,
            func.sum(InvoiceLineRow.quantity).label("quantity"),
            func.sum(InvoiceLineRow.total_minor).label("total"),
            func.sum(InvoiceLineRow.tax_minor).label("tax"),
        )
        .join(InvoiceRow, InvoiceRow.id == InvoiceLineRow.invoice_id)
        .where(_credits(number), InvoiceRow.is_allowance)
        .group_by(InvoiceLineRow.position)
    )
    return {
        row.position: Allowance(
            int(row.quantity), Money(int(row.total), currency), Money(int(row.tax), currency)
        )
        for row in rows
    }


def _credits(number: str) -> ColumnElement[bool]:
    return (InvoiceRow.kind == DocumentKind.CREDIT_NOTE) & (InvoiceRow.reference == number) & stands()


def stands(document: Any = InvoiceRow) -> ColumnElement[bool]:
    """Documents that were not taken back, as a credit note may be. document: InvoiceRow or an alias."""
    return ~exists().where(
        PaymentRow.number == document.number,
        PaymentRow.kind == Posted.CREDIT_NOTE,
        PaymentRow.reversed_on.is_not(None),
    )
