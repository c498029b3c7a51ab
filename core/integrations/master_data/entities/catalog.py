"""Products and approved lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping

from core.catalog import bulk
from core.infra.transaction import Transaction
from core.integrations.master_data.parsing import Parsed
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    finish,
    keep_absent,
    need_targets,
)
from core.integrations.master_data.records import AssortmentRule, Product
from core.integrations.master_data.types import RowCode

_NAME_FIELDS = {"zh_CN": "name_zh_cn", "tr": "name_tr", "ms": "name_ms"}


async def dump_products(desk: Desk) -> list[Product]:
    return [_record(value) for value in (await bulk.dump_products(desk.snap)).values()]


async def product_pages(desk: Desk) -> AsyncIterator[list[Product]]:
    async for page in bulk.product_pages(desk.snap):
        yield [_record(value) for value in page]


async def plan_products(desk: Desk, parsed: Parsed[Product]) -> Plan:
    """Packs must hold the sales unit, barcodes belong to one product, substitutes exist (here or there)."""
    known = {sku: _record(value) for sku, value in (await bulk.dump_products(desk.snap)).items()}
    keep_absent(parsed, known)
    finish(parsed, _finished)
    _check_units(parsed)
    _check_substitutes(parsed, known)
    _check_barcodes(parsed, known)
    drop_refused(parsed)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        await bulk.load_products(
            tx, [_value(one) for one in found.new], [_value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


def _finished(product: Product) -> Product:
    """The sales unit is the base unit unless given; barcodes stand on it; category levels are trimmed."""
    sales_unit = product.sales_unit or next(unit for unit, count in product.packs if count == 1)
    base = next((unit for unit, count in product.packs if count == 1), sales_unit)
    return product._replace(
        sales_unit=sales_unit,
        barcodes=tuple((code, unit or base) for code, unit in product.barcodes),
        category="/".join(level for part in product.category.split("/") if (level := part.strip())),
    )


def _check_units(parsed: Parsed[Product]) -> None:
    for row in parsed.rows:
        units = {unit for unit, _ in row.record.packs}
        if row.record.sales_unit not in units:
            parsed.refuse(row, "sales_unit", RowCode.UNKNOWN_REFERENCE, what="pack")
        if any(unit not in units for _, unit in row.record.barcodes):
            parsed.refuse(row, "barcodes", RowCode.UNKNOWN_REFERENCE, what="pack")


def _check_substitutes(parsed: Parsed[Product], known: Mapping[str, Product]) -> None:
    here = {row.record.sku for row in parsed.rows}
    for row in parsed.rows:
        for sku in row.record.substitutes:
            if sku == row.record.sku:
                parsed.refuse(row, "substitutes", RowCode.CIRCULAR, sku)
            elif sku not in here and sku not in known:
                parsed.refuse(row, "substitutes", RowCode.UNKNOWN_REFERENCE, sku, what="product")


def _check_barcodes(parsed: Parsed[Product], known: Mapping[str, Product]) -> None:
    """A code may move from one product to another within a file, but never stand on two."""
    here = {row.record.sku for row in parsed.rows}
    owners = {code: sku for sku, product in known.items() if sku not in here for code, _ in product.barcodes}
    for row in parsed.rows:
        for code, _ in row.record.barcodes:
            owner = owners.setdefault(code, row.record.sku)
            if owner != row.record.sku:
                parsed.refuse(row, "barcodes", RowCode.TAKEN, code, by=owner)


def _record(value: bulk.ProductValue) -> Product:
    names = dict(value.names)
    fields = {name: getattr(value, name) for name in Product._fields if name not in _NAME_FIELDS.values()}
    return Product(**fields)._replace(
        name_zh_cn=names.get("zh_CN", ""), name_tr=names.get("tr", ""), name_ms=names.get("ms", "")
    )


def _value(product: Product) -> bulk.ProductValue:
    fields = {name: getattr(product, name) for name in bulk.ProductValue._fields if name != "names"}
    given = {code: getattr(product, field) for code, field in _NAME_FIELDS.items()}
    names = tuple(sorted((code, name) for code, name in given.items() if name))
    return bulk.ProductValue(**fields, names=names)


async def dump_assortments(desk: Desk) -> Iterable[AssortmentRule]:
    return sorted(AssortmentRule(*value) for value in await bulk.dump_assortments(desk.snap))


async def plan_assortments(desk: Desk, parsed: Parsed[AssortmentRule]) -> Plan:
    await need_targets(desk, parsed, lambda rule: (rule.scope, rule.value))
    drop_refused(parsed)
    found = compare(parsed, by_key(AssortmentRule, await dump_assortments(desk)))

    async def write(tx: Transaction) -> None:
        await bulk.load_assortments(tx, [bulk.AssortmentValue(*rule) for rule in found.new])

    return Plan.of(found, write)


PRODUCTS = Entity("products", Product, dump_products, plan_products, pages=product_pages)
ASSORTMENTS = Entity("assortments", AssortmentRule, dump_assortments, plan_assortments)
