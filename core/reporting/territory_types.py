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
from core.orders.types import OrderSummary


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
