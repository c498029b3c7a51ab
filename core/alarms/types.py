"""Values of alarms and of the tasks they make."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.kernel.actor import Role
from core.kernel.ids import DealerId, OrderId, PersonId
from core.kernel.money import Money
from core.orders.states import OrderState
from core.stock.types import Warehouse


class AlarmKind(StrEnum):
    """What is wrong with an order. The first one is late, the next six are stuck, four are odd; after
    that of one its dealer fell silent, and with the delivery of the last somebody was not content."""

    LATE = "late"
    REVIEW = "review"  # nobody decides
    UNPICKED = "unpicked"  # agreed, and nobody picks it
    PICKING = "picking"  # picked for too long
    VENDOR = "vendor"  # the vendor of its goods does not answer, not even to a reminder
    CARRIER = "carrier"  # packed, and no carrier has it
    UNDATED = "undated"  # it waits for goods, and nobody knows when they come
    AMOUNT = "amount"
    QUANTITY = "quantity"
    MANY = "many"
    CHANGED = "changed"  # after it had been agreed
    SILENT = "silent"  # the dealer has ordered nothing since; made by hand, no rule finds it
    UNHAPPY = "unhappy"  # its delivery was rated low; made by that, no rule finds it


STUCK = (
    AlarmKind.REVIEW, AlarmKind.UNPICKED, AlarmKind.PICKING, AlarmKind.VENDOR, AlarmKind.CARRIER,
    AlarmKind.UNDATED,
)  # fmt: skip
ODD = (AlarmKind.AMOUNT, AlarmKind.QUANTITY, AlarmKind.MANY, AlarmKind.CHANGED)
# Whose task an alarm may be.
OWNERS = (Role.REP, Role.STOREKEEPER, Role.OFFICE)


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """limit: days past the promise (late), hours in one state (stuck), times the usual (amount, quantity),
    orders of one dealer in an hour (many); of no meaning for the others. escalate_hours:
    untouched so long, and the managers hear of it.
    """

    kind: AlarmKind
    limit: int
    owner: Role
    escalate_hours: int
    is_on: bool = True


DEFAULTS: Mapping[AlarmKind, AlarmRule] = {
    one.kind: one
    for one in (
        AlarmRule(AlarmKind.LATE, 0, Role.REP, 4),
        AlarmRule(AlarmKind.REVIEW, 8, Role.REP, 4),
        AlarmRule(AlarmKind.UNPICKED, 24, Role.STOREKEEPER, 4),
        AlarmRule(AlarmKind.PICKING, 8, Role.STOREKEEPER, 4),
        AlarmRule(AlarmKind.VENDOR, 4, Role.OFFICE, 8),
        AlarmRule(AlarmKind.CARRIER, 0, Role.STOREKEEPER, 4),
        AlarmRule(AlarmKind.UNDATED, 48, Role.OFFICE, 24),
        AlarmRule(AlarmKind.AMOUNT, 5, Role.REP, 8),
        AlarmRule(AlarmKind.QUANTITY, 10, Role.REP, 8),
        AlarmRule(AlarmKind.MANY, 5, Role.REP, 8),
        AlarmRule(AlarmKind.CHANGED, 0, Role.STOREKEEPER, 8),
        AlarmRule(AlarmKind.SILENT, 0, Role.REP, 24 * 7),
        AlarmRule(AlarmKind.UNHAPPY, 0, Role.REP, 8),
    )
}


@dataclass(frozen=True, slots=True)
class Watched:
    """An order as the rules look at it. since: when it came to its state; vendor_since: an unanswered
    purchase order for it was sent then; carrier_since: since then no carrier has a shipment of it that was to
    be booked, told of once for each shipment; changed_at: it was amended then, after it had been agreed.
    is_overtaken: the dealer has ordered again since; known only where tasks are looked at. is_vendors: a
    vendor has said that it sends the goods. places: the warehouses that its goods wait in.
    """

    order_id: OrderId
    number: str
    dealer_id: DealerId
    rep_id: PersonId | None
    state: OrderState
    since: datetime
    placed_at: datetime
    promised_on: date | None
    total_minor: int
    vendor_since: datetime | None = None
    carrier_since: datetime | None = None
    changed_at: datetime | None = None
    is_overtaken: bool = False
    is_vendors: bool = False
    places: tuple[Warehouse, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """One product of an order. quantity: base units."""

    product: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Past:
    """An order of the same dealer from before. is_agreed: it counts for what is usual."""

    placed_at: datetime
    total_minor: int
    is_agreed: bool
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One alarm about an order. mark: what set it off, so that the same is found only once.

    value: days late or silent, hours stuck, the amount in minor units, base units,
    orders, a rating of 1 to 5; usual: what is usual there.
    """

    kind: AlarmKind
    mark: str
    value: int
    usual: int = 0
    what: str = ""


class TaskState(StrEnum):
    """done: somebody said so. closed: the order moved on by itself."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody has to look after. version: of the task; a button brings it back."""

    id: uuid.UUID
    version: int
    finding: Finding
    state: TaskState
    order_id: OrderId
    number: str
    dealer_id: DealerId
    dealer_name: str
    order_state: OrderState
    promised_on: date | None
    placed_at: datetime
    currency: str
    owner_id: PersonId | None
    owner_name: str | None
    found_at: datetime
    touched_at: datetime
    snoozed_until: datetime | None = None
    escalated_at: datetime | None = None
    ended_by: str | None = None

    @property
    def amount(self) -> Money:
        """What was found, where that is money."""
        return Money(self.finding.value, self.currency)

    @property
    def usual_amount(self) -> Money:
        return Money(self.finding.usual, self.currency)


@dataclass(frozen=True, slots=True)
class TaskPage:
    """counts: open tasks by kind, of all that the person may see."""

    tasks: tuple[Task, ...]
    counts: Mapping[AlarmKind, int]
    found: int
    sees_all: bool


@dataclass(frozen=True, slots=True)
class OrderGoods:
    """The order behind a task, for whoever has to look after it. total: None: not theirs to know."""

    task: Task
    total: Money | None
    taken: tuple[Taken, ...] = field(default=())
