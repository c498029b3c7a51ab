"""Many products at once: reading all and writing what an import changed. Products are named by their sku."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from core.catalog.tables import (
    AssortmentRow,
    BarcodeRow,
    CatalogChangeRow,
    ProductNameRow,
    ProductRow,
    SubstituteRow,
)
from core.infra.bulk import chunks, insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId

Pairs = tuple[tuple[str, str], ...]


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


async def dump_products(snap: Snapshot) -> dict[str, ProductValue]:
    """sku -> product, all products."""
    rows = await snap.all(select(*ProductRow.__table__.c).order_by(ProductRow.sku))
    skus = {row.id: row.sku for row in rows}
    names: defaultdict[ProductId, list[tuple[str, str]]] = defaultdict(list)
    for row in await snap.all(select(*ProductNameRow.__table__.c).order_by(ProductNameRow.language)):
        names[row.product_id].append((row.language, row.name))
    barcodes: defaultdict[ProductId, list[tuple[str, str]]] = defaultdict(list)
    for row in await snap.all(select(*BarcodeRow.__table__.c)):
        barcodes[row.product_id].append((row.code, row.unit))
    substitutes: defaultdict[ProductId, list[str]] = defaultdict(list)
    for row in await snap.all(select(*SubstituteRow.__table__.c).order_by(SubstituteRow.rank)):
        substitutes[row.product_id].append(skus[row.substitute_id])
    return {
        row.sku: ProductValue(
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
    }


async def load_products(
    tx: Transaction, new: Sequence[ProductValue], changed: Sequence[ProductValue]
) -> None:
    """Insert and update products; all of them get the next number of the change counter, one for the
    import."""
    if not new and not changed:
        return
    change = await take_change(tx)
    rows = [_product_row(product, change) for product in new]
    for row in rows:
        row["id"] = tx.new_id()
    await insert_rows(tx, ProductRow, rows)
    await update_rows(tx, ProductRow, [_product_row(product, change) for product in changed], ["sku"])
    ids = await product_ids(tx)
    await _replace_parts(tx, [ids[product.sku] for product in changed])
    both = [*new, *changed]
    await insert_rows(
        tx,
        ProductNameRow,
        [
            {"product_id": ids[product.sku], "language": language, "name": name}
            for product in both
            for language, name in product.names
        ],
    )
    await insert_rows(
        tx,
        BarcodeRow,
        [
            {"code": code, "product_id": ids[product.sku], "unit": unit}
            for product in both
            for code, unit in product.barcodes
        ],
    )
    await insert_rows(
        tx,
        SubstituteRow,
        [
            {"product_id": ids[product.sku], "substitute_id": ids[other], "rank": rank}
            for product in both
            for rank, other in enumerate(product.substitutes, 1)
        ],
    )


def _product_row(product: ProductValue, change: int) -> dict[str, object]:
    return {
        "sku": product.sku,
        "name": product.name,
        "brand": product.brand,
        "category": product.category,
        "vendor": product.vendor,
        "attributes": dict(product.attributes),
        "packs": dict(product.packs),
        "sales_unit": product.sales_unit,
        "order_multiple": product.order_multiple,
        "weight_g": product.weight_g,
        "volume_ml": product.volume_ml,
        "restricted": product.restricted,
        "active": product.active,
        "change": change,
    }


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
        await insert_rows(tx, AssortmentRow, [rule._asdict() for rule in new])


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
