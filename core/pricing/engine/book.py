"""The price book: all rules, arranged so that pricing a cart never walks through them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Protocol, Self, TypeVar

from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.types import (
    BreakSchedule,
    Coupon,
    NegotiatedRate,
    Path,
    Period,
    PriceBand,
    PriceEntry,
    PricingPolicy,
    ProductFacts,
    Promotion,
    ResalePrice,
    ShippingRule,
    Target,
    TargetKind,
    TaxRule,
    Tier,
    coupon_key,
)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class DatedRule(Protocol):
    """What all rules that may overlap have in common."""

    @property
    def rule_id(self) -> str: ...

    @property
    def period(self) -> Period: ...

    @property
    def priority(self) -> int: ...


R = TypeVar("R", bound=DatedRule)


def latest_first(rules: Iterable[R]) -> tuple[R, ...]:
    """Later start first, then higher priority, then smaller id: the first one that holds decides."""
    ranked = sorted(rules, key=lambda rule: rule.rule_id)
    ranked.sort(key=lambda rule: (rule.period.starts or _LONG_AGO, rule.priority), reverse=True)
    return tuple(ranked)


@dataclass(frozen=True, slots=True)
class TargetIndex(Generic[R]):
    """Rules by what they are about; looking one product up costs its category depth, not the rules."""

    by_product: Mapping[ProductId, tuple[R, ...]]
    by_category: Mapping[Path, tuple[R, ...]]
    by_brand: Mapping[str, tuple[R, ...]]
    for_all: tuple[R, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Target, R]]) -> Self:
        grouped: defaultdict[Target, list[R]] = defaultdict(list)
        for target, rule in pairs:
            grouped[target].append(rule)
        products: dict[ProductId, tuple[R, ...]] = {}
        categories: dict[Path, tuple[R, ...]] = {}
        brands: dict[str, tuple[R, ...]] = {}
        for_all: tuple[R, ...] = ()
        for target, rules in grouped.items():
            ranked = latest_first(rules)
            if target.product_id is not None:
                products[target.product_id] = ranked
            elif target.kind is TargetKind.CATEGORY:
                categories[target.category] = ranked
            elif target.brand is not None:
                brands[target.brand] = ranked
            else:
                for_all = ranked
        return cls(products, categories, brands, for_all)

    def narrowest_first(self, product: ProductFacts) -> Iterator[tuple[R, ...]]:
        """Groups of rules about the product: product, category (deeper first), brand, everything."""
        if found := self.by_product.get(product.product_id):
            yield found
        if self.by_category:
            for depth in range(len(product.category), 0, -1):
                if found := self.by_category.get(product.category[:depth]):
                    yield found
        if product.brand is not None and (found := self.by_brand.get(product.brand)):
            yield found
        if self.for_all:
            yield self.for_all


@dataclass(frozen=True, slots=True)
class PriceBook:
    """All price rules at one moment of the rule base, made by :meth:`compile`; frozen, so share it freely.

    Rules of the past and the future stay in it: the moment of pricing chooses among them.
    """

    tiers: Mapping[str, Tier]
    rates: Mapping[DealerId, TargetIndex[NegotiatedRate]]
    breaks: TargetIndex[BreakSchedule]
    entries: Mapping[ProductId, Mapping[Path, tuple[PriceEntry, ...]]]
    promotions: TargetIndex[Promotion]
    promotions_by_id: Mapping[str, Promotion]
    coupons: Mapping[str, Coupon]
    shipping: Mapping[Path, tuple[ShippingRule, ...]]
    taxes: Mapping[tuple[Path, Path], tuple[TaxRule, ...]]
    bands: TargetIndex[PriceBand]
    resale: Mapping[DealerId, Mapping[tuple[ProductId, str], UnitPrice]]  # by dealer, product, currency
    policy: PricingPolicy

    @classmethod
    def compile(
        cls,
        *,
        tiers: Iterable[Tier] = (),
        rates: Iterable[NegotiatedRate] = (),
        breaks: Iterable[BreakSchedule] = (),
        entries: Iterable[PriceEntry] = (),
        promotions: Iterable[Promotion] = (),
        coupons: Iterable[Coupon] = (),
        shipping: Iterable[ShippingRule] = (),
        taxes: Iterable[TaxRule] = (),
        bands: Iterable[PriceBand] = (),
        resale: Iterable[ResalePrice] = (),
        policy: PricingPolicy | None = None,
    ) -> Self:
        """Arrange the rules; their order does not matter.

        Raises ValueError for two rules of a kind with one id (or tiers, coupons with one code) and for a
        coupon whose promotion is not there.
        """
        promotions_by_id = _by_id(promotions)
        by_code: dict[str, Coupon] = {}
        for coupon in coupons:
            if by_code.setdefault(coupon.key, coupon) is not coupon:
                raise ValueError(f"Expected one coupon per code, {coupon.code} came twice.")
            if coupon.promotion_id not in promotions_by_id:
                raise ValueError(f"Expected the promotion of coupon {coupon.code} in the book.")
        by_tier: dict[str, Tier] = {}
        for tier in tiers:
            if by_tier.setdefault(tier.code, tier) is not tier:
                raise ValueError(f"Expected one tier per code, {tier.code} came twice.")
        return cls(
            tiers=by_tier,
            rates=_rates_by_dealer(_by_id(rates).values()),
            breaks=TargetIndex.of((schedule.target, schedule) for schedule in _by_id(breaks).values()),
            entries=_entries_by_product(_by_id(entries).values()),
            promotions=TargetIndex.of(
                (target, promotion)
                for promotion in promotions_by_id.values()
                for target in dict.fromkeys(promotion.scope)
            ),
            promotions_by_id=promotions_by_id,
            coupons=by_code,
            shipping=_by_region(_by_id(shipping).values()),
            taxes=_by_goods_and_region(_by_id(taxes).values()),
            bands=TargetIndex.of((band.target, band) for band in _by_id(bands).values()),
            resale=_resale_by_dealer(resale),
            policy=policy or PricingPolicy(),
        )

    def capped_promotions(self, products: Iterable[ProductFacts], at: datetime) -> tuple[str, ...]:
        """Ids of capped promotions these products may meet now: ``Cart.promotion_left`` must know them."""
        found = {
            promotion.promotion_id
            for product in products
            for group in self.promotions.narrowest_first(product)
            for promotion in group
            if promotion.cap is not None and promotion.period.holds(at)
        }
        return tuple(sorted(found))

    def limited_coupons(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Keys of those coupons among ``codes`` that have a cap: ``Cart.coupon_left`` must know them."""
        keys = {coupon_key(code) for code in codes}
        return tuple(sorted(key for key in keys if key in self.coupons and self.coupons[key].cap is not None))


