"""Whether every transfer adds up: what left a warehouse came to the other one, was lost, or is on its way."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from core.infra.journal import JournalRow
from core.infra.transaction import Snapshot
from core.stock.events import TransferArrived
from core.stock.tables import StockIncomingRow, StockMovementRow
from core.stock.types import MovementKind


@dataclass(frozen=True, slots=True)
class TransferDifference:
    """What of a transfer left, and what it came to, in base units."""

    document_id: uuid.UUID
    left: int
    came: int
    lost: int
    on_the_way: int


async def find_transfer_differences(snap: Snapshot) -> tuple[int, list[TransferDifference]]:
    """How many transfers there are, and those whose ledger, waybill and journal do not agree."""
    left = await _moved(snap, MovementKind.TRANSFER_OUT)
    came = await _moved(snap, MovementKind.TRANSFER_IN)
    rows = await snap.all(
        select(
            StockIncomingRow.document_id,
            func.sum(StockIncomingRow.sent).label("sent"),
            func.sum(StockIncomingRow.quantity).label("open"),
        )
        .where(StockIncomingRow.from_warehouse_id.is_not(None), StockIncomingRow.document_id.is_not(None))
        .group_by(StockIncomingRow.document_id)
    )
    sent = Counter({row.document_id: int(row.sent) for row in rows})
    coming = Counter({row.document_id: int(row.open) for row in rows})
    lost = await _lost(snap)
    every = sorted({*left, *came, *sent}, key=str)
    return len(every), [
        TransferDifference(one, left[one], came[one], lost[one], coming[one])
        for one in every
        if left[one] != sent[one] or left[one] != came[one] + lost[one] + coming[one]
    ]


async def _moved(snap: Snapshot, kind: MovementKind) -> Counter[uuid.UUID]:
    rows = await snap.all(
        select(StockMovementRow.document_id, func.sum(StockMovementRow.quantity).label("sum"))
        .where(StockMovementRow.kind == kind)
        .group_by(StockMovementRow.document_id)
    )
    return Counter({row.document_id: int(row.sum) for row in rows})


async def _lost(snap: Snapshot) -> Counter[uuid.UUID]:
    """Pieces that somebody has said did not come; the journal tells."""
    rows = await snap.all(select(JournalRow.payload).where(JournalRow.name == TransferArrived.name))
    lost: Counter[uuid.UUID] = Counter()
    for row in rows:
        lost[uuid.UUID(row.payload["document_id"])] += int(row.payload["lost"])
    return lost
