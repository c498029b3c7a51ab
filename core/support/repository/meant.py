"""Words that dealers were asked about, and which of the office's questions they meant by them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.support.engine.answering import MOST_KEY, Phrasing, question_key
from core.support.tables import AnswerRow, MeantRow
from core.support.types import Choice, Meant

_meant, _answer = table_of(MeantRow), table_of(AnswerRow)
_office = _meant.join(
    _answer, (_answer.c.key == _meant.c.answer_key) & (_answer.c.language == _meant.c.language)
)


async def offer(tx: Transaction, text: str, answers: Sequence[Phrasing]) -> tuple[Choice, ...]:
    """The answers that may have been meant, each by an id of its own for these words."""
    insert_one = postgresql.insert if tx.on_postgres else sqlite.insert
    key, found = question_key(text)[:MOST_KEY], []
    for one in answers:
        what = {"key": key, "language": one.language, "answer_key": question_key(one.question)[:MOST_KEY]}
        await tx.execute(
            insert_one(MeantRow)
            .values(id=tx.new_id(), question=text.strip(), times=0, last_at=tx.now, is_decided=False, **what)
            .on_conflict_do_nothing(index_elements=list(what))
        )
        same = [_meant.c[name] == value for name, value in what.items()]
        row = await tx.one_or_none(select(_meant.c.id).where(*same))
        found.append(Choice(row.id, one.question))
    return tuple(found)


async def count(tx: Transaction, meant_id: uuid.UUID) -> str:
    """Somebody meant it; the office's answer. Raises NotFound where the office has it no more."""
    row = await tx.one_or_none(select(_answer.c.answer).select_from(_office).where(_meant.c.id == meant_id))
    if row is None:
        raise NotFound(what="answer")
    await tx.execute(
        update(_meant).where(_meant.c.id == meant_id).values(times=_meant.c.times + 1, last_at=tx.now)
    )
    return str(row.answer)


async def words_of(snap: Snapshot, meant_id: uuid.UUID) -> str | None:
    """What was written; None: it is known no more."""
    row = await snap.one_or_none(select(_meant.c.question).where(_meant.c.id == meant_id))
    return None if row is None else str(row.question)


async def list_meant(snap: Snapshot, most: int) -> list[Meant]:
    """Those that nobody has decided about, the most meant first."""
    statement = (
        select(_meant, _answer.c.question.label("known"))
        .select_from(_office)
        .where(_meant.c.times > 0, _meant.c.is_decided.is_(False))
        .order_by(_meant.c.times.desc(), _meant.c.last_at.desc(), _meant.c.id)
        .limit(most)
    )
    return [
        Meant(row.id, row.question, row.known, row.language, row.times) for row in await snap.all(statement)
    ]


async def load(tx: Transaction, meant_id: uuid.UUID) -> Meant:
    """Raises NotFound where it is decided, or the office has the question no more."""
    statement = select(_meant, _answer.c.question.label("known")).select_from(_office)
    row = await tx.one_or_none(
        statement.where(_meant.c.id == meant_id, _meant.c.is_decided.is_(False), _meant.c.times > 0)
    )
    if row is None:
        raise NotFound(what="answer")
    return Meant(row.id, row.question, row.known, row.language, row.times)


async def add(tx: Transaction, meant_id: uuid.UUID) -> None:
    """The words become a question of the office with that answer, and mean nothing else."""
    rows = await tx.all(
        select(_meant.c.key, _meant.c.question, _meant.c.language, _answer.c.answer)
        .select_from(_office)
        .where(_meant.c.id == meant_id)
    )
    row = rows[0]
    same = (_answer.c.key == row.key) & (_answer.c.language == row.language)
    if await tx.one_or_none(select(_answer.c.id).where(same)) is None:
        await tx.execute(
            insert(_answer),
            {
                "id": tx.new_id(),
                "key": row.key,
                "question": row.question,
                "language": row.language,
                "answer": row.answer,
            },
        )
    await tx.execute(
        update(_meant)
        .where(_meant.c.key == row.key, _meant.c.language == row.language)
        .values(is_decided=True)
    )


async def decline(tx: Transaction, meant_id: uuid.UUID) -> None:
    """It is not offered again."""
    await tx.execute(update(_meant).where(_meant.c.id == meant_id).values(is_decided=True))
