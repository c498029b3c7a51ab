"""Answers to questions of the house."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.dealer.survey.callbacks import OPEN, REMARK, SAY, AnswerTap
from bot.dealer.survey.screens import answered_screen
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.feedback.survey_types import MOST_CHOICES
from core.feedback.use_cases.answer_survey import AnswerSurvey, ExplainAnswer, ShowAsked

_CHOICES = {str(at) for at in range(1, MOST_CHOICES + 1)}


async def on_tap(_query: CallbackQuery, callback_data: AnswerTap, turn: Turn) -> None:
    survey_id = long_id(callback_data.survey)
    match callback_data.act:
        case act if act in _CHOICES:
            asked = await turn.execute(AnswerSurvey(survey_id, int(act)))
            await turn.redraw(answered_screen(asked, turn.say))
        case act if act == OPEN:
            asked = await turn.ask(ShowAsked(survey_id))
            await turn.show(answered_screen(asked, turn.say))
        case act if act == SAY:
            await turn.ask(ShowAsked(survey_id))
            await turn.expect(REMARK, {"survey": callback_data.survey})
            await turn.tell("survey.say")
        case act:
            raise OldButton(act)


async def on_remark(turn: Turn, data: dict[str, Any], text: str) -> None:
    """More than the answer says."""
    await turn.execute(ExplainAnswer(long_id(data["survey"]), text))
    await turn.tell("survey.said")


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="survey")
    router.callback_query.register(on_tap, AnswerTap.filter())
    return router
