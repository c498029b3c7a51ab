"""What a cart is taxed. Pure.

* The rule of a line: the deepest category of goods, then the narrowest region of the delivery, then the later
  start. No rule, no tax.
* Tax is worked out once for all amounts of one category and rate, half up, and shared out over its lines by
  the largest remainder: so the document's sum is right, and so are the lines.
* Included: tax = amount x rate / (100 % + rate); on top: amount x rate.
* Shipping shares the fate of the goods: the fee is taxed at their rates, in proportion to their amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.kernel.ids import LineId
from core.kernel.money import Money, divide_half_up, split_by_largest_remainder
from core.pricing.types import FULL_BP, Path, PricedLine, TaxAmount, Taxes, TaxRule, prefixes

TaxRules = Mapping[tuple[Path, Path], tuple[TaxRule, ...]]
"""(goods, region) -> its rules, the one to be looked at first in front."""


@dataclass(frozen=True, slots=True)
class _Rate:
    category: str
    basis_points: int
    included: bool


def find_tax_rule(rules: TaxRules, goods: Path, region: Path, at: datetime) -> TaxRule | None:
    """The rule for goods of that category delivered to that region, None: not taxed."""
    for category in prefixes(goods):
        for place in prefixes(region):
            for rule in rules.get((category, place), ()):
                if rule.period.holds(at):
                    return rule
    return None


def tax_cart(
    lines: Sequence[PricedLine],
    goods_of: Mapping[LineId, Path],
    shipping: Money,
    rules: TaxRules,
    region: Path,
    at: datetime,
) -> Taxes:
    """Tax priced lines and the shipping fee for a delivery to ``region``. goods_of: each line's category."""
    currency = shipping.currency
    if not rules:
        return _sum_up({}, (), currency)
    grouped: dict[_Rate | None, list[PricedLine]] = {}
    for line in lines:
        rule = find_tax_rule(rules, goods_of[line.line_id], region, at)
        rate = _Rate(rule.category, rule.basis_points, rule.included) if rule else None
        grouped.setdefault(rate, []).append(line)
    sums = [sum(line.payable.minor for line in members) for members in grouped.values()]
    fees = split_by_largest_remainder(shipping.minor, sums) if sums else ()
    taxed: dict[LineId, TaxAmount] = {}
    of_shipping: list[TaxAmount] = []
    for (rate, members), goods, fee in zip(grouped.items(), sums, fees, strict=True):
        if rate is None:
            continue
        tax = _tax_on(goods + fee, rate)
        weights = [*(line.payable.minor for line in members), fee]
        *shares, fee_share = split_by_largest_remainder(tax, weights)
        for line, share in zip(members, shares, strict=True):
            taxed[line.line_id] = _amount(rate, line.payable.minor, share, currency)
        if fee:
            of_shipping.append(_amount(rate, fee, fee_share, currency))
    return _sum_up(taxed, of_shipping, currency)


def _tax_on(amount: int, rate: _Rate) -> int:
    whole = FULL_BP + rate.basis_points if rate.included else FULL_BP
    return divide_half_up(amount * rate.basis_points, whole)


def _amount(rate: _Rate, amount: int, tax: int, currency: str) -> TaxAmount:
    base = amount - tax if rate.included else amount
    return TaxAmount(
        rate.category, rate.basis_points, rate.included, Money(base, currency), Money(tax, currency)
    )


def _sum_up(lines: Mapping[LineId, TaxAmount], shipping: Sequence[TaxAmount], currency: str) -> Taxes:
    def add(amounts: Iterable[TaxAmount], *, included: bool) -> int:
        return sum(one.tax.minor for one in amounts if one.included is included)

    goods_on_top = add(lines.values(), included=False)
    return Taxes(
        lines=lines,
        shipping=tuple(shipping),
        on_top=Money(goods_on_top + add(shipping, included=False), currency),
        goods_on_top=Money(goods_on_top, currency),
        included=Money(add(lines.values(), included=True) + add(shipping, included=True), currency),
    )
