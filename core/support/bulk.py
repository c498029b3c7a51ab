"""The office's answers as one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select

from core.infra.bulk import insert_rows
from core.infra.transaction import Snapshot, Transaction
from core.support.engine.answering import question_key
from core.support.tables import AnswerRow

LEAST_SIGNS = 2  # of a question, as it is compared


class AnswerValue(NamedTuple):
    """``key`` is what the question is compared by."""

    key: str
    question: str
    language: str
    answer: str


def key_of_question(question: str) -> str:
    """What two questions are the same by; empty for one that nobody could ask."""
    return question_key(question)[:200]


async def dump_answers(snap: Snapshot) -> dict[tuple[str, str], AnswerValue]:
    """(key, language) -> answer."""
    columns = [AnswerRow.__table__.c[name] for name in AnswerValue._fields]
    found = [AnswerValue(*row) for row in await snap.all(select(*columns))]
    return {(one.key, one.language): one for one in found}


async def load_answers(tx: Transaction, new: Sequence[AnswerValue], changed: Sequence[AnswerValue]) -> None:
    """Write them; an empty answer takes the question out."""
    for one in changed:
        await tx.execute(
            delete(AnswerRow).where(AnswerRow.key == one.key, AnswerRow.language == one.language)
        )
    rows = [(tx.new_id(), *one) for one in (*new, *changed) if one.answer]
    await insert_rows(tx, AnswerRow, ("id", *AnswerValue._fields), rows)
