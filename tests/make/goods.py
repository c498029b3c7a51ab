"""Products, warehouses, stock, approved lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update

from core.catalog.tables import AssortmentRow, CatalogChangeRow, ProductNameRow, ProductRow
from core.infra.door import Core
from core.kernel.ids import ProductId, WarehouseId
from core.kernel.money import UnitPrice
from core.pricing.tables import BasePriceRow
from core.stock.tables import StockIncomingRow, StockMovementRow, StockRow, WarehouseRow
from tests.make.rows import add, new_id, write


async def touch_catalog(core: Core, product_id: ProductId) -> None:
    """Take the next number of the change counter for a product, as every change of the catalogue does."""
    await write(
        core,
        update(CatalogChangeRow).where(CatalogChangeRow.id == 1).values(last=CatalogChangeRow.last + 1),
        update(ProductRow)
        .where(ProductRow.id == product_id)
        .values(change=select(CatalogChangeRow.last).where(CatalogChangeRow.id == 1).scalar_subquery()),
    )


async def make_product(
    core: Core,
    sku: str = "IP15P",
    name: str = "Apple iPhone 15 Pro 128GB",
    *,
    cost: str | None = "1000",
    list_price: str | None = "1200",
    currency: str = "USD",
    brand: str = "Apple",
    category: str = "electronics/smartphones",
    packs: Mapping[str, int] | None = None,
    sales_unit: str = "each",
    order_multiple: int = 1,
    active: bool = True,
    attributes: Mapping[str, str] | None = None,
) -> ProductId:
    """A product with its prices; ``packs`` holds units beside each (one piece)."""
    product_id = ProductId(new_id(core))
    await add(
        core,
        ProductRow,
        id=product_id,
        sku=sku,
        name=name,
        brand=brand,
        category=category,
        vendor="",
        attributes=dict(attributes or {}),
        packs={"each": 1, **(packs or {})},
        sales_unit=sales_unit,
        order_multiple=order_multiple,
        weight_g=0,
        volume_ml=0,
        restricted=False,
        active=active,
        change=0,
    )
    await touch_catalog(core, product_id)
    if cost is not None or list_price is not None:
        await add(
            core,
            BasePriceRow,
            product_id=product_id,
            currency=currency,
            cost_micros=UnitPrice.parse(cost, currency).micros if cost else None,
            list_micros=UnitPrice.parse(list_price, currency).micros if list_price else None,
        )
    return product_id


async def make_product_name(core: Core, product_id: ProductId, language: str, name: str) -> None:
    await add(core, ProductNameRow, product_id=product_id, language=language, name=name)
    await touch_catalog(core, product_id)


async def set_order_multiple(core: Core, product_id: ProductId, order_multiple: int) -> None:
    await write(
        core, update(ProductRow).where(ProductRow.id == product_id).values(order_multiple=order_multiple)
    )
    await touch_catalog(core, product_id)


async def make_warehouse(
    core: Core,
    code: str = "LA",
    *,
    region: str = "west",
    zone: str = "UTC",
    cut_off: str = "16:00",
    lead_days: int = 1,
    lead_days_elsewhere: int = 3,
) -> WarehouseId:
    warehouse_id = WarehouseId(new_id(core))
    await add(
        core,
        WarehouseRow,
        id=warehouse_id,
        code=code,
        name=f"Warehouse {code}",
        region=region,
        zone=zone,
        cut_off=cut_off,
        lead_days=lead_days,
        lead_days_elsewhere=lead_days_elsewhere,
    )
    return warehouse_id


async def make_stock(
    core: Core,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    on_hand: int,
    *,
    reserved: int = 0,
    incoming: int = 0,
    incoming_on: date | None = None,
) -> None:
    """Goods on the shelf, with the movement that brought them there, and a delivery on its way."""
    at = {"product_id": product_id, "warehouse_id": warehouse_id}
    await add(core, StockRow, **at, on_hand=on_hand, reserved=reserved)
    if on_hand:
        await add(
            core,
            StockMovementRow,
            id=new_id(core),
            at=core.clock.now(),
            kind="count",
            **at,
            quantity=on_hand,
            target="on_hand",
        )
    if incoming:
        await make_incoming(core, product_id, warehouse_id, incoming, incoming_on)


async def make_incoming(
    core: Core, product_id: ProductId, warehouse_id: WarehouseId, quantity: int, expected_on: date | None
) -> None:
    """A delivery of a vendor that is on its way."""
    await add(
        core,
        StockIncomingRow,
        id=new_id(core),
        at=core.clock.now(),
        product_id=product_id,
        warehouse_id=warehouse_id,
        quantity=quantity,
        sent=quantity,
        expected_on=expected_on,
    )


async def make_assortment(core: Core, code: str, *, scope: str = "product", value: str) -> None:
    """One rule of an approved list: a product (sku), a brand or a category path."""
    await add(core, AssortmentRow, code=code, scope=scope, value=value)
    await write(
        core, update(CatalogChangeRow).where(CatalogChangeRow.id == 1).values(last=CatalogChangeRow.last + 1)
    )
