"""Values of drafts, quotes and orders. Quantities are base units unless the name says unit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.approvals.types import Level, TriggerKind
from core.credit.types import CreditVerdict
from core.dealers.types import ShipTo
from core.intake.types import AskWhy, LineReading, LineTerms
from core.kernel.ids import DealerId, DraftId, LineId, OrderId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice
from core.kernel.reasons import Reason
from core.orders.offer_types import CounterOffer
from core.orders.partner_types import SupplyWay
from core.orders.split_types import FreightChange
from core.orders.states import AGREED as AGREED
from core.orders.states import ARRIVED as ARRIVED
from core.orders.states import BILLABLE as BILLABLE
from core.orders.states import IN_HOUSE as IN_HOUSE
from core.orders.states import MOVES as MOVES
from core.orders.states import ON_THE_WAY as ON_THE_WAY
from core.orders.states import UNTOUCHED as UNTOUCHED
from core.orders.states import VOID as VOID
from core.orders.states import WAITING as WAITING
from core.orders.states import OrderMark as OrderMark
from core.orders.states import OrderState as OrderState
from core.orders.supply_types import Missing, WhenShort
from core.pricing.types import FreeItem, Hint, OrderDiscount, PricePart, Terms
from core.stock.types import LineAvailability

Window = tuple[datetime, datetime]


class DraftState(StrEnum):
    """parked: put aside while an order is amended. amended: it became the new version of an order."""

    OPEN = "open"
    PARKED = "parked"
    ORDERED = "ordered"
    AMENDED = "amended"
    DISCARDED = "discarded"


class LineState(StrEnum):
    READY = "ready"
    ASK = "ask"
    NOT_FOUND = "not_found"
    HELD = "held"  # left out because its terms do not hold; the rest can be ordered


class HeldWhy(StrEnum):
    NOT_IN_STOCK = "not_in_stock"
    ABOVE_LIMIT = "above_limit"
    ABOVE_LAST_PRICE = "above_last_price"


@dataclass(frozen=True, slots=True)
class Held:
    """Which of a line's terms does not hold: what it costs now, and the most that was to be paid, both as the
    terms count (one of the unit ordered, or the line); None where it is not about the price."""

    why: HeldWhy
    price: Money | None = None
    limit: Money | None = None


UNSETTLED = (LineState.ASK, LineState.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of a draft. ``reading`` is how it was typed; ``unit_quantity`` × pack is ``quantity``.

    terms: under which it is wanted; held: which of them does not hold. instead_of: the name of what was
    wanted first, where the terms named this product as what to take otherwise.
    """

    id: LineId
    position: int
    state: LineState
    raw: str
    phrase: str
    product_id: ProductId | None
    unit: str | None
    unit_quantity: Decimal | None
    quantity: int | None
    remark: str | None
    reading: LineReading
    candidates: tuple[ProductId, ...] = ()
    questions: tuple[AskWhy, ...] = ()
    terms: LineTerms | None = None
    held: Held | None = None
    instead_of: str | None = None
    wanted_id: ProductId | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is putting together; one open draft a person.

    amends: the order that these lines are to replace. prepared_id: the prepared order that it was made of.
    when_short: what was chosen about goods that are not there; None: nothing yet. window: between when it is
    to be brought, None: at any time. focus: the lines that a message or a tap touched last.
    """

    id: DraftId
    dealer_id: DealerId
    person_id: PersonId
    state: DraftState
    version: int
    ship_to_id: uuid.UUID | None = None
    delivery_date: date | None = None
    note: str | None = None
    coupon: str | None = None
    repeat_of: str | None = None
    lines: tuple[DraftLine, ...] = ()
    amends: OrderId | None = None
    when_short: WhenShort | None = None
    is_urgent: bool = False
    window: Window | None = None
    focus: tuple[LineId, ...] = ()
    prepared_id: uuid.UUID | None = None

    def line(self, position: int) -> DraftLine | None:
        return next((line for line in self.lines if line.position == position), None)

    @property
    def asked_line(self) -> DraftLine | None:
        """The line that the card asks about: the first that an answer settles, then the first not found."""
        waiting = [line for line in self.lines if line.state in UNSETTLED]
        return next((line for line in waiting if line.state is LineState.ASK), next(iter(waiting), None))


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A product offered as an answer, with the dealer's own price for one base unit."""

    product_id: ProductId
    sku: str
    name: str
    unit_price: UnitPrice | None


@dataclass(frozen=True, slots=True)
class Swap:
    """A product that could stand in for one that is short: enough of it is there; the dealer's own price."""

    product_id: ProductId
    name: str
    unit_price: UnitPrice


