"""/survey and /surveys."""

from __future__ import annotations

from collections.abc import Mapping

from bot.office.broadcasts.kinds import AudienceKind, MessageKind
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import DayKind
from bot.office.survey.screens import survey_preview, survey_screen, surveys_screen
from bot.screen import Screen
from bot.turn import Turn
from core.channel.wording import split_variants
from core.feedback.use_cases.run_survey import ListSurveys, PreviewSurvey, StartSurvey
from core.i18n.phrases import LANGUAGES
from core.kernel.actor import Permission


def _texts(args: Args) -> Mapping[str, str]:
    return split_variants(args["survey_text"], LANGUAGES)


async def _preview(turn: Turn, args: Args) -> str:
    texts = _texts(args)
    found = await turn.ask(PreviewSurvey(texts, args["audience"], args["survey_until"]))
    return survey_preview(texts, args["audience"], found, turn.say)


async def _start(turn: Turn, args: Args) -> Screen:
    survey = await turn.execute(StartSurvey(_texts(args), args["audience"], args["survey_until"]))
    return survey_screen(survey, turn.say)


async def _list(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListSurveys())
    return surveys_screen(found, turn.say)


COMMANDS = (
    AdminCommand(
        name="survey", area=Area.HOUSE, permission=Permission.BROADCAST, act=_start, preview=_preview,
        params=(
            Param("audience", AudienceKind()),
            Param("survey_until", DayKind()),
            Param("survey_text", MessageKind()),
        ),
        example="/survey ordered:30 tomorrow",
    ),
    AdminCommand(name="surveys", area=Area.HOUSE, permission=Permission.BROADCAST, act=_list),
)  # fmt: skip
