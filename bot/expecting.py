"""What we have asked a person to type: the next message of that chat is the answer.

It is forgotten when the person does something else (a command, a tap). After half an hour it is too old to be
acted upon, for what it was about may have changed: a word that comes later is not taken for an answer, and
not for an order either ("12" would be one); the person is told. After a day nobody remembers the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.tables import ExpectationRow
from core.infra.columns import table_of
from core.infra.door import Core

KEEP = timedelta(minutes=30)
REMEMBER = timedelta(days=1)
_BEFORE = "_before"
_row = table_of(ExpectationRow)
_find = select(_row.c.name, _row.c.data, _row.c.answered_by, _row.c.at).where(
    _row.c.chat_id == bindparam("of_chat")
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A question that is open: who takes the answer, and what it is about; is_late: it was for too long."""

    name: str
    data: dict[str, Any]
    is_late: bool = False


async def remember_question(
    core: Core, chat_id: int, name: str, data: Mapping[str, Any], *, asked_by: str = ""
) -> None:
    """The next typed message of the chat answers this; an older question is forgotten.

    asked_by: key of the act that led to it. Where that was an answer itself, its own question is kept beside:
    the same message coming again after a crash answers that one, not the new one.
    """
    insert = sqlite.insert if core.database.is_sqlite else postgresql.insert
    row: dict[str, Any] = {"name": name, "data": dict(data), "answered_by": None, "at": core.clock.now()}
    async with core.database.write() as connection:
        found = (await connection.execute(_find, {"of_chat": chat_id})).one_or_none()
        before = None if found is None else _answered(found, asked_by)
        if before is not None:
            kept = {"by": asked_by, "name": before.name, "data": before.data}
            row["data"] = {**row["data"], _BEFORE: kept}
        await connection.execute(
            insert(ExpectationRow)
            .values(chat_id=chat_id, **row)
            .on_conflict_do_update(index_elements=["chat_id"], set_=row)
        )


async def forget_question(core: Core, chat_id: int) -> None:
    """Whatever is typed next is an ordinary message again; a question that was answered stands in no way."""
    async with core.database.read() as connection:
        found = (await connection.execute(_find, {"of_chat": chat_id})).one_or_none()
    if found is not None and found.answered_by is None:
        async with core.database.write() as connection:
            await connection.execute(delete(ExpectationRow).where(ExpectationRow.chat_id == chat_id))


async def take_answer(core: Core, chat_id: int, key: str) -> Expected | None:
    """The question that the message ``key`` answers; None where nothing was asked.

    A question is answered once; the same message coming again gets the same question.
    """
    async with core.database.read() as connection:
        found = (await connection.execute(_find, {"of_chat": chat_id})).one_or_none()
    age = timedelta(0) if found is None else core.clock.now() - found.at
    if found is None or age > REMEMBER:
        return None
    is_late = age > KEEP
    if (answered := _answered(found, key)) is not None:
        return replace(answered, is_late=is_late)
    if found.answered_by is not None:
        return None
    async with core.database.write() as connection:
        await connection.execute(
            update(ExpectationRow)
            .where(ExpectationRow.chat_id == chat_id, ExpectationRow.at == found.at)
            .values(answered_by=key)
        )
    return Expected(found.name, _bare(found.data), is_late)


def _answered(found: Any, key: str) -> Expected | None:
    """The question that the act ``key`` has answered before."""
    if found.answered_by == key:
        return Expected(found.name, _bare(found.data))
    before = found.data.get(_BEFORE)
    return Expected(before["name"], before["data"]) if before and before["by"] == key else None


def _bare(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != _BEFORE}
