"""Many vendors and offers at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.infra.bulk import insert_rows, new_ids, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId
from core.vendors.tables import VendorOfferRow, VendorRow


class OfferValue(NamedTuple):
    """cost_micros: millionths, of one base unit. ships: a value of ``Ships``."""

    product_id: ProductId
    vendor_id: uuid.UUID
    cost_micros: int
    currency: str
    lead_days: int
    minimum: int
    ships: str


class OfferState(NamedTuple):
    """An offer as it is, by the names of its vendor and product."""

    vendor: str
    sku: str
    cost_micros: int
    currency: str
    lead_days: int
    minimum: int
    ships: str


async def vendor_ids(snap: Snapshot) -> dict[str, uuid.UUID]:
    """code -> id, partners left out."""
    rows = await snap.all(select(VendorRow.code, VendorRow.id).where(VendorRow.dealer_id.is_(None)))
    return {row.code: row.id for row in rows}


async def dump_vendors(snap: Snapshot) -> list[tuple[str, str]]:
    """(code, name), by code, partners left out."""
    mine = select(VendorRow.code, VendorRow.name).where(VendorRow.dealer_id.is_(None))
    rows = await snap.all(mine.order_by(VendorRow.code))
    return [(row.code, row.name) for row in rows]


async def load_vendors(
    tx: Transaction, new: Sequence[tuple[str, str]], changed: Sequence[tuple[str, str]]
) -> None:
    ids = new_ids(tx, len(new))
    rows = [(key, code, name) for key, (code, name) in zip(ids, new, strict=True)]
    await insert_rows(tx, VendorRow, ("id", "code", "name"), rows)
    await update_rows(tx, VendorRow, [{"code": code, "name": name} for code, name in changed], ["code"])


async def dump_offers(snap: Snapshot) -> list[OfferState]:
    """By vendor and product."""
    rows = await snap.all(
        select(
            VendorRow.code,
            ProductRow.sku,
            VendorOfferRow.cost_micros,
            VendorOfferRow.currency,
            VendorOfferRow.lead_days,
            VendorOfferRow.minimum,
            VendorOfferRow.ships,
        )
        .join(VendorRow, VendorRow.id == VendorOfferRow.vendor_id)
        .join(ProductRow, ProductRow.id == VendorOfferRow.product_id)
    )
    return sorted(OfferState(*row) for row in rows)


async def load_offers(tx: Transaction, new: Sequence[OfferValue], changed: Sequence[OfferValue]) -> None:
    await insert_rows(tx, VendorOfferRow, OfferValue._fields, new)
    values = [one._asdict() for one in changed]
    await update_rows(tx, VendorOfferRow, values, ["product_id", "vendor_id"])
