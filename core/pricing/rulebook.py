"""All SQL of changing single price rules by hand. Each change raises the price book's version.

Nothing of the past is overwritten: a price that starts later stands above the older one, which stays for the
history (D4); only a price that starts at the very same moment is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.bulk import raise_version
from core.pricing.rulebook_types import PromotionView, RateNow, Terms
from core.pricing.tables import BasePriceRow, NegotiatedRateRow, PriceListEntryRow, PromotionRow, TierRow

_CODE = 60


def _holds(table: type[PriceListEntryRow] | type[NegotiatedRateRow], at: datetime) -> list[Any]:
    return [
        or_(table.valid_from.is_(None), table.valid_from <= at),
        or_(table.valid_until.is_(None), table.valid_until > at),
    ]


async def price_at(
    snap: Snapshot, product_id: ProductId, currency: str, region: str | None, kind: str, at: datetime
) -> UnitPrice | None:
    """The list price (kind "list") or regional net price ("net") that stands at a moment, None for none."""
    entry = await snap.one_or_none(
        select(PriceListEntryRow.price_micros)
        .where(
            PriceListEntryRow.product_id == product_id,
            PriceListEntryRow.currency == currency,
            PriceListEntryRow.kind == kind,
            PriceListEntryRow.region == region if region else PriceListEntryRow.region.is_(None),
            *_holds(PriceListEntryRow, at),
        )
        .order_by(PriceListEntryRow.valid_from.desc(), PriceListEntryRow.priority.desc())
        .limit(1)
    )
    if entry is not None:
        return UnitPrice(entry.price_micros, currency)
    if kind != "list" or region:
        return None
    base = await _base_price(snap, product_id, currency)
    return UnitPrice(base.list_micros, currency) if base is not None and base.list_micros else None


async def cost_of(snap: Snapshot, product_id: ProductId, currency: str) -> UnitPrice | None:
    base = await _base_price(snap, product_id, currency)
    return UnitPrice(base.cost_micros, currency) if base is not None and base.cost_micros else None


async def _base_price(snap: Snapshot, product_id: ProductId, currency: str) -> Any:
    return await snap.one_or_none(
        select(BasePriceRow.cost_micros, BasePriceRow.list_micros).where(
            BasePriceRow.product_id == product_id, BasePriceRow.currency == currency
        )
    )


async def set_entry(
    tx: Transaction,
    product: tuple[ProductId, str],
    price: UnitPrice,
    region: str | None,
    kind: str,
    starts: datetime,
) -> None:
    """A dated price of a product (id, sku), for a region or all."""
    product_id, sku = product
    same = [
        PriceListEntryRow.product_id == product_id,
        PriceListEntryRow.currency == price.currency,
        PriceListEntryRow.kind == kind,
        PriceListEntryRow.region == region if region else PriceListEntryRow.region.is_(None),
        PriceListEntryRow.valid_from == starts,
    ]
    replaced = await tx.execute(
        update(PriceListEntryRow).where(*same).values(price_micros=price.micros, valid_until=None)
    )
    if replaced.rowcount == 0:
        await tx.execute(
            insert(PriceListEntryRow).values(
                id=tx.new_id(),
                code=_code(tx, sku, region or "", f"{starts:%Y-%m-%d}"),
                product_id=product_id,
                region=region,
                kind=kind,
                currency=price.currency,
                price_micros=price.micros,
                valid_from=starts,
                valid_until=None,
                priority=0,
            )
        )
    await raise_version(tx)


def _code(tx: Transaction, *parts: str) -> str:
    """A readable code that nothing else has: "COKE330 west 2025-11-01 8f3a"."""
    tail = tx.new_id().hex[-8:]
    return f"{' '.join(part for part in parts if part)[: _CODE - 9]} {tail}"


async def rate_at(
    snap: Snapshot, dealer_id: DealerId, scope: str, value: str, at: datetime
) -> RateNow | None:
    """What a dealer has agreed for exactly this product, category or brand, at a moment."""
    row = await snap.one_or_none(
        select(
            NegotiatedRateRow.kind,
            NegotiatedRateRow.basis_points,
            NegotiatedRateRow.price_micros,
            NegotiatedRateRow.currency,
        )
        .where(
            NegotiatedRateRow.dealer_id == dealer_id,
            NegotiatedRateRow.scope == scope,
            NegotiatedRateRow.value == value,
            *_holds(NegotiatedRateRow, at),
        )
        .order_by(NegotiatedRateRow.valid_from.desc().nulls_last(), NegotiatedRateRow.code.desc())
        .limit(1)
    )
    if row is None:
        return None
    price = UnitPrice(row.price_micros, row.currency) if row.price_micros is not None else None
    return RateNow(row.kind, row.basis_points, price)


async def set_rate(
    tx: Transaction,
    dealer: tuple[DealerId, str],
    target: tuple[str, str],
    rate: RateNow,
    starts: datetime,
) -> None:
    """What a dealer (id, code) agreed for a target (scope, value), from a moment on."""
    dealer_id, dealer_code = dealer
    scope, value = target
    values = {
        "kind": rate.kind,
        "basis_points": rate.basis_points,
        "price_micros": rate.price.micros if rate.price else None,
        "currency": rate.price.currency if rate.price else None,
        "valid_until": None,
    }
    replaced = await tx.execute(
        update(NegotiatedRateRow)
        .where(
            NegotiatedRateRow.dealer_id == dealer_id,
            NegotiatedRateRow.scope == scope,
            NegotiatedRateRow.value == value,
            NegotiatedRateRow.valid_from == starts,
        )
        .values(**values)
    )
    if replaced.rowcount == 0:
        await tx.execute(
            insert(NegotiatedRateRow).values(
                id=tx.new_id(),
                code=_code(tx, dealer_code, f"{starts:%Y-%m-%d}"),
                dealer_id=dealer_id,
                scope=scope,
                value=value,
                takes_breaks=False,
                valid_from=starts,
                **values,
            )
        )
    await raise_version(tx)


async def find_product(snap: Snapshot, product_id: ProductId) -> tuple[str, str] | None:
    """(sku, name) of a product."""
    row = await snap.one_or_none(select(ProductRow.sku, ProductRow.name).where(ProductRow.id == product_id))
    return None if row is None else (row.sku, row.name)


async def has_target(snap: Snapshot, scope: str, value: str) -> bool:
    """Whether the catalogue has that brand, or that category or one below it."""
    column = ProductRow.brand if scope == "brand" else ProductRow.category
    where = column == value
    if scope == "category":
        where = or_(where, column.startswith(f"{value}/", autoescape=True))
    return await snap.one_or_none(select(ProductRow.id).where(where).limit(1)) is not None


async def ids_of_skus(snap: Snapshot, skus: set[str]) -> dict[str, ProductId]:
    rows = await snap.all(select(ProductRow.sku, ProductRow.id).where(ProductRow.sku.in_(sorted(skus))))
    return {row.sku: row.id for row in rows}


async def ids_of_dealers(snap: Snapshot, codes: set[str]) -> dict[str, DealerId]:
    rows = await snap.all(select(DealerRow.code, DealerRow.id).where(DealerRow.code.in_(sorted(codes))))
    return {row.code: row.id for row in rows}


async def find_promotion(snap: Snapshot, code: str, *, lock: bool = False) -> PromotionView | None:
    statement = select(*_PROMOTION).where(func.lower(PromotionRow.code) == code.lower())
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else PromotionView(*row)


_PROMOTION = (
    PromotionRow.code,
    PromotionRow.name,
    PromotionRow.kind,
    PromotionRow.terms,
    PromotionRow.coupon,
    PromotionRow.valid_from,
    PromotionRow.valid_until,
    PromotionRow.cap,
    PromotionRow.used,
    PromotionRow.active,
)


async def list_promotions(snap: Snapshot) -> list[PromotionView]:
    """Promotions that hold now or will, the newest first."""
    rows = await snap.all(
        select(*_PROMOTION)
        .where(
            PromotionRow.active, or_(PromotionRow.valid_until.is_(None), PromotionRow.valid_until > snap.now)
        )
        .order_by(PromotionRow.valid_from.desc().nulls_last(), PromotionRow.code)
    )
    return [PromotionView(*row) for row in rows]


async def insert_promotion(tx: Transaction, values: Mapping[str, Any]) -> None:
    await tx.execute(
        insert(PromotionRow).values(
            priority=0, stackable=True, exclusive_group=None, used=0, active=True, **values
        )
    )
    await raise_version(tx)


async def update_promotion(tx: Transaction, code: str, **values: Any) -> None:
    await tx.execute(update(PromotionRow).where(PromotionRow.code == code).values(**values))
    await raise_version(tx)


async def list_tiers(snap: Snapshot) -> list[Terms]:
    """Tiers with their terms of payment, the lowest margin first."""
    rows = await snap.all(
        select(
            TierRow.code,
            TierRow.name,
            TierRow.net_days,
            TierRow.early_payment_basis_points,
            TierRow.early_payment_days,
        ).order_by(TierRow.margin_basis_points, TierRow.code)
    )
    return [Terms(*row) for row in rows]


async def update_terms(tx: Transaction, terms: Terms) -> None:
    await tx.execute(
        update(TierRow)
        .where(TierRow.code == terms.tier)
        .values(
            net_days=terms.net_days,
            early_payment_basis_points=terms.early_basis_points,
            early_payment_days=terms.early_days,
        )
    )
    await raise_version(tx)
