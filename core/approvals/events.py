"""What happened to requests, whatever they are about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, PersonId


@dataclass(frozen=True, slots=True)
class ApprovalRequested(Event):
    """``asked`` decide now (with their deputies), ``told`` only hear of it."""

    name: ClassVar[str] = "approval_requested"
    approval_id: ApprovalId
    kind: str
    subject_id: uuid.UUID
    dealer_id: DealerId
    asked: tuple[PersonId, ...]
    told: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ApprovalStepPassed(Event):
    """One step is done; ``asked`` are those whose turn it is now (empty while others of the step decide)."""

    name: ClassVar[str] = "approval_step_passed"
    approval_id: ApprovalId
    kind: str
    subject_id: uuid.UUID
    dealer_id: DealerId
    person_id: PersonId | None
    asked: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ApprovalReminder(Event):
    """Half of the time is gone and nobody has decided."""

    name: ClassVar[str] = "approval_reminder"
    approval_id: ApprovalId
    kind: str
    subject_id: uuid.UUID
    dealer_id: DealerId
    asked: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ApprovalEscalated(Event):
    """The time is over; ``asked`` of the next level decide from now on, as well as those before."""

    name: ClassVar[str] = "approval_escalated"
    approval_id: ApprovalId
    kind: str
    subject_id: uuid.UUID
    dealer_id: DealerId
    level: str
    asked: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ApprovalRuleSet(Event):
    name: ClassVar[str] = "approval_rule_set"
    rule_id: uuid.UUID
    trigger: str
    level: str
    active: bool


@dataclass(frozen=True, slots=True)
class ApprovalRuleRemoved(Event):
    name: ClassVar[str] = "approval_rule_removed"
    rule_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ApproverRegionSet(Event):
    """``region`` None: somebody decides about all of them again."""

    name: ClassVar[str] = "approver_region_set"
    person_id: PersonId
    region: str | None


@dataclass(frozen=True, slots=True)
class DeputySet(Event):
    """``deputy_id`` None: nobody stands in any more."""

    name: ClassVar[str] = "deputy_set"
    person_id: PersonId
    deputy_id: PersonId | None
