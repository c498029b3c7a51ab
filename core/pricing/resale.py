"""All SQL of price bands and of the prices that dealers set for those below them."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.bulk import raise_version
from core.pricing.tables import PriceBandRow, ResalePriceRow


async def set_band(tx: Transaction, scope: str, value: str, band: tuple[int, int] | None) -> None:
    """A band (basis points below, above); None takes it away."""
    await tx.execute(delete(PriceBandRow).where(PriceBandRow.scope == scope, PriceBandRow.value == value))
    if band is not None:
        below, above = band
        await tx.execute(
            insert(PriceBandRow).values(
                scope=scope, value=value, below_basis_points=below, above_basis_points=above
            )
        )
    await raise_version(tx)


async def find_by_sku(snap: Snapshot, sku: str) -> tuple[ProductId, str, str] | None:
    """(product, sku, name) of a product on sale, however its SKU is written."""
    row = await snap.one_or_none(
        select(ProductRow.id, ProductRow.sku, ProductRow.name)
        .where(func.lower(ProductRow.sku) == sku.strip().lower(), ProductRow.active)
        .order_by(ProductRow.sku)
        .limit(1)
    )
    return None if row is None else (row.id, row.sku, row.name)


async def count_children(snap: Snapshot, dealer_id: DealerId) -> int:
    """Dealers at work directly below a dealer."""
    row = await snap.one_or_none(
        select(func.count()).where(DealerRow.parent_id == dealer_id, DealerRow.active)
    )
    return int(row[0])


async def list_own_prices(
    snap: Snapshot, dealer_id: DealerId, currency: str
) -> list[tuple[ProductId, str, str, UnitPrice]]:
    """(product, sku, name, price) of every price that a dealer has set in a currency, by SKU."""
    rows = await snap.all(
        select(ProductRow.id, ProductRow.sku, ProductRow.name, ResalePriceRow.price_micros)
        .join(ProductRow, ProductRow.id == ResalePriceRow.product_id)
        .where(ResalePriceRow.dealer_id == dealer_id, ResalePriceRow.currency == currency)
        .order_by(ProductRow.sku)
    )
    return [(row.id, row.sku, row.name, UnitPrice(row.price_micros, currency)) for row in rows]


async def set_own_price(
    tx: Transaction, dealer_id: DealerId, product_id: ProductId, price: UnitPrice
) -> None:
    add = postgresql.insert if tx.on_postgres else sqlite.insert
    values = {"price_micros": price.micros, "set_at": tx.now, "set_by": tx.actor.person_id}
    await tx.execute(
        add(ResalePriceRow)
        .values(dealer_id=dealer_id, product_id=product_id, currency=price.currency, **values)
        .on_conflict_do_update(index_elements=["dealer_id", "product_id", "currency"], set_=values)
    )
    await raise_version(tx)


async def remove_own_price(tx: Transaction, dealer_id: DealerId, product_id: ProductId) -> bool:
    """False: there was none."""
    removed = await tx.execute(
        delete(ResalePriceRow).where(
            ResalePriceRow.dealer_id == dealer_id, ResalePriceRow.product_id == product_id
        )
    )
    if removed.rowcount:
        await raise_version(tx)
    return bool(removed.rowcount)
