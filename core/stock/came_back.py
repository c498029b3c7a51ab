"""Which goods were gone and are there again, by the ledger of movements."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from core.infra.transaction import Snapshot
from core.kernel.ids import ProductId
from core.stock.tables import StockMovementRow, StockRow, WarehouseRow
from core.stock.types import Place

_move, _level = StockMovementRow, StockRow


async def list_came_back(snap: Snapshot, within: timedelta) -> list[ProductId]:
    """Products of which nothing lay on any shelf at some moment of that time, and of which something is free
    now; what came last stands first."""
    since = snap.now - within
    came = select(_move.product_id).where(
        _move.at > since, _move.source.is_(None), _move.target == Place.ON_HAND
    )
    levels = {
        row.product_id: (int(row.there), int(row.free))
        for row in await snap.all(
            select(
                _level.product_id,
                func.sum(_level.on_hand).label("there"),
                func.sum(_level.on_hand - _level.reserved).label("free"),
            )
            .join(WarehouseRow, WarehouseRow.id == _level.warehouse_id)
            .where(_level.product_id.in_(came), WarehouseRow.closed_at.is_(None))
            .group_by(_level.product_id)
        )
    }
    moves: defaultdict[ProductId, list[tuple[datetime, int]]] = defaultdict(list)
    for row in await snap.all(
        select(_move.product_id, _move.at, _move.quantity, _move.source, _move.target)
        .where(
            _move.product_id.in_(came),
            _move.at > since,
            or_(_move.source == Place.ON_HAND, _move.target == Place.ON_HAND),
        )
        .order_by(_move.at.desc(), _move.id.desc())
    ):
        change = row.quantity * ((row.target == Place.ON_HAND) - (row.source == Place.ON_HAND))
        moves[ProductId(row.product_id)].append((row.at, change))
    before = {
        ProductId(row.product_id)
        for row in await snap.all(
            select(_move.product_id).where(_move.product_id.in_(came), _move.at <= since).distinct()
        )
    }
    found = []
    for product, (there, free) in levels.items():
        at = _came_at(there, moves[ProductId(product)], known=ProductId(product) in before)
        if free > 0 and at is not None:
            found.append((at, ProductId(product)))
    return [product for at, product in sorted(found, key=lambda one: (-one[0].timestamp(), one[1]))]


def _came_at(there: int, moves: list[tuple[datetime, int]], *, known: bool) -> datetime | None:
    """When goods last came to an empty shelf; ``moves`` newest first, ``there`` what lies now.

    known: they had been there before those moves; what comes for the first time does not come back.
    """
    for behind, (at, change) in enumerate(moves, start=1):
        if there > 0 and there - change <= 0:
            return at if known or behind < len(moves) else None
        there -= change
    return None
