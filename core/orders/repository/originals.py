"""All SQL about what orders were read from: photos of lists, voice notes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from core.dealers.tables import DealerRow, PersonRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, DraftId, OrderId
from core.orders.original_types import HowRead, Original, OriginalKind, SeenRow
from core.orders.tables import OriginalRow

_original = table_of(OriginalRow)
_add = Write(insert(_original))
_follow = Write(
    update(_original).where(_original.c.draft_id == bindparam("of_draft")).values(order_id=bindparam("to"))
)
_ONLY_OWN_DEALERS = frozenset({Role.REP})


def add_original(
    tx: Transaction,
    kind: OriginalKind,
    *,
    sha256: str,
    media_type: str,
    text: str,
    rows: Sequence[SeenRow] = (),
) -> uuid.UUID:
    """Note what the actor sent to order by; its bytes are in the store of objects already."""
    original_id = tx.new_id()
    tx.write(
        _add,
        {
            "id": original_id,
            "dealer_id": tx.dealer_id,
            "person_id": tx.person_id,
            "draft_id": None,
            "order_id": None,
            "kind": kind.value,
            "sha256": sha256,
            "media_type": media_type,
            "text": text,
            "rows": [[row.text, row.how.value, row.code] for row in rows],
            "at": tx.now,
        },
    )
    return original_id


async def tie_to_draft(tx: Transaction, originals: Sequence[uuid.UUID], draft_id: DraftId) -> None:
    """Keep the actor's own originals beside a draft."""
    await tx.execute(
        update(OriginalRow)
        .where(
            OriginalRow.id.in_(originals),
            OriginalRow.person_id == tx.person_id,
            OriginalRow.dealer_id == tx.dealer_id,
        )
        .values(draft_id=draft_id)
    )


def follow_to_order(tx: Transaction, draft_id: DraftId, order_id: OrderId) -> None:
    """The draft has become an order, or a version of one: what it was read from goes along."""
    tx.write(_follow, {"of_draft": draft_id, "to": order_id})


async def load_original(snap: Snapshot, original_id: uuid.UUID) -> Original:
    """Raises NotFound, also for one that the actor may not see."""
    found = await _list(snap, OriginalRow.id == original_id)
    if not found:
        raise NotFound(what="original")
    return found[0]


async def list_of_order(snap: Snapshot, order_id: OrderId) -> list[Original]:
    """What an order was read from, the first one first; only what the actor may see."""
    return await _list(snap, OriginalRow.order_id == order_id)


async def list_of_draft(snap: Snapshot, draft_id: DraftId) -> list[Original]:
    """What a draft was read from, the first one first; only what the actor may see."""
    return await _list(snap, OriginalRow.draft_id == draft_id)


async def last_alike(snap: Snapshot, sha256s: Sequence[str]) -> Original | None:
    """The last of these very bytes that anybody of the actor's dealer ordered by."""
    found = await _list(
        snap,
        OriginalRow.sha256.in_(sha256s),
        OriginalRow.dealer_id == snap.dealer_id,
        OriginalRow.draft_id.is_not(None),
    )
    return found[-1] if found else None


async def _list(snap: Snapshot, *conditions: ColumnElement[bool]) -> list[Original]:
    statement = (
        select(
            *_original.c,
            DealerRow.name.label("dealer_name"),
            PersonRow.name.label("person_name"),
        )
        .join(DealerRow, DealerRow.id == OriginalRow.dealer_id)
        .outerjoin(PersonRow, PersonRow.id == OriginalRow.person_id)
        .where(*conditions, *_visible(snap))
        .order_by(OriginalRow.at, OriginalRow.id)
    )
    return [_read(row) for row in await snap.all(statement)]


def _visible(snap: Snapshot) -> tuple[ColumnElement[bool], ...]:
    """A dealer's people see their dealer's, a rep those of the own dealers, the house all."""
    if snap.actor.dealer_id is not None:
        return (OriginalRow.dealer_id == snap.actor.dealer_id,)
    if snap.actor.roles <= _ONLY_OWN_DEALERS:
        return (DealerRow.rep_id == snap.actor.person_id,)
    return ()


def _read(row: Any) -> Original:
    return Original(
        id=row.id,
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        person_name=row.person_name,
        kind=OriginalKind(row.kind),
        sha256=row.sha256,
        media_type=row.media_type,
        text=row.text,
        rows=tuple(SeenRow(text, HowRead(how), code) for text, how, code in row.rows),
        at=row.at,
        draft_id=DraftId(row.draft_id) if row.draft_id else None,
        order_id=OrderId(row.order_id) if row.order_id else None,
    )
