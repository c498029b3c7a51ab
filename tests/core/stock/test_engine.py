"""Which warehouse gives what, and by when."""

import uuid
from datetime import UTC, date, datetime

import pytest

from core.kernel.ids import LineId, ProductId, WarehouseId
from core.stock.engine import arrival_date, plan_reservation
from core.stock.types import (
    Arrival,
    Demand,
    Light,
    LineAvailability,
    ReservationPlan,
    Stock,
    StockAt,
    Take,
    Warehouse,
)

TUESDAY = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
WEDNESDAY, FRIDAY, MONDAY = date(2025, 10, 15), date(2025, 10, 17), date(2025, 10, 20)


def an_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def place(code: str, region: str, lead_days: int = 1, elsewhere: int = 3) -> Warehouse:
    return Warehouse(WarehouseId(an_id(code)), code, code, region, "UTC", "16:00", lead_days, elsewhere)


LA = place("LA", "west")
PHOENIX = place("PHX", "southwest", elsewhere=2)
DENVER = place("DEN", "mountain", elsewhere=4)
BEARING, BOLT = ProductId(an_id("bearing")), ProductId(an_id("bolt"))
ONE, TWO, THREE = (LineId(an_id(name)) for name in ("one", "two", "three"))


def at(warehouse: Warehouse, available: int, incoming: int = 0, on: date | None = None) -> StockAt:
    return StockAt(warehouse.id, available, (Arrival(on, incoming),) if incoming else ())


def plan(demands: list[Demand], stock: Stock, region: str = "west") -> ReservationPlan:
    return plan_reservation(demands, stock, [DENVER, PHOENIX, LA], region, TUESDAY)


def takes(found: ReservationPlan) -> list[tuple[LineId, WarehouseId, int]]:
    return [(take.line_id, take.warehouse_id, take.quantity) for take in found.takes]


def test_all_of_it_near_is_green_and_comes_from_there() -> None:
    found = plan([Demand(ONE, BEARING, 100)], {BEARING: (at(PHOENIX, 500), at(LA, 120))})
    assert found.takes == (Take(ONE, BEARING, LA.id, 100),)
    assert found.lines == (LineAvailability(ONE, Light.GREEN, 620, WEDNESDAY, None),)
    assert (found.promised_on, found.is_complete) == (WEDNESDAY, True)


def test_a_warehouse_that_has_the_line_whole_is_preferred_to_a_split() -> None:
    found = plan([Demand(ONE, BEARING, 130)], {BEARING: (at(LA, 120), at(PHOENIX, 135))})
    assert takes(found) == [(ONE, PHOENIX.id, 130)]
    assert found.lines[0].light is Light.YELLOW
    assert found.lines[0].promised_on == date(2025, 10, 16)


def test_a_split_takes_from_near_to_far_and_promises_the_last_arrival() -> None:
    # G2's stock: 150 wanted, LA has 120, Phoenix 35, Denver 25
    found = plan([Demand(ONE, BEARING, 150)], {BEARING: (at(DENVER, 25), at(LA, 120), at(PHOENIX, 35))})
    assert takes(found) == [(ONE, LA.id, 120), (ONE, PHOENIX.id, 30)]
    assert found.lines == (LineAvailability(ONE, Light.YELLOW, 180, date(2025, 10, 16), None),)


def test_a_split_over_all_three_waits_for_the_slowest() -> None:
    found = plan([Demand(ONE, BEARING, 180)], {BEARING: (at(DENVER, 25), at(LA, 120), at(PHOENIX, 35))})
    assert takes(found) == [(ONE, LA.id, 120), (ONE, PHOENIX.id, 35), (ONE, DENVER.id, 25)]
    assert found.promised_on == MONDAY  # four working days from Tuesday


def test_what_cannot_be_had_whole_is_red_takes_nothing_and_names_the_next_arrival() -> None:
    stock = {BEARING: (at(LA, 120, 50, MONDAY), at(PHOENIX, 35, 10, FRIDAY), at(DENVER, 25, 0, WEDNESDAY))}
    found = plan([Demand(ONE, BEARING, 181)], stock)
    assert found.takes == ()
    assert found.lines == (LineAvailability(ONE, Light.RED, 180, None, FRIDAY),)
    assert (found.promised_on, found.is_complete) == (None, False)


def test_a_product_without_any_stock_row_is_red() -> None:
    found = plan([Demand(ONE, BEARING, 1)], {})
    assert found.lines == (LineAvailability(ONE, Light.RED, 0, None, None),)


def test_two_lines_on_one_product_share_what_there_is() -> None:
    found = plan([Demand(ONE, BEARING, 70), Demand(TWO, BEARING, 70)], {BEARING: (at(LA, 120),)})
    assert takes(found) == [(ONE, LA.id, 70)]
    assert [(line.light, line.available) for line in found.lines] == [(Light.GREEN, 120), (Light.RED, 50)]


def test_a_red_line_leaves_its_stock_to_the_next_line() -> None:
    demands = [Demand(ONE, BEARING, 121), Demand(TWO, BOLT, 5), Demand(THREE, BEARING, 120)]
    found = plan(demands, {BEARING: (at(LA, 120),), BOLT: (at(LA, 5),)})
    assert takes(found) == [(TWO, LA.id, 5), (THREE, LA.id, 120)]
    assert [line.light for line in found.lines] == [Light.RED, Light.GREEN, Light.GREEN]


