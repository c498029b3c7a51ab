"""What dealers said, as it was written. No event holds their words: those stand with the rating alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
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
class FeedbackPolicySet(Event):
    name: ClassVar[str] = "feedback_policy_set"
    ask_days: int
