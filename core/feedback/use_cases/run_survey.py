"""The office asks a question: seen first, sent as a broadcast, ended by its day (A22).

The broadcast asks each person once and holds quiet hours; whoever is blocked or gone when the turn comes is
left out. What is answered is kept apart from it, until the survey ends.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.channel.errors import BroadcastOver
from core.channel.types import Audience, NoticeKind
from core.channel.use_cases.broadcast import (
    CancelBroadcast,
    PreviewBroadcast,
    ScheduleBroadcast,
    cancel_broadcast,
    preview_broadcast,
    schedule_broadcast,
)
from core.feedback.errors import SurveyOver, SurveyUnfit
from core.feedback.events import SurveyEnded, SurveyStarted
from core.feedback.repository import surveys
from core.feedback.survey_types import (
    LEAST_CHOICES,
    MOST_CHOICES,
    MOST_DAYS,
    MOST_LABEL,
    MOST_QUESTION,
    Survey,
    SurveyPreview,
)
from core.feedback.wording import read_question
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command, Query
from core.kernel.ids import PersonId

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class PreviewSurvey(Query[SurveyPreview]):
    """Whom it would ask now; refuses what ``StartSurvey`` would refuse."""

    permission = Permission.BROADCAST
    texts: Mapping[str, str]
    audience: Audience
    until: date


@dataclass(frozen=True, slots=True)
class StartSurvey(Command[Survey]):
    """texts: by language, "" for all others, each the question with its answers below (``read_question``).
    until: the last day on which it is answered, where the house is. Raises SurveyUnfit, BroadcastUnfit."""

    permission = Permission.BROADCAST
    texts: Mapping[str, str]
    audience: Audience
    until: date


@dataclass(frozen=True, slots=True)
class EndSurvey(Command[Survey]):
    """Nobody is asked or answers any more. Raises NotFound, SurveyOver."""

    permission = Permission.BROADCAST
    survey_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class CloseSurveys(Command[int]):
    """Those whose last day is over end; how many."""

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class ShowSurvey(Query[Survey]):
    """Raises NotFound."""

    permission = Permission.BROADCAST
    survey_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListSurveys(Query[tuple[Survey, ...]]):
    """Those that run first, of each the latest first."""

    permission = Permission.BROADCAST


async def preview_survey(snap: Snapshot, query: PreviewSurvey) -> SurveyPreview:
    ends_at = _check(snap, query)
    found = await preview_broadcast(snap, PreviewBroadcast(NoticeKind.SURVEYS, query.texts, query.audience))
    return SurveyPreview(found.people, found.off, found.languages, found.sample, ends_at)


async def start_survey(tx: Transaction, command: StartSurvey) -> Survey:
    ends_at = _check(tx, command)
    asking = ScheduleBroadcast(NoticeKind.SURVEYS, command.texts, command.audience)
    broadcast = await schedule_broadcast(tx, asking)
    await surveys.insert_survey(tx, broadcast.id, ends_at)
    tx.record(SurveyStarted(broadcast.id, ends_at))
    return await surveys.load_survey(tx, broadcast.id)


def _check(snap: Snapshot, wanted: PreviewSurvey | StartSurvey) -> datetime:
    """When it ends."""
    questions = [read_question(text) for text in wanted.texts.values()]
    if not wanted.texts.get("") or not all(0 < len(one.words) <= MOST_QUESTION for one in questions):
        raise SurveyUnfit(why="question", most=MOST_QUESTION)
    if not all(LEAST_CHOICES <= len(one.choices) <= MOST_CHOICES for one in questions):
        raise SurveyUnfit(why="answers", most=MOST_CHOICES)
    if any(len(choice) > MOST_LABEL for one in questions for choice in one.choices):
        raise SurveyUnfit(why="label", most=MOST_LABEL)
    # The third answer of one language is the third one of every other.
    if len({len(one.choices) for one in questions}) > 1:
        raise SurveyUnfit(why="languages")
    zone = snap.settings.default_zone
    today = local_day(snap.now, zone)
    if wanted.until < today:
        raise SurveyUnfit(why="past")
    if wanted.until > today + timedelta(days=MOST_DAYS):
        raise SurveyUnfit(why="days", most=MOST_DAYS)
    return datetime.combine(wanted.until + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


async def end_survey(tx: Transaction, command: EndSurvey) -> Survey:
    if not await _end(tx, command.survey_id, tx.person_id):
        raise SurveyOver
    return await surveys.load_survey(tx, command.survey_id)


async def close_surveys(tx: Transaction, _command: CloseSurveys) -> int:
    ended = [await _end(tx, survey_id, None) for survey_id in await surveys.due_surveys(tx)]
    return sum(ended)


async def _end(tx: Transaction, survey_id: uuid.UUID, ended_by: PersonId | None) -> bool:
    """False: somebody was faster."""
    row = await surveys.hold_survey(tx, survey_id, to_change=True)
    if row.closed_at is not None:
        return False
    await surveys.close_survey(tx, survey_id)
    with suppress(BroadcastOver):
        await cancel_broadcast(tx, CancelBroadcast(survey_id))
    survey = await surveys.load_survey(tx, survey_id)
    tx.record(SurveyEnded(survey_id, survey.made_by, ended_by))
    return True


async def show_survey(snap: Snapshot, query: ShowSurvey) -> Survey:
    return await surveys.load_survey(snap, query.survey_id)


async def list_surveys(snap: Snapshot, _query: ListSurveys) -> tuple[Survey, ...]:
    return tuple(await surveys.list_surveys(snap, MOST_SHOWN))