def test_more_reserved_than_there_is_counts_as_none_free_and_not_as_a_debt() -> None:
    found = plan([Demand(ONE, BEARING, 30)], {BEARING: (at(LA, -5), at(PHOENIX, 30))})
    assert takes(found) == [(ONE, PHOENIX.id, 30)]
    assert found.lines[0].available == 30


def test_where_no_warehouse_is_in_the_region_the_quickest_counts_as_near() -> None:
    stock = {BEARING: (at(LA, 10), at(PHOENIX, 10), at(DENVER, 10))}
    found = plan([Demand(ONE, BEARING, 5)], stock, region="hawaii")
    assert takes(found) == [(ONE, PHOENIX.id, 5)]
    assert found.lines[0].light is Light.GREEN
    far = plan([Demand(ONE, BEARING, 5)], {BEARING: (at(DENVER, 10),)}, region="hawaii")
    assert far.lines[0].light is Light.YELLOW


def test_equally_quick_warehouses_are_taken_by_code() -> None:
    first, second = place("AAA", "east"), place("BBB", "south")
    found = plan_reservation(
        [Demand(ONE, BEARING, 5)], {BEARING: (at(second, 9), at(first, 9))}, [second, first], "west", TUESDAY
    )
    assert takes(found) == [(ONE, first.id, 5)]


@pytest.mark.parametrize(
    ("zone", "now", "lead_days", "arrives"),
    [
        ("UTC", datetime(2025, 10, 14, 15, 59, 59, tzinfo=UTC), 1, WEDNESDAY),
        ("UTC", datetime(2025, 10, 14, 16, 0, tzinfo=UTC), 1, date(2025, 10, 16)),  # on the dot is late
        # 22:59 UTC is 15:59 in Los Angeles, and still Tuesday there
        ("America/Los_Angeles", datetime(2025, 10, 14, 22, 59, tzinfo=UTC), 1, WEDNESDAY),
        ("America/Los_Angeles", datetime(2025, 10, 14, 23, 0, tzinfo=UTC), 1, date(2025, 10, 16)),
        # one o'clock UTC on Wednesday is still Tuesday evening in Los Angeles, too late for the day
        ("America/Los_Angeles", datetime(2025, 10, 15, 1, 0, tzinfo=UTC), 1, date(2025, 10, 16)),
        # in Kuala Lumpur it is Wednesday by then, and early
        ("Asia/Kuala_Lumpur", datetime(2025, 10, 14, 16, 30, tzinfo=UTC), 1, date(2025, 10, 16)),
        ("UTC", datetime(2025, 10, 17, 15, 0, tzinfo=UTC), 1, MONDAY),  # Friday, in time
        ("UTC", datetime(2025, 10, 17, 17, 0, tzinfo=UTC), 1, date(2025, 10, 21)),  # Friday, too late
        ("UTC", datetime(2025, 10, 18, 8, 0, tzinfo=UTC), 1, date(2025, 10, 21)),  # Saturday
        ("UTC", datetime(2025, 10, 19, 23, 0, tzinfo=UTC), 1, date(2025, 10, 21)),  # Sunday
        ("UTC", datetime(2025, 10, 16, 9, 0, tzinfo=UTC), 5, date(2025, 10, 23)),
        ("UTC", datetime(2025, 10, 14, 9, 0, tzinfo=UTC), 0, date(2025, 10, 14)),  # the same day
        ("UTC", datetime(2025, 10, 18, 9, 0, tzinfo=UTC), 0, MONDAY),
        # the night the clocks go back in Los Angeles (2 November 2025) is a Sunday like any other
        ("America/Los_Angeles", datetime(2025, 11, 2, 9, 30, tzinfo=UTC), 1, date(2025, 11, 4)),
    ],
)
def test_cut_off_and_weekend_are_the_warehouses_own(
    zone: str, now: datetime, lead_days: int, arrives: date
) -> None:
    one = Warehouse(WarehouseId(an_id("w")), "W", "W", "west", zone, "16:00", lead_days, 9)
    assert arrival_date(one, "west", now) == arrives


@pytest.mark.parametrize(
    ("now", "lead_days", "arrives"),
    [
        (datetime(2025, 12, 23, 9, 0, tzinfo=UTC), 1, date(2025, 12, 24)),
        (datetime(2025, 12, 23, 17, 0, tzinfo=UTC), 1, date(2025, 12, 29)),  # leaves on the 24th
        (datetime(2025, 12, 24, 9, 0, tzinfo=UTC), 1, date(2025, 12, 29)),
        (datetime(2025, 12, 25, 9, 0, tzinfo=UTC), 0, date(2025, 12, 29)),  # nobody is there
        (datetime(2025, 12, 25, 9, 0, tzinfo=UTC), 1, date(2025, 12, 30)),
    ],
)
def test_nothing_leaves_and_nothing_comes_on_a_holiday(now: datetime, lead_days: int, arrives: date) -> None:
    off = frozenset({date(2025, 12, 25), date(2025, 12, 26)})
    one = Warehouse(WarehouseId(an_id("w")), "W", "W", "west", "UTC", "16:00", lead_days, 9, off)
    assert arrival_date(one, "west", now) == arrives


def test_another_region_waits_the_longer_lead_time() -> None:
    assert arrival_date(LA, "east", TUESDAY) == FRIDAY
