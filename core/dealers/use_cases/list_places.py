"""The places of the own dealer that goods can be sent to."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.types import ShipTo
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class ListPlaces(Query[tuple[ShipTo, ...]]):
    permission = Permission.ORDER_READ


async def list_places(snap: Snapshot, _query: ListPlaces) -> tuple[ShipTo, ...]:
    return tuple(await repository.list_ship_tos(snap, snap.dealer_id))
