"""Orders of the past straight in the tables: what a dealer bought on a day, and at what price."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.infra.door import Core
from core.kernel.ids import DealerId, OrderId, ProductId
from core.orders.engine import content_digest
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderState
from tests.make.rows import add, new_id

Bought = tuple[ProductId, int] | tuple[ProductId, int, str]


async def make_past_order(
    core: Core,
    dealer_id: DealerId,
    at: datetime,
    bought: Sequence[Bought],
    *,
    number: str,
    state: OrderState = OrderState.DELIVERED,
) -> OrderId:
    """An order with its lines by the piece: product, pieces, and perhaps the price of one ("1.00")."""
    order_id = OrderId(new_id(core))
    prices = [round(float(one[2]) * 100) if len(one) > 2 else 100 for one in bought]
    total = sum(price * one[1] for price, one in zip(prices, bought, strict=True))
    await add(
        core,
        OrderRow,
        id=order_id,
        number=number,
        dealer_id=dealer_id,
        person_id=None,
        state=state,
        version=1,
        currency="USD",
        subtotal_minor=total,
        discount_minor=0,
        shipping_minor=0,
        total_minor=total,
        pricing={},
        content_digest=content_digest((one[0], one[1]) for one in bought),
        placed_at=at,
        changed_at=at,
    )
    for position, (one, price) in enumerate(zip(bought, prices, strict=True), start=1):
        await add(
            core,
            OrderLineRow,
            id=new_id(core),
            order_id=order_id,
            position=position,
            product_id=one[0],
            sku=f"S{position}",
            name=f"Product {position}",
            unit="each",
            unit_quantity=str(one[1]),
            quantity=one[1],
            unit_price_micros=price * 10_000,
            list_price_micros=price * 10_000,
            total_minor=price * one[1],
            discount_minor=0,
        )
    return order_id
