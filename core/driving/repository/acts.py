"""SQL about what phones told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from core.driving.tables import DriverActRow
from core.driving.types import ActState
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write

_act = table_of(DriverActRow)
_known = Read(
    select(_act.c.id, _act.c.person_id, _act.c.sent, _act.c.state, _act.c.code, _act.c.fields).where(
        _act.c.id.in_(bindparam("ids", expanding=True))
    )
)
_insert = Write(insert(_act))
# A phone tells where it is every half minute; acts without a position lie between.
_NEWEST = 20
_newest = Read(
    select(_act.c.sent, _act.c.received_at)
    .where(
        _act.c.route_id == bindparam("route_id"),
        _act.c.received_at >= bindparam("since"),
        _act.c.state == ActState.DONE,
    )
    .order_by(_act.c.received_at.desc(), _act.c.seq.desc())
    .limit(_NEWEST)
)


async def known_acts(tx: Transaction, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Any]:
    return {row.id: row for row in await tx.all(_known, {"ids": list(ids)})}


async def newest_acts(snap: Snapshot, route_id: uuid.UUID, since: datetime) -> Sequence[Any]:
    """sent and received_at of what a route's phone told last since then and was done."""
    return await snap.all(_newest, {"route_id": route_id, "since": since})


def insert_act(tx: Transaction, values: Mapping[str, Any]) -> None:
    tx.write(_insert, {**values, "state": ActState.DONE, "code": None, "fields": None})


async def note_refused(tx: Transaction, act_id: uuid.UUID, code: str, fields: Mapping[str, object]) -> None:
    await tx.execute(
        update(_act)
        .where(_act.c.id == act_id)
        .values(state=ActState.REFUSED, code=code[:40], fields=dict(fields))
    )
