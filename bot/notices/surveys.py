"""Whoever asked a question hears that its day is over, and what was answered."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from bot.notices.people import Told
from bot.office.survey.screens import survey_screen
from core.dealers.use_cases.find_recipients import FindRecipients
from core.feedback.use_cases.run_survey import ShowSurvey
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.ids import PersonId


async def survey_ended(core: Core, event: dict[str, Any]) -> Told:
    """Whoever ended it by hand sees it there."""
    if event["ended_by"] == event["made_by"]:
        return []
    survey = await core.ask(SYSTEM, ShowSurvey(UUID(event["survey_id"])))
    people = await core.ask(SYSTEM, FindRecipients(person_id=PersonId(survey.made_by)))
    return [(one, partial(survey_screen, survey)) for one in people]
