"""Surveys and what people answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.channel.repository.broadcasts import audience_from_json
from core.channel.tables import BroadcastPersonRow, BroadcastRow
from core.channel.types import Delivery
from core.dealers.tables import DealerRow, PersonRow
from core.feedback.survey_types import Asked, Survey, SurveyAnswer
from core.feedback.tables import SurveyAnswerRow, SurveyRow
from core.feedback.wording import question_for
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId

_survey, _answer = table_of(SurveyRow), table_of(SurveyAnswerRow)
_broadcast, _line = table_of(BroadcastRow), table_of(BroadcastPersonRow)
# Who has the question: also those of whom it is not known whether it arrived.
_HAVE = (Delivery.SENT.value, Delivery.SENDING.value)


async def insert_survey(tx: Transaction, survey_id: uuid.UUID, ends_at: datetime) -> None:
    await tx.execute(insert(_survey).values(id=survey_id, ends_at=ends_at, closed_at=None))


async def hold_survey(tx: Transaction, survey_id: uuid.UUID, *, to_change: bool = False) -> Any:
    """The row (``SurveyRow``), which stays as it is until the transaction ends. NotFound."""
    statement = select(_survey).where(_survey.c.id == survey_id).with_for_update(read=not to_change)
    row = await tx.one_or_none(statement)
    if row is None:
        raise NotFound(what="survey")
    return row


async def close_survey(tx: Transaction, survey_id: uuid.UUID) -> None:
    await tx.execute(update(_survey).where(_survey.c.id == survey_id).values(closed_at=tx.now))


async def due_surveys(snap: Snapshot) -> list[uuid.UUID]:
    """Those whose day is over and that are not closed yet."""
    rows = await snap.all(
        select(_survey.c.id)
        .where(_survey.c.closed_at.is_(None), _survey.c.ends_at <= snap.now)
        .order_by(_survey.c.id)
    )
    return [row.id for row in rows]


async def load_survey(snap: Snapshot, survey_id: uuid.UUID) -> Survey:
    found = await _loaded(snap, _surveys().where(_survey.c.id == survey_id))
    if not found:
        raise NotFound(what="survey")
    return found[0]


async def list_surveys(snap: Snapshot, limit: int) -> list[Survey]:
    """Those that run first, of each the latest first."""
    order = (_survey.c.closed_at.is_not(None), _broadcast.c.made_at.desc(), _survey.c.id)
    return await _loaded(snap, _surveys().order_by(*order).limit(limit))


def _surveys() -> Select[*tuple[Any, ...]]:
    return select(
        _survey, _broadcast.c.texts, _broadcast.c.audience, _broadcast.c.made_by, _broadcast.c.made_at
    ).join(_broadcast, _broadcast.c.id == _survey.c.id)


async def _loaded(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> list[Survey]:
    rows = await snap.all(statement)
    ids = [row.id for row in rows]
    asked, chosen, remarks = await _asked(snap, ids), await _chosen(snap, ids), await _remarks(snap, ids)
    return [
        Survey(
            id=row.id,
            texts=row.texts,
            audience=audience_from_json(row.audience),
            made_by=PersonId(row.made_by),
            made_at=row.made_at,
            ends_at=row.ends_at,
            closed_at=row.closed_at,
            asked=asked.get(row.id, 0),
            answers=tuple(
                chosen.get((row.id, at), 0) for at in range(1, len(question_for(row.texts, "").choices) + 1)
            ),
            remarks=remarks.get(row.id, 0),
        )
        for row in rows
    ]


async def _asked(snap: Snapshot, surveys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    rows = await snap.all(
        select(_line.c.broadcast_id, func.count().label("people"))
        .where(_line.c.broadcast_id.in_(surveys), _line.c.state.in_(_HAVE))
        .group_by(_line.c.broadcast_id)
    )
    return {row.broadcast_id: row.people for row in rows}


async def _chosen(snap: Snapshot, surveys: Collection[uuid.UUID]) -> Mapping[tuple[uuid.UUID, int], int]:
    rows = await snap.all(
        select(_answer.c.survey_id, _answer.c.choice, func.count().label("people"))
        .where(_answer.c.survey_id.in_(surveys))
        .group_by(_answer.c.survey_id, _answer.c.choice)
    )
    return {(row.survey_id, row.choice): row.people for row in rows}


async def _remarks(snap: Snapshot, surveys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    rows = await snap.all(
        select(_answer.c.survey_id, func.count().label("people"))
        .where(_answer.c.survey_id.in_(surveys), _answer.c.words != "")
        .group_by(_answer.c.survey_id)
    )
    return {row.survey_id: row.people for row in rows}


async def find_asked(snap: Snapshot, survey_id: uuid.UUID, person_id: PersonId) -> Asked:
    """The question as that person has it; NotFound for whom it was not put to."""
    row = await snap.one_or_none(
        select(_survey, _broadcast.c.texts, _answer.c.choice, _answer.c.words)
        .join(_broadcast, _broadcast.c.id == _survey.c.id)
        .join(_line, _line.c.broadcast_id == _survey.c.id)
        .outerjoin(
            _answer, (_answer.c.survey_id == _survey.c.id) & (_answer.c.person_id == _line.c.person_id)
        )
        .where(_survey.c.id == survey_id, _line.c.person_id == person_id, _line.c.state.in_(_HAVE))
    )
    if row is None:
        raise NotFound(what="survey")
    is_over = row.closed_at is not None or row.ends_at <= snap.now
    return Asked(row.id, row.texts, row.choice, row.words or "", row.ends_at, is_over)


async def put_answer(
    tx: Transaction, survey_id: uuid.UUID, person_id: PersonId, dealer_id: DealerId | None, choice: int
) -> None:
    """A remark of before stays: it was to the question."""
    put = (postgresql.insert if tx.on_postgres else sqlite.insert)(SurveyAnswerRow)
    changed = {"choice": choice, "at": tx.now}
    await tx.execute(
        put.values(
            survey_id=survey_id, person_id=person_id, dealer_id=dealer_id, words="", **changed
        ).on_conflict_do_update(index_elements=["survey_id", "person_id"], set_=changed)
    )


async def put_words(tx: Transaction, survey_id: uuid.UUID, person_id: PersonId, words: str) -> None:
    await tx.execute(
        update(_answer)
        .where(_answer.c.survey_id == survey_id, _answer.c.person_id == person_id)
        .values(words=words)
    )


async def list_answers(snap: Snapshot, survey_id: uuid.UUID) -> list[SurveyAnswer]:
    """By dealer and name."""
    rows = await snap.all(
        select(
            _answer, PersonRow.name.label("person"), DealerRow.name.label("dealer"), DealerRow.region,
            DealerRow.tier,
        )
        .join(PersonRow, PersonRow.id == _answer.c.person_id)
        .outerjoin(DealerRow, DealerRow.id == _answer.c.dealer_id)
        .where(_answer.c.survey_id == survey_id)
        .order_by(DealerRow.name, PersonRow.name, PersonRow.id)
    )  # fmt: skip
    return [
        SurveyAnswer(
            row.dealer or "", row.region or "", row.tier or "", row.person, row.choice, row.words, row.at
        )
        for row in rows
    ]
