"""Which orders hold the goods of a warehouse: asked when a count says that less is there."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import ProductId
from core.orders.repository import reserving
from core.orders.repository.reserving import Reserving


@dataclass(frozen=True, slots=True)
class ListReserving(Query[tuple[Reserving, ...]]):
    """The newest first, because they are the likeliest to be moved."""

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    limit: int = 10


async def list_reserving(snap: Snapshot, query: ListReserving) -> tuple[Reserving, ...]:
    found = await reserving.list_reserving(snap, query.product_id, query.warehouse, max(0, query.limit))
    return tuple(found)
