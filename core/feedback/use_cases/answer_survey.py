"""Whoever was asked answers with a tap, and may change it and say more until the survey ends (A22)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from core.feedback.errors import SurveyOver, SurveyUnfit
from core.feedback.events import SurveyAnswered, SurveyExplained
from core.feedback.repository import surveys
from core.feedback.survey_types import Asked
from core.feedback.types import MOST_WORDS
from core.feedback.wording import question_for
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query


@dataclass(frozen=True, slots=True)
class ShowAsked(Query[Asked]):
    """The question as the actor has it. Raises NotFound for whom it was not put to."""

    permission = Permission.OWN_PROFILE
    survey_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AnswerSurvey(Command[Asked]):
    """choice: counted from 1; the last one counts. Raises NotFound, SurveyOver, SurveyUnfit."""

    permission = Permission.OWN_PROFILE
    keeps_result = False  # the same button is tapped again after another one was
    survey_id: uuid.UUID
    choice: int


@dataclass(frozen=True, slots=True)
class ExplainAnswer(Command[Asked]):
    """More than the answer says; the last words count. Raises NotFound (also without an answer),
    SurveyOver, SurveyUnfit."""

    permission = Permission.OWN_PROFILE
    survey_id: uuid.UUID
    words: str


async def show_asked(snap: Snapshot, query: ShowAsked) -> Asked:
    return await surveys.find_asked(snap, query.survey_id, snap.person_id)


async def answer_survey(tx: Transaction, command: AnswerSurvey) -> Asked:
    asked = await _hold(tx, command.survey_id)
    if not 1 <= command.choice <= len(question_for(asked.texts, "").choices):
        raise SurveyUnfit(why="choice")
    if asked.choice == command.choice:
        return asked
    dealer_id = tx.actor.dealer_id
    await surveys.put_answer(tx, asked.survey_id, tx.person_id, dealer_id, command.choice)
    tx.record(SurveyAnswered(asked.survey_id, dealer_id, tx.person_id, command.choice))
    return replace(asked, choice=command.choice)


async def explain_answer(tx: Transaction, command: ExplainAnswer) -> Asked:
    words = " ".join(command.words.split())[:MOST_WORDS]
    if not words:
        raise SurveyUnfit(why="words")
    asked = await _hold(tx, command.survey_id)
    if asked.choice is None:
        raise SurveyUnfit(why="choice")
    if asked.words == words:
        return asked
    await surveys.put_words(tx, asked.survey_id, tx.person_id, words)
    tx.record(SurveyExplained(asked.survey_id, tx.actor.dealer_id, tx.person_id))
    return replace(asked, words=words)


async def _hold(tx: Transaction, survey_id: uuid.UUID) -> Asked:
    """The actor's question; it does not end before the transaction does."""
    await surveys.hold_survey(tx, survey_id)
    asked = await surveys.find_asked(tx, survey_id, tx.person_id)
    if asked.is_over:
        raise SurveyOver
    return asked
