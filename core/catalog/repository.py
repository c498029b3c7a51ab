"""All SQL about products and approved lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, type_coerce

from core.catalog.tables import (
    AssortmentRow,
    BarcodeRow,
    CatalogChangeRow,
    ProductNameRow,
    ProductPictureRow,
    ProductRow,
    SubstituteRow,
)
from core.catalog.types import Details, IndexRow, Product
from core.infra.columns import SharedUuid, table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId

# What every quote and every order asks is put together once: building a statement costs more than running it.
_product, _name, _change = table_of(ProductRow), table_of(ProductNameRow), table_of(CatalogChangeRow)
_last_change = select(_change.c.last).where(_change.c.id == 1)
# Open to other domains, which add what they know of the same products: see ``read_product``.
PRODUCTS = (
    select(
        type_coerce(_product.c.id, SharedUuid()).label("id"),
        _product.c.sku,
        func.coalesce(_name.c.name, _product.c.name).label("name"),
        _product.c.brand,
        _product.c.category,
        _product.c.packs,
        _product.c.sales_unit,
        _product.c.order_multiple,
        _product.c.restricted,
        _product.c.active,
    )
    .outerjoin(_name, (_name.c.product_id == _product.c.id) & (_name.c.language == bindparam("language")))
    .where(_product.c.id.in_(bindparam("ids", expanding=True)))
)


async def last_change(snap: Snapshot) -> int:
    """The catalogue's change counter as this snapshot sees it."""
    row = await snap.one_or_none(_last_change)
    return int(row.last)


async def load_products(
    snap: Snapshot, ids: Iterable[ProductId], language: str = ""
) -> dict[ProductId, Product]:
    """Products by id, named in ``language`` where there is such a name."""
    rows = await snap.all(PRODUCTS, {"ids": list(set(ids)), "language": language})
    return {row.id: read_product(row) for row in rows}


def read_product(row: Any) -> Product:
    """A row of ``PRODUCTS`` as a value."""
    return Product(
        id=row.id,
        sku=row.sku,
        name=row.name,
        brand=row.brand,
        category=row.category,
        packs=_in_order(row.packs, row.sales_unit),
        sales_unit=row.sales_unit,
        order_multiple=row.order_multiple,
        restricted=row.restricted,
        active=row.active,
    )


def _in_order(packs: Mapping[str, int], sales_unit: str) -> dict[str, int]:
    """Smallest pack first, of equal ones the sales unit: PostgreSQL gives the keys in an order of its own."""
    return dict(sorted(packs.items(), key=lambda pack: (pack[1], pack[0] != sales_unit, pack[0])))


async def load_index_rows(snap: Snapshot, after: int) -> list[IndexRow]:
    """Every product that changed after the given change number (0 for all), with all its names and codes."""
    changed = ProductRow.change > after
    names: dict[object, list[str]] = {}
    for row in await snap.all(
        select(ProductNameRow.product_id, ProductNameRow.name)
        .join(ProductRow, ProductRow.id == ProductNameRow.product_id)
        .where(changed)
        .order_by(ProductNameRow.product_id, ProductNameRow.language)
    ):
        names.setdefault(row.product_id, []).append(row.name)
    barcodes: dict[object, list[str]] = {}
    for row in await snap.all(
        select(BarcodeRow.product_id, BarcodeRow.code)
        .join(ProductRow, ProductRow.id == BarcodeRow.product_id)
        .where(changed)
        .order_by(BarcodeRow.code)
    ):
        barcodes.setdefault(row.product_id, []).append(row.code)
    rows = await snap.all(
        select(
            ProductRow.id,
            ProductRow.sku,
            ProductRow.name,
            ProductRow.brand,
            ProductRow.category,
            ProductRow.packs,
            ProductRow.attributes,
            ProductRow.active,
            ProductRow.sales_unit,
            ProductRow.order_multiple,
        )
        .where(changed)
        .order_by(ProductRow.sku)
    )
    return [
        IndexRow(
            id=row.id,
            sku=row.sku,
            names=(row.name, *names.get(row.id, ())),
            brand=row.brand,
            category=row.category,
            barcodes=tuple(barcodes.get(row.id, ())),
            packs=_in_order(row.packs, row.sales_unit),
            attributes=row.attributes,
            active=row.active,
            sales_unit=row.sales_unit,
            order_multiple=row.order_multiple,
        )
        for row in rows
    ]


