"""All SQL about voice notes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from core.infra.transaction import Snapshot, Transaction
from core.intake.speech_types import Spoken, Transcript
from core.integrations.speech.tables import VoiceNoteRow
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.orders.tables import OriginalRow
from core.orders.types import Draft

_TRANSCRIPT = TypeAdapter(Transcript)
_SPOKEN = TypeAdapter(Spoken)
_DRAFT: TypeAdapter[Draft | None] = TypeAdapter(Draft | None)


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """before: the draft as it was before it was ordered by; draft_id, version: what came of it."""

    id: uuid.UUID
    heard: str
    spoken: Spoken
    before: Draft | None
    draft_id: DraftId | None
    version: int | None
    taken_at: datetime | None
    thrown_at: datetime | None


async def add_note(tx: Transaction, original_id: uuid.UUID, transcript: Transcript, spoken: Spoken) -> None:
    await tx.flush()  # the original it belongs to
    await tx.execute(
        insert(VoiceNoteRow).values(
            original_id=original_id,
            transcript=_TRANSCRIPT.dump_python(transcript, mode="json"),
            spoken=_SPOKEN.dump_python(spoken, mode="json"),
        )
    )


async def load_note(snap: Snapshot, note_id: uuid.UUID, *, lock: bool = False) -> VoiceNote:
    """A voice note of the actor. Raises NotFound."""
    statement = (
        select(*VoiceNoteRow.__table__.c)
        .join(OriginalRow, OriginalRow.id == VoiceNoteRow.original_id)
        .where(
            VoiceNoteRow.original_id == note_id,
            OriginalRow.person_id == snap.person_id,
            OriginalRow.dealer_id == snap.dealer_id,
        )
    )
    row = await snap.one_or_none(statement.with_for_update(of=VoiceNoteRow) if lock else statement)
    if row is None:
        raise NotFound(what="voice")
    return VoiceNote(
        id=row.original_id,
        heard=row.transcript["text"],
        spoken=_SPOKEN.validate_python(row.spoken),
        before=_DRAFT.validate_python(row.before),
        draft_id=row.draft_id,
        version=row.version,
        taken_at=row.taken_at,
        thrown_at=row.thrown_at,
    )


async def mark_taken(tx: Transaction, note_id: uuid.UUID, before: Draft | None, after: Draft | None) -> None:
    """It was ordered by. after: the draft that it changed, None where it changed nothing."""
    await _change(
        tx,
        note_id,
        before=_DRAFT.dump_python(before, mode="json") if after is not None else None,
        draft_id=after.id if after is not None else None,
        version=after.version if after is not None else None,
        taken_at=tx.now,
    )


async def mark_thrown(tx: Transaction, note_id: uuid.UUID) -> None:
    """It was thrown away: no order is read from it any more."""
    await _change(tx, note_id, thrown_at=tx.now)
    await tx.execute(update(OriginalRow).where(OriginalRow.id == note_id).values(draft_id=None))


async def _change(tx: Transaction, note_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(update(VoiceNoteRow).where(VoiceNoteRow.original_id == note_id).values(**values))
