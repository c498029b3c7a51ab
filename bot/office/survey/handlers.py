"""The card of a survey: its shares as a picture, its answers as a file, its end."""

from __future__ import annotations

import uuid

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.office.survey.callbacks import END, END_SURE, SHOW, SurveyTap
from bot.office.survey.screens import survey_screen
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.feedback.survey_types import SurveyForm
from core.feedback.use_cases.report_survey import DrawSurvey, ExportSurvey
from core.feedback.use_cases.run_survey import EndSurvey, ShowSurvey

_FORMS = {form.value: form for form in SurveyForm}


async def on_tap(_query: CallbackQuery, callback_data: SurveyTap, turn: Turn) -> None:
    survey_id = long_id(callback_data.survey)
    match callback_data.act:
        case act if act == SHOW:
            await _show(turn, survey_id)
        case act if act in _FORMS:
            found = await turn.ask(ExportSurvey(turn.say, survey_id, _FORMS[act]))
            await turn.send_file(found.name, found.content)
        case act if act == END:
            survey = await turn.ask(ShowSurvey(survey_id))
            await turn.freeze()
            await turn.show(survey_screen(survey, turn.say, is_sure_asked=survey.closed_at is None))
        case act if act == END_SURE:
            await turn.execute(EndSurvey(survey_id))
            await _show(turn, survey_id)
        case act:
            raise OldButton(act)


async def _show(turn: Turn, survey_id: uuid.UUID) -> None:
    picture = await turn.ask(DrawSurvey(turn.say, survey_id))
    screen = survey_screen(picture.survey, turn.say)
    if picture.png is None:
        await turn.redraw(screen)
    else:
        await turn.freeze()
        await turn.send_photo(picture.png, screen)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="surveys")
    router.callback_query.register(on_tap, SurveyTap.filter())
    return router
