"""Orders of one dealer that may go together as one shipment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.kernel.ids import OrderId, WarehouseId
from core.orders.tables import OrderRow
from core.orders.types import BILLABLE, OrderState
from core.stock.repository import HELD
from core.stock.tables import ReservationRow

_order, _held = table_of(OrderRow), table_of(ReservationRow)
_MOST = 20


async def list_mergeable(snap: Snapshot, order_id: OrderId) -> list[dict[str, Any]]:
    """The rows of the order and of those that may go together with it, the first placed first.

    Agreed, not urgent, not invoiced, of one dealer, place and currency, all reserved in one and the same
    warehouse. Empty where the order itself is none of these.
    """
    mine = _order.alias("mine")
    rows = await snap.all(
        select(_order)
        .join(mine, mine.c.id == order_id)
        .where(
            _order.c.state == OrderState.APPROVED,
            _order.c.is_urgent.is_(False),
            _order.c.invoiced_at.is_(None),
            _order.c.dealer_id == mine.c.dealer_id,
            _order.c.currency == mine.c.currency,
            _order.c.ship_to_id.is_not_distinct_from(mine.c.ship_to_id),
        )
        .order_by(_order.c.placed_at, func.length(_order.c.number), _order.c.number)
        .limit(_MOST)
    )
    seats = await seats_of(snap, [OrderId(row.id) for row in rows])
    own = seats.get(order_id, frozenset())
    if len(own) != 1:
        return []
    found = [dict(row._mapping) for row in rows if seats.get(row.id) == own]
    return found if any(row["id"] == order_id for row in found) else []


async def list_merged_with(snap: Snapshot, order_id: OrderId) -> list[dict[str, Any]]:
    """The rows of the others that go together with the order, not invoiced yet, by id; wherever they are."""
    mine = await snap.one_or_none(select(_order.c.pricing, _order.c.dealer_id).where(_order.c.id == order_id))
    merged = None if mine is None else mine.pricing.get("merged")
    if mine is None or merged is None:
        return []
    rows = await _group(snap, mine.dealer_id, merged["id"], is_billed=False)
    return [row for row in rows if row["id"] != order_id]


async def list_billed_with(snap: Snapshot, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of those that go together with these, and are invoiced; by id."""
    groups = {(row["dealer_id"], merged["id"]) for row in rows if (merged := row["pricing"].get("merged"))}
    return [
        row for dealer, group in sorted(groups) for row in await _group(snap, dealer, group, is_billed=True)
    ]


async def _group(snap: Snapshot, dealer_id: UUID, group: str, *, is_billed: bool) -> list[dict[str, Any]]:
    is_invoiced = _order.c.invoiced_at.is_not(None) if is_billed else _order.c.invoiced_at.is_(None)
    rows = await snap.all(
        select(_order)
        .where(
            _order.c.dealer_id == dealer_id,
            is_invoiced,
            _order.c.state.in_([state.value for state in BILLABLE]),
        )
        .order_by(_order.c.id)
    )
    found = [dict(row._mapping) for row in rows]
    return [row for row in found if (row["pricing"].get("merged") or {}).get("id") == group]


async def seats_of(snap: Snapshot, orders: Sequence[OrderId]) -> dict[OrderId, frozenset[WarehouseId]]:
    """Where the goods of each order are reserved."""
    rows = await snap.all(
        select(_held.c.order_id, _held.c.warehouse_id)
        .where(_held.c.order_id.in_(orders), _held.c.state == HELD)
        .distinct()
    )
    found: dict[OrderId, set[WarehouseId]] = defaultdict(set)
    for row in rows:
        found[OrderId(row.order_id)].add(WarehouseId(row.warehouse_id))
    return {order: frozenset(some) for order, some in found.items()}
