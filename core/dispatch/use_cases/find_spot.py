"""Where a dealer's place lies, to name a closed or slow road by."""

from __future__ import annotations

from dataclasses import dataclass

from core.dispatch.errors import PlaceUnplaced
from core.dispatch.repository import places
from core.dispatch.types import Position
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class Spot:
    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class FindSpot(Query[Spot]):
    """The dealer's usual place. Raises NotFound, and PlaceUnplaced where nobody has said where that lies."""

    permission = Permission.ROUTE_EDIT
    dealer_id: DealerId


async def find_spot(snap: Snapshot, query: FindSpot) -> Spot:
    found = await places.find_place(snap, query.dealer_id)
    if found is None:
        raise NotFound(what="dealer")
    name, position = found
    if position is None:
        raise PlaceUnplaced(dealer=name)
    return Spot(name, position)
