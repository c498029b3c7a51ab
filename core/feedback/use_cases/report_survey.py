"""What was answered, as a picture and as a file (A22)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.feedback.documents.answers import draw_shares, write_answers
from core.feedback.repository import surveys
from core.feedback.survey_types import Survey, SurveyForm
from core.feedback.wording import question_for
from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.reporting.repository import saved


@dataclass(frozen=True, slots=True)
class SurveyPicture:
    """png None: nobody has answered."""

    survey: Survey
    png: bytes | None


@dataclass(frozen=True, slots=True)
class DrawSurvey(Query[SurveyPicture]):
    """How many chose which answer, 960 pixels wide, in the reader's language and taste. Raises NotFound."""

    permission = Permission.BROADCAST
    say: Say
    survey_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SurveyFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportSurvey(Query[SurveyFile]):
    """Who answered what, with each remark. Raises NotFound."""

    permission = Permission.BROADCAST
    say: Say
    survey_id: uuid.UUID
    form: SurveyForm = SurveyForm.EXCEL


async def draw_survey(snap: Snapshot, query: DrawSurvey) -> SurveyPicture:
    survey = await surveys.load_survey(snap, query.survey_id)
    if not survey.answered:
        return SurveyPicture(survey, None)
    say = _plain(query.say)
    question = question_for(survey.texts, say.language)
    dark = await saved.likes_dark(snap)
    return SurveyPicture(survey, await snap.run_apart(lambda: draw_shares(survey, question, say, dark=dark)))


async def export_survey(snap: Snapshot, query: ExportSurvey) -> SurveyFile:
    survey = await surveys.load_survey(snap, query.survey_id)
    found = await surveys.list_answers(snap, survey.id)
    say = _plain(query.say)
    question = question_for(survey.texts, say.language)
    title = say("survey.title")
    content = await snap.run_apart(lambda: write_answers(found, question, query.form, title, say))
    return SurveyFile(f"survey-{survey.made_at:%Y-%m-%d}.{query.form.value}", content)


def _plain(say: Say) -> Say:
    """The reader's voice where nothing is escaped."""
    return Say(say.book, say.language, say.zone, str)
