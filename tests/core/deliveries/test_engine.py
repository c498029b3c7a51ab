"""The pure rules of deliveries: waves, stages, bar codes, what a carrier's word means."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.deliveries.engine.code128 import bar_widths
from core.deliveries.engine.stages import stage_of, told_state
from core.deliveries.engine.waves import plan_wave, walking_order
from core.deliveries.types import Location, OrderPart, ShipmentState, TrackingKind, Waiting
from core.kernel.ids import DealerId, LineId, OrderId, ProductId
from core.orders.types import MOVES, OrderState

NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
DAY = date(2025, 10, 15)
S, At = ShipmentState, OrderState
EARLY, LATE = uuid.UUID(int=1), uuid.UUID(int=2)


def waiting(number: int, dealer: uuid.UUID = EARLY, **changes: object) -> Waiting:
    facts = {
        "order_id": OrderId(uuid.UUID(int=100 + number)),
        "number": f"B2B-2025-{number}",
        "dealer_id": DealerId(dealer),
        "ship_to_id": dealer,
        "line_id": LineId(uuid.UUID(int=200 + number)),
        "product_id": ProductId(EARLY),
        "quantity": 1,
        "is_urgent": False,
        "promised_on": DAY,
        "placed_at": NOW + timedelta(minutes=number),
        **changes,
    }
    return Waiting(**facts)


def test_urgent_goods_come_first_then_the_earlier_promise_then_the_earlier_order() -> None:
    goods = [
        waiting(1, uuid.UUID(int=11)),
        waiting(2, uuid.UUID(int=12), promised_on=DAY - timedelta(days=1)),
        waiting(3, uuid.UUID(int=13), is_urgent=True, promised_on=None),
        waiting(4, uuid.UUID(int=14), promised_on=None),
        waiting(5, uuid.UUID(int=15)),
    ]
    planned = plan_wave(goods)
    assert [one.goods[0].number[-1] for one in planned] == ["3", "2", "1", "5", "4"]
    assert [one.is_urgent for one in planned] == [True, False, False, False, False]
    assert plan_wave(goods, 2) == planned[:2]


def test_one_dealer_one_place_one_day_is_one_shipment() -> None:
    goods = [waiting(1), waiting(2), waiting(3, LATE), waiting(4, promised_on=DAY + timedelta(days=1))]
    assert [[one.number[-1] for one in planned.goods] for planned in plan_wave(goods)] == [
        ["1", "2"],
        ["3"],
        ["4"],
    ]


def test_a_walk_counts_as_people_do_and_ends_with_what_has_no_place() -> None:
    places = [Location("B", "1"), Location("A", "10"), Location(), Location("A", "2"), Location("", "3")]
    walk = sorted(places, key=lambda place: walking_order(place, "SKU"))
    assert [str(place) for place in walk] == ["3", "A-2", "A-10", "B-1", ""]


@pytest.mark.parametrize(
    ("parts", "unpicked", "stage"),
    [
        ([], 5, None),
        ([(S.CANCELLED, 0)], 0, None),
        ([(S.PICKING, 5)], 0, At.PICKING),
        ([(S.PACKED, 5)], 2, At.PICKING),
        ([(S.PACKED, 5), (S.PICKING, 5)], 0, At.PICKING),
        ([(S.PACKED, 5), (S.PACKED, 5)], 0, At.PACKED),
        ([(S.SHIPPED, 5), (S.PICKING, 5)], 0, At.SHIPPED),
        ([(S.OUT_FOR_DELIVERY, 5)], 3, At.SHIPPED),
        ([(S.OUT_FOR_DELIVERY, 5)], 0, At.OUT_FOR_DELIVERY),
        ([(S.DELIVERED, 5), (S.SHIPPED, 5)], 0, At.PART_DELIVERED),
        ([(S.DELIVERED, 5)], 1, At.PART_DELIVERED),
        ([(S.RETURNED, 0), (S.SHIPPED, 5)], 0, At.SHIPPED),
        ([(S.RETURNED, 0), (S.DELIVERED, 5)], 0, At.DELIVERED),
        ([(S.RETURNED, 0)], 3, At.PICKING),
        ([(S.RETURNED, 0), (S.PICKING, 5)], 0, At.PICKING),
        ([(S.RETURNED, 0), (S.PACKED, 5)], 0, At.PACKED),
        ([(S.RETURNED, 0)], 0, At.RETURNED),
        ([(S.DELIVERED, 5), (S.CANCELLED, 0)], 0, At.DELIVERED),
    ],
)
def test_an_order_is_where_its_parts_are(
    parts: list[tuple[ShipmentState, int]], unpicked: int, stage: OrderState | None
) -> None:
    assert stage_of([OrderPart(state, accepted) for state, accepted in parts], unpicked) is stage


def _part(state: ShipmentState, accepted: int) -> OrderPart:
    if state is S.DELIVERED:
        return OrderPart(S.DELIVERED if accepted else S.RETURNED, accepted)
    return OrderPart(state, 5)


_ROAD = (S.PICKING, S.PACKED, S.SHIPPED, S.OUT_FOR_DELIVERY, S.DELIVERED)


@given(
    st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=16),
    st.lists(st.sampled_from([0, 5]), min_size=4, max_size=4),
)
@settings(max_examples=600, derandomize=True)
def test_parts_that_go_on_in_any_order_move_their_order_only_as_the_table_of_moves_allows(
    steps: list[int], accepted: list[int]
) -> None:
    """Four parts; each step brings one on by a stage, of some nothing is accepted. It starts as approved."""
    at = [-1, -1, -1, -1]  # on no list yet
    now = OrderState.APPROVED
    for part in steps:
        at[part] = min(at[part] + 1, len(_ROAD) - 1)
        parts = [_part(_ROAD[place], taken) for place, taken in zip(at, accepted, strict=True) if place >= 0]
        stage = stage_of(parts, unpicked=5 * at.count(-1))
        assert stage is not None
        assert stage is now or stage in MOVES[now], (now, stage, at)
        now = stage


@pytest.mark.parametrize(
    ("now", "kind", "state"),
    [
        (S.SHIPPED, TrackingKind.IN_TRANSIT, None),
        (S.SHIPPED, TrackingKind.OUT_FOR_DELIVERY, S.OUT_FOR_DELIVERY),
        (S.SHIPPED, TrackingKind.DELIVERED, S.DELIVERED),
        (S.OUT_FOR_DELIVERY, TrackingKind.OUT_FOR_DELIVERY, None),
        (S.OUT_FOR_DELIVERY, TrackingKind.ATTEMPT, None),
        (S.OUT_FOR_DELIVERY, TrackingKind.RETURNED, S.RETURNED),
        (S.DELIVERED, TrackingKind.OUT_FOR_DELIVERY, None),
        (S.DELIVERED, TrackingKind.RETURNED, None),
        (S.PACKED, TrackingKind.DELIVERED, None),
    ],
)
def test_a_carriers_word_leads_on_and_never_back(
    now: ShipmentState, kind: TrackingKind, state: ShipmentState | None
) -> None:
    assert told_state(now, kind) is state


def test_a_bar_code_has_a_start_its_signs_a_check_and_a_stop() -> None:
    widths = bar_widths("PL-2025-1")
    assert sum(widths) == 11 * (9 + 2) + 13
    assert (widths[:6], widths[-7:]) == ((2, 1, 1, 2, 1, 4), (2, 3, 3, 1, 1, 1, 2))


@pytest.mark.parametrize("text", ["", "ä", "\n"])
def test_what_the_set_does_not_have_makes_no_bar_code(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        bar_widths(text)
