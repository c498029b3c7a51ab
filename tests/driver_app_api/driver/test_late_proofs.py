"""What a phone without network did, told after the day was changed over its head."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from core.deliveries.tables import ShipmentRow
from core.dispatch.tables import RouteRow, RouteStopRow
from core.driving.tables import DoorMoneyRow, ProofRow
from core.driving.use_cases.show_proof import VerifyProof
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.orders.tables import OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from tests.core.deliveries.house import make_house, order, pack, states, wave
from tests.core.driving.house import Trip, make_driver, make_route, make_trip, make_van, photo
from tests.driver_app_api.driver.phone import client_id, handed, phone_of
from tests.make import column, count, rows, write


async def hand_on(core: Core, trip: Trip, **to: Any) -> UUID:
    """Eve's van takes Dan's stops over, as a re-plan writes it; to: what becomes of Dan's route."""
    eve = await make_driver(core, "Eve")
    van = await make_van(core, trip.house.la, eve, "V2")
    (own,) = await rows(core, RouteRow)
    other, _ = await make_route(core, trip.house.la, van, eve, [], plan=own.plan_id, trip=2)
    # The first was taken off by an earlier change, which a later one has taken the place of.
    kinds = ["gone", *["removed"] * (len(trip.stops) - 1)]
    gone = [{"kind": kind, "stop_id": str(one)} for kind, one in zip(kinds, trip.stops, strict=True)]
    await write(
        core,
        update(RouteStopRow).where(RouteStopRow.route_id == trip.route).values(route_id=other),
        update(RouteRow).where(RouteRow.id == trip.route).values(version=2, changes=gone, **to),
    )
    return other


