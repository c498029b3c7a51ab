"""A question of the house, as whoever is asked sees it. Pure."""

from __future__ import annotations

import uuid
from datetime import timedelta

from bot.dealer.notices.screens import switch_rows
from bot.dealer.survey.callbacks import OPEN, SAY, AnswerTap
from bot.screen import Button, Screen, clip, escape, grid, paragraphs, short_id
from core.channel.types import NoticeKind
from core.feedback.survey_types import Asked, Question
from core.feedback.wording import question_for
from core.i18n.phrases import Say

_WORDS = 200


def question_screen(survey_id: uuid.UUID, question: Question, say: Say, asked: Asked | None = None) -> Screen:
    """The question with its answers; what is chosen is marked. asked: as the person has it by now."""
    text = f"❓ {escape(question.words)}"
    if asked is None or asked.choice is None:
        hint = say("survey.scale") if question.is_scale else None
        rows = (*_answers(survey_id, question, None), *switch_rows(NoticeKind.SURVEYS, say, is_on=True))
        return Screen(paragraphs(text, hint), rows)
    last = asked.ends_at - timedelta(seconds=1)
    said = say("survey.remarked", words=clip(asked.words, _WORDS)) if asked.words else None
    remark = say("button.survey_remark_again" if asked.words else "button.survey_remark")
    return Screen(
        paragraphs(text, said, say("survey.chosen", at=last)),
        (*_answers(survey_id, question, asked.choice), (_button(survey_id, SAY, remark),)),
    )


def answered_screen(asked: Asked, say: Say) -> Screen:
    """The question as one person has it."""
    return question_screen(asked.survey_id, question_for(asked.texts, say.language), say, asked)


def _answers(survey_id: uuid.UUID, question: Question, chosen: int | None) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        _button(survey_id, str(at), f"✅ {choice}" if at == chosen else choice)
        for at, choice in enumerate(question.choices, start=1)
    ]
    return grid(buttons, len(buttons) if question.is_scale else 1)


def _button(survey_id: uuid.UUID, act: str, label: str) -> Button:
    return Button(label, AnswerTap(act=act, survey=short_id(survey_id)).pack())


def asked_screen(survey_id: uuid.UUID, question: Question, say: Say) -> Screen:
    """The question among the news of a day: it opens as a message of its own."""
    return Screen(f"❓ {escape(question.words)}", ((_button(survey_id, OPEN, say("button.survey_answer")),),))
