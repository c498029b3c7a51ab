"""What a credit note takes off an invoice, by lines or by amount. Pure.

* By lines: each line's share of its total and tax, so that crediting a line piece by piece comes to exactly
  the line.
* A charge is kept back from a note over lines: by lines of quantity -1, in proportion to the taxes of the
  others.
* By amount: in proportion to the invoice's tax rates, tax contained, so that net and tax both shrink as they
  stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.billing.types import Invoice, InvoiceLine, TaxShare
from core.kernel.money import (
    MICROS,
    Money,
    UnitPrice,
    currency_exponent,
    divide_half_up,
    split_by_largest_remainder,
)

_WHOLE = 10_000
_UNIT_DIGITS = Decimal("0.000001")


def credit_lines(
    invoice: Invoice, wanted: Sequence[tuple[int, int]], credited: Mapping[int, int]
) -> tuple[InvoiceLine, ...]:
    """Lines of a credit note for (position, base units); credited: base units that earlier ones took.

    Raises LookupError(position, base units left) for a line that is not there or has less left.
    """
    lines = {line.position: line for line in invoice.lines}
    found = []
    for position, quantity in wanted:
        line = lines.get(position)
        before = credited.get(position, 0)
        left = line.quantity - before if line else 0
        if line is None or not 0 < quantity <= left:
            raise LookupError(position, left)
        found.append(_part_of(line, before, quantity))
    return tuple(found)


def _part_of(line: InvoiceLine, before: int, quantity: int) -> InvoiceLine:
    def share(amount: Money) -> Money:
        upto = divide_half_up(amount.minor * (before + quantity), line.quantity)
        return Money(upto - divide_half_up(amount.minor * before, line.quantity), amount.currency)

    gross, total, tax = share(line.gross_total), share(line.total), share(line.tax)
    return replace(
        line,
        quantity=quantity,
        unit_quantity=(line.unit_quantity * quantity / line.quantity).quantize(_UNIT_DIGITS).normalize(),
        gross_total=gross,
        discount=gross - total,
        total=total,
        tax=tax,
        net_total=total - tax if line.tax_included else total,
    )


def keep_back(
    invoice: Invoice, taxes: tuple[TaxShare, ...], amount: Money, reason: str
) -> tuple[InvoiceLine, ...]:
    """Lines that lower a note of these taxes by ``amount``, tax contained; behind the invoice's own."""
    behind = max((line.position for line in invoice.lines), default=0)
    return tuple(
        replace(
            line,
            position=behind + line.position,
            quantity=-1,
            unit_quantity=Decimal(-1),
            gross_total=-line.gross_total,
            total=-line.total,
            net_total=-line.net_total,
            tax=-line.tax,
        )
        for line in credit_amount(replace(invoice, taxes=taxes), amount, reason)
    )


def credit_amount(invoice: Invoice, amount: Money, reason: str) -> tuple[InvoiceLine, ...]:
    """Lines of a credit note over ``amount``, tax contained: one for each tax rate of the invoice."""
    currency = amount.currency
    weights = [share.base.minor + share.tax.minor for share in invoice.taxes]
    lines = []
    for at, (share, gross) in enumerate(
        zip(invoice.taxes, split_by_largest_remainder(amount.minor, weights), strict=True), 1
    ):
        if not gross:
            continue
        tax = divide_half_up(gross * share.basis_points, _WHOLE + share.basis_points)
        total = gross if share.included else gross - tax
        lines.append(
            InvoiceLine(
                position=at,
                sku="",
                name=reason,
                unit="each",
                unit_quantity=Decimal(1),
                quantity=1,
                unit_price=UnitPrice(total * MICROS // 10 ** currency_exponent(currency), currency),
                gross_total=Money(total, currency),
                discount=Money.zero(currency),
                total=Money(total, currency),
                net_total=Money(gross - tax, currency),
                tax=Money(tax, currency),
                tax_category=share.category,
                tax_basis_points=share.basis_points,
                tax_included=share.included,
            )
        )
    return tuple(lines)
