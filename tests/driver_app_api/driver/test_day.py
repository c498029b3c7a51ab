"""I1-I5 over real HTTP: the day, acts in order and once, proof, refusals, the end of the shift."""

from core.deliveries.tables import ShipmentRow
from core.dispatch.tables import RouteRow, RouteStopRow
from core.driving.tables import DriverActRow, ProofRow
from core.infra.door import Core
from tests.core.driving.house import make_trip
from tests.driver_app_api.driver.phone import handed, phone_of
from tests.make import column, rows


async def test_a_whole_day_from_the_load_to_the_end(core: Core) -> None:
    trip = await make_trip(core, 12, 6)
    async with phone_of(core, trip.dan, trip.route) as phone:
        day = await phone.today()
        (route,) = day["routes"]
        assert [(s["position"], s["dealer"], s["state"]) for s in route["stops"]] == [
            (1, "Corner Store", "planned"), (2, "Corner Store", "planned"),
        ]  # fmt: skip
        assert route["load"] == [{"sku": "CRATE", "name": "Crate", "quantity": 18, "unit": "each"}]
        first, second = route["stops"]
        events = [
            phone.event("load_checked", missing=[]),
            phone.event("route_started"),
            phone.event("arrived", trip.stops[0]),
            phone.event("delivered", trip.stops[0], **handed(first)),
            phone.event("departed", trip.stops[0]),
            phone.event("arrived", trip.stops[1]),
            phone.event("delivered", trip.stops[1], **handed(second)),
            phone.event("shift_closed", cash_minor=0, cheques=0),
        ]
        assert await phone.tell(*events) == [("done", None)] * 8
        assert await phone.tell(*events) == [("already", None)] * 8
    assert await column(core, RouteRow.state) == ["closed"]
    assert await column(core, RouteStopRow.state) == ["done", "done"]
    assert await column(core, ShipmentRow.state) == ["delivered", "delivered"]
    assert await column(core, ProofRow.number) == [1, 2]
    assert len(await rows(core, DriverActRow)) == 8
