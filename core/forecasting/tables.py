from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Moment


class SuggestionsOffRow(Base):
    """Somebody does not want to be told what is usually taken along; no row: it may be said."""

    __tablename__ = "suggestions_off"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    since: Mapped[Moment]