def _by_id(rules: Iterable[R]) -> dict[str, R]:
    found: dict[str, R] = {}
    for rule in rules:
        if found.setdefault(rule.rule_id, rule) is not rule:
            raise ValueError(f"Expected one rule per id, {rule.rule_id} came twice.")
    return found


def _rates_by_dealer(rates: Iterable[NegotiatedRate]) -> dict[DealerId, TargetIndex[NegotiatedRate]]:
    grouped: defaultdict[DealerId, list[tuple[Target, NegotiatedRate]]] = defaultdict(list)
    for rate in rates:
        grouped[rate.dealer_id].append((rate.target, rate))
    return {dealer: TargetIndex.of(pairs) for dealer, pairs in grouped.items()}


def _resale_by_dealer(
    prices: Iterable[ResalePrice],
) -> dict[DealerId, dict[tuple[ProductId, str], UnitPrice]]:
    grouped: defaultdict[DealerId, dict[tuple[ProductId, str], UnitPrice]] = defaultdict(dict)
    for one in prices:
        grouped[one.dealer_id][one.product_id, one.price.currency] = one.price
    return dict(grouped)


def _entries_by_product(
    entries: Iterable[PriceEntry],
) -> dict[ProductId, dict[Path, tuple[PriceEntry, ...]]]:
    grouped: defaultdict[ProductId, list[PriceEntry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.product_id].append(entry)
    return {product: _by_region(of_product) for product, of_product in grouped.items()}


def _by_goods_and_region(rules: Iterable[TaxRule]) -> dict[tuple[Path, Path], tuple[TaxRule, ...]]:
    grouped: defaultdict[tuple[Path, Path], list[TaxRule]] = defaultdict(list)
    for rule in rules:
        grouped[rule.goods, rule.region].append(rule)
    return {place: latest_first(there) for place, there in grouped.items()}


Regional = TypeVar("Regional", PriceEntry, ShippingRule)


def _by_region(rules: Iterable[Regional]) -> dict[Path, tuple[Regional, ...]]:
    grouped: defaultdict[Path, list[Regional]] = defaultdict(list)
    for rule in rules:
        grouped[rule.region].append(rule)
    return {region: latest_first(of_region) for region, of_region in grouped.items()}
