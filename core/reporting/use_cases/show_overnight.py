"""What came since the rep's last evening: orders, what waits, went wrong or was not understood (B4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.dealers.repository import directory
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.money import Money
from core.reporting.engine.evening import last_evening
from core.reporting.repository import overnight
from core.reporting.territory_types import Overnight

_MOST_ORDERS, _MOST_TROUBLES, _MOST_UNREAD = 8, 6, 5


@dataclass(frozen=True, slots=True)
class ShowOvernight(Query[Overnight]):
    """Of the dealers that the actor may look at, since the last evening where the actor lives."""

    permission = Permission.DEALERS_READ


async def show_overnight(snap: Snapshot, _query: ShowOvernight) -> Overnight:
    names = {one.id: one.name for one in await directory.list_dealers(snap)}
    since = last_evening(snap.now, snap.actor.zone)
    orders = await overnight.list_orders(snap, names, since)
    troubles = await overnight.list_troubles(snap, names, since)
    sums: defaultdict[str, int] = defaultdict(int)
    for one in orders:
        sums[one.total.currency] += one.total.minor
    return Overnight(
        since=since,
        orders=tuple(orders[:_MOST_ORDERS]),
        order_count=len(orders),
        sums=tuple(Money(minor, currency) for currency, minor in sorted(sums.items())),
        waiting=await overnight.count_waiting(snap, names),
        troubles=tuple(troubles[:_MOST_TROUBLES]),
        trouble_count=len(troubles),
        unread=await overnight.list_unread(snap, names, since, _MOST_UNREAD),
    )
