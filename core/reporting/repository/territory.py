"""Orders of many dealers, for whoever looks after them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from core.dealers.tables import DealerRow, PersonRow
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId, PersonId
from core.kernel.money import Money
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import ARRIVED, VOID, OrderState, OrderSummary


async def list_under_way(snap: Snapshot, dealer_id: DealerId, most: int) -> tuple[OrderSummary, ...]:
    """The dealer's orders that have neither come to nothing nor arrived, newest first."""
    lines = (
        select(func.count())
        .select_from(OrderLineRow)
        .where(OrderLineRow.order_id == OrderRow.id)
        .scalar_subquery()
    )
    rows = await snap.all(
        select(
            OrderRow.id,
            OrderRow.number,
            OrderRow.state,
            OrderRow.placed_at,
            OrderRow.total_minor,
            OrderRow.currency,
            OrderRow.promised_on,
            lines.label("lines"),
        )
        .where(OrderRow.dealer_id == dealer_id, OrderRow.state.not_in(VOID | ARRIVED))
        .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
        .limit(most)
    )
    return tuple(
        OrderSummary(
            id=row.id,
            number=row.number,
            state=OrderState(row.state),
            placed_at=row.placed_at,
            total=Money(row.total_minor, row.currency),
            line_count=row.lines,
            promised_on=row.promised_on,
        )
        for row in rows
    )


async def last_orders(
    snap: Snapshot, dealers: Collection[DealerId]
) -> Mapping[DealerId, tuple[OrderId, str]]:
    """The latest order of each dealer that came to be: id and number."""
    latest = (
        select(OrderRow.dealer_id, func.max(OrderRow.placed_at).label("at"))
        .where(OrderRow.dealer_id.in_(dealers), OrderRow.state.not_in(VOID))
        .group_by(OrderRow.dealer_id)
        .subquery()
    )
    rows = await snap.all(
        select(OrderRow.dealer_id, OrderRow.id, OrderRow.number)
        .join(latest, (latest.c.dealer_id == OrderRow.dealer_id) & (latest.c.at == OrderRow.placed_at))
        .where(OrderRow.state.not_in(VOID))
        .order_by(OrderRow.id)
    )
    return {DealerId(row.dealer_id): (OrderId(row.id), row.number) for row in rows}


async def rep_zones(snap: Snapshot) -> Mapping[PersonId, str]:
    """Whoever looks after dealers, with the own zone."""
    rows = await snap.all(
        select(PersonRow.id, PersonRow.zone).where(PersonRow.id.in_(select(DealerRow.rep_id)))
    )
    return {PersonId(row.id): row.zone for row in rows}


async def who_keeps(
    snap: Snapshot, dealers: Collection[DealerId]
) -> Mapping[DealerId, tuple[PersonId | None, str]]:
    """The rep of each dealer, and its currency."""
    rows = await snap.all(
        select(DealerRow.id, DealerRow.rep_id, DealerRow.currency).where(DealerRow.id.in_(dealers))
    )
    return {DealerId(row.id): (row.rep_id, row.currency) for row in rows}
