"""Tiers, prices, price lists, negotiated rates, quantity breaks, promotions and shipping fees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from core.channel.engine.tiering import FIRST_THRESHOLDS
from core.channel.repository import tiers as thresholds
from core.dealers import bulk as dealers
from core.infra.transaction import Transaction
from core.integrations.master_data.cells import CellError, to_scale
from core.integrations.master_data.parsing import Parsed, R, Row
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    finish,
    keep_absent,
    need_known,
    need_targets,
)
from core.integrations.master_data.records import (
    NegotiatedRate,
    Price,
    PriceListEntry,
    QuantityBreak,
    ShippingFee,
    Tier,
)
from core.integrations.master_data.types import RowCode
from core.kernel.ids import ProductId
from core.kernel.money import Money, currency_exponent
from core.pricing import bulk

_FULL = 10_000
_YEARLY_FROM = Tier._fields.index("yearly_from")


def _minor(amount: Decimal, currency: str) -> int:
    return to_scale(amount, currency_exponent(currency))


def check_digits(parsed: Parsed[R], row: Row[R], column: str, amount: Decimal | None, currency: str) -> None:
    """Refuse an amount with more digits than its currency has."""
    try:
        _minor(amount or Decimal(0), currency)
    except CellError as fault:
        parsed.refuse(row, column, fault.code, str(amount), **fault.fields)


def check_period(parsed: Parsed[R], row: Row[R], starts: datetime | None, ends: datetime | None) -> None:
    """Refuse a period that ends before it starts."""
    if starts is not None and ends is not None and ends <= starts:
        parsed.refuse(row, "valid_until", RowCode.NOT_AFTER, other="valid_from")


async def dump_tiers(desk: Desk) -> list[Tier]:
    earned = {step.code: step.threshold for step in await thresholds.list_steps(desk.snap)}
    return sorted(
        Tier(
            one.code,
            one.name,
            one.margin_basis_points,
            one.net_days,
            None
            if one.free_shipping_above_minor is None
            else Money(one.free_shipping_above_minor, one.currency).to_decimal(),
            one.early_payment_basis_points,
            one.early_payment_days,
            one.currency,
            None if (threshold := earned[one.code]) is None else threshold.to_decimal(),
        )
        for one in await bulk.dump_tiers(desk.snap)
    )


async def plan_tiers(desk: Desk, parsed: Parsed[Tier]) -> Plan:
    """An early-payment discount needs days, at most those the tier has to pay (D8).

    A new tier of a file that says nothing of turnover is earned as in D1, where D1 knows its code.
    """
    known = by_key(Tier, await dump_tiers(desk))
    keep_absent(parsed, known)
    if _YEARLY_FROM in parsed.absent:
        codes = {one.code for one in known.values()}
        finish(parsed, lambda one: one if one.code in codes else _as_in_d1(one))
    for row in parsed.rows:
        one = row.record
        check_digits(parsed, row, "free_shipping_above", one.free_shipping_above, one.currency)
        check_digits(parsed, row, "yearly_from", one.yearly_from, one.currency)
        if one.early_payment_percent and one.early_payment_days < 1:
            parsed.refuse(row, "early_payment_days", RowCode.TOO_SMALL, least=1)
        if one.early_payment_percent and one.early_payment_days > max(one.net_days, 1):
            parsed.refuse(row, "early_payment_days", RowCode.TOO_LARGE, most=max(one.net_days, 1))
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Tier) -> bulk.TierValue:
        above = one.free_shipping_above
        return bulk.TierValue(
            one.code,
            one.name,
            one.margin_percent,
            one.net_days,
            one.currency,
            None if above is None else _minor(above, one.currency),
            one.early_payment_percent,
            one.early_payment_days,
        )

    async def write(tx: Transaction) -> None:
        await bulk.load_tiers(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )
        for one in (*found.new, *found.now_changed):
            earned = None if one.yearly_from is None else _minor(one.yearly_from, one.currency)
            await thresholds.set_threshold(tx, one.code, earned)

    return Plan.of(found, write)


def _as_in_d1(one: Tier) -> Tier:
    first = FIRST_THRESHOLDS.get(one.code)
    if first is None or first.currency != one.currency:
        return one
    return one._replace(yearly_from=first.to_decimal())


async def dump_prices(desk: Desk) -> list[Price]:
    values = await bulk.dump_base_prices(desk.snap)
    return sorted((Price(*one) for one in values), key=lambda one: one[:2])


async def plan_prices(desk: Desk, parsed: Parsed[Price]) -> Plan:
    """Cost, list price or both; an unknown one is empty, never 0."""
    products = await desk.products()
    known = by_key(Price, await dump_prices(desk))
    keep_absent(parsed, known)
    need_known(parsed, "sku", products, "product")
    for row in parsed.rows:
        if row.record.cost is None and row.record.list is None:
            parsed.refuse(row, "cost", RowCode.NEEDS, "", other="cost or list")
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: Price) -> bulk.BasePriceValue:
        return bulk.BasePriceValue(products[one.sku], *one[1:])

    async def write(tx: Transaction) -> None:
        await bulk.load_base_prices(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


async def dump_price_list(desk: Desk) -> list[PriceListEntry]:
    skus = await desk.skus()
    records = [
        PriceListEntry(one.code, skus[one.product_id], one.region or "", *one[3:])
        for one in await bulk.dump_price_list(desk.snap)
    ]
    return sorted(records, key=lambda one: one.code)


async def plan_price_list(desk: Desk, parsed: Parsed[PriceListEntry]) -> Plan:
    products = await desk.products()
    known = by_key(PriceListEntry, await dump_price_list(desk))
    keep_absent(parsed, known)
    need_known(parsed, "sku", products, "product")
    for row in parsed.rows:
        check_period(parsed, row, row.record.valid_from, row.record.valid_until)
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: PriceListEntry) -> bulk.PriceListValue:
        return bulk.PriceListValue(one.code, products[one.sku], one.region or None, *one[3:])

    async def write(tx: Transaction) -> None:
        await bulk.load_price_list(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


async def dump_rates(desk: Desk) -> list[NegotiatedRate]:
    codes, skus = await desk.dealer_codes(), await desk.skus()
    records = []
    for one in await bulk.dump_rates(desk.snap):
        value = skus[ProductId(UUID(one.value))] if one.scope == "product" else one.value
        records.append(
            NegotiatedRate(
                one.code,
                codes[one.dealer_id],
                one.scope,
                value,
                one.kind,
                one.basis_points,
                one.price_micros,
                one.currency or "",
                *one[8:],
            )
        )
    return sorted(records, key=lambda one: one.code)


async def plan_rates(desk: Desk, parsed: Parsed[NegotiatedRate]) -> Plan:
    """cost_plus and percent_off have a percentage, net has a price; what they are about exists (D2)."""
    ids, products = await desk.dealers(), await desk.products()
    currencies = {one.code: one.currency for one in (await dealers.dump_dealers(desk.snap)).values()}
    known = by_key(NegotiatedRate, await dump_rates(desk))
    keep_absent(parsed, known)
    finish(parsed, lambda one: _with_currency(one, currencies))
    need_known(parsed, "dealer", ids, "dealer")
    await need_targets(desk, parsed, lambda one: (one.scope, one.value))
    for row in parsed.rows:
        _check_rate(parsed, row)
        check_period(parsed, row, row.record.valid_from, row.record.valid_until)
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: NegotiatedRate) -> bulk.RateValue:
        about = str(products[one.value]) if one.scope == "product" else one.value
        return bulk.RateValue(
            one.code, ids[one.dealer], one.scope, about, *one[4:7], one.currency or None, *one[8:]
        )

    async def write(tx: Transaction) -> None:
        await bulk.load_rates(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


def _with_currency(one: NegotiatedRate, currencies: Mapping[str, str]) -> NegotiatedRate:
    """A price is in the dealer's currency unless it says otherwise; a percentage has none."""
    if one.price is None:
        return one._replace(currency="")
    return one if one.currency else one._replace(currency=currencies.get(one.dealer, ""))


