"""A packed shipment is booked with a carrier: once, whoever dies, and undone when the shipment is."""

import asyncio
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.deliveries.booking_types import BookingState, Reason, Refusal
from core.deliveries.errors import BookingElsewhere, BookingUnfit, TrackingTaken
from core.deliveries.tables import CarrierBookingRow, CarrierRow, ShipmentRow
from core.deliveries.types import Shipment, ShipmentState, TrackingKind, Way
from core.deliveries.use_cases.book_carrier import (
    BookCarrier,
    CancelBooking,
    CancelUnwantedBookings,
    ShowLabel,
)
from core.deliveries.use_cases.pack_shipment import SetParcels
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.jobs.carriers import carrier_worker
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Outdated
from core.kernel.money import Money
from core.orders.tables import OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from tests.carrier import LABEL, CarrierServer, book_with, rate, serving
from tests.core.deliveries.house import House, level, make_house, order, pack, send, show, states, wave
from tests.make import count, make_ship_to, rows
from tests.make.rows import add, write

PROMISED = "2025-10-15"


async def packed(core: Core, house: House, *, weighed: bool = True) -> Shipment:
    place = await make_ship_to(core, house.dealer_id)
    await order(core, house, (house.crate, 4))
    (shipment,) = await wave(core, house)
    shipment = await pack(core, house, shipment)
    await write(core, update(ShipmentRow).values(ship_to_id=place, promised_on=date(2025, 10, 16)))
    if weighed:
        await core.execute(house.otto, SetParcels(shipment.id, (12_500, 8_000)))
    return await show(core, house, shipment)


async def book(core: Core, house: House, shipment: Shipment, **more: Any) -> Shipment:
    await core.execute(house.otto, BookCarrier(shipment.id, shipment.version, **more))
    await carrier_worker(core).drain()
    return await show(core, house, shipment)


async def patiently(core: Core, clock: FixedClock, tries: int = 12) -> None:
    """Until nothing of bookings waits any more."""
    for _ in range(tries):
        await carrier_worker(core).drain()
        clock.advance(timedelta(hours=1))


async def told(core: Core) -> list[str]:
    """What the journal says of bookings."""
    names = ("carrier_booked", "carrier_not_booked", "booking_called_off", "booking_not_cancelled")
    entries = await rows(core, JournalRow, JournalRow.name.in_(names))
    return [row.name for row in sorted(entries, key=lambda row: row.number)]


async def test_the_cheapest_in_time_is_booked_and_the_goods_leave_with_it(core: Core) -> None:
    house = await make_house(core)
    await add(core, CarrierRow, code="UPS", name="UPS", link="")
    await add(core, CarrierRow, code="TNT", name="TNT", link="")
    shipment = await packed(core, house)
    dhl = CarrierServer([rate("express", 2900, PROMISED), rate("slow", 300, "2025-10-21")])
    ups = CarrierServer(
        [rate("ground", 1840, "2025-10-16"), rate("saver", 10, PROMISED, "EUR")], numbers="1Z"
    )
    async with serving(dhl), serving(ups):
        book_with(core, DHL=dhl, ups=ups, TNT="http://127.0.0.1:9/", GLS=dhl)
        booked = await book(core, house, shipment)
    assert booked.state is ShipmentState.PACKED
    assert (booked.carrier, booked.tracking_number) == ("UPS", "1Z0001")
    booking = booked.booking
    assert booking is not None
    assert (booking.state, booking.reason) == (BookingState.BOOKED, Reason.IN_TIME)
    assert [(one.carrier, one.service, one.price) for one in booking.rates] == [
        ("UPS", "ground", Money(1840, "USD")),
        ("DHL", "express", Money(2900, "USD")),
        ("DHL", "slow", Money(300, "USD")),
    ]
    assert [(one.carrier, one.why) for one in booking.left_out] == [("TNT", Refusal.SILENT)]
    assert list(ups.booked) == [str(booking.id)]
    assert dhl.booked == {}
    assert ups.consignments == [
        {
            "number": "SH-2025-1",
            "origin": {"name": "Warehouse LA", "region": "west"},
            "recipient": {
                "name": "Corner Store", "place": "Store MAIN", "address": "1 Market Street",
                "city": "Los Angeles", "region": "west",
            },
            "promised_on": "2025-10-16",
            "parcels": [12_500, 8_000],
        }
    ]  # fmt: skip
    label = await core.ask(house.otto, ShowLabel(shipment.id))
    assert (label.name, label.content) == ("SH-2025-1.pdf", LABEL)
    sent = await send(core, house, booked, Way.CARRIER)
    assert (sent.state, sent.carrier, sent.tracking_number) == (ShipmentState.SHIPPED, "UPS", "1Z0001")
    assert [row.state for row in await rows(core, CarrierBookingRow)] == ["spent"]
    assert (await core.ask(house.otto, ShowLabel(shipment.id))).content == LABEL
    assert await told(core) == ["carrier_booked"]
    assert await level(core, house.crate, house.la) == {"on_hand": 96}


