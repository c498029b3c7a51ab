"""Orders written straight to the tables, placed at any moment, in any state."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from core.infra.door import Core
from core.kernel.ids import DealerId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.tables import OrderLineRow, OrderRow, OrderStepRow
from tests.make.rows import add, new_id


async def put_order(
    core: Core,
    dealer_id: DealerId,
    number: str,
    lines: Sequence[tuple[ProductId, str, int, str]],
    *,
    at: datetime | None = None,
    person_id: PersonId | None = None,
    state: str = "approved",
    decided: datetime | None = None,
    currency: str = "USD",
    discount: str = "0",
) -> uuid.UUID:
    """An order of lines (product, sku, pieces, price of a piece); ``discount`` falls on the first line.

    ``decided``: when it came into its state, where that was not at once.
    """
    order_id, placed = new_id(core), at or core.clock.now()
    totals = [UnitPrice.parse(price, currency).for_quantity(pieces).minor for _, _, pieces, price in lines]
    off = Money.parse(discount, currency).minor
    await add(
        core, OrderRow, id=order_id, number=number, dealer_id=dealer_id, person_id=person_id, state=state,
        version=1, currency=currency, subtotal_minor=sum(totals), discount_minor=off, shipping_minor=0,
        total_minor=sum(totals) - off, pricing={}, content_digest="", placed_at=placed, changed_at=placed,
    )  # fmt: skip
    for position, ((product, sku, pieces, price), total) in enumerate(zip(lines, totals, strict=True), 1):
        await add(
            core, OrderLineRow, id=new_id(core), order_id=order_id, position=position, product_id=product,
            sku=sku, name=sku.title(), unit="each", unit_quantity=str(pieces), quantity=pieces,
            unit_price_micros=UnitPrice.parse(price, currency).micros, total_minor=total,
            discount_minor=off if position == 1 else 0,
        )  # fmt: skip
    first = state if decided is None else "in_review"
    await add(core, OrderStepRow, id=new_id(core), order_id=order_id, state=first, at=placed)
    if decided is not None:
        await add(core, OrderStepRow, id=new_id(core), order_id=order_id, state=state, at=decided)
    return order_id
