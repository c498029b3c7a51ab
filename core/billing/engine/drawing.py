"""From an order to its invoice, to the cent. Pure.

* An invoice has exactly what was frozen on the order: quantities, prices, discount shares, taxes.
* Every figure is worked out once more from its parts. Where the two differ nothing is written: the order's
  own figures would have been changed by a fault.
* What has no tax rule is outside the scope of tax (category O); a gift takes the rate of most of the goods.
* The early-payment discount is on goods with their tax, as the quote had it, not on shipping.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.billing.types import BillableLine, BillableOrder, InvoiceLine, TaxShare
from core.kernel.money import Money, divide_half_up, total
from core.kernel.reasons import Reason
from core.pricing.types import TaxAmount

OUTSIDE = "O"
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """An invoice's figures. differs: what does not agree with the order (params: order, invoice)."""

    lines: tuple[InvoiceLine, ...]
    taxes: tuple[TaxShare, ...]
    net: Money
    tax: Money
    total: Money
    early_payment: Money
    differs: tuple[Reason, ...]


def draw_invoice(order: BillableOrder) -> Drawn:
    """The figures of an order's invoice."""
    currency = order.currency
    lines = _with_gifts_taxed([_line(line, currency) for line in order.lines])
    taxes = share_taxes(lines, order.shipping_taxes, order.shipping, currency)
    net = total([share.base for share in taxes], currency)
    tax = total([share.tax for share in taxes], currency)
    early = Money.zero(currency)
    if order.early_payment:
        early = early_payment(lines, order.early_payment[0], currency)
    return Drawn(
        lines, taxes, net, tax, net + tax, early, tuple(_differences(order, lines, taxes, net + tax))
    )


def early_payment(lines: Iterable[InvoiceLine], basis_points: int, currency: str) -> Money:
    """What early payment takes off: so many basis points of goods and their tax, half up."""
    goods = sum(line.net_total.minor + line.tax.minor for line in lines)
    return Money(divide_half_up(goods * basis_points, _WHOLE), currency)


def _line(line: BillableLine, currency: str) -> InvoiceLine:
    tax = line.tax.tax if line.tax else Money.zero(currency)
    payable = line.total - line.discount
    included = line.tax is not None and line.tax.included
    return InvoiceLine(
        position=line.position,
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        unit_quantity=line.unit_quantity,
        quantity=line.quantity,
        unit_price=line.unit_price,
        gross_total=line.total,
        discount=line.discount,
        total=payable,
        net_total=payable - tax if included else payable,
        tax=tax,
        tax_category=line.tax.category if line.tax else OUTSIDE,
        tax_basis_points=line.tax.basis_points if line.tax else 0,
        tax_included=included,
        instead_of=line.instead_of,
    )


def _with_gifts_taxed(lines: Sequence[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    """Goods for nothing belong to the rate of most of the goods: a category of their own would say more."""
    most = max(lines, key=lambda line: line.net_total.minor, default=None)
    if most is None or most.tax_category == OUTSIDE:
        return tuple(lines)
    return tuple(
        line
        if line.total or line.tax_category != OUTSIDE
        else replace(
            line,
            tax_category=most.tax_category,
            tax_basis_points=most.tax_basis_points,
            tax_included=most.tax_included,
        )
        for line in lines
    )


def share_taxes(
    lines: Iterable[InvoiceLine], shipping_taxes: Iterable[TaxAmount], shipping: Money, currency: str
) -> tuple[TaxShare, ...]:
    """Lines and shipping by category and rate, the largest base first."""
    found: dict[tuple[str, int, bool], list[int]] = {}

    def add(category: str, basis_points: int, included: bool, base: int, tax: int, fee: int) -> None:
        sums = found.setdefault((category, basis_points, included), [0, 0, 0])
        for at, minor in enumerate((base, tax, fee)):
            sums[at] += minor

    for line in lines:
        add(
            line.tax_category,
            line.tax_basis_points,
            line.tax_included,
            line.net_total.minor,
            line.tax.minor,
            0,
        )
    untaxed = shipping.minor
    for one in shipping_taxes:
        add(one.category, one.basis_points, one.included, one.base.minor, one.tax.minor, one.base.minor)
        untaxed -= one.base.minor + (one.tax.minor if one.included else 0)
    if untaxed:
        add(OUTSIDE, 0, False, untaxed, 0, untaxed)
    shares = [
        TaxShare(*key, Money(base, currency), Money(tax, currency), Money(fee, currency))
        for key, (base, tax, fee) in found.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.base.minor, share.category, share.basis_points)))


def _differences(
    order: BillableOrder, lines: Sequence[InvoiceLine], taxes: Sequence[TaxShare], worked_out: Money
) -> Iterable[Reason]:
    currency = order.currency

    def differs(what: str, ours: Money, theirs: Money) -> Iterable[Reason]:
        if ours != theirs:
            yield Reason(f"invoice.{what}", {"order": theirs, "invoice": ours})

    for line in order.lines:
        if line.receipt_total is not None and line.receipt_total != line.total:
            yield Reason(
                "invoice.line", {"line": line.position, "order": line.total, "invoice": line.receipt_total}
            )
    yield from differs("subtotal", total([line.gross_total for line in lines], currency), order.subtotal)
    yield from differs("discount", total([line.discount for line in lines], currency), order.discount)
    on_top = total([share.tax for share in taxes if not share.included], currency)
    yield from differs("tax", on_top, order.tax)
    yield from differs("total", worked_out, order.total)
