"""SQL about what a lost phone leaves open."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, or_, select, update

from core.dealers.tables import DealerRow
from core.dispatch.tables import RouteRow, RouteStopRow
from core.dispatch.types import LIVE_ROUTES, OPEN_STOPS
from core.driving.repository import proofs
from core.driving.tables import DriverFileRow, ProofFileRow, ProofRow
from core.driving.types import FileState, PhoneLoss, WaitingProof
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId

# Announced and cut off, or never heard of.
_is_missing = or_(DriverFileRow.id.is_(None), DriverFileRow.state == FileState.COMING)


async def load_loss(snap: Snapshot, driver_id: PersonId, phones: int) -> PhoneLoss:
    """Open stops of the driver's routes that are out, and proofs that wait for files. phones: signed in."""
    stops = await snap.all(
        select(DealerRow.name)
        .join(RouteStopRow, RouteStopRow.dealer_id == DealerRow.id)
        .join(RouteRow, RouteRow.id == RouteStopRow.route_id)
        .where(
            RouteRow.driver_id == driver_id,
            RouteRow.state.in_([state.value for state in LIVE_ROUTES]),
            RouteStopRow.state.in_([state.value for state in OPEN_STOPS]),
        )
        .order_by(RouteRow.day, RouteRow.trip, RouteStopRow.position)
    )
    waiting = await snap.all(
        select(ProofRow.id, DealerRow.name, func.count(ProofFileRow.file_id).label("left"))
        .join(DealerRow, DealerRow.id == ProofRow.dealer_id)
        .join(ProofFileRow, ProofFileRow.proof_id == ProofRow.id)
        .outerjoin(DriverFileRow, DriverFileRow.id == ProofFileRow.file_id)
        .where(
            ProofRow.driver_id == driver_id,
            ProofRow.seal.is_(None),
            ProofFileRow.let_go.is_(False),
            _is_missing,
        )
        .group_by(ProofRow.id, DealerRow.name, ProofRow.received_at)
        .order_by(ProofRow.received_at, ProofRow.id)
    )
    return PhoneLoss(
        phones=phones,
        stops=tuple(row.name for row in stops),
        proofs=tuple(
            [
                WaitingProof(row.name, (await proofs.shipments_of_proof(snap, row.id))[0], int(row.left))
                for row in waiting
            ]
        ),
    )


async def find_of(snap: Snapshot, number: str, *, lock: bool = False) -> Any:
    """The newest proof of that order or shipment. Raises NotFound."""
    row = None
    if number.strip():
        row = await proofs.find_proof(snap, proofs.of_order(number), lock=lock)
    if row is None:
        raise NotFound(what="proof")
    return row


async def missing_files(snap: Snapshot, proof_id: uuid.UUID) -> list[uuid.UUID]:
    """Files that the proof waits for and that are not here."""
    missing = await snap.all(
        select(ProofFileRow.file_id)
        .join(ProofRow, ProofRow.id == ProofFileRow.proof_id)
        .outerjoin(DriverFileRow, DriverFileRow.id == ProofFileRow.file_id)
        .where(
            ProofFileRow.proof_id == proof_id,
            ProofRow.seal.is_(None),
            ProofFileRow.let_go.is_(False),
            _is_missing,
        )
    )
    return [row.file_id for row in missing]


async def let_go(tx: Transaction, proof_id: uuid.UUID, files: list[uuid.UUID]) -> None:
    """Wait no longer for these files of the proof."""
    await tx.execute(
        update(ProofFileRow)
        .where(ProofFileRow.proof_id == proof_id, ProofFileRow.file_id.in_(files))
        .values(let_go=True)
    )
