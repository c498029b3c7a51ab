"""What is late, stuck or odd, at the edge of each rule."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.alarms.engine import find_odd, find_slow, is_forgotten, middle, still_holds, worked
from core.alarms.types import DEFAULTS, AlarmKind, Finding, Past, Taken, Watched
from core.kernel.ids import DealerId, OrderId, WarehouseId
from core.orders.states import OrderState
from core.stock.types import Warehouse

NOW = datetime(2025, 10, 14, 9, tzinfo=UTC)
TODAY = NOW.date()
ORDER = Watched(
    OrderId(uuid.UUID(int=1)), "B2B-2025-1", DealerId(uuid.UUID(int=2)), None, OrderState.APPROVED, NOW, NOW,
    None, 10_000,
)  # fmt: skip


def slow(**facts: Any) -> list[tuple[AlarmKind, int]]:
    found = find_slow(replace(ORDER, **facts), DEFAULTS, NOW, TODAY)
    return [(one.kind, one.value) for one in found]


def test_an_order_is_late_from_the_day_after_its_promise() -> None:
    assert slow(promised_on=TODAY) == []
    assert slow(promised_on=TODAY - timedelta(days=1)) == [(AlarmKind.LATE, 1)]
    assert slow(promised_on=date(2025, 10, 1), state=OrderState.SHIPPED) == [(AlarmKind.LATE, 13)]


@pytest.mark.parametrize(
    "state", [OrderState.DELIVERED, OrderState.CANCELLED, OrderState.IN_REVIEW, OrderState.CLOSED]
)
def test_what_has_come_or_is_not_agreed_is_never_late(state: OrderState) -> None:
    assert slow(promised_on=date(2025, 10, 1), state=state) == []


@pytest.mark.parametrize(
    ("state", "hours", "kind"),
    [
        (OrderState.IN_REVIEW, 8, AlarmKind.REVIEW),
        (OrderState.HELD, 8, AlarmKind.REVIEW),
        (OrderState.APPROVED, 24, AlarmKind.UNPICKED),
        (OrderState.PICKING, 8, AlarmKind.PICKING),
        (OrderState.BACK_ORDERED, 48, AlarmKind.UNDATED),
    ],
)
def test_an_order_is_stuck_after_its_hours_and_not_before(
    state: OrderState, hours: int, kind: AlarmKind
) -> None:
    assert slow(state=state, since=NOW - timedelta(hours=hours)) == []
    longer = NOW - timedelta(hours=hours, seconds=1)
    assert slow(state=state, since=longer) == [(kind, hours)]


def test_who_waits_for_a_day_that_is_known_is_not_forgotten() -> None:
    waits = OrderState.BACK_ORDERED
    assert slow(state=waits, since=NOW - timedelta(days=9), promised_on=TODAY + timedelta(days=5)) == []


def test_goods_of_a_silent_vendor_are_not_said_to_wait_for_the_picker() -> None:
    old = NOW - timedelta(hours=30)
    assert slow(since=old, vendor_since=old) == [(AlarmKind.VENDOR, 30)]
    assert slow(since=old, vendor_since=NOW) == []


def test_what_a_vendor_has_said_it_sends_is_late_by_its_day_and_never_unpicked() -> None:
    old = NOW - timedelta(days=9)
    assert slow(since=old, is_vendors=True, promised_on=TODAY) == []
    assert slow(since=old, is_vendors=True, promised_on=TODAY - timedelta(days=2)) == [(AlarmKind.LATE, 2)]


LA = Warehouse(
    WarehouseId(uuid.UUID(int=3)), "LA", "Los Angeles", "west", "America/Los_Angeles", "16:00", 1, 3,
    frozenset({date(2025, 10, 20)}),
)  # fmt: skip
KL = replace(LA, code="KL", zone="Asia/Kuala_Lumpur", holidays=frozenset())
# Five in the afternoon of a Friday in Los Angeles; the Monday after it is a holiday there.
FRIDAY = datetime(2025, 10, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("places", "since", "days", "hours"),
    [
        ((LA,), FRIDAY, 0.25, 6),
        ((LA,), FRIDAY, 1, 7),  # until midnight there
        ((LA,), FRIDAY, 3, 7),
        ((LA,), FRIDAY, 4, 24),  # five in the afternoon of Tuesday
        ((LA,), FRIDAY + timedelta(days=1), 2, 0),
        ((KL,), FRIDAY, 1.5, 0),  # from eight of Saturday there
        ((KL,), FRIDAY, 2.5, 20),
        ((LA, KL), FRIDAY, 3, 32),  # no holiday there: longer than the seven hours of Friday
        ((), FRIDAY, 3, 72),
        # Until 23:00 of Monday: the clocks went back.
        ((LA,), datetime(2025, 10, 31, 7, tzinfo=UTC), 4, 47),
        ((replace(LA, zone="UTC"),), FRIDAY - timedelta(days=4), 4, 96),
    ],
)
def test_hours_run_on_days_on_which_a_warehouse_of_the_order_works(
    places: tuple[Warehouse, ...], since: datetime, days: float, hours: int
) -> None:
    assert worked(places, since, since + timedelta(days=days)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("state", "facts", "kind", "days"),
    [
        # 24 hours of work: 7 on Friday, 17 on the Tuesday after the holiday.
        (OrderState.APPROVED, {}, AlarmKind.UNPICKED, 4),
        (OrderState.BACK_ORDERED, {}, AlarmKind.UNDATED, 5),
    ],
)
def test_what_is_agreed_on_a_friday_is_not_forgotten_before_the_house_has_had_its_hours(
    state: OrderState, facts: dict[str, Any], kind: AlarmKind, days: int
) -> None:
    order = replace(ORDER, state=state, since=FRIDAY, places=(LA,), **facts)
    due = FRIDAY + timedelta(days=days)
    assert find_slow(order, DEFAULTS, due, due.date()) == []
    later = due + timedelta(seconds=1)
    (found,) = find_slow(order, DEFAULTS, later, later.date())
    assert (found.kind, found.value) == (kind, days * 24)  # how long ago it was


def test_a_promised_day_and_the_word_of_a_vendor_do_not_wait_for_the_house_to_open() -> None:
    sunday = FRIDAY + timedelta(days=2)
    order = replace(ORDER, since=FRIDAY, places=(LA,), promised_on=FRIDAY.date())
    (late,) = find_slow(order, DEFAULTS, sunday, sunday.date())
    assert (late.kind, late.value) == (AlarmKind.LATE, 2)
    silent = replace(order, vendor_since=FRIDAY, promised_on=None)
    (vendor,) = find_slow(silent, DEFAULTS, sunday, sunday.date())
    assert (vendor.kind, vendor.value) == (AlarmKind.VENDOR, 48)
    unbooked = replace(order, carrier_since=sunday, promised_on=None)
    monday = FRIDAY + timedelta(days=3)
    assert find_slow(unbooked, DEFAULTS, monday, monday.date()) == []
    tuesday = monday + timedelta(hours=12)
    (waits,) = find_slow(unbooked, DEFAULTS, tuesday, tuesday.date())
    assert (waits.kind, waits.value) == (AlarmKind.CARRIER, 36)


def test_a_rule_that_is_off_finds_nothing() -> None:
    rules = {**DEFAULTS, AlarmKind.LATE: replace(DEFAULTS[AlarmKind.LATE], is_on=False)}
    assert find_slow(replace(ORDER, promised_on=date(2025, 10, 1)), rules, NOW, TODAY) == []


def past(total: int, quantity: int, *, agreed: bool = True, ago: timedelta = timedelta(days=9)) -> Past:
    return Past(NOW - ago, total, agreed, (Taken("p", "Pump", quantity),))


def odd(total: int, quantity: int, *before: Past, **facts: Any) -> list[Finding]:
    order = replace(ORDER, total_minor=total, **facts)
    return find_odd(order, [Taken("p", "Pump", quantity)], before, DEFAULTS)


def test_an_amount_of_five_times_the_middle_one_is_odd() -> None:
    before = [past(900, 1), past(1_000, 1), past(9_000, 1)]
    assert odd(4_999, 1, *before) == []
    (found,) = odd(5_000, 1, *before)
    assert (found.kind, found.value, found.usual) == (AlarmKind.AMOUNT, 5_000, 1_000)


def test_a_quantity_of_ten_times_the_middle_one_is_odd_and_named() -> None:
    before = [past(10_000, 4), past(10_000, 5), past(10_000, 6)]
    assert odd(10_000, 49, *before) == []
    (found,) = odd(10_000, 50, *before)
    assert (found.kind, found.value, found.usual, found.what) == (AlarmKind.QUANTITY, 50, 5, "Pump")


def test_of_two_orders_nobody_knows_what_is_usual() -> None:
    assert odd(1_000_000, 9_999, past(1, 1), past(1, 1), past(1, 1, agreed=False)) == []
    assert (middle([]), middle([7, 7]), middle([3, 1, 2]), middle([1, 2, 3, 4])) == (0, 0, 2, 2)


def test_the_fifth_order_within_an_hour_is_one_too_many() -> None:
    minute = timedelta(minutes=59)
    four = [past(10_000, 1, ago=minute)] * 4
    assert [one.kind for one in odd(10_000, 1, *four)] == [AlarmKind.MANY]
    assert odd(10_000, 1, *four[:3], past(10_000, 1, ago=timedelta(hours=1))) == []


def test_a_change_after_approval_is_odd_while_the_goods_are_here() -> None:
    (found,) = odd(10_000, 1, changed_at=NOW)
    assert (found.kind, found.mark) == (AlarmKind.CHANGED, NOW.isoformat())
    assert odd(10_000, 1, changed_at=NOW, state=OrderState.SHIPPED) == []


def test_odd_is_over_once_the_goods_have_left_and_slow_once_it_would_not_be_found() -> None:
    amount = Finding(AlarmKind.AMOUNT, "x", 1)
    assert still_holds(amount, ORDER, [])
    assert not still_holds(amount, replace(ORDER, state=OrderState.SHIPPED), [])
    late = Finding(AlarmKind.LATE, "2025-10-01", 3)
    assert still_holds(late, ORDER, [replace(late, value=9)])
    assert not still_holds(late, ORDER, [replace(late, mark="2025-10-20")])


def test_a_task_is_forgotten_at_its_hours_to_the_second() -> None:
    rule = DEFAULTS[AlarmKind.LATE]
    assert not is_forgotten(rule, NOW - timedelta(hours=4) + timedelta(seconds=1), NOW)
    assert is_forgotten(rule, NOW - timedelta(hours=4), NOW)
