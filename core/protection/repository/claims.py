"""Claims of dealers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.catalog.tables import ProductRow
from core.catalog.types import base_unit_of
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice
from core.protection.repository.purchases import taken_of
from core.protection.tables import ProtectionClaimLineRow, ProtectionClaimRow, ProtectionCounterRow
from core.protection.types import Claim, ClaimLine, ClaimState, ProtectedLine


async def next_number(tx: Transaction) -> str:
    """The next number of this year, such as PP-2026-3; without gaps."""
    table = ProtectionCounterRow
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(table)
    row = await tx.one_or_none(
        statement.values(year=tx.today.year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": table.last + 1})
        .returning(table.last)
    )
    return f"PP-{tx.today.year}-{row.last}"


async def insert_claim(
    tx: Transaction, values: Mapping[str, Any], parts: tuple[tuple[ProtectedLine, int], ...]
) -> None:
    await tx.execute(insert(ProtectionClaimRow).values(**values))
    await tx.execute(
        insert(ProtectionClaimLineRow),
        [
            {
                "claim_id": values["id"],
                "invoice_id": line.invoice_id,
                "position": line.position,
                "quantity": quantity,
                "paid_micros": line.paid.micros,
                "now_micros": line.now.micros,
                "fall_micros": line.fall.micros,
            }
            for line, quantity in parts
        ],
    )


async def decide_claim(tx: Transaction, claim: Claim, **values: Any) -> None:
    await tx.execute(
        update(ProtectionClaimRow)
        .where(ProtectionClaimRow.id == claim.id)
        .values(decided_at=tx.now, **values)
    )


async def grant_line(
    tx: Transaction, claim: Claim, line: ProtectedLine, granted: int, credit_note: str | None
) -> None:
    await tx.execute(
        update(ProtectionClaimLineRow)
        .where(
            ProtectionClaimLineRow.claim_id == claim.id,
            ProtectionClaimLineRow.invoice_id == line.invoice_id,
            ProtectionClaimLineRow.position == line.position,
        )
        .values(granted=granted, credit_note=credit_note)
    )


def _claims() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *ProtectionClaimRow.__table__.c, DealerRow.name.label("dealer_name"), ProductRow.sku,
            ProductRow.name, ProductRow.packs, ProductRow.sales_unit,
        )
        .join(DealerRow, DealerRow.id == ProtectionClaimRow.dealer_id)
        .join(ProductRow, ProductRow.id == ProtectionClaimRow.product_id)
    )  # fmt: skip


async def load_claim(snap: Snapshot, claim_id: uuid.UUID) -> Claim:
    """With its lines. People of a dealer see their own. Raises NotFound."""
    found = await _read(snap, _claims().where(ProtectionClaimRow.id == claim_id))
    if not found:
        raise NotFound(what="claim")
    return found[0]


async def list_claims(snap: Snapshot, dealer_id: DealerId, *, limit: int) -> list[Claim]:
    """The newest first."""
    newest = (ProtectionClaimRow.made_at.desc(), ProtectionClaimRow.id.desc())
    return await _read(
        snap, _claims().where(ProtectionClaimRow.dealer_id == dealer_id).order_by(*newest).limit(limit)
    )


async def _read(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> list[Claim]:
    if snap.actor.dealer_id is not None:
        statement = statement.where(ProtectionClaimRow.dealer_id == snap.actor.dealer_id)
    rows = await snap.all(statement)
    lines = {row.id: await _lines(snap, row.id) for row in rows}
    return [_claim(row, lines[row.id]) for row in rows]


async def _lines(snap: Snapshot, claim_id: uuid.UUID) -> tuple[ClaimLine, ...]:
    """The newest purchase first; ``left``: pieces that neither came back nor belong to another claim."""
    rows = await snap.all(
        select(
            *ProtectionClaimLineRow.__table__.c, InvoiceRow.number, InvoiceRow.issued_on, InvoiceRow.currency,
            InvoiceLineRow.quantity.label("bought"), InvoiceLineRow.tax_basis_points,
            InvoiceLineRow.tax_included,
        )
        .join(InvoiceRow, InvoiceRow.id == ProtectionClaimLineRow.invoice_id)
        .join(
            InvoiceLineRow,
            (InvoiceLineRow.invoice_id == ProtectionClaimLineRow.invoice_id)
            & (InvoiceLineRow.position == ProtectionClaimLineRow.position),
        )
        .where(ProtectionClaimLineRow.claim_id == claim_id)
        .order_by(InvoiceRow.issued_on.desc(), InvoiceRow.number.desc(), InvoiceLineRow.position)
    )  # fmt: skip
    taken = await taken_of(snap, {row.invoice_id for row in rows}, besides=claim_id)
    return tuple(
        ClaimLine(
            ProtectedLine(
                row.invoice_id,
                row.number,
                row.position,
                row.issued_on,
                max(0, row.bought - taken.get((row.invoice_id, row.position), 0)),
                UnitPrice(row.paid_micros, row.currency),
                UnitPrice(row.now_micros, row.currency),
                UnitPrice(row.fall_micros, row.currency),
                date.max,  # once claimed, no day ends it
                row.tax_basis_points,
                row.tax_included,
            ),
            row.quantity,
            row.granted,
            row.credit_note,
        )
        for row in rows
    )


def _claim(row: Any, lines: tuple[ClaimLine, ...]) -> Claim:
    return Claim(
        id=row.id,
        number=row.number,
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        person_id=PersonId(row.person_id),
        product_id=ProductId(row.product_id),
        sku=row.sku,
        name=row.name,
        unit=base_unit_of(row.packs, row.sales_unit),
        state=ClaimState(row.state),
        amount=Money(row.amount_minor, row.currency),
        lines=lines,
        made_at=row.made_at,
        decided_why=row.decided_why,
        granted=None if row.granted_minor is None else Money(row.granted_minor, row.currency),
    )
