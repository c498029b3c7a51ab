"""A dealer sees the dealers below it and what they bought; never those beside or above it (K1)."""

from __future__ import annotations

from dataclasses import dataclass

from core.channel.engine.levels import arrange
from core.channel.flow import year_before
from core.channel.repository import network
from core.channel.types import SubDealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class ListSubDealers(Query[tuple[SubDealer, ...]]):
    """Names and what was bought in the last year, by the actor's own place in the channel alone."""

    permission = Permission.ORDER_READ


async def list_sub_dealers(snap: Snapshot, _query: ListSubDealers) -> tuple[SubDealer, ...]:
    below = await network.list_below(snap, snap.dealer_id)
    bought = await network.sum_orders(snap, [one[0] for one in below], year_before(snap.now))
    return arrange(snap.dealer_id, below, bought)
