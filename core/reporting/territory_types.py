"""What a rep sees of the own dealers. Money is in each dealer's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.credit.use_cases.show_credit import CreditView
from core.dealers.types import DealerCard
from core.forecasting.leaving_types import Leaving
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money
from core.orders.types import OrderState, OrderSummary


class CreditMark(StrEnum):
    """How an order of any size would fare today: passes, waits for somebody, or goes nowhere."""

    FREE = "free"
    WATCHED = "watched"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """A dealer in one line. overdue: zero where nothing is late. leaving None: it has never ordered."""

    dealer_id: DealerId
    code: str
    name: str
    active: bool
    mark: CreditMark
    available: Money
    overdue: Money
    under_way: int
    leaving: Leaving | None


@dataclass(frozen=True, slots=True)
class TerritoryPage:
    """found: all dealers that fit, on however many pages."""

    rows: tuple[TerritoryRow, ...]
    found: int


@dataclass(frozen=True, slots=True)
class DueGoods:
    """What a dealer is due to order by its own rhythm."""

    name: str
    unit: str
    unit_quantity: Decimal


@dataclass(frozen=True, slots=True)
class TerritoryCard:
    """Everything about one dealer for whoever looks after it. words: what its people typed last, and when."""

    dealer: DealerCard
    credit: CreditView
    under_way: tuple[OrderSummary, ...]
    count: int
    leaving: Leaving | None
    due: tuple[DueGoods, ...]
    words: tuple[str, ...]
    words_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class SilentDealer:
    """A dealer that somebody should look after. at_risk: a month, by ``Leaving``; usually: names of goods."""

    dealer_id: DealerId
    name: str
    leaving: Leaving
    monthly: Money
    at_risk: Money
    last_order: OrderId | None
    last_number: str
    usually: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SilentPage:
    """worth: what is at risk of all that were found, by currency, a month."""

    dealers: tuple[SilentDealer, ...]
    found: int
    worth: tuple[Money, ...]
    today: date


class TroubleKind(StrEnum):
    """What went wrong with a dealer's money or goods; the value is the event's name."""

    PAYMENT = "payment_reversed"
    SHORT = "picked_short"
    REFUSED = "goods_refused"
    FAILED = "delivery_failed"
    STANDING = "standing_failed"


@dataclass(frozen=True, slots=True)
class Trouble:
    """number: of the payment, order or standing order. order_id None: it leads to no order."""

    kind: TroubleKind
    at: datetime
    dealer_id: DealerId
    dealer_name: str
    number: str
    order_id: OrderId | None


@dataclass(frozen=True, slots=True)
class NightOrder:
    """An order that came since."""

    order_id: OrderId
    number: str
    dealer_name: str
    total: Money
    state: OrderState


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of an open draft that no product was found for."""

    dealer_id: DealerId
    dealer_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Overnight:
    """What came since the last evening, newest first, and how much there is of each beyond what is shown.

    sums: the orders, by currency. waiting: orders of theirs that wait for a decision, whenever they came.
    """

    since: datetime
    orders: tuple[NightOrder, ...]
    order_count: int
    sums: tuple[Money, ...]
    waiting: int
    troubles: tuple[Trouble, ...]
    trouble_count: int
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class RepFigures:
    """What the dealers of one rep ordered in some days. value: goods after discounts, house's currency.

    by_chat: orders that a person confirmed. margin: of what was sold with a known cost, in hundredths of a
    percent; None where nothing was, or for whoever may not see it.
    """

    orders: int
    value: Money
    by_chat: int
    margin: int | None = None


@dataclass(frozen=True, slots=True)
class RepMonth:
    """This month up to today, beside as many days of the last month and of the same month a year ago.

    months: what each of the last twelve months came to, this one last, by its first day.
    """

    first: date
    today: date
    dealers: int
    now: RepFigures
    last_month: RepFigures
    last_year: RepFigures
    months: tuple[tuple[date, int], ...]
