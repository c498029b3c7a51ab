"""When an order is late, stuck or odd. Pure.

RULE late: promised for a day more than ``limit`` days ago, agreed, and not with the dealer.
RULE review, unpicked, picking, vendor: longer than ``limit`` hours in that state, or no word of the vendor.
  What a vendor has said it will send is late by its day alone: nobody of the house picks it.
RULE hours: those of what the house has to do (review, unpicked, picking, carrier, undated) run only on days
  on which a warehouse of the order works, in its own zone; what is told is how long ago it was. Vendors keep
  days of their own.
RULE undated: it has waited for goods for more than ``limit`` hours, and no day is known on which they come.
RULE carrier: a packed shipment of it that was to be booked has had no carrier for ``limit`` hours.
RULE amount: at least ``limit`` times the middle one of the dealer's orders before, where there are three.
RULE quantity: at least ``limit`` times the middle quantity of that product, in three orders before or more.
RULE many: with it, the dealer placed ``limit`` orders or more in an hour; said of the one that makes it so.
RULE changed: amended after it had been agreed, with its goods still in the house.
RULE still: late and stuck hold while they would be found; odd ones while the goods are in the house.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.alarms.types import ODD, AlarmKind, AlarmRule, Finding, Past, Taken, Watched
from core.orders.states import AGREED, ARRIVED, IN_HOUSE, ON_THE_WAY, WAITING, OrderState
from core.stock.engine import works_on
from core.stock.types import Warehouse

ENOUGH = 3
_HOUR = timedelta(hours=1)
Rules = Mapping[AlarmKind, AlarmRule]


def find_slow(order: Watched, rules: Rules, now: datetime, today: date) -> list[Finding]:
    """What is late or stuck about an order, by the rules that are on."""
    found = []
    late = rules[AlarmKind.LATE]
    if late.is_on and order.state in AGREED - ARRIVED and order.promised_on is not None:
        days = (today - order.promised_on).days
        if days > late.limit:
            found.append(Finding(AlarmKind.LATE, order.promised_on.isoformat(), days))
    for kind, since in _waits(order):
        rule = rules[kind]
        waited = now - since if kind is AlarmKind.VENDOR else worked(order.places, since, now)
        if rule.is_on and waited > rule.limit * _HOUR:
            found.append(Finding(kind, since.isoformat(), (now - since) // _HOUR))
    return found


def worked(places: Sequence[Warehouse], since: datetime, until: datetime) -> timedelta:
    """How much of that time lies on days on which one of these warehouses works; all of it without any.

    Of several the one that has worked longest: there somebody could have done it. Days are those of its zone.
    """
    return max((_worked_at(one, since, until) for one in places), default=until - since)


def _worked_at(place: Warehouse, since: datetime, until: datetime) -> timedelta:
    zone = ZoneInfo(place.zone)
    found, day = timedelta(0), since.astimezone(zone).date()
    while (starts := _midnight(day, zone)) < until:
        day += timedelta(days=1)
        if works_on(place, day - timedelta(days=1)):
            found += min(until, _midnight(day, zone)) - max(since, starts)
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """In UTC, as two times of one zone differ by what its clocks show, and not by what has passed."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _waits(order: Watched) -> list[tuple[AlarmKind, datetime]]:
    """What the order waits for, and since when."""
    if order.state in WAITING:
        return [(AlarmKind.REVIEW, order.since)]
    if order.carrier_since is not None and order.state in IN_HOUSE | ON_THE_WAY:
        return [(AlarmKind.CARRIER, order.carrier_since)]
    if order.vendor_since is not None and order.state in IN_HOUSE:
        # Nobody of the house picks what a vendor sends.
        return [(AlarmKind.VENDOR, order.vendor_since)]
    if order.is_vendors:
        return []  # the vendor has named its day
    if order.state is OrderState.BACK_ORDERED and order.promised_on is None:
        return [(AlarmKind.UNDATED, order.since)]
    if order.state is OrderState.APPROVED:
        return [(AlarmKind.UNPICKED, order.since)]
    if order.state is OrderState.PICKING:
        return [(AlarmKind.PICKING, order.since)]
    return []


def find_odd(order: Watched, taken: Sequence[Taken], past: Sequence[Past], rules: Rules) -> list[Finding]:
    """What is odd about an order in the house. past: the same dealer's other orders, placed before it."""
    if order.state not in IN_HOUSE:
        return []
    placed = order.placed_at.isoformat()
    agreed = [one for one in past if one.is_agreed]
    found = []
    usual = middle([one.total_minor for one in agreed])
    rule = rules[AlarmKind.AMOUNT]
    if rule.is_on and usual and order.total_minor >= rule.limit * usual:
        found.append(Finding(AlarmKind.AMOUNT, placed, order.total_minor, usual))
    most = _oddest(taken, agreed, rules[AlarmKind.QUANTITY])
    if most is not None:
        one, usual = most
        found.append(Finding(AlarmKind.QUANTITY, placed, one.quantity, usual, one.name))
    rule = rules[AlarmKind.MANY]
    hour = 1 + sum(order.placed_at - one.placed_at < _HOUR for one in past)
    if rule.is_on and hour >= rule.limit:
        found.append(Finding(AlarmKind.MANY, placed, hour))
    if rules[AlarmKind.CHANGED].is_on and order.changed_at is not None:
        found.append(Finding(AlarmKind.CHANGED, order.changed_at.isoformat(), 0))
    return found


def _oddest(taken: Sequence[Taken], agreed: Sequence[Past], rule: AlarmRule) -> tuple[Taken, int] | None:
    """The product that is furthest beyond what is usual, and what is usual of it."""
    if not rule.is_on:
        return None
    odd = []
    for one in taken:
        usual = middle([old.quantity for past in agreed for old in past.taken if old.product == one.product])
        if usual and one.quantity >= rule.limit * usual:
            odd.append((one, usual))
    return max(odd, key=lambda pair: (pair[0].quantity / pair[1], pair[0].name), default=None)


def middle(values: Sequence[int]) -> int:
    """The median, the lower one of two; 0 where there are too few to know what is usual."""
    return sorted(values)[(len(values) - 1) // 2] if len(values) >= ENOUGH else 0


def still_holds(finding: Finding, order: Watched, slow: Sequence[Finding]) -> bool:
    """Whether a task about it is still open. slow: what is late or stuck, rules on or off."""
    if finding.kind is AlarmKind.SILENT:
        return not order.is_overtaken
    if finding.kind is AlarmKind.UNHAPPY:
        return True  # until somebody has looked after it, or the dealer thinks better of it
    if finding.kind in ODD:
        return order.state in IN_HOUSE
    return any((one.kind, one.mark) == (finding.kind, finding.mark) for one in slow)


def is_forgotten(rule: AlarmRule, touched_at: datetime, now: datetime) -> bool:
    """Nobody has touched it for so long that the managers hear of it."""
    return now - touched_at >= rule.escalate_hours * _HOUR
