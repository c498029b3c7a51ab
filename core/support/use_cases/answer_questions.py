"""Common questions are answered in the office's own words; those that are not are counted for it (A20)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.support.engine.answering import find_answer as fitting
from core.support.repository import answers
from core.support.types import Unanswered

_MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class FindAnswer(Query[str | None]):
    """The office's answer to what was written; None: it has none, or it is no question."""

    permission = Permission.ORDER_READ
    text: str


@dataclass(frozen=True, slots=True)
class ListUnanswered(Query[tuple[Unanswered, ...]]):
    """Questions without an answer, the most asked first."""

    permission = Permission.MASTER_DATA
    limit: int = 20


async def find_answer(snap: Snapshot, query: FindAnswer) -> str | None:
    found = fitting(query.text, await answers.load_phrasings(snap), snap.actor.language)
    return None if found is None else found.answer


async def list_unanswered(snap: Snapshot, query: ListUnanswered) -> tuple[Unanswered, ...]:
    known = await answers.load_phrasings(snap)
    asked = await answers.list_unanswered(snap, _MOST_LOOKED_AT)
    open_ones = [one for one in asked if fitting(one.question, known, one.language) is None]
    return tuple(open_ones[: max(query.limit, 0)])