def _check_rate(parsed: Parsed[NegotiatedRate], row: Row[NegotiatedRate]) -> None:
    one = row.record
    needed, other = ("price", "percent") if one.kind == "net" else ("percent", "price")
    if getattr(one, needed) is None:
        parsed.refuse(row, needed, RowCode.NEEDS, "", other=needed)
    if getattr(one, other) is not None:
        parsed.refuse(row, other, RowCode.EXCLUDES, other=f"kind {one.kind}")
    if one.kind == "percent_off" and one.percent is not None and one.percent >= _FULL:
        parsed.refuse(row, "percent", RowCode.TOO_LARGE, "100", most="99.99")


async def dump_breaks(desk: Desk) -> list[QuantityBreak]:
    skus = await desk.skus()
    records = []
    for one in await bulk.dump_breaks(desk.snap):
        value = skus[ProductId(UUID(one.value))] if one.scope == "product" else one.value
        records.append(QuantityBreak(*one[:3], value, *one[4:]))
    return sorted(records)


async def plan_breaks(desk: Desk, parsed: Parsed[QuantityBreak]) -> Plan:
    """The steps of a schedule are about the same goods, and a larger quantity never has a smaller
    discount."""
    products = await desk.products()
    known = by_key(QuantityBreak, await dump_breaks(desk))
    keep_absent(parsed, known)
    await need_targets(desk, parsed, lambda one: (one.scope, one.value))
    for row in parsed.rows:
        if (row.record.scope == "all") != (row.record.value == ""):
            code = RowCode.EXCLUDES if row.record.scope == "all" else RowCode.NEEDS
            parsed.refuse(row, "value", code, other="scope all" if row.record.scope == "all" else "value")
    _check_schedules(parsed, known.values())
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: QuantityBreak) -> bulk.BreakValue:
        about = str(products[one.value]) if one.scope == "product" else one.value
        return bulk.BreakValue(*one[:3], about, *one[4:])

    async def write(tx: Transaction) -> None:
        await bulk.load_breaks(
            tx, [value(one) for one in found.new], [value(one) for one in found.now_changed]
        )

    return Plan.of(found, write)


