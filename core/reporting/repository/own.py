"""What one dealer bought and what it owed, for its own figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from sqlalchemy import func, select

from core.credit.tables import CreditPostingRow
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.kernel.money import Money, UnitPrice
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import VOID
from core.reporting.own_types import BoughtLine


async def load_lines(
    snap: Snapshot, dealer_id: DealerId, since: date, currency: str, zone: tzinfo
) -> list[BoughtLine]:
    """The dealer's lines in its currency since the start of a day in its zone, gifts left out."""
    rows = await snap.all(
        select(
            OrderRow.placed_at,
            OrderLineRow.product_id,
            OrderLineRow.name,
            OrderLineRow.total_minor,
            OrderLineRow.discount_minor,
            OrderLineRow.unit_price_micros,
            OrderLineRow.list_price_micros,
            OrderLineRow.quantity,
        )
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(
            OrderRow.dealer_id == dealer_id,
            OrderRow.placed_at >= datetime.combine(since, time(), zone).astimezone(UTC),
            OrderRow.currency == currency,
            OrderRow.state.not_in(VOID),
            OrderLineRow.unit_price_micros > 0,
        )
        .order_by(OrderRow.placed_at, OrderRow.id, OrderLineRow.position)
    )
    return [
        BoughtLine(
            row.placed_at.astimezone(zone).date(),
            row.product_id,
            row.name,
            Money(row.total_minor - row.discount_minor, currency),
            UnitPrice(row.unit_price_micros, currency),
            UnitPrice(row.list_price_micros, currency).for_quantity(row.quantity)
            if row.list_price_micros
            else None,
        )
        for row in rows
    ]


async def load_moved(snap: Snapshot, dealer_id: DealerId) -> dict[date, int]:
    """What the dealer's debt changed by on each day, in minor units."""
    rows = await snap.all(
        select(CreditPostingRow.day, func.sum(CreditPostingRow.amount_minor).label("amount"))
        .where(CreditPostingRow.dealer_id == dealer_id)
        .group_by(CreditPostingRow.day)
    )
    return {row.day: int(row.amount) for row in rows}
