"""A route of Dan's with packed shipments on it, written straight to the tables of dispatch."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from core.deliveries.types import Shipment
from core.dispatch.tables import (
    DepotRow,
    RoutePlanRow,
    RouteRow,
    RouteStopRow,
    RouteStopShipmentRow,
    VanRow,
)
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import WarehouseId
from tests.core.deliveries.house import House, make_house, order, pack, wave
from tests.make import make_staff
from tests.make.rows import add, new_id

PLACE = (34.0500, -118.2500)
NEAR = {"lat": 34.0501, "lon": -118.2501, "accuracy_m": 8.0, "at": "2025-10-14T08:59:00+00:00"}


@dataclass(slots=True)
class Trip:
    """Dan brings ``shipments``, one a stop, with his van from LA."""

    core: Core
    house: House
    dan: Actor
    van: uuid.UUID
    route: uuid.UUID
    stops: list[uuid.UUID]
    shipments: list[Shipment]


async def make_driver(core: Core, name: str = "Dan", **more: Any) -> Actor:
    return await make_staff(core, Role.DRIVER, name, **more)


async def make_van(core: Core, warehouse: WarehouseId, driver: Actor, code: str = "V1") -> uuid.UUID:
    van = new_id(core)
    await add(
        core, VanRow, id=van, code=code, name=f"Van {code}", plate="LA-1", warehouse_id=warehouse,
        driver_id=driver.person_id, max_weight_g=1_000_000, max_volume_ml=10_000_000, currency="USD",
        cost_per_km_minor=50, cost_per_hour_minor=2000, cost_per_day_minor=5000, co2_g_per_km=250, skills=[],
        shift_from="06:00", shift_until="18:00", break_minutes=30, active=True,
    )  # fmt: skip
    return van


async def make_route(
    core: Core,
    warehouse: WarehouseId,
    van: uuid.UUID,
    driver: Actor,
    shipments: Sequence[Any],
    *,
    state: str = "published",
    plan: uuid.UUID | None = None,
    trip: int = 1,
    changes: Sequence[dict[str, Any]] = (),
) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A route with a stop for each shipment; its id and those of the stops. plan: one that is there."""
    now = core.clock.now()
    if plan is None:
        plan = new_id(core)
        await add(
            core, RoutePlanRow, id=plan, warehouse_id=warehouse, day=now.date(), version=1, published_at=now,
            made_by=None, made_at=now, given_m=1000, unserved=[], wishes={},
        )  # fmt: skip
    route = new_id(core)
    await add(
        core, RouteRow, id=route, plan_id=plan, van_id=van, driver_id=driver.person_id,
        warehouse_id=warehouse, day=now.date(), trip=trip, state=state, version=1, starts_at=now,
        ends_at=now + timedelta(hours=6),
        distance_m=42_000, drive_seconds=5000, currency="USD", cost_minor=9000, co2_g=8000,
        changes=list(changes),
    )  # fmt: skip
    stops = []
    for position, shipment in enumerate(shipments, start=1):
        stops.append(await make_stop(core, route, position, shipment, now))
    return route, stops


async def make_stop(
    core: Core, route: uuid.UUID, position: int, shipment: Shipment, now: datetime, state: str = "planned"
) -> uuid.UUID:
    stop = new_id(core)
    await add(
        core, RouteStopRow, id=stop, route_id=route, position=position, state=state,
        dealer_id=shipment.dealer_id, ship_to_id=None, latitude=PLACE[0], longitude=PLACE[1],
        window_from=now, window_until=now + timedelta(hours=2), eta=now + timedelta(hours=position),
        service_minutes=10, weight_g=5000, volume_ml=1000, distance_m=3000, cost_minor=300, co2_g=100,
    )  # fmt: skip
    await add(core, RouteStopShipmentRow, stop_id=stop, shipment_id=shipment.id)
    return stop


async def make_trip(core: Core, *quantities: int) -> Trip:
    """Corner Store's orders of so many crates, each packed and on a stop of its own."""
    house = await make_house(core, la=1000)
    await add(core, DepotRow, warehouse_id=house.la, address="1 Dock Rd", latitude=34.0, longitude=-118.2)
    packed = []
    for quantity in quantities or (12,):
        await order(core, house, (house.crate, quantity))
        (shipment,) = await wave(core, house)
        packed.append(await pack(core, house, shipment))
    dan = await make_driver(core)
    van = await make_van(core, house.la, dan)
    route, stops = await make_route(core, house.la, van, dan, packed)
    return Trip(core, house, dan, van, route, stops, packed)


def photo(width: int = 640, height: int = 480, colour: str = "navy", **more: Any) -> bytes:
    """A JPEG as a phone makes it."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "JPEG", quality=80, **more)
    return made.getvalue()
