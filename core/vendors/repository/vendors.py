"""Vendors, their people and their offers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, insert, select, update

from core.dealers.tables import PersonRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId, ProductId
from core.kernel.money import UnitPrice
from core.vendors.tables import VendorContactRow, VendorOfferRow, VendorRow
from core.vendors.types import Offer, Ships, Vendor

_vendor, _contact, _offer = table_of(VendorRow), table_of(VendorContactRow), table_of(VendorOfferRow)


async def find_vendor(snap: Snapshot, code: str, *, lock: bool = False) -> uuid.UUID | None:
    """By code, whatever its case; no partner."""
    is_it = (_vendor.c.code == code.strip().upper()) & _vendor.c.dealer_id.is_(None)
    statement = select(_vendor.c.id).where(is_it)
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else row.id


async def need_vendor(snap: Snapshot, code: str) -> uuid.UUID:
    """Like ``find_vendor``. Raises NotFound."""
    found = await find_vendor(snap, code)
    if found is None:
        raise NotFound(what="vendor")
    return found


async def list_vendors(snap: Snapshot) -> list[Vendor]:
    """All but partners, by code."""
    people: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for row in await snap.all(
        select(_contact.c.vendor_id, PersonRow.name)
        .join(PersonRow, PersonRow.id == _contact.c.person_id)
        .where(PersonRow.blocked.is_(False))
        .order_by(PersonRow.name)
    ):
        people[row.vendor_id].append(row.name)
    count = select(func.count()).where(_offer.c.vendor_id == _vendor.c.id).scalar_subquery()
    rows = await snap.all(
        select(_vendor, count.label("offers")).where(_vendor.c.dealer_id.is_(None)).order_by(_vendor.c.code)
    )
    return [
        Vendor(row.id, row.code, row.name, tuple(people[row.id]), row.offers, row.cut_off, row.zone)
        for row in rows
    ]


async def save_cut_off(tx: Transaction, vendor_id: uuid.UUID, cut_off: str, zone: str | None) -> None:
    await tx.execute(update(_vendor).where(_vendor.c.id == vendor_id).values(cut_off=cut_off, zone=zone))


async def save_vendor(tx: Transaction, code: str, name: str) -> uuid.UUID:
    known = await find_vendor(tx, code, lock=True)
    if known is None:
        known = tx.new_id()
        await tx.execute(insert(_vendor).values(id=known, code=code, name=name))
    else:
        await tx.execute(update(_vendor).where(_vendor.c.id == known).values(name=name))
    return known


async def add_contact(tx: Transaction, vendor_id: uuid.UUID, person_id: PersonId) -> None:
    await tx.execute(insert(_contact).values(person_id=person_id, vendor_id=vendor_id))


async def list_contacts(snap: Snapshot, vendor_id: uuid.UUID) -> list[PersonId]:
    rows = await snap.all(
        select(_contact.c.person_id).where(_contact.c.vendor_id == vendor_id).order_by(_contact.c.person_id)
    )
    return [PersonId(row.person_id) for row in rows]


async def save_offer(
    tx: Transaction,
    vendor_id: uuid.UUID,
    product_id: ProductId,
    cost: UnitPrice,
    *,
    lead_days: int,
    minimum: int,
    ships: Ships,
) -> None:
    key = (_offer.c.vendor_id == vendor_id) & (_offer.c.product_id == product_id)
    values = {
        "cost_micros": cost.micros,
        "currency": cost.currency,
        "lead_days": lead_days,
        "minimum": minimum,
        "ships": ships.value,
    }
    known = await tx.one_or_none(select(_offer.c.vendor_id).where(key).with_for_update())
    if known is None:
        await tx.execute(insert(_offer).values(vendor_id=vendor_id, product_id=product_id, **values))
    else:
        await tx.execute(update(_offer).where(key).values(**values))


async def load_offers(snap: Snapshot, products: Iterable[ProductId]) -> dict[ProductId, list[Offer]]:
    """What vendors ask for these products."""
    found: defaultdict[ProductId, list[Offer]] = defaultdict(list)
    for row in await snap.all(
        select(_offer, _vendor.c.code, _vendor.c.name)
        .join(_vendor, _vendor.c.id == _offer.c.vendor_id)
        .where(_offer.c.product_id.in_(set(products)))
        .order_by(_vendor.c.code)
    ):
        found[row.product_id].append(
            Offer(
                row.vendor_id,
                row.code,
                row.name,
                ProductId(row.product_id),
                UnitPrice(row.cost_micros, row.currency),
                row.lead_days,
                row.minimum,
                Ships(row.ships),
            )
        )
    return dict(found)
