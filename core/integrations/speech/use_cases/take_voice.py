"""What was heard goes the way of a typed message into the draft, and can be taken back whole (A9)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.integrations.speech import repository
from core.integrations.speech.errors import VoiceMovedOn, VoiceUsed
from core.integrations.speech.types import VoiceTaken
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.orders.amending import end_draft
from core.orders.original_types import ReadFrom
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import Draft, DraftState
from core.orders.understanding import Understood
from core.orders.use_cases.take_message import TakeMessage, take_message, understand_message


@dataclass(frozen=True, slots=True)
class TakeVoice(Command[VoiceTaken]):
    """Read what was heard as a message of its speaker.

    Raises NotFound, VoiceUsed, and what a message does.
    """

    permission = Permission.DRAFT_EDIT
    voice_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ThrowVoice(Command[bool]):
    """Take back all that a voice note did to the draft; True where it had done something.

    Raises NotFound, VoiceUsed (thrown already), VoiceMovedOn (the draft was changed since).
    """

    permission = Permission.DRAFT_EDIT
    voice_id: uuid.UUID


async def understand_voice(snap: Snapshot, command: TakeVoice) -> Understood:
    note = await repository.load_note(snap, command.voice_id)
    return await understand_message(snap, _message(note))


async def take_voice(tx: Transaction, command: TakeVoice, found: Understood) -> VoiceTaken:
    note = await repository.load_note(tx, command.voice_id, lock=True)
    if note.taken_at is not None or note.thrown_at is not None:
        raise VoiceUsed
    before = await drafts.find_open_draft(tx, lock=True)
    taken = await take_message(tx, _message(note), found)
    await tx.flush()
    after = await drafts.find_open_draft(tx)
    changed = after if after is not None and _version(after) != _version(before) else None
    await repository.mark_taken(tx, note.id, before, changed)
    return VoiceTaken(taken, note.heard, note.spoken.text, changed is not None)


async def throw_voice(tx: Transaction, command: ThrowVoice) -> bool:
    note = await repository.load_note(tx, command.voice_id, lock=True)
    if note.thrown_at is not None:
        raise VoiceUsed
    await repository.mark_thrown(tx, note.id)
    if note.draft_id is None:
        return False
    draft = await drafts.find_open_draft(tx, lock=True)
    if draft is None or _version(draft) != (note.draft_id, note.version):
        raise VoiceMovedOn
    before = note.before
    if before is None or before.id != draft.id:
        await end_draft(tx, draft, DraftState.DISCARDED)
        return True
    since, until = before.window or (None, None)
    await save_lines(
        tx,
        draft,
        before.lines,
        note=before.note,
        delivery_date=before.delivery_date,
        ship_to_id=before.ship_to_id,
        is_urgent=before.is_urgent,
        window_from=since,
        window_until=until,
    )
    return True


def _message(note: repository.VoiceNote) -> TakeMessage:
    return TakeMessage(note.spoken.text, ReadFrom((note.id,), heard=note.spoken))


def _version(draft: Draft | None) -> tuple[uuid.UUID, int] | None:
    return None if draft is None else (draft.id, draft.version)
