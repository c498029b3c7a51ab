"""Many products at once: reading all and writing what an import changed. Products are named by their sku."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import aliased

from core.catalog.tables import (
    AssortmentRow,
    BarcodeRow,
    CatalogChangeRow,
    ProductNameRow,
    ProductRow,
    SubstituteRow,
)
from core.infra.bulk import chunks, insert_rows, new_ids, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId

Pairs = tuple[tuple[str, str], ...]
PAGE = 500


class ProductValue(NamedTuple):
    """A product with all that hangs on it. attributes, barcodes, names: sorted pairs; packs: unit, base
    units."""

    sku: str
    name: str
    brand: str
    category: str
    vendor: str
    attributes: Pairs
    packs: tuple[tuple[str, int], ...]
    sales_unit: str
    order_multiple: int
    weight_g: int
    volume_ml: int
    barcodes: Pairs
    names: Pairs
    substitutes: tuple[str, ...]
    restricted: bool
    active: bool


class AssortmentValue(NamedTuple):
    """A rule of an approved list; for scope product the value is the sku."""

    code: str
    scope: str
    value: str


async def product_ids(snap: Snapshot) -> dict[str, ProductId]:
    """sku -> id, all products."""
    return {row.sku: row.id for row in await snap.all(select(ProductRow.sku, ProductRow.id))}


async def barcode_owners(snap: Snapshot) -> dict[str, str]:
    """Barcode -> sku."""
    statement = select(BarcodeRow.code, ProductRow.sku).join(
        ProductRow, ProductRow.id == BarcodeRow.product_id
    )
    return {row.code: row.sku for row in await snap.all(statement)}


async def categories_and_brands(snap: Snapshot) -> tuple[set[str], set[str]]:
    """All category paths with their parents, and all brands."""
    categories: set[str] = set()
    brands: set[str] = set()
    for row in await snap.all(select(ProductRow.category, ProductRow.brand).distinct()):
        levels = [level for level in row.category.split("/") if level]
        categories.update("/".join(levels[:depth]) for depth in range(1, len(levels) + 1))
        if row.brand:
            brands.add(row.brand)
    return categories, brands


async def product_pages(snap: Snapshot, size: int = PAGE) -> AsyncIterator[list[ProductValue]]:
    """All products by sku, so many at a time: a whole catalogue need not fit into memory."""
    statement = select(*ProductRow.__table__.c).order_by(ProductRow.sku).limit(size)
    rows = await snap.all(statement)
    while rows:
        yield await _with_all(snap, rows)
        if len(rows) < size:
            return
        rows = await snap.all(statement.where(ProductRow.sku > rows[-1].sku))


async def _with_all(snap: Snapshot, rows: Sequence[Any]) -> list[ProductValue]:
    """Products that follow each other, with all that hangs on them."""
    these = ProductRow.sku.between(rows[0].sku, rows[-1].sku)
    names: defaultdict[ProductId, list[tuple[str, str]]] = defaultdict(list)
    named = select(ProductNameRow.product_id, ProductNameRow.language, ProductNameRow.name)
    named = named.join(ProductRow, ProductRow.id == ProductNameRow.product_id).where(these)
    for row in await snap.all(named.order_by(ProductNameRow.language)):
        names[row.product_id].append((row.language, row.name))
    barcodes: defaultdict[ProductId, list[tuple[str, str]]] = defaultdict(list)
    coded = select(BarcodeRow.product_id, BarcodeRow.code, BarcodeRow.unit)
    coded = coded.join(ProductRow, ProductRow.id == BarcodeRow.product_id).where(these)
    for row in await snap.all(coded):
        barcodes[row.product_id].append((row.code, row.unit))
    substitutes: defaultdict[ProductId, list[str]] = defaultdict(list)
    other = aliased(ProductRow)
    replaced = select(SubstituteRow.product_id, other.sku).join(
        other, other.id == SubstituteRow.substitute_id
    )
    replaced = replaced.join(ProductRow, ProductRow.id == SubstituteRow.product_id).where(these)
    for row in await snap.all(replaced.order_by(SubstituteRow.rank)):
        substitutes[row.product_id].append(row.sku)
    return [
        ProductValue(
            row.sku,
            row.name,
            row.brand,
            row.category,
            row.vendor,
            tuple(sorted(row.attributes.items())),
            tuple(sorted(row.packs.items(), key=lambda pack: (pack[1], pack[0]))),
            row.sales_unit,
            row.order_multiple,
            row.weight_g,
            row.volume_ml,
            tuple(sorted(barcodes[row.id])),
            tuple(names[row.id]),
            tuple(substitutes[row.id]),
            row.restricted,
            row.active,
        )
        for row in rows
    ]


async def dump_products(snap: Snapshot) -> dict[str, ProductValue]:
    """sku -> product, all products."""
    return {one.sku: one async for page in product_pages(snap, 20_000) for one in page}


async def load_products(
    tx: Transaction, new: Sequence[ProductValue], changed: Sequence[ProductValue]
) -> None:
    """Insert and update products; all of them get the next number of the change counter, one for the
    import."""
    if not new and not changed:
        return
    change = await take_change(tx)
    rows = [_product_row(product, change) for product in new]
    ids = new_ids(tx, len(rows))
    await insert_rows(
        tx,
        ProductRow,
        ("id", *_PRODUCT_COLUMNS, "change", "added_at"),
        [(new_id, *row.values(), tx.now) for new_id, row in zip(ids, rows, strict=True)],
    )
    await update_rows(tx, ProductRow, [_product_row(product, change) for product in changed], ["sku"])
    known = await product_ids(tx)
    await _replace_parts(tx, [known[product.sku] for product in changed])
    await _insert_parts(tx, [(known[product.sku], product) for product in (*new, *changed)], known)


_PRODUCT_COLUMNS = tuple(
    name for name in ProductValue._fields if name not in ("barcodes", "names", "substitutes")
)


def _product_row(product: ProductValue, change: int) -> dict[str, object]:
    row = {name: getattr(product, name) for name in _PRODUCT_COLUMNS}
    row["attributes"], row["packs"] = dict(product.attributes), dict(product.packs)
    return {**row, "change": change}


async def _insert_parts(
    tx: Transaction,
    products: Sequence[tuple[ProductId, ProductValue]],
    ids: Mapping[str, ProductId],
) -> None:
    names = [(product_id, *name) for product_id, one in products for name in one.names]
    await insert_rows(tx, ProductNameRow, ("product_id", "language", "name"), names)
    barcodes = [(code, product_id, unit) for product_id, one in products for code, unit in one.barcodes]
    await insert_rows(tx, BarcodeRow, ("code", "product_id", "unit"), sorted(barcodes))
    substitutes = [
        (product_id, ids[other], rank)
        for product_id, one in products
        for rank, other in enumerate(one.substitutes, 1)
    ]
    await insert_rows(tx, SubstituteRow, ("product_id", "substitute_id", "rank"), substitutes)


async def _replace_parts(tx: Transaction, products: Iterable[ProductId]) -> None:
    """Names, barcodes and substitutes of changed products go; they are written anew."""
    for part in chunks(products):
        await tx.execute(delete(ProductNameRow).where(ProductNameRow.product_id.in_(part)))
        await tx.execute(delete(BarcodeRow).where(BarcodeRow.product_id.in_(part)))
        await tx.execute(delete(SubstituteRow).where(SubstituteRow.product_id.in_(part)))


async def take_change(tx: Transaction) -> int:
    """The next number of the change counter; its row stays locked until the transaction ends."""
    statement = update(CatalogChangeRow).where(CatalogChangeRow.id == 1)
    result = await tx.execute(statement.values(last=CatalogChangeRow.last + 1))
    if result.rowcount == 0:
        await tx.execute(insert(CatalogChangeRow).values(id=1, last=1))
    row = await tx.one_or_none(select(CatalogChangeRow.last).where(CatalogChangeRow.id == 1))
    return int(row.last)


async def dump_assortments(snap: Snapshot) -> set[AssortmentValue]:
    return {AssortmentValue(*row) for row in await snap.all(select(*AssortmentRow.__table__.c))}


async def load_assortments(tx: Transaction, new: Sequence[AssortmentValue]) -> None:
    """Add rules to approved lists; raises the change counter, since what a dealer may find has changed."""
    if new:
        await take_change(tx)
        await insert_rows(tx, AssortmentRow, AssortmentValue._fields, new)


class OrderingFacts(NamedTuple):
    """What a line of an order says of its product. in_sales_unit: base units in the sales unit."""

    product_id: ProductId
    name: str
    base_unit: str
    sales_unit: str
    in_sales_unit: int


async def ordering_facts(snap: Snapshot) -> dict[str, OrderingFacts]:
    """sku -> facts, all products."""
    table = ProductRow
    statement = select(table.sku, table.id, table.name, table.packs, table.sales_unit)
    return {
        row.sku: OrderingFacts(
            row.id,
            row.name,
            min((unit for unit, count in row.packs.items() if count == 1), default=row.sales_unit),
            row.sales_unit,
            row.packs.get(row.sales_unit, 1),
        )
        for row in await snap.all(statement)
    }
