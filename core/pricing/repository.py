"""All SQL about prices: the book of rules, products' own prices, what is left of capped promotions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, type_coerce, update

from core.catalog.repository import PRODUCTS, read_product
from core.catalog.tables import ProductRow
from core.catalog.types import Product
from core.dealers.tables import DealerRow
from core.infra.columns import SharedUuid, table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.engine.book import PriceBook
from core.pricing.tables import (
    BasePriceRow,
    NegotiatedRateRow,
    PriceBandRow,
    PriceChangeRow,
    PriceListEntryRow,
    PromotionRow,
    QuantityBreakRow,
    ResalePriceRow,
    ShippingRuleRow,
    TaxRuleRow,
    TierRow,
)
from core.pricing.terms import read_terms
from core.pricing.types import (
    EVERYTHING,
    BreakBasis,
    BreakSchedule,
    BreakStep,
    Coupon,
    EntryKind,
    NegotiatedRate,
    Period,
    PriceBand,
    PriceEntry,
    ProductFacts,
    Promotion,
    ResalePrice,
    ShippingRule,
    Target,
    TaxRule,
    Tier,
    coupon_key,
)

# What every quote and every order asks is put together once: building a statement costs more than running it.
_product, _base, _change, _promotion = map(table_of, (ProductRow, BasePriceRow, PriceChangeRow, PromotionRow))
_last_change = select(_change.c.last).where(_change.c.id == 1)
_load_facts = Read(
    select(
        type_coerce(_product.c.id, SharedUuid()).label("id"),
        _product.c.sku,
        _product.c.brand,
        _product.c.category,
        _base.c.cost_micros,
        _base.c.list_micros,
    )
    .outerjoin(_base, (_base.c.product_id == _product.c.id) & (_base.c.currency == bindparam("in_currency")))
    .where(_product.c.id.in_(bindparam("ids", expanding=True)))
)
_load_offers = Read(
    PRODUCTS.add_columns(_base.c.cost_micros, _base.c.list_micros).outerjoin(
        _base, (_base.c.product_id == _product.c.id) & (_base.c.currency == bindparam("in_currency"))
    )
)
_capped = (
    select(_promotion.c.code, _promotion.c.coupon, _promotion.c.cap, _promotion.c.used)
    .where(_promotion.c.cap.is_not(None), _promotion.c.active)
    .order_by(_promotion.c.code)
)
_load_caps, _lock_caps = Read(_capped), Read(_capped.with_for_update())


async def last_change(snap: Snapshot) -> int:
    """The price book's version as this snapshot sees it."""
    row = await snap.one_or_none(_last_change)
    return int(row.last)


async def load_book(snap: Snapshot) -> PriceBook:
    """Every price rule of the house, compiled."""
    skus, dealers = await _named_in_promotions(snap)
    promotions, coupons = await _promotions(snap, skus, dealers)
    return PriceBook.compile(
        tiers=await _tiers(snap),
        rates=await _rates(snap),
        breaks=await _breaks(snap),
        entries=await _entries(snap),
        promotions=promotions,
        coupons=coupons,
        shipping=await _shipping(snap),
        taxes=await list_tax_rules(snap),
        bands=await list_bands(snap),
        resale=await _resale(snap),
    )


async def _tiers(snap: Snapshot) -> list[Tier]:
    rows = await snap.all(select(*TierRow.__table__.c))
    return [
        Tier(
            code=row.code,
            name=row.name,
            margin_bp=row.margin_basis_points,
            net_days=row.net_days,
            free_shipping_above=None
            if row.free_shipping_above_minor is None
            else Money(row.free_shipping_above_minor, row.currency),
            early_payment_bp=row.early_payment_basis_points,
            early_payment_days=row.early_payment_days,
        )
        for row in rows
    ]


def _target(scope: str, value: str) -> Target:
    if scope == "product":
        return Target.product(ProductId(UUID(value)))
    if scope == "category":
        return Target.of_category(*value.split("/"))
    return Target.of_brand(value) if scope == "brand" else EVERYTHING


