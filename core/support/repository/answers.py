"""What the office answers, and questions that it has no answer to."""

from __future__ import annotations

from sqlalchemy import String, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.support.engine.answering import Phrasing, Phrasings, question_key
from core.support.tables import AnswerRow, UnansweredRow
from core.support.types import Unanswered

_answer, _unanswered = table_of(AnswerRow), table_of(UnansweredRow)
_CACHED = "office answers"
# Ids grow with time, and a changed answer has a new one.
_version = select(
    func.count().label("answers"), func.coalesce(func.max(cast(_answer.c.id, String)), "").label("newest")
).select_from(_answer)


async def load_phrasings(snap: Snapshot) -> Phrasings:
    """Every question of the office; this process keeps them until the office changes one."""
    row = await snap.one_or_none(_version)

    async def load() -> Phrasings:
        rows = await snap.all(
            select(_answer.c.question, _answer.c.language, _answer.c.answer).order_by(_answer.c.id)
        )
        return Phrasings.of([Phrasing(one.question, one.language, one.answer) for one in rows])

    return await snap.cache.get(_CACHED, (row.newest, row.answers), load)


async def count_unanswered(tx: Transaction, text: str, language: str) -> None:
    """A question was asked that nobody has answered; how it was put last is kept."""
    insert = postgresql.insert if tx.on_postgres else sqlite.insert
    key, question = question_key(text)[:200], text.strip()[:400]
    await tx.execute(
        insert(UnansweredRow)
        .values(key=key, language=language, question=question, times=1, last_at=tx.now)
        .on_conflict_do_update(
            index_elements=["key", "language"],
            set_={"times": _unanswered.c.times + 1, "question": question, "last_at": tx.now},
        )
    )


async def list_unanswered(snap: Snapshot, most: int) -> list[Unanswered]:
    """The most asked first."""
    statement = (
        select(_unanswered).order_by(_unanswered.c.times.desc(), _unanswered.c.last_at.desc()).limit(most)
    )
    return [
        Unanswered(row.question, row.language, row.times, row.last_at) for row in await snap.all(statement)
    ]
