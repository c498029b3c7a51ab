"""What happened to reports: who took which figures out of the house, and what the clock was told to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class ReportTaken(Event):
    """Somebody took a report as a file."""

    name: ClassVar[str] = "report_taken"
    report_id: str
    subject: str
    form: str


@dataclass(frozen=True, slots=True)
class ReportScheduled(Event):
    """``every`` is empty where the sending was ended."""

    name: ClassVar[str] = "report_scheduled"
    report_id: str
    subject: str
    every: str


@dataclass(frozen=True, slots=True)
class ReportPolicyChanged(Event):
    name: ClassVar[str] = "report_policy_changed"
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class DealersSilent(Event):
    """The week's word to a rep: how many dealers, what may be lost a month (currency, minor units), the first
    names."""

    name: ClassVar[str] = "dealers_silent"
    rep_id: PersonId
    count: int
    worth: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
