"""A dealer's own figures out of its bought lines. Pure.

F1 Purchases: goods after discounts by day, week or month; beside the same number of days before.
F2 Top products: by goods; ``share`` is that of the first, in hundredths of a percent.
F3 Slow movers: taken on at least three days, and the last time longer ago than one and a half of the middle
   gap between two; the bar is the days since. ``count``: how many; ``other``: the gap of the slowest.
F4 Price changes: the price of one piece, last against first in the span, in hundredths of a percent;
   ``count`` got dearer, ``other`` cheaper; the largest change first.
F5 Credit use: what was owed at the end of each day, week or month; ``share`` of the limit today.
F6 Margin: what selling at list price leaves, by product, of the goods that had one; ``share`` is that of all
   list prices, in hundredths of a percent; ``count``: how many products.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from core.kernel.days import months_on
from core.kernel.money import Money
from core.reporting.own_types import BoughtLine, Figure, OwnFigure, Point, Span

ALL = 10_000
MOST = 10
_DAYS = {Span.MONTH: 30, Span.QUARTER: 91, Span.YEAR: 365}
_REGULAR = 3


def begins(span: Span, until: date) -> date:
    """The first day of a span that ends on ``until``."""
    if span is Span.YEAR:
        return months_on(until, -11)
    return until - timedelta(days=_DAYS[span] - 1)


def buckets(span: Span, until: date) -> tuple[date, ...]:
    """The first day of each bar."""
    since = begins(span, until)
    if span is Span.YEAR:
        return tuple(months_on(since, at) for at in range(12))
    step = 1 if span is Span.MONTH else 7
    return tuple(since + timedelta(days=at) for at in range(0, _DAYS[span], step))


def _bucket(day: date, starts: Sequence[date]) -> date:
    return max(start for start in starts if start <= day)


def purchases(lines: Iterable[BoughtLine], span: Span, until: date, currency: str) -> OwnFigure:
    """F1. lines: of twice the span."""
    starts = buckets(span, until)
    sums = dict.fromkeys(starts, 0)
    before = 0
    earlier = starts[0] - (until - starts[0]) - timedelta(days=1)
    for line in lines:
        if line.on >= starts[0]:
            sums[_bucket(line.on, starts)] += line.goods.minor
        elif line.on >= earlier:
            before += line.goods.minor
    total = sum(sums.values())
    points = tuple(Point("", value, start) for start, value in sums.items()) if total else ()
    return OwnFigure(
        Figure.PURCHASES, span, starts[0], until, points, Money(total, currency),
        Money(before, currency) if before else None,
    )  # fmt: skip


def top(lines: Iterable[BoughtLine], span: Span, until: date, currency: str) -> OwnFigure:
    """F2."""
    since = begins(span, until)
    sums: defaultdict[object, int] = defaultdict(int)
    names: dict[object, str] = {}
    for line in lines:
        if line.on >= since:
            sums[line.product_id] += line.goods.minor
            names[line.product_id] = line.name
    ranked = sorted(sums, key=lambda one: (-sums[one], names[one]))
    total = sum(sums.values())
    points = tuple(Point(names[one], sums[one]) for one in ranked[:MOST])
    share = points[0].value * ALL // total if points and total else 0
    name = points[0].label if points else ""
    return OwnFigure(
        Figure.TOP,
        span,
        since,
        until,
        points,
        Money(total, currency),
        name=name,
        count=len(sums),
        share=share,
    )


def margin(lines: Iterable[BoughtLine], span: Span, until: date, currency: str) -> OwnFigure:
    """F6."""
    since = begins(span, until)
    left: defaultdict[object, int] = defaultdict(int)
    names: dict[object, str] = {}
    at_list = 0
    for line in lines:
        if line.on >= since and line.at_list is not None:
            left[line.product_id] += line.at_list.minor - line.goods.minor
            names[line.product_id] = line.name
            at_list += line.at_list.minor
    ranked = sorted((one for one in left if left[one] > 0), key=lambda one: (-left[one], names[one]))
    total = sum(left.values())
    return OwnFigure(
        Figure.MARGIN, span, since, until, tuple(Point(names[one], left[one]) for one in ranked[:MOST]),
        Money(total, currency), name=names[ranked[0]] if ranked else "", count=len(ranked),
        share=total * ALL // at_list if at_list else 0,
    )  # fmt: skip


def slow(lines: Iterable[BoughtLine], span: Span, until: date, currency: str) -> OwnFigure:
    """F3. lines: as far back as is known; the span counts for nothing here but the title."""
    days: defaultdict[object, set[date]] = defaultdict(set)
    names: dict[object, str] = {}
    for line in lines:
        days[line.product_id].add(line.on)
        names[line.product_id] = line.name
    found = []
    for product, taken in days.items():
        ordered = sorted(taken)
        if len(ordered) < _REGULAR:
            continue
        gap = median((b - a).days for a, b in pairwise(ordered))
        since = (until - ordered[-1]).days
        if since > gap * 1.5:
            found.append((since, round(gap), names[product]))
    found.sort(key=lambda one: (-one[0], one[2]))
    points = tuple(Point(name, since) for since, _, name in found[:MOST])
    return OwnFigure(
        Figure.SLOW, span, begins(span, until), until, points, Money.zero(currency),
        name=points[0].label if points else "", count=len(found), other=found[0][1] if found else 0,
    )  # fmt: skip


def prices(lines: Iterable[BoughtLine], span: Span, until: date, currency: str) -> OwnFigure:
    """F4."""
    since = begins(span, until)
    paid: defaultdict[object, list[BoughtLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: one.on):
        if line.on >= since and line.price.micros > 0:
            paid[line.product_id].append(line)
    changes = []
    for seen in paid.values():
        first, last = seen[0].price.micros, seen[-1].price.micros
        change = round((last - first) * ALL / first)
        if change:
            changes.append((change, seen[-1].name))
    changes.sort(key=lambda one: (-abs(one[0]), one[1]))
    return OwnFigure(
        Figure.PRICES, span, since, until, tuple(Point(name, change) for change, name in changes[:MOST]),
        Money.zero(currency), name=changes[0][1] if changes else "",
        count=sum(change > 0 for change, _ in changes), other=sum(change < 0 for change, _ in changes),
        share=changes[0][0] if changes else 0,
    )  # fmt: skip


def credit_use(moved: Mapping[date, int], limit: Money, span: Span, until: date, used: Money) -> OwnFigure:
    """F5. moved: what the debt changed by on each day, from the beginning; used: exposure of today, orders
    that hold credit included."""
    starts = buckets(span, until)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), until]
    owed = [max(sum(amount for day, amount in moved.items() if day <= end), 0) for end in ends]
    points = tuple(Point("", value, start) for start, value in zip(starts, owed, strict=True))
    share = used.minor * ALL // limit.minor if limit else 0
    return OwnFigure(
        Figure.CREDIT, span, starts[0], until, points if any(owed) else (), used, limit, share=share
    )
