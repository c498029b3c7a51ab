"""A survey before it is sent, while it runs and when it is over. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.office.broadcasts.screens import audience_text
from bot.office.survey.callbacks import END, END_SURE, SHOW, SurveyTap
from bot.screen import Button, Screen, clip, escape, lines, listed, paragraphs, short_id
from core.channel.types import Audience
from core.feedback.documents.answers import share_of
from core.feedback.survey_types import Survey, SurveyForm, SurveyPreview
from core.feedback.wording import question_for, read_question
from core.i18n.phrases import Say

# Names of programs and formats are the same in every language.
FORMS = {SurveyForm.EXCEL: "Excel", SurveyForm.CSV: "CSV"}
_SHOWN, _BAR = 300, 10


def survey_preview(texts: Mapping[str, str], audience: Audience, found: SurveyPreview, say: Say) -> str:
    """Whom it would ask, until when, and what it looks like in each language."""
    people = ", ".join(f"{language} {say.number(count)}" for language, count in found.languages.items())
    return paragraphs(
        lines(
            say("survey.to", found.people),
            audience_text(audience, say),
            people,
            say("broadcast.sample", names=listed(clip(name, 60) for name in found.sample)),
            say("broadcast.off", found.off) if found.off else None,
            say("survey.until", at=found.ends_at - timedelta(seconds=1)),
        ),
        *(_example(language, text) for language, text in sorted(texts.items())),
    )


def _example(language: str, text: str) -> str:
    question = read_question(text)
    choices = [f"▫️ {escape(choice)}" for choice in question.choices]
    mark = f"[{language}] " if language else ""
    return lines(
        f"{mark}❓ {escape(question.words)}", "▫️ 1 · 2 · 3 · 4 · 5" if question.is_scale else lines(*choices)
    )


def survey_screen(survey: Survey, say: Say, *, is_sure_asked: bool = False) -> Screen:
    """Who was asked, what was answered in shares, and what can be done; short enough for below
    a picture."""
    question = question_for(survey.texts, say.language)
    shares = [
        f"{_bar(count, survey.answered)} {say.percent(share_of(count, survey.answered))} {escape(choice)}"
        for choice, count in zip(question.choices, survey.answers, strict=True)
    ]
    state = "survey.runs" if survey.closed_at is None else "survey.ended"
    text = paragraphs(
        lines(
            f"❓ <b>{escape(clip(question.words, _SHOWN))}</b>",
            clip(audience_text(survey.audience, say), _SHOWN),
            say(state, at=survey.closed_at or survey.ends_at - timedelta(seconds=1)),
        ),
        lines(
            say("survey.answered", survey.answered, asked=survey.asked),
            *(shares if survey.answered else ()),
            say("survey.remarks", survey.remarks) if survey.remarks else None,
        ),
        say("survey.end_sure") if is_sure_asked else None,
    )
    return Screen(text, _rows(survey, say, is_sure_asked=is_sure_asked))


def _bar(count: int, total: int) -> str:
    full = count * _BAR // total if total else 0
    return "▓" * full + "░" * (_BAR - full)


def _rows(survey: Survey, say: Say, *, is_sure_asked: bool) -> tuple[tuple[Button, ...], ...]:
    if is_sure_asked:
        sure, back = say("button.survey_end_sure"), say("button.back")
        return ((_button(survey, END_SURE, sure), _button(survey, SHOW, back)),)
    files = tuple(_button(survey, form.value, f"📄 {label}") for form, label in FORMS.items())
    rows = [files] if survey.answered else []
    if survey.closed_at is None:
        rows += [
            (
                _button(survey, SHOW, say("button.survey_refresh")),
                _button(survey, END, say("button.survey_end")),
            )
        ]
    elif survey.answered:
        rows += [(_button(survey, SHOW, say("button.survey_picture")),)]
    return tuple(rows)


def _button(survey: Survey, act: str, label: str) -> Button:
    return Button(label, SurveyTap(act=act, survey=short_id(survey.id)).pack())


def surveys_screen(found: Sequence[Survey], say: Say) -> Screen:
    """Those that run and the last ones that ended, one button each."""
    if not found:
        return Screen(say("survey.none"))
    rows = tuple((_button(one, SHOW, _label(one, say)),) for one in found)
    return Screen(say("survey.list"), rows)


def _label(survey: Survey, say: Say) -> str:
    sign = "🟢" if survey.closed_at is None else "⚪"
    share = f"{say.number(survey.answered)}/{say.number(survey.asked)}"
    return f"{sign} {share} · {clip(question_for(survey.texts, say.language).words, 36)}"
