"""What we have asked a person to type: the next message of that chat is the answer.

It is forgotten when the person does something else (a command, a tap) or lets half an hour pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.tables import ExpectationRow
from core.infra.columns import table_of
from core.infra.door import Core

KEEP = timedelta(minutes=30)
_row = table_of(ExpectationRow)
_find = select(_row.c.name, _row.c.data, _row.c.answered_by, _row.c.at).where(
    _row.c.chat_id == bindparam("of_chat")
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A question that is open: who takes the answer, and what it is about."""

    name: str
    data: dict[str, Any]


async def remember_question(core: Core, chat_id: int, name: str, data: Mapping[str, Any]) -> None:
    """The next typed message of the chat answers this; an older question is forgotten."""
    insert = sqlite.insert if core.database.is_sqlite else postgresql.insert
    row = {"name": name, "data": dict(data), "answered_by": None, "at": core.clock.now()}
    async with core.database.write() as connection:
        await connection.execute(
            insert(ExpectationRow)
            .values(chat_id=chat_id, **row)
            .on_conflict_do_update(index_elements=["chat_id"], set_=row)
        )


async def forget_question(core: Core, chat_id: int) -> None:
    """Whatever is typed next is an ordinary message again."""
    async with core.database.read() as connection:
        found = (await connection.execute(_find, {"of_chat": chat_id})).one_or_none()
    if found is not None:
        async with core.database.write() as connection:
            await connection.execute(delete(ExpectationRow).where(ExpectationRow.chat_id == chat_id))


async def take_answer(core: Core, chat_id: int, key: str) -> Expected | None:
    """The question that the message ``key`` answers; None where nothing was asked.

    A question is answered once; the same message coming again gets the same question.
    """
    async with core.database.read() as connection:
        found = (await connection.execute(_find, {"of_chat": chat_id})).one_or_none()
    if found is None or found.answered_by not in (None, key) or found.at < core.clock.now() - KEEP:
        return None
    if found.answered_by is None:
        async with core.database.write() as connection:
            await connection.execute(
                update(ExpectationRow)
                .where(ExpectationRow.chat_id == chat_id, ExpectationRow.at == found.at)
                .values(answered_by=key)
            )
    return Expected(found.name, found.data)
