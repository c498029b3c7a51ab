"""A depot with two vans and dealers around it whose goods are packed, written straight to the tables."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from core.dealers.tables import ShipToRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.dispatch.plan_types import PlanView
from core.dispatch.tables import DepotRow, ReceivingRow, VanRow
from core.dispatch.use_cases.plan_routes import PlanRoutes, ShowRoutes
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import DealerId, ProductId, WarehouseId
from core.orders.tables import OrderRow
from tests.make import make_dealer, make_product, make_staff, make_tier, make_warehouse
from tests.make.rows import add, count, new_id, write

TOMORROW = date(2025, 10, 15)
# Kilometres from the depot: two to the north, two to the south, one far to the east.
PLACES = {
    "North One": (34.05, -118.20),
    "North Two": (34.07, -118.21),
    "South One": (33.95, -118.20),
    "South Two": (33.93, -118.19),
}


@dataclass(slots=True)
class Dispatch:
    """Otto plans; Dan drives V1, Dora V2. The depot is the LA warehouse."""

    core: Core
    otto: Actor
    dan: Actor
    dora: Actor
    warehouse_id: WarehouseId
    crate: ProductId
    dealers: dict[str, DealerId]

    async def plan(self, **more: Any) -> PlanView:
        plan_id = await self.core.execute(self.otto, PlanRoutes("LA", TOMORROW, **more))
        return await self.core.ask(self.otto, ShowRoutes(plan_id))


async def make_dispatch(core: Core, weight_g: int = 100_000) -> Dispatch:
    """Every place is due a shipment of so many grams tomorrow."""
    house = await make_fleet(core)
    for at, (name, (latitude, longitude)) in enumerate(PLACES.items()):
        house.dealers[name] = await make_dealer(core, name)
        await put_place(core, house.dealers[name], latitude, longitude)
        await make_due(core, house, name, weight_g=weight_g, number=at + 1)
    return house


async def make_fleet(core: Core, *, telegram: tuple[int | None, ...] = (None, None, None)) -> Dispatch:
    await make_tier(core)
    otto = await make_staff(core, Role.OFFICE, "Otto", telegram_id=telegram[0])
    dan = await make_staff(core, Role.DRIVER, "Dan", telegram_id=telegram[1])
    dora = await make_staff(core, Role.DRIVER, "Dora", telegram_id=telegram[2])
    warehouse_id = await make_warehouse(core, "LA")
    await add(
        core, DepotRow, warehouse_id=warehouse_id, address="1 Dock Road", latitude=34.0, longitude=-118.2
    )
    await make_van(core, warehouse_id, dan, "V1")
    await make_van(core, warehouse_id, dora, "V2")
    crate = await make_product(core, "CRATE", "Crate", cost="10", list_price=None)
    return Dispatch(core, otto, dan, dora, warehouse_id, crate, {})


async def make_van(
    core: Core, warehouse_id: WarehouseId, driver: Actor | None, code: str, **more: Any
) -> uuid.UUID:
    van = new_id(core)
    values: dict[str, Any] = {
        "id": van, "code": code, "name": f"Van {code}", "plate": f"LA-{code}", "warehouse_id": warehouse_id,
        "driver_id": None if driver is None else driver.person_id, "max_weight_g": 1_000_000,
        "max_volume_ml": 10_000_000, "currency": "USD", "cost_per_km_minor": 50, "cost_per_hour_minor": 2_000,
        "cost_per_day_minor": 5_000, "co2_g_per_km": 250, "skills": [], "shift_from": "08:00",
        "shift_until": "17:00", "break_minutes": 0, "active": True,
    }  # fmt: skip
    await add(core, VanRow, **(values | more))
    return van


async def put_place(core: Core, dealer_id: DealerId, latitude: float | None, longitude: float | None) -> None:
    await write(
        core,
        update(ShipToRow)
        .where(ShipToRow.dealer_id == dealer_id)
        .values(latitude=latitude, longitude=longitude),
    )


async def place_of(core: Core, dealer_id: DealerId) -> uuid.UUID:
    async with core.database.read() as connection:
        found = await connection.scalar(select(ShipToRow.id).where(ShipToRow.dealer_id == dealer_id))
    assert found is not None
    return found


async def receive(core: Core, dealer_id: DealerId, *windows: tuple[str, str], **more: Any) -> None:
    """When a dealer's place takes goods in."""
    values = {"service_minutes": 10, "needs": []} | more
    await add(
        core,
        ReceivingRow,
        ship_to_id=await place_of(core, dealer_id),
        windows=[list(one) for one in windows],
        **values,
    )


async def make_due(
    core: Core, house: Dispatch, dealer: str, *, weight_g: int = 100_000, number: int = 1, **more: Any
) -> uuid.UUID:
    """A packed shipment for a dealer, with the order that it is of; the shipment's id."""
    now, order_id, shipment_id = core.clock.now(), new_id(core), new_id(core)
    dealer_id = house.dealers[dealer]
    place = await place_of(core, dealer_id)
    await add(
        core, OrderRow, id=order_id, number=f"B2B-2025-{number}", dealer_id=dealer_id, person_id=None,
        state="packed", version=1, invoiced_at=None, currency="USD", subtotal_minor=1000, discount_minor=0,
        shipping_minor=0, total_minor=1000, ship_to_id=place, promised_on=TOMORROW, wished_on=None, note=None,
        pricing={}, allocation=None, content_digest="x", placed_at=now, changed_at=now,
    )  # fmt: skip
    values: dict[str, Any] = {
        "id": shipment_id, "number": f"SH-2025-{number}", "pick_list_id": None, "dealer_id": dealer_id,
        "ship_to_id": place, "warehouse_id": house.warehouse_id, "state": "packed", "version": 1,
        "is_urgent": False, "promised_on": TOMORROW, "parcels": [weight_g],
    }  # fmt: skip
    await add(core, ShipmentRow, **(values | more))
    await add(
        core, ShipmentLineRow, id=new_id(core), shipment_id=shipment_id, position=1, order_id=order_id,
        line_id=new_id(core), product_id=house.crate, quantity=1, zone="", bin="", lots=[], found=1,
        lack=None, refused=0, damaged=0,
    )  # fmt: skip
    return shipment_id


def served(plan: PlanView) -> dict[str, list[str]]:
    """Dealers by van, in the order they are visited."""
    found: dict[str, list[str]] = {}
    for route in plan.routes:
        found.setdefault(route.van.code, []).extend(stop.dealer for stop in route.stops)
    return found


async def how_many(core: Core, *tables: Any) -> list[int]:
    return [await count(core, table) for table in tables]
