"""Values of rebates: programmes, where a dealer stands in one, what a period came to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId
from core.kernel.money import Money


class RebatePeriod(StrEnum):
    """How long goods are added up: calendar quarters or years."""

    QUARTER = "quarter"
    YEAR = "year"


class RebateBasis(StrEnum):
    """What a reached step's rate counts for."""

    WHOLE = "whole"  # everything bought in the period
    ABOVE = "above"  # the part from this step up to the next


@dataclass(frozen=True, slots=True)
class RebateStep:
    """From ``least`` on (minor units, itself included) the rate is ``basis_points``."""

    least: int
    basis_points: int


@dataclass(frozen=True, slots=True)
class RebateTerms:
    """What a programme promises. steps: the lowest first.

    tiers, dealers: who takes part, whoever is in either; none given is everybody. targets: (product, SKU),
    (brand, name) or (category, path with all below it) that count; none given is all goods.
    """

    currency: str
    period: RebatePeriod
    basis: RebateBasis
    steps: tuple[RebateStep, ...]
    tiers: tuple[str, ...] = ()
    dealers: tuple[DealerId, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a period: the first one, and the first that is not in it any more."""

    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


@dataclass(frozen=True, slots=True)
class RebateProgramme:
    """Terms that count from ``starts_on`` until before ``ends_on`` (None: on and on), both ends of a period.

    Programmes of one code follow one another: a change begins a new one with the next period.
    """

    id: uuid.UUID
    code: str
    terms: RebateTerms
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods of an invoice, or of a credit note (then below zero), net of tax, in minor units.

    made_at: when it was written. invoice_day: of a credit note, the day of the invoice that it takes from.
    """

    day: date
    minor: int
    made_at: datetime
    invoice_day: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The first step that is not reached. brings: what the rebate would be more with exactly its amount."""

    least: Money
    basis_points: int
    missing: Money
    brings: Money


@dataclass(frozen=True, slots=True)
class RebateStanding:
    """Where a dealer stands. basis_points: the highest rate that is reached, 0 below the first step.

    days_left: days of the period that are left, today included.
    """

    span: Span
    bought: Money
    basis_points: int
    earned: Money
    next_step: NextStep | None
    days_left: int


@dataclass(frozen=True, slots=True)
class RebateStatement:
    """What an ended period came to, as it was stated. settled: what was credited; None: not yet."""

    id: uuid.UUID
    programme_id: uuid.UUID
    code: str
    dealer_id: DealerId
    dealer_name: str
    span: Span
    bought: Money
    basis_points: int
    earned: Money
    stated_at: datetime
    settled: Money | None = None
    settled_at: datetime | None = None
    credit_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RebateView:
    """A programme a dealer takes part in, where it stands, and its last statements, newest first."""

    programme: RebateProgramme
    standing: RebateStanding
    statements: tuple[RebateStatement, ...]


@dataclass(frozen=True, slots=True)
class Creditable:
    """An invoice that can still be credited: what is left of its total, and its total without tax."""

    number: str
    net: int
    total: int
    left: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A statement about to be settled. earned: after what came back since; notes: (invoice, with tax)."""

    statement: RebateStatement
    bought: Money
    earned: Money
    notes: tuple[tuple[str, Money], ...]
