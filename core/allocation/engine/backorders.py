"""Which back-orders goods that came are for, and when goods that are to come will serve the others (G3).

* The order of release: urgent first, then the earliest promise, then who ordered first. A back-order
  without a promise stands behind all that have one.
* A back-order that goes complete or not at all keeps what is set aside for it and its place: nobody who was
  promised later takes it, and it leaves when the last of it is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core.allocation.shortage_types import BackOrder, BackOrderPromise, BackOrderRelease
from core.kernel.ids import LineId, ProductId
from core.kernel.reasons import Reason


def release_order(back_orders: Sequence[BackOrder]) -> tuple[BackOrder, ...]:
    """The back-orders in the order in which they are served."""
    return tuple(
        sorted(
            back_orders,
            key=lambda one: (not one.urgent, one.promised_on or date.max, one.placed_at, one.line_id.int),
        )
    )


def release_back_orders(
    back_orders: Sequence[BackOrder],
    arrived: Mapping[ProductId, int],
    set_aside: Mapping[LineId, int] | None = None,
) -> tuple[BackOrderRelease, ...]:
    """What of ``arrived`` is set aside for whom; lines that get nothing are left out.

    set_aside: what earlier arrivals have set aside for a line that goes complete or not at all already.
    """
    left = {product: max(quantity, 0) for product, quantity in arrived.items()}
    held = set_aside or {}
    found = []
    for place, one in enumerate(release_order(back_orders), 1):
        missing = max(one.quantity - held.get(one.line_id, 0), 0)
        given = min(missing, left.get(one.product_id, 0))
        if not given:
            continue
        left[one.product_id] -= given
        rest = missing - given
        leaves = not rest or not one.complete_only
        code = "allocation.released" if leaves else "allocation.kept_until_complete"
        why = Reason(code, {"place": place, "promised_on": one.promised_on, "rest": rest})
        found.append(BackOrderRelease(one.line_id, one.product_id, given, rest, leaves, why))
    return tuple(found)


def promise_back_orders(
    back_orders: Sequence[BackOrder], incoming: Mapping[ProductId, Sequence[tuple[date, int]]]
) -> tuple[BackOrderPromise, ...]:
    """When each back-order will be served out of goods that are to come, in the order of release.

    Each arrival is promised once: what an earlier one in line takes is gone for the later ones.
    """
    arrivals = {
        product: [one for one in sorted(coming) if one[1] > 0] for product, coming in incoming.items()
    }
    left = {product: [quantity for _, quantity in coming] for product, coming in arrivals.items()}
    found = []
    for one in release_order(back_orders):
        parts: list[tuple[date, int]] = []
        missing = max(one.quantity, 0)
        for at, (day, _) in enumerate(arrivals.get(one.product_id, ())):
            given = min(left[one.product_id][at], missing)
            if given:
                parts.append((day, given))
                left[one.product_id][at] -= given
                missing -= given
        found.append(BackOrderPromise(one.line_id, one.product_id, tuple(parts), missing))
    return tuple(found)
