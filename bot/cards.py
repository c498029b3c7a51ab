"""Which message shows what: a card can be frozen, or loses its buttons when a newer one stands below."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tables import CardRow
from core.infra.door import Core
from core.infra.queue import JobRow


class Card(NamedTuple):
    """A message that shows ``subject``; message_id: None while it is on its way to the chat."""

    chat_id: int
    message_id: int | None
    subject: str


async def remember_card(core: Core, chat_id: int, message_id: int, subject: str) -> list[int]:
    """Note that a message shows ``subject``; forgets and returns the older messages that did."""
    async with core.database.write() as connection:
        return await note_card(connection, chat_id, message_id, subject, core.clock.now())


async def note_card(
    connection: AsyncConnection, chat_id: int, message_id: int, subject: str, now: datetime
) -> list[int]:
    """``remember_card`` in the caller's transaction; ``now``: as of when the message shows its subject."""
    older = await connection.execute(
        delete(CardRow)
        .where(CardRow.chat_id == chat_id, CardRow.subject == subject, CardRow.message_id != message_id)
        .returning(CardRow.message_id)
    )
    old_ids = sorted(row.message_id for row in older)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    await connection.execute(
        insert(CardRow)
        .values(chat_id=chat_id, message_id=message_id, subject=subject, version=0, at=now)
        .on_conflict_do_update(index_elements=["chat_id", "message_id"], set_={"subject": subject, "at": now})
    )
    return old_ids


async def note_change(core: Core, chat_id: int, message_id: int, at: datetime) -> None:
    """The card shows its subject as of then."""
    is_it = (CardRow.chat_id == chat_id) & (CardRow.message_id == message_id)
    async with core.database.write() as connection:
        await connection.execute(update(CardRow).where(is_it).values(at=at))


async def shows_newer(core: Core, chat_id: int, subject: str, at: datetime) -> bool:
    """Whether a card of the chat shows ``subject`` as of later than that."""
    newer = (CardRow.chat_id == chat_id) & (CardRow.subject == subject) & (CardRow.at > at)
    async with core.database.read() as connection:
        return (
            await connection.execute(select(CardRow.message_id).where(newer).limit(1))
        ).first() is not None


async def find_cards(core: Core, subject: str) -> list[Card]:
    """Every message that shows ``subject``, and every one that is still on its way."""
    async with core.database.read() as connection:
        # In this order: what arrives in between is found among those that are there.
        coming = await connection.execute(
            select(JobRow.payload["chat_id"].as_integer().label("chat_id"))
            .where(
                # As a literal, so that the index of what is pending serves.
                JobRow.state == literal_column("'pending'"),
                JobRow.payload["subject"].as_string() == subject,
            )
            .distinct()
        )
        there = await connection.execute(
            select(CardRow.chat_id, CardRow.message_id)
            .where(CardRow.subject == subject)
            .order_by(CardRow.chat_id, CardRow.message_id)
        )
        cards = [Card(row.chat_id, row.message_id, subject) for row in there]
        return cards + [Card(chat_id, None, subject) for chat_id in sorted(row.chat_id for row in coming)]


async def find_subject(core: Core, chat_id: int, message_id: int) -> str | None:
    """What a message of ours shows; None: nothing that is remembered."""
    async with core.database.read() as connection:
        statement = select(CardRow.subject).where(
            CardRow.chat_id == chat_id, CardRow.message_id == message_id
        )
        row = (await connection.execute(statement)).one_or_none()
    return None if row is None else str(row.subject)
