from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Moment


class CardRow(Base):
    """A message of ours that shows one thing (a draft, a request), so that it can be edited or frozen."""

    __tablename__ = "bot_card"

    chat_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)  # "draft:<id>", "approval:<id>"
    version: Mapped[int] = mapped_column(Integer())
    at: Mapped[Moment]