async def test_a_carrier_that_collects_what_is_booked_makes_it_leave(core: Core) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)], with_label=False)) as dhl:
        book_with(core, DHL=dhl)
        await book(core, house, shipment)
    with pytest.raises(NotFound):
        await core.ask(house.otto, ShowLabel(shipment.id))
    at = core.clock.now()
    for event, kind in (
        ("e0", TrackingKind.INFO),
        ("e1", TrackingKind.PICKED_UP),
        ("e1", TrackingKind.PICKED_UP),
    ):
        await core.execute(SYSTEM, TakeTracking("DHL", event, "JD0001", kind, at))
        state = ShipmentState.PACKED if event == "e0" else ShipmentState.SHIPPED
        assert (await show(core, house, shipment)).state is state
    assert await states(core) == {"1": "shipped"}
    assert await level(core, house.crate, house.la) == {"on_hand": 96}
    await core.execute(
        SYSTEM, TakeTracking("DHL", "e2", "JD0001", TrackingKind.DELIVERED, at, received_by="Ada")
    )
    assert await states(core) == {"1": "delivered"}
    assert [row.state for row in await rows(core, CarrierBookingRow)] == ["spent"]


async def test_killed_after_the_carrier_said_yes_it_is_booked_once(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
        book_with(core, DHL=dhl)
        await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
        dhl.held = True
        dying = asyncio.get_running_loop().create_task(carrier_worker(core).run())
        await asyncio.wait_for(dhl.holding.wait(), 20)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        assert len(dhl.booked) == 1
        assert (await show(core, house, shipment)).tracking_number is None
        dhl.held = False
        dhl.rates = [rate("express", 9, PROMISED)]  # asked again, it would have been another offer
        clock.advance(timedelta(minutes=3))
        await carrier_worker(core).drain()
    after = await show(core, house, shipment)
    assert (after.carrier, after.tracking_number) == ("DHL", "JD0001")
    assert dhl.asked.count("POST /v1/rates") == 1
    assert len(dhl.booked) == 1
    assert await told(core) == ["carrier_booked"]


@pytest.mark.parametrize("trouble", [[503], [429, 500], [0, 0], [200, -1, -1], [200, 503, 408, -1]])
async def test_trouble_on_the_way_is_tried_again_by_the_same_key(
    core: Core, clock: FixedClock, trouble: list[int]
) -> None:
    """200 without a body that can be read is trouble, too."""
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)], trouble=trouble)) as dhl:
        book_with(core, DHL=dhl)
        await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
        await patiently(core, clock, 6)
    after = await show(core, house, shipment)
    assert (after.carrier, after.tracking_number) == ("DHL", "JD0001")
    assert len(dhl.booked) == 1
    assert await told(core) == ["carrier_booked"]


