from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Json, JsonValue, UtcDateTime


class VoiceNoteRow(Base):
    """What was heard in a voice note (an ``original``), and what it changed."""

    __tablename__ = "voice_note"

    original_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("original.id"), primary_key=True)
    transcript: Mapped[Json]
    spoken: Mapped[Json]
    # The draft as it was before, None where there was none; and which one in which version it made.
    before: Mapped[Any | None] = mapped_column(JsonValue)
    draft_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("draft.id"))
    version: Mapped[int | None] = mapped_column(Integer())
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    thrown_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