async def test_what_was_delivered_before_the_van_was_called_broken_is_proved(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    picture = photo()
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, _ = (await phone.today())["routes"][0]["stops"]
        other = await hand_on(core, trip, state="closed", closed_at=core.clock.now())
        assert [one["kind"] for one in (await phone.today())["changes"]] == ["removed"]
        file_id = str(client_id())
        paid = {"kind": "cash", "amount_minor": 5000, "reference": ""}
        events = [
            phone.event("route_started"),
            phone.event("arrived", trip.stops[0]),
            phone.event("delivered", trip.stops[0], **handed(first, photos=[file_id], payment=paid)),
            phone.event("not_delivered", trip.stops[1], reason="vehicle"),
        ]
        told = await phone.tell(*events)
        assert told[2:] == [("done", None), ("refused", "stop_over")]
        _, answer = await phone.send_file(trip.stops[0], picture, file_id=file_id)
        assert answer.status == 204
    # The route of the broken van stays closed; whoever took over sees that one stop is done.
    states = {row.id: (row.state, row.version) for row in await rows(core, RouteRow)}
    assert states == {trip.route: ("closed", 2), other: ("published", 2)}
    assert {row.id: row.state for row in await rows(core, RouteStopRow)} == {
        trip.stops[0]: "done", trip.stops[1]: "planned",
    }  # fmt: skip
    (proof,) = await rows(core, ProofRow)
    assert (proof.state, "route_changed" in proof.flags) == ("whole", True)
    assert await column(core, DoorMoneyRow.amount_minor) == [5000]
    assert sorted(await column(core, ShipmentRow.state)) == ["delivered", "packed"]


async def test_goods_of_an_order_that_was_cancelled_meanwhile_are_asked_of_nobody(core: Core) -> None:
    house = await make_house(core, la=1000)
    await order(core, house, (house.crate, 12))
    cancelled = await order(core, house, (house.lamp, 5))
    (shipment,) = await wave(core, house)
    packed = await pack(core, house, shipment)
    dan = await make_driver(core)
    van = await make_van(core, house.la, dan)
    route, (stop,) = await make_route(core, house.la, van, dan, [packed])
    async with phone_of(core, dan, route) as phone:
        (before,) = (await phone.today())["routes"][0]["stops"]
        await core.execute(house.otto, CancelOrder(cancelled.order_id))
        (after,) = (await phone.today())["routes"][0]["stops"]
        assert [one["number"] for one in before["orders"]] == ["B2B-2025-1", "B2B-2025-2"]
        assert [one["number"] for one in after["orders"]] == ["B2B-2025-1"]
        assert await phone.tell(phone.event("delivered", stop, **handed(after))) == [("done", None)]
    assert await states(core) == {"1": "delivered", "2": "cancelled"}


async def test_a_stop_whose_only_order_was_cancelled_is_driven_to_by_nobody(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, second = (await phone.today())["routes"][0]["stops"]
        (cancelled,) = await rows(core, OrderRow, OrderRow.number == first["orders"][0]["number"])
        await core.execute(trip.house.otto, CancelOrder(cancelled.id))
        (route,) = (await phone.today())["routes"]
        assert [stop["id"] for stop in route["stops"]] == [second["id"]]
        assert route["load"] == [{"sku": "CRATE", "name": "Crate", "quantity": 6, "unit": "each"}]
        events = [
            phone.event("route_started"),
            phone.event("delivered", trip.stops[1], **handed(second)),
            phone.event("shift_closed", cash_minor=0, cheques=0),
        ]
        assert await phone.tell(*events) == [("done", None)] * 3
    states = {row.id: row.state for row in await rows(core, RouteStopRow)}
    assert states == {trip.stops[0]: "cancelled", trip.stops[1]: "done"}


@pytest.mark.parametrize("off", [timedelta(hours=-7), timedelta(days=1)], ids=str)
async def test_a_wrong_clock_is_put_right_and_nobody_is_told_less(core: Core, off: timedelta) -> None:
    trip = await make_trip(core, 12, 6)
    now = core.clock.now()
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, second = (await phone.today())["routes"][0]["stops"]
        # An hour and ten minutes ago, and just now, by a clock that is off.
        acts = [
            (phone.event("delivered", trip.stops[0], **handed(first)), timedelta(minutes=70)),
            (phone.event("delivered", trip.stops[1], **handed(second)), timedelta(minutes=1)),
        ]
        for event, ago in acts:
            event["at"] = (now + off - ago).isoformat()
            answer = await phone.call(
                "POST", "/events", {"device": phone.device, "events": [event]},
                headers={"X-Phone-Time": (now + off).isoformat()},
            )  # fmt: skip
            assert answer.body["results"][0]["status"] == "done"
            # Who is next hears of what is news by our clock, and of nothing that is history.
            assert await count(core, JournalRow, JournalRow.name == "stop_is_next") == 0
    proofs = sorted(await rows(core, ProofRow), key=lambda row: row.number)
    assert [row.taken_at for row in proofs] == [now - ago for _, ago in acts]
    assert ["clock_off" in row.flags for row in proofs] == [True, True]
    for number in ("B2B-2025-1", "B2B-2025-2"):
        assert (await core.ask(SYSTEM, VerifyProof(number))).faults == ()
    await write(core, update(ProofRow).values(taken_at=now))
    assert (await core.ask(SYSTEM, VerifyProof("B2B-2025-1"))).faults == ("entry",)
    await write(core, update(ProofRow).values(taken_at=now - timedelta(minutes=70), receiver="Eve"))
    assert (await core.ask(SYSTEM, VerifyProof("B2B-2025-1"))).faults == ("entry",)


async def test_the_next_dealer_hears_of_the_van_of_a_driver_whose_clock_is_slow(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    slow = core.clock.now() - timedelta(hours=7)
    async with phone_of(core, trip.dan, trip.route) as phone:
        start = phone.event("route_started") | {"at": slow.isoformat()}
        headers = {"X-Phone-Time": (slow + timedelta(seconds=5)).isoformat()}
        body = {"device": phone.device, "events": [start]}
        assert (await phone.call("POST", "/events", body, headers=headers)).status == 200
    assert await count(core, JournalRow, JournalRow.name == "stop_is_next") == 1
