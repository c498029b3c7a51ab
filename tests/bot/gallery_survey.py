"""Questions of the house: before they are sent, as they are answered, and what was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bot.dealer.survey.screens import answered_screen, asked_screen, question_screen
from bot.office.survey.screens import survey_preview, survey_screen, surveys_screen
from bot.screen import Screen
from core.channel.types import Audience
from core.feedback.survey_types import Asked, Survey, SurveyPreview
from core.feedback.wording import read_question
from core.i18n.phrases import Say
from core.kernel.ids import PersonId
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]
LONG = "<b>&" * 125 + "\n" + "\n".join(f"- {n}" + "<b>&" * 9 for n in range(5))
AUDIENCE = Audience(tiers=("<b>&",) * 20, regions=("west",), has_ordered=True, days=30)


def survey_samples() -> Iterator[Sample]:
    asked = Asked(s.uid(4), {"": LONG}, 2, "<b>&" * 125, s.AT, is_over=False)
    for label, text in (("scale", "How are we?"), ("worst", LONG)):
        question = read_question(text)
        yield f"question, {label}", partial(question_screen, s.uid(4), question)
        yield f"answered, {label}", partial(answered_screen, replace(asked, texts={"": text}))
        yield (
            f"answered in a word, {label}",
            partial(answered_screen, replace(asked, texts={"": text}, words="")),
        )
        yield f"question of the day, {label}", partial(asked_screen, s.uid(4), question)
        found = SurveyPreview(1_234, 7, {"en": 1_000, "tr": 234}, s.NASTY[:5], s.AT)
        texts = {"": text, "tr": text}
        yield f"survey preview, {label}", partial(_preview, found, texts)
        counts = (1, 0, 998, 12, 3)
        survey = Survey(
            s.uid(4), {"": text}, AUDIENCE, PersonId(s.uid(2)), s.AT, s.AT, None, 1_234, counts, 12
        )
        for state, one in (
            ("running", survey), ("ended", replace(survey, closed_at=s.AT)),
            ("unanswered", replace(survey, answers=(0,) * 5, remarks=0)),
        ):  # fmt: skip
            yield f"survey {state}, {label}", partial(survey_screen, one)
        yield f"survey to end, {label}", partial(survey_screen, survey, is_sure_asked=True)
        many = [replace(survey, id=s.uid(at), closed_at=s.AT if at > 5 else None) for at in range(10)]
        yield f"surveys, {label}", partial(surveys_screen, many)
    yield "no surveys", partial(surveys_screen, ())


def _preview(found: SurveyPreview, texts: dict[str, str], say: Say) -> Screen:
    return Screen(survey_preview(texts, AUDIENCE, found, say))
