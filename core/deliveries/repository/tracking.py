"""What carriers told, each event once."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import insert, select

from core.deliveries.repository.shipments import change_shipment
from core.deliveries.tables import TrackingRow
from core.deliveries.types import Shipment, TrackingKind
from core.infra.transaction import Snapshot, Transaction


async def is_known(snap: Snapshot, source: str, event: str) -> bool:
    found = select(TrackingRow.id).where(TrackingRow.source == source, TrackingRow.event == event)
    return await snap.one_or_none(found) is not None


async def note(
    tx: Transaction,
    shipment_id: uuid.UUID,
    *,
    source: str,
    event: str,
    kind: TrackingKind,
    at: datetime,
    note: str,
) -> None:
    row = {
        "id": tx.new_id(),
        "shipment_id": shipment_id,
        "source": source,
        "event": event,
        "kind": kind,
        "at": at,
        "heard_at": tx.now,
        "note": note,
    }
    await tx.execute(insert(TrackingRow).values(row))


async def set_window(tx: Transaction, shipment: Shipment, window: tuple[datetime, datetime]) -> None:
    since, until = sorted(window)
    await change_shipment(tx, shipment, {"window_from": since, "window_until": until})
