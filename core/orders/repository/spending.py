"""What dealers spent, order by order: for whoever looks at many dealers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from core.dealers.tables import DealerPersonRow, DealerRow
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.orders.types import ARRIVED, VOID


class Placed(NamedTuple):
    """An order that came to be, in its dealer's currency: goods after discounts, in minor units."""

    at: datetime
    minor: int
    currency: str


async def load_spending(
    snap: Snapshot, since: datetime, dealers: Collection[DealerId] | None = None
) -> dict[DealerId, list[Placed]]:
    """Orders since then of these dealers (None: of all), oldest first."""
    statement = (
        select(
            OrderRow.dealer_id,
            OrderRow.placed_at,
            (OrderRow.subtotal_minor - OrderRow.discount_minor).label("minor"),
            OrderRow.currency,
        )
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .where(
            OrderRow.placed_at >= since,
            OrderRow.state.not_in(VOID),
            OrderRow.currency == DealerRow.currency,
        )
        .order_by(OrderRow.placed_at, OrderRow.id)
    )
    if dealers is not None:
        statement = statement.where(OrderRow.dealer_id.in_(dealers))
    found: defaultdict[DealerId, list[Placed]] = defaultdict(list)
    for row in await snap.all(statement):
        found[DealerId(row.dealer_id)].append(Placed(row.placed_at, row.minor, row.currency))
    return dict(found)


async def count_under_way(snap: Snapshot, dealers: Collection[DealerId]) -> Mapping[DealerId, int]:
    """How many orders of each dealer have neither come to nothing nor arrived."""
    rows = await snap.all(
        select(OrderRow.dealer_id, func.count().label("orders"))
        .where(OrderRow.dealer_id.in_(dealers), OrderRow.state.not_in(VOID | ARRIVED))
        .group_by(OrderRow.dealer_id)
    )
    return {DealerId(row.dealer_id): row.orders for row in rows}


async def last_words(snap: Snapshot, dealer_id: DealerId, most: int) -> tuple[datetime | None, list[str]]:
    """What the dealer's people typed last that became lines, and when."""
    draft = await snap.one_or_none(
        select(DraftRow.id, DraftRow.changed)
        .join(DealerPersonRow, DealerPersonRow.person_id == DraftRow.person_id)
        .where(
            DraftRow.dealer_id == dealer_id,
            DealerPersonRow.dealer_id == dealer_id,
            DraftRow.amends.is_(None),
        )
        .order_by(DraftRow.changed.desc(), DraftRow.id.desc())
        .limit(1)
    )
    if draft is None:
        return None, []
    rows = await snap.all(
        select(DraftLineRow.raw)
        .where(DraftLineRow.draft_id == draft.id, DraftLineRow.raw != "")
        .order_by(DraftLineRow.position.desc())
        .limit(most)
    )
    return draft.changed, [row.raw for row in reversed(rows)]
