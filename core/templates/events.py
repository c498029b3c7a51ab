"""What happened to templates and standing orders."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, OrderId, PersonId


@dataclass(frozen=True, slots=True)
class TemplateSaved(Event):
    name: ClassVar[str] = "template_saved"
    dealer_id: DealerId
    template_id: uuid.UUID
    title: str
    lines: int


@dataclass(frozen=True, slots=True)
class TemplateChanged(Event):
    """what: renamed, shared, kept_private or deleted."""

    name: ClassVar[str] = "template_changed"
    dealer_id: DealerId
    template_id: uuid.UUID
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class StandingSet(Event):
    """what: set, paused, resumed or ended."""

    name: ClassVar[str] = "standing_set"
    dealer_id: DealerId
    template_id: uuid.UUID
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class StandingShown(Event):
    """The evening before: what will be ordered, at ``place_at`` (ISO)."""

    name: ClassVar[str] = "standing_shown"
    dealer_id: DealerId
    template_id: uuid.UUID
    person_id: PersonId
    title: str
    period_on: date
    place_at: str


@dataclass(frozen=True, slots=True)
class StandingPlaced(Event):
    """The clock ordered it."""

    name: ClassVar[str] = "standing_placed"
    dealer_id: DealerId
    template_id: uuid.UUID
    person_id: PersonId
    title: str
    period_on: date
    order_id: OrderId
    number: str
    state: str
    total_minor: int
    currency: str
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingFailed(Event):
    """Nothing was ordered; ``why``: code of the refusal, or blocked or all_gone."""

    name: ClassVar[str] = "standing_failed"
    dealer_id: DealerId
    template_id: uuid.UUID
    person_id: PersonId
    title: str
    period_on: date
    why: str
    dealer_name: str
    rep_id: PersonId | None


@dataclass(frozen=True, slots=True)
class StandingSkipped(Event):
    name: ClassVar[str] = "standing_skipped"
    dealer_id: DealerId
    template_id: uuid.UUID
    title: str
    period_on: date


@dataclass(frozen=True, slots=True)
class HolidaySet(Event):
    """``title`` is empty where the day is a working day again."""

    name: ClassVar[str] = "holiday_set"
    day: date
    title: str
