"""How many stops a dealer's own delivery still has before it, told from the route as it runs (A14).

RULE own: only the dealer's own stops are told, and of others nothing but how many come first.
RULE ahead: stops of the same van today that are not made yet count, on earlier trips as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.dispatch.repository import ahead
from core.dispatch.types import StopState
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class Ahead:
    """A delivery of today. stops: how many come before it. is_out: the van has left. is_here: it has come.

    zone: of the depot, in which ``eta`` is told.
    """

    orders: tuple[str, ...]
    stops: int
    eta: datetime
    zone: str
    is_out: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class CountAhead(Query[tuple[Ahead, ...]]):
    """The dealer's deliveries that are on a running route, the next one first; none: nothing comes today."""

    permission = Permission.ORDER_READ


async def count_ahead(snap: Snapshot, _query: CountAhead) -> tuple[Ahead, ...]:
    dealer_id = snap.dealer_id
    vans = await ahead.list_live_stops(snap, dealer_id)
    found = []
    for stops in vans:
        is_out = any(one.is_out for one in stops)
        for before, one in enumerate(stops):
            if one.dealer_id == dealer_id:
                is_here = one.state is StopState.ARRIVED
                found.append(Ahead(one.orders, before, one.eta, one.zone, is_out, is_here))
    return tuple(sorted(found, key=lambda one: (one.eta, one.orders)))
