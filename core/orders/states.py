"""The states of an order and the one table of the moves between them (A14)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class OrderState(StrEnum):
    """Where a placed order is; before that it is a draft (``DraftState``).

    in_review and held wait for a decision; held is over the limit, and a payment may set it free, too.
    approved: agreed, with all its goods reserved, which others call allocated. back_ordered: agreed, but
    goods are missing. Whether it is invoiced is no place to be: a house may invoice before or after it ships,
    so that is a mark beside the state (``OrderMark``).
    """

    IN_REVIEW = "in_review"
    HELD = "held"
    APPROVED = "approved"
    BACK_ORDERED = "back_ordered"
    PICKING = "picking"
    PACKED = "packed"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PART_DELIVERED = "part_delivered"
    DELIVERED = "delivered"
    RETURNED = "returned"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class OrderMark(StrEnum):
    """What an order's history tells besides its moves; the state stays as it is."""

    INVOICED = "invoiced"
    AMENDED = "amended"
    PROMISED = "promised"  # another day was promised, for a reason
    URGENT = "urgent"
    PART_RETURNED = "part_returned"
    MERGED = "merged"  # it goes together with others, for one freight
    PREPARED = "prepared"  # somebody of the house put it together, and the dealer took it


WAITING = frozenset({OrderState.IN_REVIEW, OrderState.HELD})
# Orders that are not to be: they count for nothing, not for repeats and not for what is usual.
VOID = frozenset({OrderState.DECLINED, OrderState.CANCELLED})
# Nobody has touched the goods: the dealer may still change or cancel it (until the warehouse's cut-off).
UNTOUCHED = WAITING | {OrderState.APPROVED, OrderState.BACK_ORDERED}
# The goods are still in the house: the house may cancel it.
IN_HOUSE = UNTOUCHED | {OrderState.PICKING, OrderState.PACKED}
ON_THE_WAY = frozenset({OrderState.SHIPPED, OrderState.OUT_FOR_DELIVERY})
ARRIVED = frozenset({OrderState.PART_DELIVERED, OrderState.DELIVERED, OrderState.RETURNED, OrderState.CLOSED})
# Agreed and not taken back: what counts as bought.
AGREED = frozenset(OrderState) - WAITING - VOID
BILLABLE = AGREED - {OrderState.BACK_ORDERED, OrderState.RETURNED, OrderState.CLOSED}

_JUDGED = frozenset({OrderState.APPROVED, OrderState.BACK_ORDERED, OrderState.DECLINED, OrderState.CANCELLED})
_FORWARD: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.IN_REVIEW: _JUDGED,
    OrderState.HELD: _JUDGED,
    OrderState.BACK_ORDERED: frozenset({OrderState.APPROVED, OrderState.CANCELLED}),
    # Shipped at once: it comes straight from a vendor, and nobody of the house picks it.
    OrderState.APPROVED: frozenset({OrderState.PICKING, OrderState.SHIPPED, OrderState.CANCELLED}),
    # Shipped at once: one warehouse has sent its part while another still picks. What has left cannot be
    # cancelled any more, until all of it has come back.
    OrderState.PICKING: frozenset({OrderState.PACKED, OrderState.SHIPPED, OrderState.CANCELLED}),
    OrderState.PACKED: frozenset({OrderState.SHIPPED, OrderState.CANCELLED}),
    OrderState.SHIPPED: frozenset(
        {
            OrderState.OUT_FOR_DELIVERY,
            OrderState.PART_DELIVERED,
            OrderState.DELIVERED,
            OrderState.RETURNED,
        }
    ),
    OrderState.OUT_FOR_DELIVERY: frozenset(
        {OrderState.PART_DELIVERED, OrderState.DELIVERED, OrderState.RETURNED}
    ),
    OrderState.PART_DELIVERED: frozenset({OrderState.DELIVERED, OrderState.RETURNED, OrderState.CLOSED}),
    OrderState.DELIVERED: frozenset({OrderState.RETURNED, OrderState.CLOSED}),
    OrderState.RETURNED: frozenset({OrderState.CLOSED}),
    OrderState.DECLINED: frozenset(),
    OrderState.CANCELLED: frozenset(),
    OrderState.CLOSED: frozenset(),
}
# The only ways back, each with its reason.
WAYS_BACK: Mapping[tuple[OrderState, OrderState], str] = {
    (OrderState.HELD, OrderState.IN_REVIEW): "amended to what fits the limit, and others still decide",
    (OrderState.IN_REVIEW, OrderState.HELD): "amended to more than the limit",
    (OrderState.APPROVED, OrderState.IN_REVIEW): "amended to what somebody must agree to",
    (OrderState.APPROVED, OrderState.HELD): "amended to more than the limit",
    (OrderState.BACK_ORDERED, OrderState.IN_REVIEW): "amended to what somebody must agree to",
    (OrderState.BACK_ORDERED, OrderState.HELD): "amended to more than the limit",
    (OrderState.APPROVED, OrderState.BACK_ORDERED): "its goods are not there after all",
    (OrderState.PICKING, OrderState.BACK_ORDERED): "the picker found none of it",
    (OrderState.PICKING, OrderState.APPROVED): "the pick list was taken back",
    (OrderState.PACKED, OrderState.PICKING): "unpacked, to be picked again",
    (OrderState.SHIPPED, OrderState.PICKING): "all that had left was refused, more is in the house",
    (OrderState.SHIPPED, OrderState.PACKED): "all that had left was refused, more is packed",
    (OrderState.OUT_FOR_DELIVERY, OrderState.SHIPPED): "not delivered today",
    (OrderState.PART_DELIVERED, OrderState.OUT_FOR_DELIVERY): "the rest is on its way",
}
MOVES: Mapping[OrderState, frozenset[OrderState]] = {
    state: ahead | {to for (start, to) in WAYS_BACK if start is state} for state, ahead in _FORWARD.items()
}
