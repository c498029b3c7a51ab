"""UCI Online Retail as dealers, their occasions, and the house's demand day by day.

Chen, Sain & Guo (2012), DOI 10.24432/C5BW33: a UK wholesaler of gift ware, December 2010 to September 2011.
Cancellations, lines without a customer, fees and postage are left out; a customer's orders of one day are one
occasion. Fitted on March to June; July chose among the models; August and September were looked at last.
"""

from __future__ import annotations

import csv
import lzma
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from benchmarks.matching.datasets import DATA
from core.forecasting.engine import occasions_of
from core.forecasting.types import Demand, Occasion, Take
from core.kernel.ids import ProductId

FIT = (date(2011, 3, 1), date(2011, 7, 1))
CHOOSE = (date(2011, 7, 1), date(2011, 8, 1))
TEST = (date(2011, 8, 1), date(2011, 10, 1))
LAST_DAY = date(2011, 9, 30)
SEASON = timedelta(days=28)
FEES = frozenset(["POST", "D", "M", "DOT", "CRUK", "PADS", "C2", "S", "B", "AMAZONFEE"]) | {"BANK CHARGES"}
FILE = DATA / "uci-online-retail" / "lines.csv.xz"


@dataclass(slots=True)
class House:
    """Occasions of each customer, oldest first; days with how many orders, and how many held a product."""

    customers: dict[str, tuple[Occasion, ...]]
    days: list[date] = field(default_factory=list)
    orders: Counter[date] = field(default_factory=Counter)
    holding: dict[date, Counter[ProductId]] = field(default_factory=lambda: defaultdict(Counter))
    _known: dict[date, Demand] = field(default_factory=dict)

    def demand(self, today: date) -> Demand:
        """The 28 days before a day."""
        if today not in self._known:
            since, until = bisect_left(self.days, today - SEASON), bisect_left(self.days, today)
            held: Counter[ProductId] = Counter()
            for day in self.days[since:until]:
                held.update(self.holding[day])
            self._known[today] = Demand(sum(self.orders[day] for day in self.days[since:until]), held)
        return self._known[today]


@dataclass(frozen=True, slots=True)
class Case:
    """A customer orders today, having ordered ``before``; demand: of the house by then."""

    customer: str
    before: tuple[Occasion, ...]
    today: date
    demand: Demand
    taken: Occasion

    @property
    def truth(self) -> frozenset[ProductId]:
        return frozenset(take.product_id for take in self.taken.takes)


def is_here() -> bool:
    return FILE.is_file()


def read_house() -> House:
    """Everything, in memory: 3,613 customers."""
    ids: dict[str, ProductId] = {}
    orders: defaultdict[str, list[tuple[date, list[Take]]]] = defaultdict(list)
    with lzma.open(FILE, "rt", encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            code, pieces = row["StockCode"].upper(), int(row["Quantity"])
            if not row["CustomerID"] or row["InvoiceNo"].startswith("C") or code in FEES:
                continue
            if pieces <= 0 or Decimal(row["UnitPrice"]) <= 0:
                continue
            product = ids.setdefault(code, ProductId(UUID(int=len(ids) + 1)))
            on = date.fromisoformat(row["InvoiceDate"][:10])
            orders[row["CustomerID"]].append((on, [Take(product, pieces, "each", Decimal(pieces))]))
    house = House({name: occasions_of(lines) for name, lines in sorted(orders.items())})
    for occasions in house.customers.values():
        for one in occasions:
            house.orders[one.on] += 1
            house.holding[one.on].update(take.product_id for take in one.takes)
    house.days = sorted(house.orders)
    return house


def cases_of(house: House, months: tuple[date, date], least: int = 1) -> Iterator[Case]:
    """Every occasion of these months with at least so many before it."""
    for name, occasions in house.customers.items():
        for at in range(least, len(occasions)):
            one = occasions[at]
            if months[0] <= one.on < months[1]:
                yield Case(name, occasions[:at], one.on, house.demand(one.on), one)
