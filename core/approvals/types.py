"""Values of approvals."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.kernel.ids import ApprovalId, DealerId, PersonId
from core.kernel.money import Money
from core.kernel.reasons import Reason

# The reason of a decision that the clock made.
TIME_OVER = "time_over"


class SubjectKind(StrEnum):
    """What a request is about."""

    ORDER = "order"
    PRICE_REQUEST = "price_request"
    TIER_MOVE = "tier_move"
    APPLICATION = "application"
    RETURN = "return"
    PROTECTION = "protection"


class Level(StrEnum):
    """Who decides, lowest first; the names are those of the roles."""

    REP = "rep"
    MANAGER = "manager"
    DIRECTOR = "director"
    FINANCE = "finance"
    GENERAL_MANAGER = "general_manager"

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)


class TriggerKind(StrEnum):
    """What makes a thing an exception."""

    SOFT_LIMIT = "soft_limit"
    HARD_LIMIT = "hard_limit"
    OVERDUE = "overdue_restrict"
    ACCOUNT_HOLD = "account_hold"
    RESTRICTED_PRODUCT = "restricted_product"
    HIGH_VALUE = "high_value"
    BELOW_MINIMUM = "below_minimum"
    NEW_DEALER = "new_dealer"
    SPECIAL_PRICE = "special_price"
    NON_STANDARD_DISCOUNT = "non_standard_discount"
    PRICE_BELOW_FLOOR = "price_below_floor"
    TIER_MOVE = "tier_move"
    APPLICATION = "application"
    RETURNED_GOODS = "returned_goods"
    PRICE_PROTECTION = "price_protection"


CREDIT_TRIGGERS = frozenset(
    {TriggerKind.SOFT_LIMIT, TriggerKind.HARD_LIMIT, TriggerKind.OVERDUE, TriggerKind.ACCOUNT_HOLD}
)

# Nobody does these alone: where no rule names anybody, somebody of this level decides.
ALWAYS_DECIDED: Mapping[TriggerKind, Level] = {
    **dict.fromkeys(sorted(CREDIT_TRIGGERS), Level.FINANCE),
    TriggerKind.TIER_MOVE: Level.DIRECTOR,
    TriggerKind.RETURNED_GOODS: Level.REP,
    TriggerKind.PRICE_PROTECTION: Level.REP,
}


class Duty(StrEnum):
    """What a rule wants of somebody: to decide, or only to be told."""

    DECIDE = "decide"
    TELL = "tell"


class EndAction(StrEnum):
    """What happens when nobody has decided in time."""

    ESCALATE = "escalate"
    APPROVE = "approve"
    REFUSE = "refuse"


class ApprovalState(StrEnum):
    """open until one decision; released: what was in the way is gone; withdrawn: nobody wants it any more."""

    OPEN = "open"
    APPROVED = "approved"
    PARTLY = "partly"
    DECLINED = "declined"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class StepState(StrEnum):
    """waiting for an earlier step, open, passed, or closed with the request."""

    WAITING = "waiting"
    OPEN = "open"
    PASSED = "passed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One exception. basis_points: how far a discount goes, for rules that measure discounts."""

    kind: TriggerKind
    basis_points: int | None = None


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Who is asked when ``trigger`` comes up.

    least, most: inclusive bounds of the request's amount, in minor units of ``currency`` (then only requests
    in it are meant); without a currency they bound the trigger's basis points. region, tier: None means any.
    person_id: one named person, who stands at ``level``. position: steps of one position run side by side,
    the next position follows. hours: time to decide, of the house's working time; at_end: what happens then.
    urgent_always: what is urgent is decided in so many hours by the clock, nights and weekends counted.
    """

    id: uuid.UUID
    trigger: TriggerKind
    level: Level
    person_id: PersonId | None = None
    duty: Duty = Duty.DECIDE
    position: int = 1
    currency: str | None = None
    least: int | None = None
    most: int | None = None
    region: str | None = None
    tier: str | None = None
    hours: int = 4
    at_end: EndAction = EndAction.ESCALATE
    active: bool = True
    urgent_always: bool = False


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody of the house. level None: may be told, may not decide. region None: everywhere."""

    person_id: PersonId
    name: str
    level: Level | None
    region: str | None = None
    dealer_id: DealerId | None = None


@dataclass(frozen=True, slots=True)
class Deputy:
    """``deputy_id`` stands in for ``person_id`` from ``starts_at`` until before ``ends_at``."""

    person_id: PersonId
    deputy_id: PersonId
    starts_at: datetime
    ends_at: datetime

    def holds(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be decided, as rules look at it; requested_by and the dealer's people never decide."""

    dealer_id: DealerId
    amount: Money
    region: str = ""
    tier: str = ""
    rep_id: PersonId | None = None
    requested_by: PersonId | None = None
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """people may be empty: then nobody of the house can decide at present, and those told must see to it.

    by_clock: its hours are those of the clock, and not of the house's working time.
    """

    position: int
    level: Level
    people: tuple[PersonId, ...]
    triggers: tuple[TriggerKind, ...]
    hours: int
    at_end: EndAction
    due_at: datetime
    by_clock: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """Who decides in what order, who is told, and why: one finding for every rule and every turn taken."""

    steps: tuple[PlannedStep, ...]
    told: tuple[PersonId, ...]
    findings: tuple[Reason, ...]

    @property
    def due_at(self) -> datetime | None:
        """When the last step should be done."""
        return max((step.due_at for step in self.steps), default=None)


class MandateKind(StrEnum):
    ASKED = "asked"
    DEPUTY = "deputy"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Mandate:
    """In what capacity somebody decides; principal: for whom a deputy stands in."""

    kind: MandateKind
    principal: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a request. due_at None: it has no time limit, or waits for an earlier step.

    by_clock: see ``PlannedStep``.
    """

    id: uuid.UUID
    position: int
    level: Level
    state: StepState
    people: tuple[PersonId, ...]
    triggers: tuple[TriggerKind, ...]
    hours: int | None
    at_end: EndAction
    opened_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    on_behalf_of: PersonId | None = None
    was_reminded: bool = False
    by_clock: bool = False

    @property
    def is_done(self) -> bool:
        return self.state in (StepState.PASSED, StepState.CLOSED)


@dataclass(frozen=True, slots=True)
class Note:
    """A question to the dealer, or the answer to it."""

    id: uuid.UUID
    person_id: PersonId | None
    person_name: str | None
    is_question: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """A request to decide, with its steps. label: what people call the subject (an order's number).

    expected_by: when what remains should be done: open steps by their due time, waiting ones after that.
    """

    id: ApprovalId
    kind: SubjectKind
    subject_id: uuid.UUID
    label: str
    dealer_id: DealerId
    region: str
    tier: str
    amount: Money
    triggers: tuple[TriggerKind, ...]
    state: ApprovalState
    version: int
    requested_by: PersonId | None
    rep_id: PersonId | None
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    decision_reason: str | None = None
    steps: tuple[Step, ...] = ()
    told: tuple[PersonId, ...] = ()
    notes: tuple[Note, ...] = field(default=())
    expected_by: datetime | None = None

    @property
    def open_steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.state is StepState.OPEN)

    @property
    def request(self) -> Request:
        return Request(self.dealer_id, self.amount, self.region, self.tier, self.rep_id, self.requested_by)

    @property
    def open_question(self) -> Note | None:
        """The last question, while it has no answer."""
        last = self.notes[-1] if self.notes else None
        return last if last is not None and last.is_question else None


Names = Mapping[PersonId, str]
