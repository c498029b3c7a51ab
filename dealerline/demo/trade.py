"""A year of orders in which every dealer has its own habits, and the invoices that are still open."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from core.integrations.master_data.types import SheetRows
from core.kernel.money import divide_half_up
from dealerline.demo.catalogue import Item, decimal_text
from dealerline.demo.company import ASSORTMENTS, approved
from dealerline.demo.dealers import Dealer

_MINIMUM = 1_000_000_000  # the smallest order of the house, 1,000 dollars in millionths (F1)
_EXPLORING = 0.06
# What the named dealers always come back for, and how many sales units of it, so that short messages about
# it are understood by habit.
_FAVOURITES: dict[str, dict[str, int]] = {
    "TECHMART": {
        "IP15PRO-128GB": 10, "COKE-330": 10, "SPRITE-330": 6, "IP15-128GB": 10, "COKEZ-330": 12,
        "6204-2RS": 12,
        "SPRITE-1.5L": 10, "EB-SON-BLH-PRO-BLAC": 8, "6210-ZZ": 8,
    },
    "CORNERSTORE": {"COKE-330": 6, "SPRITE-330": 4, "COKE-1.5L": 6, "COKEZ-330": 4, "SPRITE-1.5L": 4},
    "CITYGADGETS": {"IP15-128GB": 2, "EB-SON-BLH-PRO-BLAC": 6},
    "WESTCOAST": {"IP15PRO-128GB": 3, "IP15PROMAX-256GB": 2},
    # An order of 75 phones (E5) is large for it, and nothing to ask about.
    "REGIONAL": {"EB-SON-BLH-PRO-BLAC": 12, "COKE-330": 4, "IP15PRO-128GB": 17},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Habit:
    """A product a dealer buys again and again. price: per base unit in millionths; usual: base units.

    is_steady: always about the same number, whatever the order is worth.
    """

    item: Item
    price: int
    usual: int
    is_steady: bool = False


@dataclass(frozen=True, slots=True)
class PastOrder:
    day: date
    dealer: str
    lines: tuple[tuple[str, int, int], ...]  # sku, base units, price in millionths


def allowed_items(listed: Sequence[Item]) -> dict[str, list[Item]]:
    """Approved list -> its active products."""
    return {
        code: [item for item in listed if approved(item.draft.category, item.draft.brand, rules)]
        for code, rules in ASSORTMENTS.items()
    }


def year_of_orders(
    found: Sequence[Dealer], allowed: Mapping[str, Sequence[Item]], today: date, chance: random.Random
) -> list[PastOrder]:
    """All orders of the twelve months before ``today``, by day."""
    orders = [
        order for dealer in found for order in _orders_of(dealer, allowed[dealer.assortment], today, chance)
    ]
    orders.sort(key=lambda order: order.day)
    return orders


def _orders_of(
    dealer: Dealer, allowed: Sequence[Item], today: date, chance: random.Random
) -> Iterator[PastOrder]:
    tier = dealer.tier
    yearly = chance.randint(*tier.yearly) * 1_000_000
    times = min(chance.randint(*tier.orders), yearly // (_MINIMUM * 3 // 2))
    per_order = yearly // times
    lines = chance.randint(*tier.lines)
    habits = _habits(dealer, allowed, per_order // lines, chance)
    gap = 365 / times
    day = chance.uniform(0, gap)
    for _ in range(times):
        on = today - timedelta(days=max(1, round(365 - day)))
        wanted = min(len(habits), max(3, lines + chance.randint(-2, 2)))
        yield PastOrder(on, dealer.code, _basket(dealer, habits, allowed, wanted, per_order, chance))
        day = min(364.0, day + gap * chance.uniform(0.7, 1.3))


def _habits(dealer: Dealer, allowed: Sequence[Item], per_line: int, chance: random.Random) -> list[Habit]:
    """Products whose smallest order unit fits into what the dealer spends on a line."""
    wanted = chance.randint(*dealer.tier.habits)
    habits: dict[str, Habit] = {}
    favourites = _FAVOURITES.get(dealer.code, {})
    known = {item.sku: item for item in allowed if item.sku in favourites}
    for sku, units in favourites.items():
        item = known[sku]
        habits[sku] = Habit(item, _tier_price(item, dealer), units * item.step, is_steady=True)
    for _ in range(wanted * 8):
        if len(habits) == wanted:
            break
        item = chance.choice(allowed)
        price = _tier_price(item, dealer)
        if item.sku in habits or price * item.step > 2 * per_line:
            continue
        share = per_line * chance.uniform(0.4, 1.6)
        usual = max(1, round(share / (price * item.step))) * item.step
        habits[item.sku] = Habit(item, price, usual)
    return list(habits.values())


def _tier_price(item: Item, dealer: Dealer) -> int:
    """Cost plus the margin of the tier (D1), half up to a millionth."""
    return divide_half_up(item.cost_micros * (100 + dealer.tier.margin_percent), 100)


def _basket(
    dealer: Dealer,
    habits: Sequence[Habit],
    allowed: Sequence[Item],
    wanted: int,
    worth: int,
    chance: random.Random,
) -> tuple[tuple[str, int, int], ...]:
    """Lines worth about ``worth`` (millionths) and never less than the smallest order."""
    weights = [1 / (place + 3) for place in range(len(habits))]
    chosen: dict[str, tuple[Habit, int]] = {}
    for habit in chance.choices(habits, weights, k=wanted):
        units = max(1, round(habit.usual / habit.item.step * chance.choice((0.75, 1, 1, 1, 1, 1.25, 1.5))))
        if not habit.is_steady and chance.random() < _EXPLORING:
            other = chance.choice(allowed)
            price = _tier_price(other, dealer)
            if price * other.step < worth // wanted:
                habit, units = Habit(other, price, other.step), 1
        chosen.setdefault(habit.item.sku, (habit, units))
    steady = sum(_cost(habit, units) for habit, units in chosen.values() if habit.is_steady)
    rest = sum(_cost(habit, units) for habit, units in chosen.values() if not habit.is_steady)
    # What is missing from (or too much for) the year's target is bought of everything else alike.
    factor = max(worth - steady, _MINIMUM * 11 // 10) / rest if rest else 1.0
    # Steady goods alone may be too few for an order; then there is more of them.
    steady_factor = 1.0 if rest else max(1.0, _MINIMUM * 1.05 / steady)
    return tuple(
        (
            sku,
            (ceil(units * steady_factor) if habit.is_steady else _near(units, factor)) * habit.item.step,
            habit.price,
        )
        for sku, (habit, units) in chosen.items()
    )


def _cost(habit: Habit, units: int) -> int:
    return units * habit.item.step * habit.price


def _near(units: int, factor: float) -> int:
    """Few pieces stay as they are unless the factor is large, so that habits remain visible."""
    return max(1, round(units * factor)) if factor > 1.3 or units > 3 else units


def history_rows(orders: Sequence[PastOrder]) -> SheetRows:
    rows: list[tuple[str, ...]] = []
    running: dict[int, int] = {}
    texts: dict[int, str] = {}
    for order in orders:
        running[order.day.year] = running.get(order.day.year, 0) + 1
        number = f"B2B-{order.day.year}-{running[order.day.year]}"
        day = order.day.isoformat()
        for sku, quantity, price in order.lines:
            text = texts.get(price)
            if text is None:
                text = texts[price] = decimal_text(price)
            rows.append((number, order.dealer, sku, str(quantity), text, day))
    return SheetRows(("order", "dealer", "sku", "quantity", "unit_price", "date"), rows)


def open_invoices(found: Sequence[Dealer], today: date, chance: random.Random) -> SheetRows:
    """What dealers owe: the named ones exactly as told, the others up to 70 % of their limit, some
    overdue."""
    rows: list[tuple[str, ...]] = []
    for dealer in found:
        owes = dealer.owes
        late = False
        if owes is None:
            owes = round(dealer.limit * chance.uniform(0, 0.7)) if chance.random() < 0.75 else 0
            late = owes > 0 and chance.random() < 0.12
        parts = _split(owes, chance)
        for part in parts:
            # Invoices not yet due fall into the days the tier has to pay.
            due = today + timedelta(days=chance.randint(0, dealer.tier.net_days))
            if late and part is parts[0]:
                due = today - timedelta(days=chance.randint(3, 60))
            rows.append((dealer.code, f"INV-{today.year}-{len(rows) + 1001}", str(part), due.isoformat()))
    return SheetRows(("dealer", "document", "amount", "due_on"), rows)


def _split(dollars: int, chance: random.Random) -> list[int]:
    """A sum in one to four parts of whole dollars."""
    parts = []
    for _ in range(chance.randint(0, 3)):
        part = round(dollars * chance.uniform(0.15, 0.4))
        if 0 < part < dollars:
            parts.append(part)
            dollars -= part
    return [*parts, dollars] if dollars else parts