async def _rates(snap: Snapshot) -> list[NegotiatedRate]:
    rows = await snap.all(select(*NegotiatedRateRow.__table__.c))
    return [
        NegotiatedRate(
            rate_id=row.code,
            name=row.code,
            dealer_id=row.dealer_id,
            target=_target(row.scope, row.value),
            margin_bp=row.basis_points if row.kind == "cost_plus" else None,
            off_bp=row.basis_points if row.kind == "percent_off" else None,
            net=UnitPrice(row.price_micros, row.currency) if row.kind == "net" else None,
            breaks_apply=row.takes_breaks,
            period=Period(row.valid_from, row.valid_until),
        )
        for row in rows
    ]


async def _breaks(snap: Snapshot) -> list[BreakSchedule]:
    steps: dict[str, list[Any]] = defaultdict(list)
    for row in await snap.all(select(*QuantityBreakRow.__table__.c).order_by(QuantityBreakRow.min_quantity)):
        steps[row.code].append(row)
    return [
        BreakSchedule(
            schedule_id=code,
            name=code,
            steps=tuple(BreakStep(row.min_quantity, row.off_basis_points) for row in rows),
            target=_target(rows[0].scope, rows[0].value),
            basis=BreakBasis(rows[0].basis),
        )
        for code, rows in steps.items()
    ]


async def _entries(snap: Snapshot) -> list[PriceEntry]:
    rows = await snap.all(select(*PriceListEntryRow.__table__.c))
    return [
        PriceEntry(
            entry_id=row.code,
            list_name=row.code,
            product_id=row.product_id,
            price=UnitPrice(row.price_micros, row.currency),
            kind=EntryKind(row.kind),
            region=(row.region,) if row.region else (),
            period=Period(row.valid_from, row.valid_until),
            priority=row.priority,
        )
        for row in rows
    ]


async def _shipping(snap: Snapshot) -> list[ShippingRule]:
    rows = await snap.all(select(*ShippingRuleRow.__table__.c))
    return [
        ShippingRule(
            rule_id=f"{row.region or 'everywhere'}-{row.currency}",
            name=row.region,
            fee=Money(row.fee_minor, row.currency),
            region=(row.region,) if row.region else (),
        )
        for row in rows
    ]


async def list_tax_rules(snap: Snapshot) -> list[TaxRule]:
    """All tax rules, those of the past and the future too, by code."""
    rows = await snap.all(select(*TaxRuleRow.__table__.c).order_by(TaxRuleRow.code))
    return [
        TaxRule(
            rule_id=row.code,
            category=row.tax_category,
            basis_points=row.basis_points,
            included=row.included,
            region=(row.region,) if row.region else (),
            goods=tuple(level for level in row.category.split("/") if level),
            period=Period(row.valid_from, row.valid_until),
        )
        for row in rows
    ]


async def list_bands(snap: Snapshot) -> list[PriceBand]:
    """All price bands; the rule id says what each is about: "category:grocery/drinks"."""
    rows = await snap.all(select(*PriceBandRow.__table__.c).order_by(PriceBandRow.scope, PriceBandRow.value))
    return [
        PriceBand(
            rule_id=f"{row.scope}:{row.value}",
            target=_target(row.scope, row.value),
            below_bp=row.below_basis_points,
            above_bp=row.above_basis_points,
        )
        for row in rows
    ]


async def _resale(snap: Snapshot) -> list[ResalePrice]:
    rows = await snap.all(select(*ResalePriceRow.__table__.c))
    return [
        ResalePrice(
            dealer_id=row.dealer_id,
            product_id=row.product_id,
            price=UnitPrice(row.price_micros, row.currency),
        )
        for row in rows
    ]


async def _named_in_promotions(snap: Snapshot) -> tuple[dict[str, ProductFacts], dict[str, DealerId]]:
    """Facts of the products and ids of the dealers that promotions name."""
    skus: set[str] = set()
    codes: set[str] = set()
    currencies: dict[str, str] = {}
    for row in await snap.all(select(PromotionRow.terms).where(PromotionRow.active)):
        named = {entry["product"] for entry in row.terms.get("scope", ()) if "product" in entry}
        named |= {row.terms["gift"]} if "gift" in row.terms else set()
        skus |= named
        currencies |= dict.fromkeys(named, str(row.terms.get("currency", "USD")))
        codes |= set(row.terms.get("dealers", ()))
    ids = {
        row.sku: row.id
        for row in await snap.all(select(ProductRow.id, ProductRow.sku).where(ProductRow.sku.in_(skus)))
    }
    facts: dict[str, ProductFacts] = {}
    for currency in sorted(set(currencies.values())):
        mine = [sku for sku in ids if currencies[sku] == currency]
        loaded = await load_product_facts(snap, [ids[sku] for sku in mine], currency)
        facts |= {sku: loaded[ids[sku]] for sku in mine}
    dealers = {
        row.code: row.id
        for row in await snap.all(select(DealerRow.id, DealerRow.code).where(DealerRow.code.in_(codes)))
    }
    return facts, dealers


