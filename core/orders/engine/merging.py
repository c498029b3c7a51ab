"""Small orders of one dealer that go together pay one freight. Pure; amounts in minor units.

RULE together: the freight of goods that go together is reckoned anew, as for one order of all of them; it is
never more than the dearest of the freights that were promised, so that going together only ever saves.
RULE where: the order that was placed first and can bear it keeps that freight, with its part of the taxes;
the others pay none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.kernel.ids import OrderId
from core.kernel.money import divide_half_up
from core.orders.split_types import Fee


def merged_fees(
    fees: Sequence[tuple[OrderId, Sequence[Fee]]], together: int
) -> Mapping[OrderId, tuple[Fee, ...]]:
    """The fees of each order once they go together. fees: by order, the first placed first; together: freight
    of all of them as one."""
    sums = {order_id: sum(fee.amount for fee in some) for order_id, some in fees}
    dearest = max(sums.values(), default=0)
    left = min(together, dearest)
    found: dict[OrderId, tuple[Fee, ...]] = {}
    for order_id, some in fees:
        keeps = left if sums[order_id] >= left else 0
        left -= keeps
        found[order_id] = tuple(_scaled(some, sums[order_id], keeps))
    return found


def _scaled(fees: Sequence[Fee], whole: int, keeps: int) -> list[Fee]:
    """The fees brought down to ``keeps`` in sum, each with its share of its tax; the last takes the rest."""
    scaled: list[Fee] = []
    left = keeps
    for at, fee in enumerate(fees, start=1):
        amount = left if at == len(fees) else (divide_half_up(fee.amount * keeps, whole) if whole else 0)
        left -= amount
        tax = divide_half_up(fee.tax * amount, fee.amount) if fee.amount else 0
        scaled.append(Fee(amount, tax, fee.tax_included))
    return scaled


def saving_of(before: Sequence[Fee], after: Sequence[Fee]) -> int:
    """What the dealer pays less, taxes included."""
    return sum(fee.payable for fee in before) - sum(fee.payable for fee in after)
