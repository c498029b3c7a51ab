"""Values of templates and standing orders. Quantities are base units unless the name says unit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.kernel.ids import DealerId, DraftId, PersonId, ProductId
from core.kernel.money import UnitPrice


class Every(StrEnum):
    """How a schedule counts."""

    WEEK = "week"
    MONTH = "month"


class OnHoliday(StrEnum):
    """What becomes of a period whose day is a holiday of the house."""

    SKIP = "skip"
    MOVE = "move"  # to the next day the house works


class PeriodState(StrEnum):
    """shown: told the evening before. confirmed: somebody said yes to it, so it is placed as any other."""

    SHOWN = "shown"
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"
    PLACED = "placed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """unit_price: of one base unit when it was saved, None where it had none."""

    position: int
    product_id: ProductId
    unit: str | None
    unit_quantity: Decimal
    quantity: int
    unit_price: UnitPrice | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a template is ordered by itself.

    weekdays: Monday is 0; counted every so many ``weeks`` from the week of ``starts_on``. month_day: of every
    month, its last day where the month is shorter. at: "HH:MM" in the dealer's zone.
    """

    every: Every
    weekdays: tuple[int, ...] = ()
    weeks: int = 1
    month_day: int = 1
    at: str = "08:00"
    on_holiday: OnHoliday = OnHoliday.MOVE
    starts_on: date = date(2000, 1, 1)
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """One time that a schedule comes due. period_on: the day it counts for, on: the day it is placed."""

    period_on: date
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A template's schedule, in the name of a person. begun: when it was set; nothing earlier is ordered."""

    template_id: uuid.UUID
    dealer_id: DealerId
    person_id: PersonId
    schedule: Schedule
    is_paused: bool
    begun: datetime


@dataclass(frozen=True, slots=True)
class Template:
    """A list of goods under a name; ``is_mine``: the asking person's own."""

    id: uuid.UUID
    name: str
    person_id: PersonId
    is_mine: bool
    is_shared: bool
    lines: tuple[TemplateLine, ...]


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template in a list."""

    id: uuid.UUID
    name: str
    is_mine: bool
    is_shared: bool
    lines: int
    is_standing: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a template with what its product is called today; ``is_gone``: it cannot be had any more."""

    position: int
    name: str
    unit: str
    unit_quantity: Decimal
    is_gone: bool


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A template as its people see it."""

    template: Template
    owner: str | None
    lines: tuple[ShownLine, ...]
    may_edit: bool
    standing: Standing | None
    next_at: datetime | None


class ChangeKind(StrEnum):
    """What is different from when a template was saved."""

    PRICE = "price"
    PACK = "pack"
    GONE = "gone"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Change:
    """before, after: prices of one base unit (price), base units in the unit (pack), or base units wanted and
    there (short). substitute: what stands in for goods that are gone."""

    kind: ChangeKind
    position: int
    name: str
    before: UnitPrice | int | None = None
    after: UnitPrice | int | None = None
    unit: str = ""
    substitute: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateOrdered:
    """What became of a template. draft_id None: nothing of it can be had."""

    template_id: uuid.UUID
    name: str
    draft_id: DraftId | None
    changes: tuple[Change, ...]
    unread: tuple[str, ...] = ()
