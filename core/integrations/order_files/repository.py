"""All SQL about files that dealers send."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.intake.engine.folding import alias_key
from core.intake.engine.tables import Layout
from core.intake.tables import AliasRow
from core.integrations.order_files.errors import FileUsed
from core.integrations.order_files.tables import OrderFileRow, TableLayoutRow
from core.integrations.order_files.types import Column, OrderFile, layout_from_json, layout_to_json
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId

_learn = Write(insert(AliasRow))
_LONGEST_KEY = 200


async def add_file(tx: Transaction, file: OrderFile) -> None:
    await tx.execute(
        insert(OrderFileRow).values(
            id=file.id,
            dealer_id=tx.dealer_id,
            person_id=tx.person_id,
            name=file.name,
            digest=file.digest,
            layout=layout_to_json(file.layout),
            columns=[asdict(column) for column in file.columns],
            numbers=list(file.numbers),
            rows=file.rows,
            is_sure=file.is_sure,
            sent_at=tx.now,
        )
    )


async def load_file(snap: Snapshot, file_id: uuid.UUID, *, lock: bool = False) -> OrderFile:
    """A file of the actor that was not ordered by yet. Raises NotFound, FileUsed."""
    statement = select(*OrderFileRow.__table__.c).where(
        OrderFileRow.id == file_id,
        OrderFileRow.person_id == snap.person_id,
        OrderFileRow.dealer_id == snap.dealer_id,
    )
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound(what="file")
    if row.taken_at is not None:
        raise FileUsed(name=row.name)
    return OrderFile(
        id=row.id,
        name=row.name,
        digest=row.digest,
        layout=layout_from_json(row.layout),
        columns=tuple(Column(**column) for column in row.columns),
        numbers=tuple(row.numbers),
        rows=row.rows,
        is_sure=row.is_sure,
        taken_at=row.taken_at,
    )


async def set_layout(tx: Transaction, file_id: uuid.UUID, layout: Layout) -> None:
    await tx.execute(
        update(OrderFileRow).where(OrderFileRow.id == file_id).values(layout=layout_to_json(layout))
    )


async def mark_taken(tx: Transaction, file_id: uuid.UUID) -> None:
    await tx.execute(update(OrderFileRow).where(OrderFileRow.id == file_id).values(taken_at=tx.now))


async def last_taken(snap: Snapshot, digest: str) -> datetime | None:
    """When anybody of the actor's dealer last ordered by a file with these bytes."""
    row = await snap.one_or_none(
        select(OrderFileRow.taken_at)
        .where(
            OrderFileRow.dealer_id == snap.dealer_id,
            OrderFileRow.digest == digest,
            OrderFileRow.taken_at.is_not(None),
        )
        .order_by(OrderFileRow.taken_at.desc())
        .limit(1)
    )
    return None if row is None else row.taken_at


async def find_layout_of(snap: Snapshot, signature: str) -> Mapping[str, int] | None:
    """The columns that the dealer has confirmed for tables with these headings."""
    row = await snap.one_or_none(
        select(TableLayoutRow.columns).where(
            TableLayoutRow.dealer_id == snap.dealer_id, TableLayoutRow.signature == signature
        )
    )
    return None if row is None else row.columns


async def remember_layout(tx: Transaction, layout: Layout) -> None:
    """Know the dealer's tables of this make from now on; one without headings cannot be known again."""
    if not layout.signature:
        return
    insert_row = postgresql.insert if tx.on_postgres else sqlite.insert
    kept = {"columns": layout_to_json(layout)["columns"], "confirmed_at": tx.now}
    await tx.execute(
        insert_row(TableLayoutRow)
        .values(dealer_id=tx.dealer_id, signature=layout.signature, **kept)
        .on_conflict_do_update(index_elements=["dealer_id", "signature"], set_=kept)
    )


async def learn_own_codes(
    tx: Transaction, own: Mapping[str, str], known: Mapping[str, str], file_name: str
) -> int:
    """Remember the dealer's own part numbers (text -> product id); what means something already keeps it."""
    dealer_id: DealerId = tx.dealer_id
    fresh = {alias_key(code): (code, product) for code, product in own.items()}
    rows: list[dict[str, Any]] = [
        {
            "id": tx.new_id(),
            "dealer_id": dealer_id,
            "phrase_key": key,
            "phrase": code,
            "product_id": uuid.UUID(product),
            "source": "import",
            "from_text": file_name,
            "person_id": tx.actor.person_id,
            "uses": 0,
            "created": tx.now,
            "undone_at": None,
        }
        for key, (code, product) in fresh.items()
        if key and key not in known and len(key) <= _LONGEST_KEY
    ]
    if rows:
        tx.write(_learn, *rows)
    return len(rows)
