"""Many price rules at once. Whatever changes a rule raises the price book's version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from core.catalog.tables import ProductRow
from core.infra.bulk import insert_rows, new_ids, update_rows
from core.infra.columns import Base
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.pricing.tables import (
    BasePriceRow,
    NegotiatedRateRow,
    PriceChangeRow,
    PriceListEntryRow,
    PromotionRow,
    QuantityBreakRow,
    ShippingRuleRow,
    TaxRuleRow,
    TierRow,
)


class TierValue(NamedTuple):
    code: str
    name: str
    margin_basis_points: int
    net_days: int
    currency: str
    free_shipping_above_minor: int | None
    early_payment_basis_points: int
    early_payment_days: int


class BasePriceState(NamedTuple):
    """A product's own prices as they are, by its sku."""

    sku: str
    currency: str
    cost_micros: int | None
    list_micros: int | None


class BasePriceValue(NamedTuple):
    product_id: ProductId
    currency: str
    cost_micros: int | None
    list_micros: int | None


class PriceListValue(NamedTuple):
    code: str
    product_id: ProductId
    region: str | None
    kind: str
    currency: str
    price_micros: int
    valid_from: datetime
    valid_until: datetime | None
    priority: int


class RateValue(NamedTuple):
    """value: product id, category path or brand, as scope says."""

    code: str
    dealer_id: DealerId
    scope: str
    value: str
    kind: str
    basis_points: int | None
    price_micros: int | None
    currency: str | None
    takes_breaks: bool
    valid_from: datetime | None
    valid_until: datetime | None


class BreakValue(NamedTuple):
    code: str
    min_quantity: int
    scope: str
    value: str
    basis: str
    off_basis_points: int


class PromotionValue(NamedTuple):
    code: str
    name: str
    kind: str
    terms: Mapping[str, Any]
    coupon: str | None
    valid_from: datetime | None
    valid_until: datetime | None
    priority: int
    stackable: bool
    exclusive_group: str | None
    cap: int | None
    active: bool


class ShippingValue(NamedTuple):
    region: str
    currency: str
    fee_minor: int


class TaxRuleValue(NamedTuple):
    """region, category: "" for everywhere, everything; category is a path of goods."""

    code: str
    region: str
    category: str
    tax_category: str
    basis_points: int
    included: bool
    valid_from: datetime | None
    valid_until: datetime | None


async def raise_version(tx: Transaction) -> None:
    """The price book has changed: every process compiles it anew."""
    statement = update(PriceChangeRow).where(PriceChangeRow.id == 1)
    result = await tx.execute(statement.values(last=PriceChangeRow.last + 1))
    if result.rowcount == 0:
        await tx.execute(insert(PriceChangeRow).values(id=1, last=1))


async def tier_codes(snap: Snapshot) -> set[str]:
    return {row.code for row in await snap.all(select(TierRow.code))}


async def _dump(snap: Snapshot, table: type[Base], value: Any) -> list[Any]:
    columns = [table.__table__.c[name] for name in value._fields]
    return [value(*row) for row in await snap.all(select(*columns))]


async def _load(
    tx: Transaction,
    table: type[Base],
    new: Sequence[Any],
    changed: Sequence[Any],
    key: Sequence[str],
    **given: Any,
) -> None:
    """Insert and update rules. ``given``: what else a new row starts with."""
    if not new and not changed:
        return
    columns, rows = [*type(new[0])._fields] if new else [], [(*one, *given.values()) for one in new]
    columns += given
    if "id" in table.__table__.c:
        columns.append("id")
        rows = [(*row, new_id) for row, new_id in zip(rows, new_ids(tx, len(rows)), strict=True)]
    await insert_rows(tx, table, columns, rows)
    await update_rows(tx, table, [one._asdict() for one in changed], key)
    await raise_version(tx)


async def dump_tax_rules(snap: Snapshot) -> list[TaxRuleValue]:
    return await _dump(snap, TaxRuleRow, TaxRuleValue)


async def load_tax_rules(
    tx: Transaction, new: Sequence[TaxRuleValue], changed: Sequence[TaxRuleValue]
) -> None:
    await _load(tx, TaxRuleRow, new, changed, ["code"])


async def dump_tiers(snap: Snapshot) -> list[TierValue]:
    return await _dump(snap, TierRow, TierValue)


async def load_tiers(tx: Transaction, new: Sequence[TierValue], changed: Sequence[TierValue]) -> None:
    await _load(tx, TierRow, new, changed, ["code"])


async def dump_base_prices(snap: Snapshot) -> list[BasePriceState]:
    statement = select(
        ProductRow.sku, BasePriceRow.currency, BasePriceRow.cost_micros, BasePriceRow.list_micros
    ).join(ProductRow, ProductRow.id == BasePriceRow.product_id)
    return [BasePriceState(*row) for row in await snap.all(statement)]


async def load_base_prices(
    tx: Transaction, new: Sequence[BasePriceValue], changed: Sequence[BasePriceValue]
) -> None:
    await _load(tx, BasePriceRow, new, changed, ["product_id", "currency"])


async def dump_price_list(snap: Snapshot) -> list[PriceListValue]:
    return await _dump(snap, PriceListEntryRow, PriceListValue)


async def load_price_list(
    tx: Transaction, new: Sequence[PriceListValue], changed: Sequence[PriceListValue]
) -> None:
    await _load(tx, PriceListEntryRow, new, changed, ["code"])


async def dump_rates(snap: Snapshot) -> list[RateValue]:
    return await _dump(snap, NegotiatedRateRow, RateValue)


async def load_rates(tx: Transaction, new: Sequence[RateValue], changed: Sequence[RateValue]) -> None:
    await _load(tx, NegotiatedRateRow, new, changed, ["code"])


async def dump_breaks(snap: Snapshot) -> list[BreakValue]:
    return await _dump(snap, QuantityBreakRow, BreakValue)


async def load_breaks(tx: Transaction, new: Sequence[BreakValue], changed: Sequence[BreakValue]) -> None:
    await _load(tx, QuantityBreakRow, new, changed, ["code", "min_quantity"])


async def dump_promotions(snap: Snapshot) -> list[PromotionValue]:
    return await _dump(snap, PromotionRow, PromotionValue)


async def load_promotions(
    tx: Transaction, new: Sequence[PromotionValue], changed: Sequence[PromotionValue]
) -> None:
    """Insert and update promotions; how much of one is used up is never touched."""
    await _load(tx, PromotionRow, new, changed, ["code"], used=0)


async def dump_shipping(snap: Snapshot) -> list[ShippingValue]:
    return await _dump(snap, ShippingRuleRow, ShippingValue)


async def load_shipping(
    tx: Transaction, new: Sequence[ShippingValue], changed: Sequence[ShippingValue]
) -> None:
    await _load(tx, ShippingRuleRow, new, changed, ["region", "currency"])
