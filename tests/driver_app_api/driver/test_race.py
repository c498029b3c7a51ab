"""The same acts and the same photo from two connections at once: each counts once, in order."""

import asyncio
from collections import Counter

from core.credit.tables import CreditAccountRow
from core.deliveries.tables import ShipmentRow
from core.driving.tables import DoorMoneyRow, DriverActRow, DriverFileRow, ProofRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from tests.core.driving.house import make_trip, photo
from tests.driver_app_api.driver.phone import client_id, handed, phone_of
from tests.make import column, count, rows


async def test_two_connections_with_the_same_acts_do_each_once(core: Core) -> None:
    trip = await make_trip(core, 5, 6, 7)
    paid = {"kind": "cash", "amount_minor": 100, "reference": ""}
    async with phone_of(core, trip.dan, trip.route) as phone:
        stops = (await phone.today())["routes"][0]["stops"]
        events = [phone.event("route_started")]
        for stop, shown in zip(trip.stops, stops, strict=True):
            events.append(phone.event("arrived", stop))
            events.append(phone.event("delivered", stop, **handed(shown, payment=paid)))
            events.append(phone.event("departed", stop))
        answers = await asyncio.gather(*(phone.tell(*events) for _ in range(4)))
        # Every answer says of every act that it is done; each was done by one of them.
        said = Counter(status for answer in answers for status, _ in answer)
        assert said == {"done": len(events), "already": 3 * len(events)}
    assert await count(core, DriverActRow) == len(events)
    assert await column(core, ShipmentRow.state) == ["delivered"] * 3
    assert await column(core, ProofRow.number) == [1, 2, 3]
    chain = sorted(await rows(core, ProofRow), key=lambda row: row.number)
    assert [row.previous for row in chain] == ["", chain[0].hash, chain[1].hash]
    assert await column(core, DoorMoneyRow.amount_minor) == [100] * 3
    assert await column(core, CreditAccountRow.held_minor) == [18_000]
    assert await count(core, JournalRow, JournalRow.name == "delivery_proved") == 3


async def test_the_same_pieces_from_two_connections_make_one_photo(core: Core) -> None:
    trip = await make_trip(core)
    picture = photo(1600, 1200)
    async with phone_of(core, trip.dan, trip.route) as phone:
        file_id = str(client_id())
        sent = (phone.send_file(trip.stops[0], picture, file_id=file_id, piece=4096) for _ in range(3))
        answers = await asyncio.gather(*sent)
        # Who came second is told how far it is, and goes on there.
        assert {answer.status for _, answer in answers} <= {200, 204, 409}
        _, last = await phone.send_file(trip.stops[0], picture, file_id=file_id)
        assert last.status in (200, 204)
    assert await column(core, DriverFileRow.state) == ["whole"]
