"""When the goods are wanted, kept as a remark of the draft where no delivery window can be promised."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DraftId
from core.orders.engine.clocktimes import DAY_END, Span
from core.orders.repository import drafts

_NOTED = re.compile(r"(?: · )?🕒 [\d:–]+")


@dataclass(frozen=True, slots=True)
class NoteHours(Command[int]):
    """The wish goes with the order to those who pack and bring it; a later one takes its place. The draft's
    version."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    hours: Span


async def note_hours(tx: Transaction, command: NoteHours) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    since, until = (min(max(minute, 0), DAY_END) for minute in command.hours)
    wish = f"🕒 {_clock(since) if since else ''}–{_clock(until) if until < DAY_END else ''}"
    said = _NOTED.sub("", draft.note or "").strip()
    note = " · ".join(part for part in (said, wish) if part)
    return await drafts.save_draft(tx, draft, draft.lines, note=note, window_from=None, window_until=None)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
