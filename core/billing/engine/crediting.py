"""What a credit note takes off an invoice, by lines or by amount. Pure.

* By lines: each line's share of its total and tax, so that crediting a line piece by piece comes to exactly
  the line.
* An allowance lowers the price of pieces that the dealer keeps: so much a base unit, rounded once, half up,
  where it meets the quantity; then its tax, half up. Pieces that come back are taken to be those without an
  allowance first; those with one are credited less what it took off, so that goods and allowances together
  never come to more than the line.
* A charge is kept back from a note over lines: by lines of quantity -1, in proportion to the taxes of the
  others.
* Where nothing of an invoice ever reached the dealer, its shipping goes too, with its own taxes.
* By amount: in proportion to the invoice's tax rates, tax contained, so that net and tax both shrink as they
  stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.billing.types import Allowance, Invoice, InvoiceLine, TaxShare
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
    invoice: Invoice,
    wanted: Sequence[tuple[int, int]],
    credited: Mapping[int, int],
    allowed: Mapping[int, Allowance] | None = None,
) -> tuple[InvoiceLine, ...]:
    """Lines of a credit note for (position, base units); credited: base units that earlier ones took.

    allowed: what was taken off the price of pieces of a line before.

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
        found.append(_part_of(line, before, quantity, (allowed or {}).get(position)))
    return tuple(found)


def lower_lines(invoice: Invoice, wanted: Sequence[tuple[int, int, UnitPrice]]) -> tuple[InvoiceLine, ...]:
    """Lines of an allowance for (position, base units, what comes off the price of each).

    Raises LookupError(position, base units there are) for a line that is not there or has fewer.
    """
    lines = {line.position: line for line in invoice.lines}
    found = []
    for position, quantity, off in wanted:
        line = lines.get(position)
        if line is None or not 0 < quantity <= line.quantity:
            raise LookupError(position, line.quantity if line else 0)
        total, tax = lowered(off, quantity, line.tax_basis_points, included=line.tax_included)
        found.append(
            replace(
                line,
                quantity=quantity,
                unit_quantity=_unit_part(line, quantity),
                unit_price=off,
                gross_total=total,
                discount=Money.zero(total.currency),
                total=total,
                tax=tax,
                net_total=total - tax if line.tax_included else total,
            )
        )
    return tuple(found)


def lowered(off: UnitPrice, quantity: int, basis_points: int, *, included: bool) -> tuple[Money, Money]:
    """What ``off`` each comes to for so many base units, and the tax: contained in that, or on top of it."""
    total = off.for_quantity(quantity)
    whole = _WHOLE + basis_points if included else _WHOLE
    return total, Money(divide_half_up(total.minor * basis_points, whole), total.currency)


def _part_of(line: InvoiceLine, before: int, quantity: int, allowed: Allowance | None) -> InvoiceLine:
    def share(amount: Money) -> Money:
        upto = divide_half_up(amount.minor * (before + quantity), line.quantity)
        return Money(upto - divide_half_up(amount.minor * before, line.quantity), amount.currency)

    gross, total, tax = share(line.gross_total), share(line.total), share(line.tax)
    if allowed is not None:
        whole = line.quantity - allowed.quantity  # pieces at their full price, which come back first
        upto, since = max(0, before + quantity - whole), max(0, before - whole)
        total -= _upto(allowed.total, upto, allowed.quantity) - _upto(allowed.total, since, allowed.quantity)
        tax -= _upto(allowed.tax, upto, allowed.quantity) - _upto(allowed.tax, since, allowed.quantity)
    return replace(
        line,
        quantity=quantity,
        unit_quantity=_unit_part(line, quantity),
        gross_total=gross,
        discount=gross - total,
        total=total,
        tax=tax,
        net_total=total - tax if line.tax_included else total,
    )


def _upto(amount: Money, pieces: int, of: int) -> Money:
    return Money(divide_half_up(amount.minor * min(pieces, of), of), amount.currency)


def _unit_part(line: InvoiceLine, quantity: int) -> Decimal:
    return (line.unit_quantity * quantity / line.quantity).quantize(_UNIT_DIGITS).normalize()


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


def is_all_gone(invoice: Invoice, credited: Mapping[int, int], wanted: Sequence[tuple[int, int]]) -> bool:
    """Whether with ``wanted`` (position, base units) all goods of the invoice are credited."""
    now = dict(wanted)
    return all(
        credited.get(line.position, 0) + now.get(line.position, 0) >= line.quantity for line in invoice.lines
    )


def freight_lines(invoice: Invoice, reason: str) -> tuple[InvoiceLine, ...]:
    """Lines of a credit note over all of the shipping, behind the invoice's own; none where it was free."""
    behind = max((line.position for line in invoice.lines), default=0)
    lines: list[InvoiceLine] = []
    for share in invoice.taxes:
        of_goods = sum(
            line.tax.minor
            for line in invoice.lines
            if (line.tax_category, line.tax_basis_points, line.tax_included)
            == (share.category, share.basis_points, share.included)
        )
        if share.shipping.minor:
            tax = share.tax.minor - of_goods
            lines.append(_line_over(behind + len(lines) + 1, reason, share, share.shipping.minor + tax, tax))
    return tuple(lines)


def credit_amount(invoice: Invoice, amount: Money, reason: str) -> tuple[InvoiceLine, ...]:
    """Lines of a credit note over ``amount``, tax contained: one for each tax rate of the invoice."""
    weights = [share.base.minor + share.tax.minor for share in invoice.taxes]
    lines = []
    for at, (share, gross) in enumerate(
        zip(invoice.taxes, split_by_largest_remainder(amount.minor, weights), strict=True), 1
    ):
        if not gross:
            continue
        tax = divide_half_up(gross * share.basis_points, _WHOLE + share.basis_points)
        lines.append(_line_over(at, reason, share, gross, tax))
    return tuple(lines)


def _line_over(at: int, reason: str, share: TaxShare, gross: int, tax: int) -> InvoiceLine:
    """One line over ``gross`` minor units, of which ``tax`` is tax of that share's rate."""
    currency = share.base.currency
    total = gross if share.included else gross - tax
    return InvoiceLine(
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
