"""What happened to orders."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId, ProductId


@dataclass(frozen=True, slots=True)
class OrderPlaced(Event):
    """``state`` tells whether it went through by itself (approved) or waits (in_review)."""

    name: ClassVar[str] = "order_placed"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId
    number: str
    state: str
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderDecided(Event):
    """``decision``: approved, partly (the rest waits as ``rest_number``) or declined.

    ``person_id`` None: the house decided by a rule, because nobody had in time.
    """

    name: ClassVar[str] = "order_decided"
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId | None
    number: str
    decision: str
    reason: str | None
    rest_number: str | None = None


@dataclass(frozen=True, slots=True)
class OrderSplit(Event):
    """``order_id`` keeps what goes now, ``rest_id`` waits."""

    name: ClassVar[str] = "order_split"
    order_id: OrderId
    dealer_id: DealerId
    number: str
    total_minor: int
    rest_id: OrderId
    rest_number: str
    rest_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderReleased(Event):
    """Nobody had to decide any more: a payment or a limit set the order free (``reason``)."""

    name: ClassVar[str] = "order_released"
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    number: str
    total_minor: int
    currency: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCancelled(Event):
    """``approval_id``: the request that nobody need decide any more."""

    name: ClassVar[str] = "order_cancelled"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId | None
    number: str
    approval_id: ApprovalId | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class OrderMoved(Event):
    """An order went on from one state to the next on its way through the house and to the dealer."""

    name: ClassVar[str] = "order_moved"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId | None
    number: str
    before: str
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class OrderAmended(Event):
    """A placed order has a new version; ``approval_id``: the request about the old one, now withdrawn."""

    name: ClassVar[str] = "order_amended"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId | None
    number: str
    before_minor: int
    total_minor: int
    currency: str
    state: str
    approval_id: ApprovalId | None


@dataclass(frozen=True, slots=True)
class OrderBackOrdered(Event):
    """Goods of an agreed order are not there: ``order_id`` waits for them. ``expected_on``: ISO day.

    is_quiet: another event of the same act tells it.
    """

    name: ClassVar[str] = "order_back_ordered"
    order_id: OrderId
    dealer_id: DealerId
    number: str
    expected_on: str | None
    by_dealer: bool  # it was ordered so a moment ago
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class MovesAsked(Event):
    """Goods of an agreed order are to be moved to another warehouse first: a storekeeper sends them."""

    name: ClassVar[str] = "moves_asked"
    order_id: OrderId
    dealer_id: DealerId
    number: str
    moves: int


@dataclass(frozen=True, slots=True)
class BackOrderReleased(Event):
    """The goods have come, and the order goes. ``promised_on``: ISO day; is_quiet: another event tells it."""

    name: ClassVar[str] = "back_order_released"
    order_id: OrderId
    dealer_id: DealerId
    number: str
    promised_on: str | None
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class PromiseChanged(Event):
    """Another day than was said before (ISO days), and why: a code of ``PROMISE_REASONS``.

    is_quiet: another event of the same act tells it.
    """

    name: ClassVar[str] = "promise_changed"
    order_id: OrderId
    dealer_id: DealerId
    number: str
    before: str | None
    after: str | None
    reason: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class OrderMadeUrgent(Event):
    name: ClassVar[str] = "order_made_urgent"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId | None
    number: str


@dataclass(frozen=True, slots=True)
class SupplyAgreed(Event):
    """What is done with a dealer's orders when goods are short: rest, wait, or None to ask each time."""

    name: ClassVar[str] = "supply_agreed"
    dealer_id: DealerId
    when_short: str | None
    may_be_urgent: bool
    share: int


@dataclass(frozen=True, slots=True)
class GoodsShared(Event):
    """Base units of a scarce product were shared out; numbers: the orders that hold other ones since."""

    name: ClassVar[str] = "goods_shared"
    product_id: ProductId
    sku: str
    available: int
    asked: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderShared(Event):
    """What scarce goods an order has more or less of since they were shared out: product, SKU, what it had,
    has and asked for, in base units. promised_on, rest_on: ISO days; waits: it does not go yet."""

    name: ClassVar[str] = "order_shared"
    order_id: OrderId
    dealer_id: DealerId
    number: str
    goods: tuple[tuple[ProductId, str, int, int, int], ...]
    promised_on: str | None
    waits: bool
    rest_number: str | None
    rest_on: str | None


@dataclass(frozen=True, slots=True)
class DayWorthSet(Event):
    """In hundredths of a percent of the goods."""

    name: ClassVar[str] = "day_worth_set"
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class CounterOffered(Event):
    name: ClassVar[str] = "counter_offered"
    offer_id: uuid.UUID
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId
    number: str


@dataclass(frozen=True, slots=True)
class CounterAnswered(Event):
    """``outcome``: taken, declined or expired; ``made_by`` made the offer."""

    name: ClassVar[str] = "counter_answered"
    offer_id: uuid.UUID
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    made_by: PersonId
    number: str
    outcome: str


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """The dealer is asked about an order that waits; ``asked``: who placed it, None for all buyers."""

    name: ClassVar[str] = "question_asked"
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId
    asked: PersonId | None
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """``asked_by`` had asked."""

    name: ClassVar[str] = "question_answered"
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId
    asked_by: PersonId | None
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class AliasLearned(Event):
    name: ClassVar[str] = "alias_learned"
    dealer_id: DealerId
    phrase: str
    product_id: str
    source: str


@dataclass(frozen=True, slots=True)
class AliasForgotten(Event):
    name: ClassVar[str] = "alias_forgotten"
    dealer_id: DealerId
    phrase: str


@dataclass(frozen=True, slots=True)
class FreightMoved(Event):
    """Of orders that go together one (number) was cancelled or changed: who bears what freight now.

    moved: number, and shipping before and after in minor units, of each that pays another one.
    """

    name: ClassVar[str] = "freight_moved"
    dealer_id: DealerId
    order_ids: tuple[OrderId, ...]
    number: str
    moved: tuple[tuple[str, int, int], ...]
    currency: str


@dataclass(frozen=True, slots=True)
class OrdersMerged(Event):
    """A dealer's orders go together: one freight, one promised day (ISO). Saving in minor units, with tax."""

    name: ClassVar[str] = "orders_merged"
    dealer_id: DealerId
    order_ids: tuple[OrderId, ...]
    numbers: tuple[str, ...]
    saving_minor: int
    currency: str
    promised_on: str | None