def _check_schedules(parsed: Parsed[QuantityBreak], known: Iterable[QuantityBreak]) -> None:
    rows = {row.record[:2]: row for row in parsed.rows}
    schedules: defaultdict[str, list[QuantityBreak]] = defaultdict(list)
    for step in known:
        if step[:2] not in rows:
            schedules[step.code].append(step)
    for row in parsed.rows:
        schedules[row.record.code].append(row.record)
    for steps in schedules.values():
        for lower, upper in pairwise(sorted(steps)):
            wrong = rows.get(upper[:2]) or rows.get(lower[:2])
            if wrong is None:
                continue
            if lower[2:5] != upper[2:5]:
                parsed.refuse(wrong, "scope", RowCode.CONTRADICTS, other=f"step {lower.min_quantity}")
            elif lower.off_percent > upper.off_percent:
                parsed.refuse(wrong, "off_percent", RowCode.CONTRADICTS, other=f"step {lower.min_quantity}")


async def dump_shipping(desk: Desk) -> list[ShippingFee]:
    return sorted(
        ShippingFee(one.region, one.currency, Money(one.fee_minor, one.currency).to_decimal())
        for one in await bulk.dump_shipping(desk.snap)
    )


async def plan_shipping(desk: Desk, parsed: Parsed[ShippingFee]) -> Plan:
    for row in parsed.rows:
        check_digits(parsed, row, "fee", row.record.fee, row.record.currency)
    drop_refused(parsed)
    found = compare(parsed, by_key(ShippingFee, await dump_shipping(desk)))

    def values(some: Sequence[ShippingFee]) -> list[bulk.ShippingValue]:
        return [bulk.ShippingValue(one.region, one.currency, _minor(one.fee, one.currency)) for one in some]

    async def write(tx: Transaction) -> None:
        await bulk.load_shipping(tx, values(found.new), values(found.now_changed))

    return Plan.of(found, write)


TIERS: Entity[Any] = Entity("tiers", Tier, dump_tiers, plan_tiers, is_critical=True)
PRICES: Entity[Any] = Entity("prices", Price, dump_prices, plan_prices, is_critical=True)
PRICE_LIST: Entity[Any] = Entity(
    "price_list", PriceListEntry, dump_price_list, plan_price_list, is_critical=True
)
NEGOTIATED_RATES: Entity[Any] = Entity(
    "negotiated_rates", NegotiatedRate, dump_rates, plan_rates, is_critical=True
)
QUANTITY_BREAKS: Entity[Any] = Entity(
    "quantity_breaks", QuantityBreak, dump_breaks, plan_breaks, is_critical=True
)
SHIPPING: Entity[Any] = Entity("shipping", ShippingFee, dump_shipping, plan_shipping, is_critical=True)
