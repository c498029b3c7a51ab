"""A past order's lines as they can be ordered today. Pure.

* As many pieces as then, whatever a pack holds now: in the same unit where they make whole ones, else by
  the piece.
* Off the product's order multiple, the next one up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.catalog.types import Product
from core.orders.engine.packs import pack_of
from core.orders.types import OrderLine


@dataclass(frozen=True, slots=True)
class Refitted:
    """quantity: base units. pack_then, pack_now: what a unit held then and holds now, where that differs; the
    unit is then no longer sold at all where pack_now is None."""

    quantity: int
    unit: str
    unit_quantity: Decimal
    pack_then: int | None = None
    pack_now: int | None = None


def refit(line: OrderLine, product: Product) -> Refitted:
    """The line in today's packs."""
    then = Decimal(line.quantity) / line.unit_quantity
    now = pack_of(product, line.unit)
    quantity = -(-line.quantity // product.order_multiple) * product.order_multiple
    if now is not None and now == then and quantity == line.quantity:
        return Refitted(line.quantity, line.unit, line.unit_quantity)
    changed = (int(then), now) if now != then else (None, None)
    if now and quantity % now == 0:
        return Refitted(quantity, line.unit, Decimal(quantity // now), *changed)
    return Refitted(quantity, product.base_unit, Decimal(quantity), *changed)
