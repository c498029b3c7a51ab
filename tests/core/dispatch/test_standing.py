"""Where a van is: the newest plausible position of its driver's phone, else its last stop."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.dispatch.engine.standing import Sighting, sighted
from core.dispatch.types import Depot, Position, Route, RouteState, Stop, StopState, Van
from core.kernel.ids import DealerId, WarehouseId
from core.kernel.money import Money

NOW = datetime(2025, 10, 15, 14, 0, tzinfo=UTC)
LAST = Position(34.05, -118.20)
NEAR = Position(34.08, -118.20)  # 3.3 km on: six minutes' way
USD = Money(0, "USD")


def _route(state: StopState = StopState.DONE, left: timedelta = timedelta(minutes=15)) -> Route:
    """A van that has left its only stop so long ago."""
    depot = Depot(WarehouseId(uuid.UUID(int=1)), "LA", "LA", "UTC", "", Position(34.0, -118.2))
    van = Van(
        uuid.UUID(int=2), "V1", "", "", depot.warehouse_id, "LA", None, "", 1, 1, USD, USD, USD, 0, (),
        "08:00", "17:00", 0, True,
    )  # fmt: skip
    stop = Stop(
        uuid.UUID(int=3), uuid.UUID(int=4), 1, state, DealerId(uuid.UUID(int=5)), "North", None, "", LAST, (),
        (), None, NOW, 10, 0, 0, 0, USD, 0, arrived_at=NOW - left, done_at=NOW - left,
    )  # fmt: skip
    return Route(
        stop.route_id, uuid.UUID(int=6), NOW.date(), RouteState.STARTED, 1, 1, van, None, depot,
        NOW - timedelta(hours=6), NOW, 0, 0, USD, 0, False, (stop,),
    )  # fmt: skip


def _seen(**changes: Any) -> Sighting:
    at = NOW - timedelta(minutes=2)
    return replace(Sighting(NEAR, 12, at, at), **changes)


def test_the_newest_position_is_where_the_van_is() -> None:
    older = _seen(place=Position(34.06, -118.20), told_at=NOW - timedelta(minutes=9))
    assert sighted(_route(), [older, _seen()], NOW) == NEAR
    assert sighted(_route(), [], NOW) is None


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"accuracy_m": 201}, id="the phone doubts it"),
        pytest.param({"told_at": NOW - timedelta(minutes=21)}, id="it is old by the phone's clock"),
        pytest.param({"received_at": NOW - timedelta(minutes=21)}, id="it is old by ours"),
        pytest.param({"told_at": NOW + timedelta(minutes=4)}, id="the phone's clock is far ahead"),
        pytest.param({"place": Position(0, 0)}, id="0,0 is no place"),
        pytest.param({"place": Position(35.5, -118.2)}, id="nobody drives so fast"),
        pytest.param(
            {"told_at": NOW - timedelta(minutes=16)}, id="it was taken before the last stop was left"
        ),
    ],
)
def test_what_is_not_plausible_counts_for_nothing(odd: dict[str, Any]) -> None:
    assert sighted(_route(), [_seen(**odd)], NOW) is None
    older = _seen(place=Position(34.06, -118.20), told_at=NOW - timedelta(minutes=9))
    assert sighted(_route(), [_seen(**odd), older], NOW) == Position(34.06, -118.20)


def test_a_van_that_has_arrived_stands_at_its_stop() -> None:
    assert sighted(_route(StopState.ARRIVED), [_seen()], NOW) is None


def test_before_its_first_stop_a_van_is_where_its_phone_is() -> None:
    route = replace(_route(), stops=())
    assert sighted(route, [_seen()], NOW) == NEAR
