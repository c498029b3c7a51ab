"""Orders of the past, straight in the database."""

from __future__ import annotations

from datetime import datetime

from core.channel.tables import TierThresholdRow
from core.infra.door import Core
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.tables import OrderRow
from core.orders.types import OrderState
from tests.make.rows import add, new_id


async def make_past_order(
    core: Core,
    dealer_id: DealerId,
    amount: str,
    at: datetime,
    *,
    state: OrderState = OrderState.DELIVERED,
    currency: str = "USD",
) -> None:
    """An order of goods for ``amount``, with shipping and tax on top."""
    order_id = new_id(core)
    minor = Money.parse(amount, currency).minor
    await add(
        core, OrderRow,
        id=order_id, number=f"P-{order_id}", dealer_id=dealer_id, state=state, version=1, currency=currency,
        subtotal_minor=minor, discount_minor=0, shipping_minor=700, tax_minor=300,
        total_minor=minor + 1_000, pricing={}, content_digest="", placed_at=at, changed_at=at,
    )  # fmt: skip


async def make_thresholds(core: Core, **amounts: str) -> None:
    for tier, amount in amounts.items():
        await add(core, TierThresholdRow, tier=tier, from_minor=Money.parse(amount, "USD").minor)
