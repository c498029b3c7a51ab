"""SQL of what expires: how fast it sells, and which dealers buy it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from core.allocation.supply_types import ExpiryStep
from core.allocation.types import PlaceId
from core.channel.tables import ExpiryStepRow
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, ProductId
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import AGREED
from core.stock.tables import StockMovementRow
from core.stock.types import MovementKind

# With so many days left, so much off the dealer's own price, in hundredths of a percent.
USUAL_LADDER = (ExpiryStep(30, 1_000), ExpiryStep(14, 2_000), ExpiryStep(7, 3_500), ExpiryStep(3, 5_000))


async def sold_daily(
    snap: Snapshot, products: Iterable[ProductId], since: datetime, days: int
) -> dict[tuple[ProductId, PlaceId], int]:
    """Thousandths of a base unit shipped a day, by product and warehouse."""
    key = (StockMovementRow.product_id, StockMovementRow.warehouse_id)
    rows = await snap.all(
        select(*key, func.sum(StockMovementRow.quantity).label("sum"))
        .where(
            StockMovementRow.kind == MovementKind.SHIP,
            StockMovementRow.product_id.in_(list(products)),
            StockMovementRow.at >= since,
        )
        .group_by(*key)
    )
    return {(ProductId(row[0]), PlaceId(row[1])): int(row.sum) * 1_000 // days for row in rows}


async def list_buyers(
    snap: Snapshot, products: Iterable[ProductId], since: datetime
) -> dict[ProductId, dict[str, DealerId]]:
    """Dealers that are not blocked and have bought a product since then: code -> id."""
    rows = await snap.all(
        select(OrderLineRow.product_id, DealerRow.code, DealerRow.id)
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .where(
            OrderLineRow.product_id.in_(list(products)),
            OrderRow.state.in_(list(AGREED)),
            OrderRow.placed_at >= since,
        )
        .distinct()
    )
    found: dict[ProductId, dict[str, DealerId]] = {}
    for row in sorted(rows, key=lambda row: row.code):
        found.setdefault(ProductId(row.product_id), {})[row.code] = DealerId(row.id)
    return found


async def load_ladder(snap: Snapshot) -> tuple[ExpiryStep, ...]:
    """What the house takes off with how many days left, the most days first; else what is usual."""
    rows = await snap.all(select(ExpiryStepRow).order_by(ExpiryStepRow.days_left.desc()))
    return tuple(ExpiryStep(row.days_left, row.basis_points) for row in rows) or USUAL_LADDER


async def save_ladder(tx: Transaction, steps: Iterable[ExpiryStep]) -> None:
    await tx.execute(delete(ExpiryStepRow))
    rows = [{"days_left": step.days_left, "basis_points": step.basis_points} for step in steps]
    await tx.execute(insert(ExpiryStepRow), rows)
