"""What dealers have bought, and what of it has come back, was credited or is claimed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from core.billing.repository.invoices import stands
from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.billing.types import DocumentKind
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.infra.bulk import chunks
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.tables import OrderLineRow
from core.pricing.types import DealerFacts
from core.protection.tables import ProtectionClaimLineRow
from core.protection.types import Purchase
from core.returns.tables import ReturnLineRow, ReturnRow
from core.returns.types import ReturnState
from core.vendors.tables import VendorOfferRow, VendorRow

Place = tuple[uuid.UUID, int]  # an invoice, and the position of a line on it

_CHUNK = 2_000
_line_of_order = (OrderLineRow.order_id == InvoiceRow.order_id) & (
    OrderLineRow.position == InvoiceLineRow.position
)


async def list_buyers(snap: Snapshot, since: date) -> list[DealerId]:
    """Dealers that were invoiced on that day or later."""
    rows = await snap.all(
        select(InvoiceRow.dealer_id)
        .where(InvoiceRow.kind == DocumentKind.INVOICE, InvoiceRow.issued_on >= since)
        .group_by(InvoiceRow.dealer_id)
        .order_by(InvoiceRow.dealer_id)
    )
    return [DealerId(row.dealer_id) for row in rows]


async def list_purchases(snap: Snapshot, dealers: Collection[DealerId], since: date) -> list[Purchase]:
    """Lines of invoices of that day or later; gifts are none."""
    rows = await snap.all(
        select(
            InvoiceRow.dealer_id, InvoiceRow.order_id, InvoiceRow.id, InvoiceRow.issued_on,
            InvoiceRow.currency, InvoiceLineRow.position, InvoiceLineRow.quantity,
            InvoiceLineRow.total_minor, OrderLineRow.product_id, OrderLineRow.unit_price_micros,
            ProductRow.brand,
        )
        .join(InvoiceLineRow, InvoiceLineRow.invoice_id == InvoiceRow.id)
        .join(OrderLineRow, _line_of_order)
        .join(ProductRow, ProductRow.id == OrderLineRow.product_id)
        .where(
            InvoiceRow.kind == DocumentKind.INVOICE,
            InvoiceRow.dealer_id.in_(dealers),
            InvoiceRow.issued_on >= since,
            InvoiceLineRow.total_minor > 0,
            OrderLineRow.receipt.is_not(None),
        )
        .order_by(InvoiceRow.issued_on, InvoiceRow.id, InvoiceLineRow.position)
    )  # fmt: skip
    return [
        Purchase(
            DealerId(row.dealer_id),
            OrderId(row.order_id),
            row.id,
            row.position,
            ProductId(row.product_id),
            row.brand or "",
            row.issued_on,
            row.quantity,
            Money(row.total_minor, row.currency),
            UnitPrice(row.unit_price_micros, row.currency),
        )
        for row in rows
    ]


async def receipts_of(snap: Snapshot, purchases: Iterable[Purchase]) -> dict[Place, str]:
    """The price receipt of each, as JSON."""
    invoices = {one.order_id: one.invoice_id for one in purchases}
    positions = {one.position for one in purchases}
    found: dict[Place, str] = {}
    for part in chunks(invoices, _CHUNK):
        rows = await snap.all(
            select(OrderLineRow.order_id, OrderLineRow.position, OrderLineRow.receipt).where(
                OrderLineRow.order_id.in_(part),
                OrderLineRow.position.in_(sorted(positions)),
                OrderLineRow.receipt.is_not(None),
            )
        )
        found |= {(invoices[OrderId(row.order_id)], row.position): row.receipt for row in rows}
    return found


async def facts_of_dealers(snap: Snapshot, dealers: Collection[DealerId]) -> dict[DealerId, DealerFacts]:
    """What pricing needs of dealers."""
    rows = await snap.all(
        select(DealerRow.id, DealerRow.currency, DealerRow.tier, DealerRow.region, DealerRow.parent_id).where(
            DealerRow.id.in_(dealers)
        )
    )
    return {
        DealerId(row.id): DealerFacts(
            DealerId(row.id), row.currency, row.tier, (row.region,) if row.region else (), row.parent_id
        )
        for row in rows
    }


async def vendors_of(snap: Snapshot, products: Collection[ProductId]) -> dict[ProductId, set[str]]:
    """Codes of the vendors that offer each product."""
    found: defaultdict[ProductId, set[str]] = defaultdict(set)
    for part in chunks(products, _CHUNK):
        rows = await snap.all(
            select(VendorOfferRow.product_id, VendorRow.code)
            .join(VendorRow, VendorRow.id == VendorOfferRow.vendor_id)
            .where(VendorOfferRow.product_id.in_(part))
        )
        for row in rows:
            found[ProductId(row.product_id)].add(row.code)
    return found


async def find_brand(snap: Snapshot, brand: str) -> str | None:
    """The brand as the catalogue writes it, whatever its case; None: no product has it."""
    row = await snap.one_or_none(
        select(ProductRow.brand)
        .where(func.lower(ProductRow.brand) == brand.lower())
        .order_by(ProductRow.brand)
        .limit(1)
    )
    return None if row is None else str(row.brand)


async def find_vendor(snap: Snapshot, code: str) -> str | None:
    """The code as the house writes it; None: no vendor has it."""
    row = await snap.one_or_none(select(VendorRow.code).where(func.lower(VendorRow.code) == code.lower()))
    return None if row is None else str(row.code)


async def taken_of(
    snap: Snapshot, invoices: Collection[uuid.UUID], *, besides: uuid.UUID | None = None
) -> dict[Place, int]:
    """Pieces of lines that were credited, are about to come back, or were claimed ever.

    besides: a claim whose own pieces do not stand in its way.
    """
    taken: defaultdict[Place, int] = defaultdict(int)
    for part in chunks(invoices, _CHUNK):
        claimed = (
            select(
                ProtectionClaimLineRow.invoice_id,
                ProtectionClaimLineRow.position,
                func.sum(ProtectionClaimLineRow.quantity).label("pieces"),
            )
            .where(ProtectionClaimLineRow.invoice_id.in_(part))
            .group_by(ProtectionClaimLineRow.invoice_id, ProtectionClaimLineRow.position)
        )
        if besides is not None:
            claimed = claimed.where(ProtectionClaimLineRow.claim_id != besides)
        for statement in (_credited(InvoiceRow.id.in_(part)), _coming_back(part), claimed):
            for row in await snap.all(statement):
                taken[row.invoice_id, row.position] += int(row.pieces)
    return dict(taken)


def _credited(wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    note = aliased(InvoiceRow)
    return (
        select(
            InvoiceRow.id.label("invoice_id"),
            InvoiceLineRow.position,
            func.sum(InvoiceLineRow.quantity).label("pieces"),
        )
        .join(note, note.reference == InvoiceRow.number)
        .join(InvoiceLineRow, InvoiceLineRow.invoice_id == note.id)
        .where(
            wanted,
            note.kind == DocumentKind.CREDIT_NOTE,
            note.is_allowance.is_(False),
            InvoiceLineRow.sku != "",
            stands(note),
        )
        .group_by(InvoiceRow.id, InvoiceLineRow.position)
    )


def _coming_back(invoices: Collection[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    """Returns that somebody decides about, or whose goods are to come: they are not credited yet."""
    is_open = ReturnRow.state.in_((ReturnState.ASKED, ReturnState.EXPECTED))
    return (
        select(
            InvoiceRow.id.label("invoice_id"),
            OrderLineRow.position,
            func.sum(ReturnLineRow.quantity).label("pieces"),
        )
        .join(ReturnRow, ReturnRow.invoice == InvoiceRow.number)
        .join(ReturnLineRow, ReturnLineRow.return_id == ReturnRow.id)
        .join(OrderLineRow, OrderLineRow.id == ReturnLineRow.line_id)
        .where(InvoiceRow.id.in_(invoices), is_open)
        .group_by(InvoiceRow.id, OrderLineRow.position)
    )
