"""Who takes the answer to a question that was asked with ``turn.expect``; listed by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dealer.team import handlers as team
from bot.office import dialogue
from bot.office.reports import handlers as reports
from bot.security import handlers as security
from bot.security import proving
from bot.staff.approvals.callbacks import PART_ANSWER
from bot.staff.approvals.handlers import on_part
from bot.turn import Turn

Answer = Callable[[Turn, dict[str, Any], str], Awaitable[None]]

# Name of the question -> what is done with (turn, data of the question, the typed text).
ANSWERS: dict[str, Answer] = {
    PART_ANSWER: on_part,
    security.CONFIRM: security.on_first_code,
    proving.PROVE: proving.on_code,
    team.COLLEAGUE: team.on_colleague,
    dialogue.QUESTION: dialogue.on_answer,
    reports.NAME: reports.on_name,
}