async def test_who_declines_is_passed_over_and_where_all_do_it_is_said_once(core: Core) -> None:
    house = await make_house(core)
    await add(core, CarrierRow, code="UPS", name="UPS", link="")
    shipment = await packed(core, house)
    dhl = CarrierServer([rate("express", 100, PROMISED), rate("other", 101, PROMISED)], declines="No pianos.")
    ups = CarrierServer([rate("ground", 1840, PROMISED)], numbers="1Z", declines="Nor here.")
    async with serving(dhl), serving(ups):
        book_with(core, DHL=dhl, UPS=ups)
        failed = await book(core, house, shipment)
        assert failed.booking is not None
        assert failed.booking.state is BookingState.FAILED
        assert [(one.carrier, one.why.value, one.said) for one in failed.booking.left_out] == [
            ("DHL", "declined", "No pianos."),
            ("UPS", "declined", "Nor here."),
        ]
        assert (failed.carrier, failed.tracking_number) == (None, None)
        assert await told(core) == ["carrier_not_booked"]
        ups.declines = ""
        again = await book(core, house, failed)
    assert (again.carrier, again.tracking_number) == ("UPS", "1Z0001")
    assert again.booking is not None
    assert again.booking.reason is Reason.ONLY
    assert len([one for one in dhl.asked if one.startswith("PUT")]) == 2


async def test_whoever_never_answers_is_in_doubt_and_told_again_by_the_same_key(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)], trouble=[200])) as dhl:
        book_with(core, DHL=dhl)
        dhl.trouble = []
        await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
        dhl.trouble = [-2, *[-1] * 20]  # -2: nothing is wrong with the rates
        await patiently(core, clock, 8)
        doubtful = await show(core, house, shipment)
        assert doubtful.booking is not None
        assert doubtful.booking.state is BookingState.SILENT
        assert await told(core) == ["carrier_not_booked"]
        assert await count(core, JobRow, JobRow.state != "done", JobRow.kind == "carrier.book") == 0
        dhl.trouble = []
        after = await book(core, house, doubtful)
    assert (after.carrier, after.tracking_number) == ("DHL", "JD0001")
    assert len(dhl.booked) == 1
    assert await told(core) == ["carrier_not_booked", "carrier_booked"]


