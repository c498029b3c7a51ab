"""What happened to alarms. No event names a dealer: its people read none of this."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import OrderId, PersonId


@dataclass(frozen=True, slots=True)
class TaskOpened(Event):
    """``kind``: AlarmKind. ``owner_id`` None: nobody of the house can be reached."""

    name: ClassVar[str] = "task_opened"
    task_id: uuid.UUID
    order_id: OrderId
    number: str
    kind: str
    owner_id: PersonId | None


@dataclass(frozen=True, slots=True)
class TaskGiven(Event):
    name: ClassVar[str] = "task_given"
    task_id: uuid.UUID
    number: str
    owner_id: PersonId
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class TaskSnoozed(Event):
    name: ClassVar[str] = "task_snoozed"
    task_id: uuid.UUID
    number: str
    hours: int
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class TaskBack(Event):
    """It was put off, and the time is over."""

    name: ClassVar[str] = "task_back"
    task_id: uuid.UUID
    number: str
    owner_id: PersonId | None


@dataclass(frozen=True, slots=True)
class TaskEscalated(Event):
    """Nobody has touched it: ``told`` hear of it."""

    name: ClassVar[str] = "task_escalated"
    task_id: uuid.UUID
    number: str
    owner_id: PersonId | None
    told: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class TaskEnded(Event):
    """``state``: done (by ``person_id``) or closed (the order moved on)."""

    name: ClassVar[str] = "task_ended"
    task_id: uuid.UUID
    number: str
    state: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class AlarmRuleSet(Event):
    name: ClassVar[str] = "alarm_rule_set"
    kind: str
    limit: int
    owner: str
    escalate_hours: int
    is_on: bool
    person_id: PersonId | None
