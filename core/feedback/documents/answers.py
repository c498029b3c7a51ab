"""A survey's answers: their shares as a picture, and each with its remark as a table."""

from __future__ import annotations

from core.feedback.survey_types import Question, Survey, SurveyAnswer, SurveyForm
from core.i18n.phrases import Say
from core.kernel.clock import local_day
from core.reporting.documents.chart import Bar, draw_bars
from core.reporting.documents.sheets import open_sheet
from core.reporting.types import Column, Field, Form, Kind

_COLUMNS = tuple(
    Column(Field(name, kind))
    for name, kind in (
        ("day", Kind.DAY), ("dealer", Kind.TEXT), ("region", Kind.TEXT), ("tier", Kind.TEXT),
        ("person", Kind.TEXT), ("answer", Kind.TEXT), ("remark", Kind.TEXT),
    )
)  # fmt: skip
_FORMS = {SurveyForm.EXCEL: Form.EXCEL, SurveyForm.CSV: Form.CSV}


def draw_shares(survey: Survey, question: Question, say: Say, *, dark: bool) -> bytes:
    """A PNG, 960 pixels wide: how many chose which answer. ``say`` must not escape."""
    bars = [
        Bar(choice, count, f"{say.percent(share_of(count, survey.answered))} · {say.number(count)}")
        for choice, count in zip(question.choices, survey.answers, strict=True)
    ]
    subtitle = say("survey.answered", survey.answered, asked=survey.asked)
    title = " ".join(question.words.split())
    return draw_bars(bars, title, subtitle, say, dark=dark, by_time=False)


def share_of(count: int, total: int) -> int:
    """Hundredths of a percent, half up."""
    return (20_000 * count + total) // (2 * total) if total else 0


def write_answers(
    found: list[SurveyAnswer], question: Question, form: SurveyForm, title: str, say: Say
) -> bytes:
    """Days are the reader's."""
    writer = open_sheet(_FORMS[form], _COLUMNS, title, say, None)
    try:
        writer.add(
            (
                local_day(one.at, say.zone), one.dealer, one.region, one.tier, one.person,
                question.choices[one.choice - 1], one.words,
            )
            for one in found
        )  # fmt: skip
        return writer.finish(())
    finally:
        writer.drop()
