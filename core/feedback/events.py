"""What dealers said, as it was written. No event holds their words: those stand with the rating alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class DeliveryRated(Event):
    """rating: 1 to 5, of one person; the last of its day counts. task_id: the open one that it changed."""

    name: ClassVar[str] = "delivery_rated"
    proof_id: uuid.UUID
    dealer_id: DealerId
    orders: tuple[str, ...]
    rating: int
    person_id: PersonId
    task_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class RatingExplained(Event):
    """The person said why; who looks after it (``owner_id``) sees it on the task.

    task_id None: there is none that was open before.
    """

    name: ClassVar[str] = "rating_explained"
    proof_id: uuid.UUID
    dealer_id: DealerId
    person_id: PersonId
    task_id: uuid.UUID | None
    owner_id: PersonId | None


@dataclass(frozen=True, slots=True)
class SurveyStarted(Event):
    name: ClassVar[str] = "survey_started"
    survey_id: uuid.UUID
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SurveyAnswered(Event):
    """choice: which of the answers, counted from 1; the last one counts."""

    name: ClassVar[str] = "survey_answered"
    survey_id: uuid.UUID
    dealer_id: DealerId | None
    person_id: PersonId
    choice: int


@dataclass(frozen=True, slots=True)
class SurveyExplained(Event):
    """The person wrote a remark to the answer."""

    name: ClassVar[str] = "survey_explained"
    survey_id: uuid.UUID
    dealer_id: DealerId | None
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class SurveyEnded(Event):
    """ended_by None: its day was over."""

    name: ClassVar[str] = "survey_ended"
    survey_id: uuid.UUID
    made_by: PersonId
    ended_by: PersonId | None


@dataclass(frozen=True, slots=True)
class FeedbackPolicySet(Event):
    name: ClassVar[str] = "feedback_policy_set"
    ask_days: int
