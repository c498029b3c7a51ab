"""The measures of C3, from what was counted; definitions stand here and nowhere else.

* chat_share: orders placed by somebody in the chat, of all orders of the period (imported ones too).
* active_dealers: dealers with an order by chat in the period, of all dealers that are active now.
* error_rate: lines that were not what the dealer wanted, of all lines ordered by chat in the period: the
  product we had taken was changed by the dealer, or the dealer cancelled the order.
* processing: median time from the first message of a draft to its confirmation; the target is half of what
  it took before the chat (``ReportPolicy.baseline_seconds``), none where nobody has said that.
* after_hours: orders by chat placed outside business hours of the house's zone.
* self_service: orders by chat that nobody of the house had to decide about, of all orders.
* decision: median time from placing to the decision, of orders that had to wait for one.
* dso: days sales outstanding: receivables at the end of the period, by what was invoiced in the 90 days
  before, times 90.
* fill_rate: pieces ordered, of the pieces that were wanted (ordered, or taken out for want of stock).
* margin: sales less cost, by sales; of lines whose product has a cost, at the cost of today.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.kernel.money import divide_half_up
from core.reporting.types import Facts, Measure, Measured, Period, ReportPolicy, Unit

ALL = 10_000
DSO_DAYS = 90
TARGETS = {
    Measure.CHAT_SHARE: 7_000,
    Measure.ACTIVE_DEALERS: 8_000,
    Measure.ERROR_RATE: 200,
    Measure.AFTER_HOURS: 2_000,
    Measure.SELF_SERVICE: 6_000,
}
_UNITS = {Measure.PROCESSING: Unit.SECONDS, Measure.DECISION: Unit.SECONDS, Measure.DSO: Unit.DAYS}
_LESS = frozenset({Measure.ERROR_RATE, Measure.PROCESSING, Measure.DECISION, Measure.DSO})


def measure(now: Facts, before: Facts, policy: ReportPolicy, *, with_margin: bool) -> tuple[Measured, ...]:
    """All measures of a period beside the one before; the margin only for those who may see it."""
    values, earlier = _values(now), _values(before)
    targets = dict(TARGETS)
    if policy.baseline_seconds is not None:
        targets[Measure.PROCESSING] = policy.baseline_seconds // 2
    return tuple(
        Measured(
            one,
            _UNITS.get(one, Unit.SHARE),
            values[one],
            earlier[one],
            targets.get(one),
            one in _LESS,
        )
        for one in Measure
        if with_margin or one is not Measure.MARGIN
    )


def _values(facts: Facts) -> dict[Measure, int | None]:
    dso = None
    if facts.receivable is not None and facts.invoiced:
        dso = divide_half_up(facts.receivable * DSO_DAYS, facts.invoiced)
    return {
        Measure.CHAT_SHARE: share(facts.chat_orders, facts.orders),
        Measure.ACTIVE_DEALERS: share(facts.chat_dealers, facts.dealers),
        Measure.ERROR_RATE: share(min(facts.wrong_lines, facts.chat_lines), facts.chat_lines),
        Measure.PROCESSING: facts.processing,
        Measure.AFTER_HOURS: share(facts.after_hours, facts.chat_orders),
        Measure.SELF_SERVICE: share(facts.untouched, facts.orders),
        Measure.DECISION: facts.decision,
        Measure.DSO: dso,
        Measure.FILL_RATE: share(facts.served, facts.wanted),
        Measure.MARGIN: share(facts.priced - facts.cost, facts.priced),
    }


def share(part: int, whole: int) -> int | None:
    """Basis points, rounded half up; None of nothing."""
    return None if whole <= 0 else divide_half_up(part * ALL, whole)


def median(values: Iterable[int]) -> int | None:
    """The middle one, of an even number the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else divide_half_up(ordered[half - 1] + ordered[half], 2)


def count_after_hours(moments: Iterable[datetime], period: Period, policy: ReportPolicy, zone: str) -> int:
    """How many moments lie outside business hours. The hours of each day are looked up, not each moment."""
    opens, closes = _business_hours(period, policy, zone)
    outside = 0
    for moment in moments:
        at = bisect_right(opens, moment) - 1
        outside += at < 0 or moment >= closes[at]
    return outside


def _business_hours(period: Period, policy: ReportPolicy, zone: str) -> tuple[list[datetime], list[datetime]]:
    opens, closes = [], []
    day = period.first
    while day <= period.last:
        if day.isoweekday() in policy.days:
            begin = datetime.combine(day, time(), ZoneInfo(zone))
            opens.append((begin + timedelta(minutes=policy.opens)).astimezone(UTC))
            closes.append((begin + timedelta(minutes=policy.closes)).astimezone(UTC))
        day += timedelta(days=1)
    return opens, closes
