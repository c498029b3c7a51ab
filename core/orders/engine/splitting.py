"""An order in two: what goes now, and the rest. Pure; amounts are minor units of the order's currency.

* E5: whole lines first, in the order's sequence, as long as they fit; then as many packs of the lines left
  over as still fit.
* Each line's total, order discount and tax are split by quantity, shipping by what the goods come to; always
  by the largest remainder, so the two parts add up to the order to the cent.
* Gifts go along in proportion to the goods, whole pieces, rounded down: who takes a third of the goods now
  gets a third of the gifts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import gcd, lcm

from core.kernel.ids import LineId
from core.kernel.money import split_by_largest_remainder
from core.orders.split_types import Fee, Part, PartLine, Split, SplitLine


def whole_step(quantity: int, pack: int, multiple: int) -> int:
    """Base units that a line of ``quantity`` may be parted at: whole packs and whole order multiples.

    A line that is no whole number of packs itself (half a case) is parted at what divides both.
    """
    step = lcm(gcd(quantity, pack), multiple)
    return step if quantity % step == 0 else quantity


def propose_split(lines: Sequence[SplitLine], fees: Sequence[Fee], amount: int) -> Split:
    """The largest part that comes to no more than ``amount``, shipping share included, by the rule above."""
    goods = sum(line.payable for line in lines)
    kept: dict[LineId, int] = {}
    taken = 0

    def fits(more: int) -> bool:
        shipping = sum(_share(fee, taken + more, goods).payable for fee in fees)
        return taken + more + shipping <= amount

    priced = [line for line in lines if not line.is_gift]
    for line in priced:
        if fits(line.payable):
            kept[line.line_id] = line.quantity
            taken += line.payable
    for line in priced:
        if line.line_id in kept:
            continue
        packs = _most(line, fits)
        if packs:
            kept[line.line_id] = packs * line.step
            taken += _payable(line, packs * line.step)
    return split_by_quantities(lines, fees, kept)


def _most(line: SplitLine, fits: Callable[[int], bool]) -> int:
    """How many packs of a line still fit, fewer than all of them."""
    low, high = 0, line.quantity // line.step
    while high - low > 1:
        middle = (low + high) // 2
        if fits(_payable(line, middle * line.step)):
            low = middle
        else:
            high = middle
    return low


def split_by_quantities(
    lines: Sequence[SplitLine], fees: Sequence[Fee], quantities: Mapping[LineId, int]
) -> Split:
    """The split that keeps these quantities (0 where a line is not named); gifts follow.

    Raises ValueError for more of a line than it has, or less than nothing.
    """
    parts = [(_part(line, quantities.get(line.line_id, 0)), line) for line in lines if not line.is_gift]
    goods = sum(line.payable for line in lines)
    taken = sum(part.payable for part, _ in parts)
    parts += [(_part(line, _gifts_along(line, taken, goods)), line) for line in lines if line.is_gift]
    order = {line.line_id: at for at, line in enumerate(lines)}
    parts.sort(key=lambda pair: order[pair[0].line_id])
    shares = tuple(_share(fee, taken, goods) for fee in fees)
    return Split(
        now=Part(tuple(part for part, _ in parts if part.quantity), shares),
        rest=Part(
            tuple(_rest(line, part) for part, line in parts if part.quantity < line.quantity),
            tuple(
                Fee(fee.amount - now.amount, fee.tax - now.tax, fee.tax_included)
                for fee, now in zip(fees, shares, strict=True)
            ),
        ),
    )


def _gifts_along(line: SplitLine, taken: int, goods: int) -> int:
    return line.quantity if taken == goods else line.quantity * taken // goods


def _part(line: SplitLine, quantity: int) -> PartLine:
    if not 0 <= quantity <= line.quantity:
        raise ValueError("Expected a quantity within the line.")
    if quantity == line.quantity:
        return PartLine(line.line_id, quantity, line.total, line.discount, line.tax, line.tax_included)
    weights = (quantity, line.quantity - quantity)
    total, discount, tax = (
        split_by_largest_remainder(amount, weights)[0] for amount in (line.total, line.discount, line.tax)
    )
    return PartLine(line.line_id, quantity, total, discount, tax, line.tax_included)


def _payable(line: SplitLine, quantity: int) -> int:
    return _part(line, quantity).payable


def _rest(line: SplitLine, part: PartLine) -> PartLine:
    return PartLine(
        line.line_id,
        line.quantity - part.quantity,
        line.total - part.total,
        line.discount - part.discount,
        line.tax - part.tax,
        line.tax_included,
    )


def _share(fee: Fee, taken: int, goods: int) -> Fee:
    """What of a shipping fee goes with goods of ``taken``; nothing goes with nothing."""
    if not taken:
        return Fee(0, 0, fee.tax_included)
    weights = (taken, goods - taken)
    amount, tax = (split_by_largest_remainder(minor, weights)[0] for minor in (fee.amount, fee.tax))
    return Fee(amount, tax, fee.tax_included)
