"""What an act on stock notes for those who may have waited for it (``Transaction.stir``)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.kernel.ids import ProductId, WarehouseId

# Why what was promised may not hold any more.
CAME, LATE, LOST, CLOSED, COUNTED, NO_MOVE, DELIVERY, SHARED = (
    "came",
    "late",
    "lost",
    "closed",
    "counted",
    "no_move",
    "delivery",
    "shared",
)


@dataclass(frozen=True, slots=True)
class Freed:
    """More may be free on a shelf; this transaction holds its row."""

    product_id: ProductId
    warehouse_id: WarehouseId


@dataclass(frozen=True, slots=True)
class Due:
    """Something else is expected of a product, or on another day."""

    product_id: ProductId


@dataclass(frozen=True, slots=True)
class Serving:
    """A warehouse opened, or closed."""

    warehouse_id: WarehouseId


@dataclass(frozen=True, slots=True)
class MoveDecided:
    """Goods that an order waits for are on their way to another warehouse, there, or not moved at all."""

    order_id: uuid.UUID
