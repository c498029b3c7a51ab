"""A proof is whole when every file it names is here, or is known to be good for nothing."""

from __future__ import annotations

import uuid

from core.driving.engine.evidence import proof_seal
from core.driving.events import DeliveryProved
from core.driving.repository import proofs
from core.driving.tables import ProofRow
from core.driving.types import FileState, Flag, ProofState
from core.infra.transaction import Transaction
from core.kernel.ids import DealerId


async def seal_when_whole(tx: Transaction, proof_id: uuid.UUID) -> bool:
    """Seal the proof and tell its dealer, unless something is on its way still; whether it was sealed."""
    await tx.flush()
    files = await proofs.files_of_proof(tx, proof_id)
    if any(one.kind is None or (one.is_own and one.state == FileState.COMING) for one in files):
        return False
    proof = await proofs.find_proof(tx, ProofRow.id == proof_id, lock=True)
    if proof.seal is not None:
        return False
    # What is another's, or no picture, is no evidence of this one.
    good = {one.file_id: one.sha256 for one in files if one.is_own and one.state == FileState.WHOLE}
    seal = proof_seal(proof.hash, [(one.file_id, good.get(one.file_id, "")) for one in files])
    flags = list(proof.flags)
    if len(good) < len(files) and Flag.FILE_SPOILT not in flags:
        flags.append(Flag.FILE_SPOILT)
    await proofs.seal_proof(tx, proof_id, seal=seal, state=ProofState.WHOLE, flags=flags)
    orders, _ = await proofs.shipments_of_proof(tx, proof_id)
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
        )
    )
    return True
