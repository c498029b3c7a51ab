"""A proof is whole when every file it names is here, or is known to be good for nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from core.driving.engine.evidence import proof_seal
from core.driving.events import DeliveryProved
from core.driving.repository import proofs
from core.driving.tables import ProofRow
from core.driving.types import FileState, Flag, Need, ProofState
from core.infra.transaction import Transaction
from core.kernel.ids import DealerId
from core.kernel.texts import storable

_MOST_NAME, _MOST_NOTE = 80, 1000


def receiver_and_note(told: Mapping[str, Any]) -> tuple[str, str]:
    """Both as they are kept; told: the data of the phone's act."""
    receiver = " ".join(storable(told.get("receiver") or "").split())[:_MOST_NAME]
    return receiver, storable(told.get("note") or "")[:_MOST_NOTE]


def is_evidence(file: Any) -> bool:
    """Whether a row of ``files_of_proof`` is a picture that is here, of this driver at this stop."""
    return not file.let_go and bool(file.is_own) and file.state == FileState.WHOLE


def _is_awaited(file: Any) -> bool:
    if file.let_go:
        return False
    return file.kind is None or bool(file.is_own and file.state == FileState.COMING)


async def seal_when_whole(tx: Transaction, proof_id: uuid.UUID) -> bool:
    """Seal the proof and tell its dealer, unless something is on its way still; whether it was sealed."""
    await tx.flush()
    files = await proofs.files_of_proof(tx, proof_id)
    if any(_is_awaited(one) for one in files):
        return False
    proof = await proofs.find_proof(tx, ProofRow.id == proof_id, lock=True)
    if proof.seal is not None:
        return False
    # What is another's, or no picture, is no evidence of this one.
    good = {one.file_id: one.sha256 for one in files if is_evidence(one)}
    seal = proof_seal(proof.hash, [(one.file_id, good.get(one.file_id, "")) for one in files])
    flags = list(proof.flags)
    if any(one.let_go for one in files):
        flags.append(Flag.PHOTO_LOST)
    if any(one.file_id not in good and not one.let_go for one in files):
        flags.append(Flag.FILE_SPOILT)
    if not any(proof.strokes) and any(not one.position and one.file_id not in good for one in files):
        flags.append(Flag.LACKS_SIGNATURE if Need.SIGNATURE in proof.needs else Flag.NO_SIGNATURE)
    if Need.PHOTO in proof.needs and not any(one.position and one.file_id in good for one in files):
        flags.append(Flag.LACKS_PHOTO)
    flags = list(dict.fromkeys(flags))
    await proofs.seal_proof(tx, proof_id, seal=seal, state=ProofState.WHOLE, flags=flags)
    orders, shipments = await proofs.shipments_of_proof(tx, proof_id)
    tx.record(
        DeliveryProved(
            proof_id=proof_id,
            dealer_id=DealerId(proof.dealer_id),
            stop_id=proof.stop_id,
            orders=orders,
            driver=proof.driver,
            flags=tuple(flags),
            hash=proof.hash,
            seal=seal,
            is_fetch=bool(orders) and not shipments,
        )
    )
    return True
