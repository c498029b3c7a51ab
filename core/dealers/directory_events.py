"""What the back office did to dealers and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class DealerCreated(Event):
    name: ClassVar[str] = "dealer_created"
    dealer_id: DealerId
    code: str


@dataclass(frozen=True, slots=True)
class RepAssigned(Event):
    name: ClassVar[str] = "rep_assigned"
    dealer_id: DealerId
    rep_id: PersonId
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class DealerActivityChanged(Event):
    name: ClassVar[str] = "dealer_activity_changed"
    dealer_id: DealerId
    active: bool


@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    name: ClassVar[str] = "person_added"
    person_id: PersonId
    dealer_id: DealerId | None
    role: str
