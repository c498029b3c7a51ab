"""How far an order is, from how far its parts are. Pure.

* While all of it is in the house it is as far as the last of its parts: packed when all is packed.
* As soon as a part has left it is shipped, whatever is still being picked elsewhere; out for delivery when
  all of it is.
* As soon as something has arrived and something has not, it is part-delivered; delivered when all that left
  has arrived. What nobody accepted at all makes it returned; while more of it is in the house, it is as far
  as that.
* What was never there to be packed is no part of it any more: that was parted off, or found elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.deliveries.types import OrderPart, ShipmentState, TrackingKind
from core.orders.types import OrderState

_WAY = (
    ShipmentState.PICKING,
    ShipmentState.PACKED,
    ShipmentState.SHIPPED,
    ShipmentState.OUT_FOR_DELIVERY,
)
_TOLD = {
    TrackingKind.OUT_FOR_DELIVERY: ShipmentState.OUT_FOR_DELIVERY,
    TrackingKind.DELIVERED: ShipmentState.DELIVERED,
    TrackingKind.RETURNED: ShipmentState.RETURNED,
}
# A carrier that says so has the goods.
_COLLECTED = frozenset(TrackingKind) - {TrackingKind.INFO, TrackingKind.PROBLEM}


def stage_of(parts: Sequence[OrderPart], unpicked: int) -> OrderState | None:
    """The state of an order with these parts; None while nothing of it has been taken to be picked.

    unpicked: what of it is reserved and on no pick list yet.
    """
    live = [part for part in parts if part.state is not ShipmentState.CANCELLED]
    if not live:
        return None
    arrived = [part for part in live if part.state not in _WAY]
    if arrived and (unpicked or len(arrived) < len(live)):
        return (
            OrderState.PART_DELIVERED
            if any(part.accepted for part in arrived)
            else _on_the_way(live, unpicked)
        )
    if arrived:
        return OrderState.DELIVERED if any(part.accepted for part in arrived) else OrderState.RETURNED
    return _on_the_way(live, unpicked)


def _on_the_way(live: Sequence[OrderPart], unpicked: int) -> OrderState:
    """As far as the part that is farthest behind, but for what has left; what came back counts no more."""
    stages = [_WAY.index(part.state) for part in live if part.state in _WAY] or [0]
    behind, ahead = min(stages), max(stages)
    if unpicked:
        behind = 0
    left = _WAY.index(ShipmentState.SHIPPED)
    return OrderState(_WAY[max(behind, left) if ahead >= left else behind].value)


def told_state(now: ShipmentState, kind: TrackingKind) -> ShipmentState | None:
    """The state that a carrier's word brings a shipment to; None: it changes nothing.

    Words come late and out of order, so none of them ever leads back.
    """
    told = _TOLD.get(kind)
    if told is None or now not in (ShipmentState.SHIPPED, ShipmentState.OUT_FOR_DELIVERY) or told is now:
        return None
    return told


def told_to_have_left(now: ShipmentState, kind: TrackingKind) -> bool:
    """Whether a carrier's word shows that a packed shipment has left the house."""
    return now is ShipmentState.PACKED and kind in _COLLECTED