@dataclass(frozen=True, slots=True)
class LineChange:
    """What an amendment does to one product: base units before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Amendment:
    """What confirming would change of a placed order.

    after: its total then, with the freight of what it goes together with; freight: what it and those pay
    for shipping, where that changes.
    """

    order_id: OrderId
    number: str
    total: Money
    promised_on: date | None
    changes: tuple[LineChange, ...]
    after: Money
    freight: tuple[FreightChange, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line as the quote card shows it; money fields are None until product and quantity are known.

    parts: how many pieces at which price, where they do not all cost the same; else empty.
    """

    position: int
    state: LineState
    raw: str
    phrase: str
    product_id: ProductId | None
    sku: str
    name: str
    unit: str
    unit_quantity: Decimal | None
    quantity: int | None
    packs: Mapping[str, int]
    order_multiple: int
    remark: str | None
    unit_price: UnitPrice | None
    list_price: UnitPrice | None
    total: Money | None
    saving: Money | None
    availability: LineAvailability | None
    questions: tuple[AskWhy, ...] = ()
    choices: tuple[ProductChoice, ...] = ()
    habit: int | None = None
    typed_quantity: Decimal | None = None
    typed_quantity_max: Decimal | None = None
    typed_unit: str | None = None
    no_price: bool = False
    parts: tuple[PricePart, ...] = ()
    missing: Missing | None = None
    swaps: tuple[Swap, ...] = ()
    held: Held | None = None  # of a line left out; of a ready one: what was seen to hold does no more
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class AlsoTaken:
    """What the dealer usually takes along and has not named: ``times`` of ``occasions``, and how much."""

    product_id: ProductId
    name: str
    unit: str
    unit_quantity: Decimal
    times: int
    occasions: int


@dataclass(frozen=True, slots=True)
class WhatFits:
    """What of an order credit lets through right now: base units by position, and what that comes to."""

    quantities: Mapping[int, int]
    total: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """Everything a dealer needs to say yes.

    blockers: why it cannot be confirmed as it stands, in the order to be settled; empty means: one tap.
    seen: token of exactly this content and price; a confirmation must bring it back.
    """

    draft_id: DraftId
    version: int
    dealer_name: str
    currency: str
    lines: tuple[QuoteLine, ...]
    subtotal: Money
    discounts: tuple[OrderDiscount, ...]
    free_items: tuple[FreeItem, ...]
    shipping: Money
    total: Money
    saving: Money
    hints: tuple[Hint, ...]
    terms: Terms
    credit: CreditVerdict
    promised_on: date | None
    wished_on: date | None
    ship_to: ShipTo | None
    ship_tos: int
    note: str | None
    coupon: str | None
    coupon_refused: Reason | None
    repeat_of: str | None
    blockers: tuple[Reason, ...]
    seen: str
    tax: Money | None = None  # what comes on top of the prices, a part of total; None: nothing does
    coupon_idle: Reason | None = None
    gifts_gone: tuple[FreeItem, ...] = ()
    asks: tuple[TriggerKind, ...] = ()
    decided_by: tuple[Level, ...] = ()  # who will be asked about these, in turn
    what_fits: WhatFits | None = None
    amendment: Amendment | None = None
    when_short: WhenShort | None = None
    rest_on: date | None = None
    wait_on: date | None = None
    is_urgent: bool = False
    may_be_urgent: bool = True
    also: tuple[AlsoTaken, ...] = ()  # what usually goes along and is not there
    urgent_fee: Money | None = None
    window: Window | None = None  # chosen, and still to be had unless that is a blocker
    windows: tuple[Window, ...] = ()  # to choose from
    ways: tuple[SupplyWay, ...] = ()  # that were compared for what is not there; nobody is named

    @property
    def is_short(self) -> bool:
        """Some of it is not there, whatever is to be done about it."""
        return any(line.missing for line in self.lines)

    @property
    def question(self) -> QuoteLine | None:
        """The first line that still needs an answer."""
        return next((line for line in self.lines if line.state is LineState.ASK), None)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of a placed order: frozen, whatever happens to its product. instead_of: what was wanted, which
    product wanted_id is (None: of before that was kept)."""

    position: int
    product_id: ProductId
    sku: str
    name: str
    unit: str
    unit_quantity: Decimal
    quantity: int
    unit_price: UnitPrice
    total: Money
    remark: str | None
    line_id: LineId | None = None
    instead_of: str | None = None
    wanted_id: ProductId | None = None


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One entry of an order's history: a move to a state, or a mark that leaves it where it is."""

    state: OrderState | OrderMark
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """One line of the order list."""

    id: OrderId
    number: str
    state: OrderState
    placed_at: datetime
    total: Money
    line_count: int
    promised_on: date | None


@dataclass(frozen=True, slots=True)
class Order:
    """A placed order with its lines and history.

    While it waits: expected_by, when whoever has to decide should have; question, what the dealer is asked
    and has not answered; offer, the counter-offer that the dealer may take. change_until: the cut-off until
    which the dealer may change or cancel it, None where none is set. parts: the other parts of the order that
    it was once one with.
    """

    id: OrderId
    number: str
    dealer_id: DealerId
    dealer_name: str
    person_name: str | None
    state: OrderState
    version: int
    subtotal: Money
    discount: Money
    shipping: Money
    total: Money
    placed_at: datetime
    promised_on: date | None
    wished_on: date | None
    note: str | None
    lines: tuple[OrderLine, ...]
    steps: tuple[OrderStep, ...] = field(default=())
    tax: Money | None = None
    ship_to_id: uuid.UUID | None = None
    window: Window | None = None
    person_id: PersonId | None = None
    expected_by: datetime | None = None
    question: str | None = None
    offer: CounterOffer | None = None
    invoiced_at: datetime | None = None
    is_urgent: bool = False
    when_short: WhenShort | None = None
    change_until: datetime | None = None
    parts: tuple[OrderSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """What became of a confirmed draft. rests: the numbers of the parts that follow, the first one first."""

    order_id: OrderId
    number: str
    state: OrderState
    rests: tuple[str, ...] = ()
    is_amended: bool = False
