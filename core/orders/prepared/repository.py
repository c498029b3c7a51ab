"""All SQL about prepared orders."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, delete, insert, select, update

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import DealerId, OrderId, PersonId
from core.kernel.money import Money
from core.orders.prepared.tables import PreparedOrderRow
from core.orders.prepared.types import Prepared, PreparedState
from core.orders.types import DraftLine

_LINES = TypeAdapter(tuple[DraftLine, ...])
_row = table_of(PreparedOrderRow)


async def find_open(snap: Snapshot, dealer_id: DealerId, *, lock: bool = False) -> Prepared | None:
    """What the actor is putting together for that dealer."""
    asked = select(_row).where(
        _row.c.rep_id == snap.person_id,
        _row.c.dealer_id == dealer_id,
        _row.c.state == PreparedState.OPEN,
    )
    row = await snap.one_or_none(asked.with_for_update() if lock else asked)
    return None if row is None else _read(row)


async def load_own(
    snap: Snapshot, prepared_id: uuid.UUID, *, version: int | None = None, lock: bool = False
) -> Prepared:
    """One that the actor prepared, or one of the actor's dealer that was sent; the house itself has all.

    Raises NotFound, or Outdated where it is not in that version any more.
    """
    asked = select(_row).where(_row.c.id == prepared_id)
    if snap.actor.dealer_id is not None:
        asked = asked.where(_row.c.dealer_id == snap.actor.dealer_id, _row.c.state != PreparedState.OPEN)
    elif snap.actor.person_id is not None:
        asked = asked.where(_row.c.rep_id == snap.actor.person_id)
    row = await _one(snap, asked, lock=lock)
    if version is not None and row.version != version:
        raise Outdated(version=row.version)
    return _read(row)


async def lock(tx: Transaction, prepared_id: uuid.UUID) -> Prepared:
    """One that a draft was made of, whoever asks; held until the transaction ends."""
    return _read(await _one(tx, select(_row).where(_row.c.id == prepared_id), lock=True))


async def _one(snap: Snapshot, asked: Select[*tuple[Any, ...]], *, lock: bool) -> Any:
    row = await snap.one_or_none(asked.with_for_update() if lock else asked)
    if row is None:
        raise NotFound(what="prepared")
    return row


async def list_expired(tx: Transaction, limit: int) -> list[Prepared]:
    """Those that nobody has answered in time, locked."""
    rows = await tx.all(
        select(_row)
        .where(_row.c.state == PreparedState.SENT, _row.c.expires_at <= tx.now)
        .order_by(_row.c.expires_at, _row.c.id)
        .limit(limit)
        .with_for_update()
    )
    return [_read(row) for row in rows]


async def insert_open(tx: Transaction, dealer_id: DealerId) -> Prepared:
    prepared = Prepared(tx.new_id(), dealer_id, tx.person_id, PreparedState.OPEN, 1, (), "")
    await tx.execute(
        insert(_row).values(
            id=prepared.id,
            dealer_id=dealer_id,
            rep_id=prepared.rep_id,
            state=prepared.state,
            version=prepared.version,
            lines=[],
            text="",
            created=tx.now,
            changed=tx.now,
        )
    )
    return prepared


async def save_lines(tx: Transaction, prepared: Prepared, lines: Sequence[DraftLine], **values: Any) -> None:
    """Write its lines, numbered afresh from 1, and other columns."""
    numbered = tuple(replace(line, position=at) for at, line in enumerate(lines, start=1))
    await _change(tx, prepared, lines=_LINES.dump_python(numbered, mode="json"), **values)


async def mark_sent(tx: Transaction, prepared: Prepared, total: Money, expires_at: datetime) -> None:
    await _change(
        tx,
        prepared,
        state=PreparedState.SENT,
        total_minor=total.minor,
        currency=total.currency,
        sent_at=tx.now,
        expires_at=expires_at,
    )


async def mark(tx: Transaction, prepared: Prepared, state: PreparedState, **values: Any) -> None:
    await _change(tx, prepared, state=state, **values)


async def tie_to_order(tx: Transaction, prepared: Prepared, order_id: OrderId) -> None:
    await _change(tx, prepared, order_id=order_id)


async def _change(tx: Transaction, prepared: Prepared, **values: Any) -> None:
    await tx.execute(
        update(_row)
        .where(_row.c.id == prepared.id)
        .values(version=prepared.version + 1, changed=tx.now, **values)
    )


async def drop(tx: Transaction, prepared: Prepared) -> None:
    """Nobody else has seen it yet, so nothing of it is kept."""
    await tx.execute(delete(_row).where(_row.c.id == prepared.id))


def _read(row: Any) -> Prepared:
    return Prepared(
        id=row.id,
        dealer_id=DealerId(row.dealer_id),
        rep_id=PersonId(row.rep_id),
        state=PreparedState(row.state),
        version=row.version,
        lines=_LINES.validate_python(row.lines),
        text=row.text,
        note=row.note,
        delivery_date=row.delivery_date,
        total=None if row.total_minor is None else Money(row.total_minor, row.currency),
        expires_at=row.expires_at,
        answered_by=row.answered_by,
        order_id=row.order_id,
    )
