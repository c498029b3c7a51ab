"""Real customers of the online retailer: lines they ordered, known by what was bought before.

The lines that are shown are those of September's customers. What is learned (train_offers.py) is learned of
other customers, who bought nothing in September, and of the months before.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from benchmarks.matching.cases import Case, Writer
from benchmarks.matching.datasets import Customer, Purchase, online_retail, online_retail_customers
from benchmarks.matching.noise import ROUGH, Roughness, write_line
from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.sales_types import Sales
from core.intake.types import Bought, DealerView, Decision, LineReading, LineText

SPLIT = date(2011, 9, 1)
MONTHS = tuple(date(2011, month, 1) for month in range(3, 9))  # to learn from
_KNOWN = 30  # order lines from which a customer counts as known
_KNOWN_OF_OTHERS = 20
_RECENT = 7  # amounts that are kept of each habit
_BESIDE = 12  # lines of the same order that are read with a line


@dataclass(frozen=True, slots=True)
class _Line:
    """A product a customer bought, with the order it came in and what was known of him before."""

    customer: str
    key: str
    order: Sequence[Purchase]
    view: DealerView


def is_shown(customer: Customer) -> bool:
    """Whether the benchmark shows lines of the customer: known before September, and bought in it."""
    before = sum(one.day < SPLIT for one in customer.orders)
    return before >= _KNOWN and before < len(customer.orders)


@cache
def sales_before(day: date) -> Sales:
    """What all customers bought before a day, as the habits of all dealers tell it."""
    last: Counter[tuple[str, int]] = Counter()
    amounts: Counter[tuple[str, int]] = Counter()
    for customer in online_retail_customers().values():
        own: defaultdict[str, list[Purchase]] = defaultdict(list)
        for one in customer.orders:
            if one.day < day:
                own[one.key].append(one)
        for key, bought in own.items():
            last[key, (day - bought[-1].day).days] += 1
            amounts.update((key, one.quantity) for one in bought[-_RECENT:])
    return Sales.count(
        ((key, days, n) for (key, days), n in last.items()),
        ((key, amount, n) for (key, amount), n in amounts.items()),
    )


def view_before(customer: Customer, day: date) -> DealerView:
    """What is known of a customer on a day."""
    before = [one for one in customer.orders if one.day < day]
    times = Counter(one.key for one in before)
    last = {one.key: one for one in before}
    return DealerView(
        bought={k: Bought(n, float(last[k].quantity), (day - last[k].day).days) for k, n in times.items()},
        sales=sales_before(day),
    )


def elsewhere(index: CatalogIndex, case: Case) -> frozenset[str]:
    """What we take the other lines of the message for without asking, right or wrong."""
    found = (match_line(LineText(text, (LineReading(text),)), index, case.dealer) for text in case.beside)
    return frozenset(one.candidates[0].key for one in found if one.decision is Decision.ACCEPT)


def real_customer_cases(
    writer: Writer, count: int, rng: random.Random, rough: Roughness = ROUGH
) -> list[Case]:
    """Lines that real customers ordered in September, known by their orders before.

    The source says whether anybody could tell the product: of a line like "lunch bag", which many products
    fit and the customer bought several or none of, the right one is a matter of luck.
    """
    pool = []
    for number, customer in online_retail_customers().items():
        if is_shown(customer):
            view = view_before(customer, SPLIT)
            later = [one for one in customer.orders if one.day >= SPLIT]
            pool += _lines(number, later, view)
    rng.shuffle(pool)
    return _write(pool[:count], writer, rng, rough)


def other_customer_cases(
    writer: Writer, count: int, rng: random.Random, rough: Roughness = ROUGH
) -> list[Case]:
    """Lines of customers and months that :func:`real_customer_cases` never shows."""
    pool = []
    for day in MONTHS:
        until = date(day.year, day.month + 1, 1)
        for number, customer in online_retail_customers().items():
            before = sum(one.day < day for one in customer.orders)
            if is_shown(customer) or before < _KNOWN_OF_OTHERS:
                continue
            later = [one for one in customer.orders if day <= one.day < until]
            view = view_before(customer, day) if later else DealerView()
            pool += _lines(number, later, view)
    rng.shuffle(pool)
    return _write(pool[:count], writer, rng, rough)


def _lines(customer: str, purchases: Sequence[Purchase], view: DealerView) -> list[_Line]:
    """A line for each product, with the first order that has it."""
    first: dict[str, str] = {}
    orders: defaultdict[str, list[Purchase]] = defaultdict(list)
    for one in purchases:
        first.setdefault(one.key, one.order)
        orders[one.order].append(one)
    return [_Line(customer, key, orders[first[key]], view) for key in sorted(first)]


def _write(lines: Sequence[_Line], writer: Writer, rng: random.Random, rough: Roughness) -> list[Case]:
    names = {entry.key: entry.names[0] for entry in online_retail()}
    others = random.Random(len(lines))  # so that they do not change the lines that are shown
    cases = []
    for line in lines:
        written = write_line(names[line.key], rng, rough)
        told = writer.is_told(written.meant, line.view)
        beside = sorted({one.key for one in line.order} - {line.key})
        beside = others.sample(beside, min(_BESIDE, len(beside)))
        cases.append(
            Case(
                written.line,
                frozenset({line.key}),
                line.view,
                "the product can be told" if told else "several fit alike",
                quantity=sum(one.quantity for one in line.order if one.key == line.key),
                beside=tuple(write_line(names[key], others, rough).line for key in beside),
                customer=line.customer,
            )
        )
    return cases
