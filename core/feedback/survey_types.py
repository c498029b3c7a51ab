"""Values of surveys: what is asked, and what was answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.channel.types import Audience
from core.kernel.ids import PersonId

LEAST_CHOICES, MOST_CHOICES = 2, 5
MOST_LABEL = 40
MOST_QUESTION = 500
# So many days a survey may run.
MOST_DAYS = 180


@dataclass(frozen=True, slots=True)
class Question:
    """choices: what can be answered, counted from 1; is_scale: the numbers from 1 to 5."""

    words: str
    choices: tuple[str, ...]
    is_scale: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """texts: by language, "" for all others. answers: people by choice, the first one first.

    asked: who got the question; remarks: how many wrote one. ends_at: the first moment that is too late.
    """

    id: uuid.UUID
    texts: Mapping[str, str]
    audience: Audience
    made_by: PersonId
    made_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    asked: int
    answers: tuple[int, ...]
    remarks: int

    @property
    def answered(self) -> int:
        return sum(self.answers)


@dataclass(frozen=True, slots=True)
class SurveyPreview:
    """Whom it would reach now, who has switched surveys off, a few names, and when it ends."""

    people: int
    off: int
    languages: Mapping[str, int]
    sample: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one person has it. choice None: not answered yet."""

    survey_id: uuid.UUID
    texts: Mapping[str, str]
    choice: int | None
    words: str
    ends_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """What one person answered, for the office. dealer "": a person of the house."""

    dealer: str
    region: str
    tier: str
    person: str
    choice: int
    words: str
    at: datetime


class SurveyForm(StrEnum):
    """What the answers are handed over as; the value is the ending of the file."""

    EXCEL = "xlsx"
    CSV = "csv"
