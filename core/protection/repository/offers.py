"""Policies, the last look at the prices, and the lines that can be claimed for."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, or_, select, union_all

from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.catalog.tables import ProductRow
from core.catalog.types import base_unit_of
from core.infra.bulk import chunks, delete_rows, insert_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.tables import NegotiatedRateRow, PriceListEntryRow
from core.protection.repository.purchases import Place, taken_of
from core.protection.tables import ProtectedLineRow, ProtectionLookRow, ProtectionPolicyRow
from core.protection.types import Fall, PolicyScope, ProtectedLine, ProtectionPolicy

_CHUNK = 2_000
_COLUMNS = (
    "invoice_id", "position", "dealer_id", "product_id", "paid_micros", "now_micros", "fall_micros",
    "found_on", "until",
)  # fmt: skip


async def load_policies(snap: Snapshot) -> tuple[ProtectionPolicy, ...]:
    rows = await snap.all(select(*ProtectionPolicyRow.__table__.c))
    found = [ProtectionPolicy(PolicyScope(row.scope), row.value, row.days, row.open_days) for row in rows]
    order = tuple(PolicyScope)
    return tuple(sorted(found, key=lambda one: (order.index(one.scope), one.value)))


async def save_policy(tx: Transaction, policy: ProtectionPolicy, *, is_kept: bool) -> None:
    """is_kept False: what was set for the scope goes."""
    mine = (ProtectionPolicyRow.scope == policy.scope) & (ProtectionPolicyRow.value == policy.value)
    await tx.execute(delete(ProtectionPolicyRow).where(mine))
    if is_kept:
        await tx.execute(
            insert(ProtectionPolicyRow).values(
                scope=policy.scope, value=policy.value, days=policy.days, open_days=policy.open_days
            )
        )


class Look(NamedTuple):
    at: datetime
    price_version: int


async def last_look(snap: Snapshot) -> Look | None:
    row = await snap.one_or_none(select(ProtectionLookRow.at, ProtectionLookRow.price_version))
    return None if row is None else Look(row.at, row.price_version)


async def save_look(tx: Transaction, look: Look | None) -> None:
    """None: the next look is at everything."""
    await tx.execute(delete(ProtectionLookRow))
    if look is not None:
        await tx.execute(insert(ProtectionLookRow).values(id=1, at=look.at, price_version=look.price_version))


async def a_price_begins_or_ends(snap: Snapshot, since: datetime, until: datetime) -> bool:
    """Whether a dated price or agreement begins or ends behind ``since`` and by ``until``."""
    asked: list[Any] = []
    for table in (PriceListEntryRow, NegotiatedRateRow):
        bounds = [(column > since) & (column <= until) for column in (table.valid_from, table.valid_until)]
        asked.append(select(table.id).where(or_(*bounds)))
    return await snap.one_or_none(union_all(*asked).limit(1)) is not None


async def known_falls(snap: Snapshot, invoices: Collection[uuid.UUID]) -> dict[Place, int]:
    """Millionths that lines of these invoices are compensated with already, over or not."""
    found: dict[Place, int] = {}
    for part in chunks(invoices, _CHUNK):
        rows = await snap.all(
            select(
                ProtectedLineRow.invoice_id, ProtectedLineRow.position, ProtectedLineRow.fall_micros
            ).where(ProtectedLineRow.invoice_id.in_(part))
        )
        found |= {(row.invoice_id, row.position): row.fall_micros for row in rows}
    return found


async def save_falls(tx: Transaction, falls: Sequence[Fall]) -> None:
    """In place of what was known of their lines."""
    lines = [one.purchase for one in falls]
    keys = [{"invoice_id": line.invoice_id, "position": line.position} for line in lines]
    await delete_rows(tx, ProtectedLineRow, keys, ["invoice_id", "position"])
    await insert_rows(
        tx,
        ProtectedLineRow,
        _COLUMNS,
        [
            (
                one.purchase.invoice_id, one.purchase.position, one.purchase.dealer_id,
                one.purchase.product_id, one.paid.micros, one.now.micros, one.fall.micros,
                tx.today, one.until,
            )
            for one in falls
        ],
    )  # fmt: skip


class Goods(NamedTuple):
    product_id: ProductId
    sku: str
    name: str
    unit: str
    currency: str


async def list_lines(
    snap: Snapshot, dealer_id: DealerId, *, product_id: ProductId | None = None, today: date
) -> list[tuple[Goods, ProtectedLine]]:
    """What can be claimed for today, with pieces left or not, the product's name first."""
    statement = (
        select(
            *ProtectedLineRow.__table__.c, InvoiceRow.number, InvoiceRow.issued_on, InvoiceRow.currency,
            InvoiceLineRow.quantity, InvoiceLineRow.tax_basis_points, InvoiceLineRow.tax_included,
            ProductRow.sku, ProductRow.name, ProductRow.packs, ProductRow.sales_unit,
        )
        .join(InvoiceRow, InvoiceRow.id == ProtectedLineRow.invoice_id)
        .join(
            InvoiceLineRow,
            (InvoiceLineRow.invoice_id == ProtectedLineRow.invoice_id)
            & (InvoiceLineRow.position == ProtectedLineRow.position),
        )
        .join(ProductRow, ProductRow.id == ProtectedLineRow.product_id)
        .where(ProtectedLineRow.dealer_id == dealer_id, ProtectedLineRow.until >= today)
        .order_by(ProductRow.name, ProductRow.sku)
    )  # fmt: skip
    if product_id is not None:
        statement = statement.where(ProtectedLineRow.product_id == product_id)
    rows = await snap.all(statement)
    taken = await taken_of(snap, {row.invoice_id for row in rows})
    return [
        (
            Goods(row.product_id, row.sku, row.name, base_unit_of(row.packs, row.sales_unit), row.currency),
            _line(row, row.quantity - taken.get((row.invoice_id, row.position), 0)),
        )
        for row in rows
    ]


def _line(row: Any, left: int) -> ProtectedLine:
    return ProtectedLine(
        row.invoice_id,
        row.number,
        row.position,
        row.issued_on,
        max(0, left),
        UnitPrice(row.paid_micros, row.currency),
        UnitPrice(row.now_micros, row.currency),
        UnitPrice(row.fall_micros, row.currency),
        row.until,
        row.tax_basis_points,
        row.tax_included,
    )


async def is_over(snap: Snapshot, dealer_id: DealerId, product_id: ProductId, today: date) -> bool:
    """Whether something of the product could have been claimed until a day before this one."""
    row = await snap.one_or_none(
        select(ProtectedLineRow.invoice_id)
        .where(
            ProtectedLineRow.dealer_id == dealer_id,
            ProtectedLineRow.product_id == product_id,
            ProtectedLineRow.until < today,
        )
        .limit(1)
    )
    return row is not None
