"""All SQL about the versions of an order that were before the present one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import OrderId
from core.orders.tables import OrderVersionRow

_version = table_of(OrderVersionRow)
Content = dict[str, Any]  # {"order": columns of the order, "lines": columns of each line}, as JSON has them


async def keep_version(tx: Transaction, order_id: OrderId, content: Content) -> None:
    """Keep an order as it stands, under its version; its row is locked by this transaction."""
    await tx.execute(
        insert(_version).values(
            order_id=order_id,
            version=content["order"]["version"],
            content=content,
            ended_at=tx.now,
            person_id=tx.actor.person_id,
        )
    )


async def list_versions(snap: Snapshot, order_id: OrderId) -> list[Any]:
    """version, content and ended_at of the former versions, oldest first; for whoever may see the order."""
    return await snap.all(
        select(_version.c.version, _version.c.content, _version.c.ended_at)
        .where(_version.c.order_id == order_id)
        .order_by(_version.c.version)
    )