async def _promotions(
    snap: Snapshot, skus: Mapping[str, ProductFacts], dealers: Mapping[str, DealerId]
) -> tuple[list[Promotion], list[Coupon]]:
    promotions: list[Promotion] = []
    coupons: list[Coupon] = []
    for row in await snap.all(select(*PromotionRow.__table__.c).where(PromotionRow.active)):
        period = Period(row.valid_from, row.valid_until)
        terms = read_terms(
            row.kind,
            row.terms,
            cap=row.cap if row.kind == "flash" else None,
            product=skus.__getitem__,
            dealer=dealers.__getitem__,
        )
        promotions.append(
            Promotion(
                promotion_id=row.code,
                name=row.name,
                deal=terms.deal,
                scope=terms.scope,
                period=period,
                tiers=terms.tiers,
                dealers=terms.dealers,
                region=terms.region,
                group=row.exclusive_group,
                stackable=row.stackable,
                priority=row.priority,
                needs_coupon=row.coupon is not None,
            )
        )
        if row.coupon is not None:
            cap = row.cap if row.kind != "flash" else None
            coupons.append(Coupon(code=row.coupon, promotion_id=row.code, period=period, cap=cap))
    return promotions, coupons


async def load_product_facts(
    snap: Snapshot, products: Iterable[ProductId], currency: str
) -> dict[ProductId, ProductFacts]:
    """What pricing needs of the products; prices of other currencies are as good as none."""
    rows = await snap.all(_load_facts, {"ids": list(set(products)), "in_currency": currency})
    return {row.id: _read_facts(row, currency) for row in rows}


async def load_offers(
    snap: Snapshot, products: Iterable[ProductId], currency: str, language: str
) -> tuple[dict[ProductId, Product], dict[ProductId, ProductFacts]]:
    """The products as ``catalog.load_products`` gives them and what pricing needs of them, in one trip."""
    rows = await snap.all(
        _load_offers, {"ids": list(set(products)), "in_currency": currency, "language": language}
    )
    return (
        {row.id: read_product(row) for row in rows},
        {row.id: _read_facts(row, currency) for row in rows},
    )


def _read_facts(row: Any, currency: str) -> ProductFacts:
    return ProductFacts(
        product_id=row.id,
        sku=row.sku,
        cost=UnitPrice(row.cost_micros, currency) if row.cost_micros else None,
        list_price=UnitPrice(row.list_micros, currency) if row.list_micros else None,
        brand=row.brand or None,
        category=tuple(level for level in row.category.split("/") if level),
    )


async def load_left(
    snap: Snapshot, promotions: Sequence[str], coupon_keys: Sequence[str], *, lock: bool = False
) -> tuple[dict[str, int], dict[str, int]]:
    """What is left of capped promotions (by code) and limited coupons (by key)."""
    if not promotions and not coupon_keys:
        return {}, {}
    rows = await snap.all(_lock_caps if lock else _load_caps)
    left = {row.code: max(row.cap - row.used, 0) for row in rows}
    by_coupon = {coupon_key(row.coupon): left[row.code] for row in rows if row.coupon}
    return (
        {code: left.get(code, 0) for code in promotions},
        {key: by_coupon.get(key, 0) for key in coupon_keys},
    )


async def add_uses(tx: Transaction, uses: Mapping[str, int]) -> None:
    """Count pieces or coupon uses of promotions (by code)."""
    for code, count in sorted(uses.items()):
        await tx.execute(
            update(PromotionRow).where(PromotionRow.code == code).values(used=PromotionRow.used + count)
        )