async def load_assortment(snap: Snapshot, code: str) -> frozenset[ProductId]:
    """The products on an approved list: named one by one, by brand, or by category with all below it."""
    wanted: dict[str, set[str]] = {"product": set(), "brand": set(), "category": set()}
    for row in await snap.all(
        select(AssortmentRow.scope, AssortmentRow.value).where(AssortmentRow.code == code)
    ):
        wanted.setdefault(row.scope, set()).add(row.value)
    rows = await snap.all(select(ProductRow.id, ProductRow.sku, ProductRow.brand, ProductRow.category))
    return frozenset(
        row.id
        for row in rows
        if row.sku in wanted["product"]
        or row.brand in wanted["brand"]
        or not wanted["category"].isdisjoint(_levels(row.category))
    )


def _levels(category: str) -> list[str]:
    """ "a/b/c" -> ["a", "a/b", "a/b/c"]."""
    parts = category.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


async def list_substitutes(snap: Snapshot, product_id: ProductId) -> list[ProductId]:
    rows = await snap.all(
        select(SubstituteRow.substitute_id)
        .where(SubstituteRow.product_id == product_id)
        .order_by(SubstituteRow.rank)
    )
    return [row.substitute_id for row in rows]


async def load_details(snap: Snapshot, product_id: ProductId) -> Details | None:
    """What the card of a product tells besides its name and packs; None for no such product."""
    row = await snap.one_or_none(
        select(_product.c.attributes, _product.c.weight_g, _product.c.volume_ml, ProductPictureRow.digest)
        .outerjoin(ProductPictureRow, ProductPictureRow.product_id == _product.c.id)
        .where(_product.c.id == product_id)
    )
    if row is None:
        return None
    attributes = {name: str(value) for name, value in row.attributes.items()}
    return Details(attributes, row.weight_g, row.volume_ml, row.digest)


async def find_by_sku(snap: Snapshot, sku: str) -> ProductId | None:
    """The product of that SKU, whatever its case."""
    row = await snap.one_or_none(
        select(_product.c.id).where(func.lower(_product.c.sku) == sku.strip().lower()).limit(1)
    )
    return None if row is None else ProductId(row.id)


async def set_picture(tx: Transaction, product_id: ProductId, digest: str | None) -> None:
    """The product's only picture from now on; None: it has none."""
    await tx.execute(delete(ProductPictureRow).where(ProductPictureRow.product_id == product_id))
    if digest is not None:
        values = {"product_id": product_id, "digest": digest, "person_id": tx.actor.person_id, "at": tx.now}
        await tx.execute(insert(ProductPictureRow).values(values))


async def list_added(snap: Snapshot, within: timedelta) -> list[ProductId]:
    """Products on sale that came into the catalogue lately, the newest first.

    What came on the day of the first import is the catalogue itself, and nothing new in it.
    """
    row = await snap.one_or_none(
        select(
            func.min(_product.c.added_at).label("first"),
            func.count().filter(_product.c.added_at.is_(None)).label("older"),
        )
    )
    if row.first is None:
        return []
    since = snap.now - within
    if not row.older:
        since = max(since, _utc(row.first, snap.now) + timedelta(days=1))
    rows = await snap.all(
        select(_product.c.id)
        .where(_product.c.added_at > since, _product.c.active)
        .order_by(_product.c.added_at.desc(), _product.c.sku)
    )
    return [ProductId(row.id) for row in rows]


def _utc(found: datetime, like: datetime) -> datetime:
    """A minimum as SQLite gives it has no zone."""
    return found if found.tzinfo else found.replace(tzinfo=like.tzinfo)
