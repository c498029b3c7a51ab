"""A dealer's own figures: what is asked for, and what a picture shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.kernel.money import Money, UnitPrice


class Figure(StrEnum):
    PURCHASES = "purchases"
    TOP = "top"
    MARGIN = "margin"
    SLOW = "slow"
    PRICES = "prices"
    CREDIT = "credit"


class Span(StrEnum):
    """The last 30 days by day, 13 weeks by week, 12 months by month; today included."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class BoughtLine:
    """A line of an order that came to be: goods after their share of discounts, the price of one piece.

    at_list: the same goods at list price; None where there was none to be seen.
    """

    on: date
    product_id: object
    name: str
    goods: Money
    price: UnitPrice
    at_list: Money | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One bar. value: what its length stands for: minor money, days or hundredths of a percent."""

    label: str
    value: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """points: the bars, none where there is nothing to show. The rest is what the sentence says: total and
    before (of the span before) for purchases; for the others see ``engine.own``."""

    figure: Figure
    span: Span
    since: date
    until: date
    points: tuple[Point, ...]
    total: Money
    before: Money | None = None
    name: str = ""
    count: int = 0
    other: int = 0
    share: int = 0
