"""Promotions and coupons (D5): their terms are read the way the price book will read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from core.infra.transaction import Transaction
from core.integrations.master_data.entities.pricing import check_period
from core.integrations.master_data.parsing import Parsed, Row
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    keep_absent,
)
from core.integrations.master_data.records import Promotion
from core.integrations.master_data.trade_cells import canonical_json
from core.integrations.master_data.types import RowCode
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing import bulk
from core.pricing.terms import read_terms
from core.pricing.types import ProductFacts, coupon_key


class _Missing(Exception):
    """The terms name something that is not there."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(what)
        self.what = what
        self.name = name


async def dump_promotions(desk: Desk) -> list[Promotion]:
    records = [
        Promotion(
            one.code,
            one.name,
            one.kind,
            canonical_json(dict(one.terms)),
            one.coupon or "",
            *one[5:9],
            one.exclusive_group or "",
            *one[10:],
        )
        for one in await bulk.dump_promotions(desk.snap)
    ]
    return sorted(records, key=lambda one: one.code)


async def plan_promotions(desk: Desk, parsed: Parsed[Promotion]) -> Plan:
    """Terms make a deal, what they name exists, a coupon opens one promotion only."""
    known = by_key(Promotion, await dump_promotions(desk))
    products, dealers = await desk.products(), await desk.dealers()
    tiers = await bulk.tier_codes(desk.snap)
    keep_absent(parsed, known)
    for row in parsed.rows:
        check_period(parsed, row, row.record.valid_from, row.record.valid_until)
        _check_terms(parsed, row, products, dealers, tiers)
    _check_coupons(parsed, known)
    drop_refused(parsed)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        await bulk.load_promotions(
            tx, [_value(one) for one in found.new], [_value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


def _check_terms(
    parsed: Parsed[Promotion],
    row: Row[Promotion],
    products: Mapping[str, ProductId],
    dealers: Mapping[str, DealerId],
    tiers: Iterable[str],
) -> None:
    def product(sku: str) -> ProductFacts:
        if sku not in products:
            raise _Missing("product", str(sku))
        # The deal is only tried out: any price will do.
        return ProductFacts(product_id=products[sku], sku=sku, cost=UnitPrice(1, "USD"))

    def dealer(code: str) -> DealerId:
        if code not in dealers:
            raise _Missing("dealer", str(code))
        return dealers[code]

    one = row.record
    try:
        cap = one.cap if one.kind == "flash" else None
        terms = read_terms(one.kind, json.loads(one.terms), cap=cap, product=product, dealer=dealer)
        for tier in terms.tiers or ():
            if tier not in tiers:
                raise _Missing("tier", str(tier))
    except _Missing as missing:
        parsed.refuse(row, "terms", RowCode.UNKNOWN_REFERENCE, missing.name, what=missing.what)
    except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError) as error:
        sentence = str(error) if type(error) is ValueError else ""
        parsed.refuse(row, "terms", RowCode.BAD_TERMS, sentence=sentence)


def _check_coupons(parsed: Parsed[Promotion], known: Mapping[str, Promotion]) -> None:
    here = {row.record.code for row in parsed.rows}
    owners = {
        coupon_key(one.coupon): code
        for code, one in known.items()
        if code not in here and one.coupon and one.active
    }
    for row in parsed.rows:
        if row.record.coupon and row.record.active:
            key = coupon_key(row.record.coupon)
            owner = owners.setdefault(key, row.record.code)
            if not key or owner != row.record.code:
                parsed.refuse(row, "coupon", RowCode.TAKEN if key else RowCode.BAD_CODE, by=owner)


def _value(one: Promotion) -> bulk.PromotionValue:
    return bulk.PromotionValue(
        one.code,
        one.name,
        one.kind,
        json.loads(one.terms),
        one.coupon or None,
        *one[5:9],
        one.exclusive_group or None,
        *one[10:],
    )


PROMOTIONS = Entity("promotions", Promotion, dump_promotions, plan_promotions, is_critical=True)
