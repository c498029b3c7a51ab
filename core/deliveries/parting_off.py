"""What will not go with an order is parted off as an order of its own, to the cent (F2, G3).

So an order is always exactly what of it goes, and its invoice exactly what the dealer got. Shipping stays
with the part that goes: nobody pays a second freight for our gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId
from core.orders.engine.splitting import split_by_quantities
from core.orders.parting import shipping_fees, split_line, split_order
from core.orders.repository import parts
from core.orders.split_types import Fee, Part
from core.orders.types import OrderState


@dataclass(frozen=True, slots=True)
class PartedOff:
    order_id: OrderId
    number: str


async def part_off(
    tx: Transaction,
    order_id: OrderId,
    quantities: Mapping[LineId, int],
    state: OrderState,
    *,
    promised_on: date | None = None,
) -> PartedOff | None:
    """So many base units of each line become an order in ``state``; None where that is all of the order.

    The dealer's account and the order are locked, the order is not invoiced, and nothing of these quantities
    is reserved any more. The credit that is held goes along in part.
    """
    stored = await parts.load_stored(tx, order_id)
    # Parted at single pieces, gifts too: it is what was there, whatever the packs.
    lines = [replace(split_line(row), step=1, is_gift=False) for row in stored.lines]
    kept = {line.line_id: line.quantity - quantities.get(line.line_id, 0) for line in lines}
    if not any(kept.values()):
        return None
    fees = tuple(shipping_fees(stored.row))
    split = split_by_quantities(lines, (), kept)
    split = replace(
        split,
        now=Part(split.now.lines, fees),
        rest=Part(split.rest.lines, tuple(Fee(0, 0, fee.tax_included) for fee in fees)),
    )
    rest_id, number = await split_order(tx, stored, split, state)
    await parts.change_order(tx, rest_id, {"promised_on": promised_on})
    return PartedOff(rest_id, number)
