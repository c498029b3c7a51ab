"""Values of reporting. Shares are basis points (10,000 = all), spans of time seconds, money is Money."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from core.kernel.ids import PersonId
from core.kernel.money import Money


class Subject(StrEnum):
    """What a report is about; each row of a list is one of these."""

    ORDERS = "orders"
    LINES = "lines"
    DEALERS = "dealers"
    PRODUCTS = "products"
    INVOICES = "invoices"
    APPROVALS = "approvals"


class Kind(StrEnum):
    """How a value of a field is read and shown."""

    TEXT = "text"
    STATE = "state"
    MONEY = "money"
    COUNT = "count"
    DAY = "day"
    MONTH = "month"
    HOURS = "hours"
    SHARE = "share"


class Form(StrEnum):
    """What a report is handed over as; the value is the ending of the file."""

    EXCEL = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    PICTURE = "png"


class Operator(StrEnum):
    IS = "="
    HAS = "~"
    OVER = ">"  # this much or more
    UNDER = "<"  # this much or less


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Field:
    """One column that a subject has.

    adds: it may be summed (of a group, at the foot of a list). is_key: rows can be grouped by it.
    secret: only for those who may see margins. of: (part, whole) of a SHARE.
    """

    name: str
    kind: Kind
    is_key: bool = False
    adds: bool = False
    secret: bool = False
    of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows stay whose field is like this; numbers are written plainly ("1000.50"), in whole money units."""

    field: str
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report as somebody composed it.

    by: fields to group by, in this order; empty for a list of single rows. fields: columns beside those;
    empty means the usual ones. period: see ``engine.periods``.
    """

    subject: Subject
    by: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    period: str = "this_month"


Cell: TypeAlias = str | int | Money | date | None
"""A value by the kind of its field: COUNT, HOURS (seconds) and SHARE are whole numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a finished table."""

    field: Field
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A finished report: cells in the order of the columns, and the sums at the foot, one row a currency."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` until before ``end``, both in UTC; first and last are the local days that it covers."""

    start: datetime
    end: datetime
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a report is sent: at an hour and minute of the zone, on a day of the week (Monday 1) or month.

    A month without that day has its last day instead.
    """

    every: Every
    day: int
    hour: int
    minute: int
    zone: str


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A report that somebody composed; without a name it is still being put together."""

    id: uuid.UUID
    person_id: PersonId
    name: str | None
    spec: ReportSpec
    schedule: Schedule | None = None
    form: Form | None = None
    next_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report on the screen: the days it is about now, and the fields offered to group by."""

    report: SavedReport
    days: Period
    groups: tuple[str, ...]


class Measure(StrEnum):
    """The measures of C3, in the order they are shown."""

    CHAT_SHARE = "chat_share"
    ACTIVE_DEALERS = "active_dealers"
    ERROR_RATE = "error_rate"
    PROCESSING = "processing"
    AFTER_HOURS = "after_hours"
    SELF_SERVICE = "self_service"
    DECISION = "decision"
    DSO = "dso"
    FILL_RATE = "fill_rate"
    MARGIN = "margin"


class Unit(StrEnum):
    """What the number of a measure counts."""

    SHARE = "share"
    SECONDS = "seconds"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure in a period and in the one before; None where there was nothing to measure.

    target: where it should be, None for measures without one; less: a smaller number is better.
    """

    measure: Measure
    unit: Unit
    value: int | None
    before: int | None
    target: int | None
    less: bool

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where there is none, or nothing was measured."""
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.less else self.value >= self.target


@dataclass(frozen=True, slots=True)
class ReportPolicy:
    """What the house's measures are judged by.

    opens, closes: business hours as minutes of the day; days: business days, Monday 1.
    baseline_seconds: how long an order took before the chat; None: nobody has said.
    """

    opens: int
    closes: int
    days: tuple[int, ...]
    baseline_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted in one period, for the measures.

    Orders are those placed in it. wrong_lines: lines of chat orders that were not what the dealer wanted.
    processing, decision: median seconds. wanted, served: pieces. receivable: owed at the end; invoiced:
    what was invoiced in the 90 days before it. priced: sales with a known cost, less order discounts.
    """

    orders: int = 0
    chat_orders: int = 0
    dealers: int = 0
    chat_dealers: int = 0
    chat_lines: int = 0
    wrong_lines: int = 0
    processing: int | None = None
    decision: int | None = None
    after_hours: int = 0
    untouched: int = 0
    wanted: int = 0
    served: int = 0
    receivable: int | None = None
    invoiced: int | None = None
    priced: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Orders and sales of a day, or of a part of one; sales in the house's own currency."""

    orders: int
    sales: Money
    dealers: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """What /today shows, at the moment ``at``; yesterday and a week ago up to the same time of the day.

    days: the last fourteen days with this one, oldest first. waiting: open requests for approval.
    """

    at: datetime
    zone: str
    today: DayFigures
    yesterday: DayFigures
    last_week: DayFigures
    other_sales: tuple[Money, ...]
    waiting: int
    days: tuple[tuple[date, DayFigures], ...]
    measures: tuple[Measured, ...]