async def test_a_number_typed_for_a_silent_carrier_is_kept_and_another_way_cancels_it(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    for typed in (True, False):
        shipment = await packed(core, house)
        async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
            book_with(core, DHL=dhl)
            dhl.trouble = [-2, *[-1] * 20]
            await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
            await patiently(core, clock, 8)
            dhl.trouble = []
            way: dict[str, Any] = {"carrier": "DHL", "tracking_number": "jd 0001"} if typed else {}
            await send(core, house, shipment, Way.CARRIER if typed else Way.VAN, **way)
            await carrier_worker(core).drain()
            assert len(dhl.booked) == (1 if typed else 0)
            assert len(dhl.cancelled) == (0 if typed else 1)


async def test_a_shipment_that_is_undone_cancels_its_booking(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
        book_with(core, DHL=dhl)
        booked = await book(core, house, shipment)
        with pytest.raises(BookingElsewhere):
            await core.execute(house.otto, BookCarrier(booked.id, booked.version))
        with pytest.raises(Outdated):
            await core.execute(house.otto, CancelBooking(booked.id, shipment.version))
        await core.execute(house.otto, CancelBooking(booked.id, booked.version))
        bare = await show(core, house, shipment)
        assert (bare.carrier, bare.tracking_number) == (None, None)
        dhl.trouble = [503]
        await patiently(core, clock, 3)
        assert (dhl.booked, len(dhl.cancelled)) == ({}, 1)
        with pytest.raises(BookingElsewhere):
            await core.execute(house.otto, CancelBooking(bare.id, bare.version))

        await book(core, house, await show(core, house, shipment))
        (row,) = await rows(core, OrderRow)
        await core.execute(house.otto, CancelOrder(row.id, "gone", row.version))
        assert await core.execute(SYSTEM, CancelUnwantedBookings()) == 1
        assert await core.execute(SYSTEM, CancelUnwantedBookings()) == 0
        await carrier_worker(core).drain()
        assert (dhl.booked, len(dhl.cancelled)) == ({}, 2)
    assert await told(core) == ["carrier_booked", "booking_called_off"] * 2


async def test_called_off_before_the_answer_came_nothing_stays_booked(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
        book_with(core, DHL=dhl)
        await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
        dhl.held = True
        dying = asyncio.get_running_loop().create_task(carrier_worker(core).run())
        await asyncio.wait_for(dhl.holding.wait(), 20)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        dhl.held = False
        sent = await send(core, house, await show(core, house, shipment), Way.VAN)
        assert (sent.carrier, sent.tracking_number) == (None, None)
        clock.advance(timedelta(minutes=3))
        await patiently(core, clock, 2)
        assert (dhl.booked, len(dhl.cancelled)) == ({}, 1)
    assert await told(core) == ["booking_called_off"]


async def test_a_carrier_that_has_the_goods_already_cannot_cancel_and_somebody_is_told(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
        book_with(core, DHL=dhl)
        booked = await book(core, house, shipment)
        dhl.is_collected = True
        await send(core, house, booked, Way.VAN)
        await carrier_worker(core).drain()
        (entry,) = await rows(core, JournalRow, JournalRow.name == "booking_not_cancelled")
        assert (entry.payload["carrier"], entry.payload["said"]) == ("DHL", "Already collected.")
    assert [row.state for row in await rows(core, CarrierBookingRow)] == ["cancelled"]


async def test_a_tracking_number_that_another_shipment_has_is_not_taken(core: Core) -> None:
    house = await make_house(core)
    first = await packed(core, house)
    await send(core, house, first, Way.CARRIER, carrier="DHL", tracking_number="JD0001")
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
        book_with(core, DHL=dhl)
        after = await book(core, house, shipment)
        assert (after.carrier, after.tracking_number) == (None, None)
        assert (dhl.booked, len(dhl.cancelled)) == ({}, 1)
    with pytest.raises(TrackingTaken):
        await send(core, house, after, Way.CARRIER, carrier="DHL", tracking_number="jd0001")
    assert await told(core) == ["carrier_not_booked"]


async def test_what_cannot_be_booked_is_refused_before_anybody_is_asked(core: Core) -> None:
    house = await make_house(core)
    shipment = await packed(core, house, weighed=False)
    with pytest.raises(BookingUnfit) as bare:
        await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
    assert bare.value.fields == {"what": "parcels"}
    await core.execute(house.otto, SetParcels(shipment.id, (500,)))
    shipment = await show(core, house, shipment)
    for carrier in (None, "DHL", "NOBODY"):
        with pytest.raises(BookingUnfit) as nobody:
            await core.execute(house.otto, BookCarrier(shipment.id, shipment.version, carrier))
        assert nobody.value.fields == {"what": "carrier"}
    book_with(core, DHL="http://127.0.0.1:9/")
    await write(core, update(ShipmentRow).values(ship_to_id=None))
    with pytest.raises(BookingUnfit) as nowhere:
        await core.execute(house.otto, BookCarrier(shipment.id, shipment.version))
    assert nowhere.value.fields == {"what": "place"}
    with pytest.raises(NotFound):
        await core.execute(house.otto, BookCarrier(uuid.UUID(int=1), 1))
    assert (await show(core, house, shipment)).version == shipment.version
    assert await count(core, CarrierBookingRow) == 0
    assert await count(core, JobRow, JobRow.kind == "carrier.book") == 0


async def test_two_taps_at_once_ask_for_one_booking(core: Core) -> None:
    house = await make_house(core)
    shipment = await packed(core, house)
    async with serving(CarrierServer([rate("express", 2900, PROMISED)])) as dhl:
        book_with(core, DHL=dhl)
        asked = BookCarrier(shipment.id, shipment.version)
        both = await asyncio.gather(
            *(core.execute(house.otto, asked) for _ in range(4)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in both) == ["Outdated", "Outdated", "Outdated", "UUID"]
        await asyncio.gather(carrier_worker(core).drain(), carrier_worker(core).drain())
    assert len(dhl.booked) == 1
