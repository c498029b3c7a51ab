"""A house with two warehouses, and the way of an order through it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from core.deliveries.tables import CarrierRow, LocationRow
from core.deliveries.types import Shipment, Way
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.deliveries.use_cases.pack_shipment import PackShipment
from core.deliveries.use_cases.record_delivery import NotAccepted, RecordDelivery
from core.deliveries.use_cases.send_shipment import SendShipment
from core.deliveries.use_cases.show_shipments import ListShipments, ShowShipment
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import ProductId, WarehouseId
from core.orders.tables import OrderPolicyRow, OrderRow
from core.orders.use_cases.place_order import PlacedOrder
from core.stock.tables import StockRow
from tests.make import (
    confirm,
    make_counter,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    make_warehouse,
    rows,
)
from tests.make.rows import add, write


@dataclass(frozen=True, slots=True)
class House:
    """Corner Store buys crates at 10.00; LA is near, PHX is not. Otto packs."""

    dealer_id: Any
    buyer: Actor
    otto: Actor
    la: WarehouseId
    phx: WarehouseId
    crate: ProductId
    lamp: ProductId


async def make_house(core: Core, *, la: int = 100, phx: int = 50, limit: str = "100000") -> House:
    counter = await make_counter(core, limit=limit)
    await write(core, delete(OrderPolicyRow))  # no order is too small here
    phx_id = await make_warehouse(core, "PHX", region="south")
    crate = await make_product(core, "CRATE", "Crate", cost="10", list_price=None, packs={"case": 6})
    lamp = await make_product(core, "LAMP", "Lamp", cost="3", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, la)
    await make_stock(core, crate, phx_id, phx)
    await make_stock(core, lamp, counter.warehouse_id, 100)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await add(core, CarrierRow, code="DHL", name="DHL", link="https://track.example/{number}")
    return House(counter.dealer_id, counter.buyer, otto, counter.warehouse_id, phx_id, crate, lamp)


async def order(core: Core, house: House, *lines: tuple[ProductId, int]) -> PlacedOrder:
    await make_draft(core, house.buyer, lines)
    return await confirm(core, house.buyer)


async def wave(core: Core, house: House, warehouse: str = "LA") -> list[Shipment]:
    """Make a pick list; its shipments."""
    made = await core.execute(house.otto, MakePickList(warehouse))
    found = await core.ask(house.otto, ListShipments())
    return [one for one in found if one.pick_list == made.number]


async def show(core: Core, house: House, shipment: Shipment | uuid.UUID) -> Shipment:
    return await core.ask(
        house.otto, ShowShipment(shipment if isinstance(shipment, uuid.UUID) else shipment.id)
    )


async def pack(core: Core, house: House, shipment: Shipment) -> Shipment:
    now = await show(core, house, shipment)
    await core.execute(house.otto, PackShipment(now.id, now.version))
    return await show(core, house, shipment)


async def send(core: Core, house: House, shipment: Shipment, way: Way = Way.VAN, **more: Any) -> Shipment:
    now = await show(core, house, shipment)
    await core.execute(house.otto, SendShipment(now.id, now.version, way, **more))
    return await show(core, house, shipment)


async def deliver(
    core: Core, house: House, shipment: Shipment, *not_accepted: NotAccepted, by: str = "Ada"
) -> Shipment:
    await core.execute(house.otto, RecordDelivery(shipment.id, by, not_accepted))
    return await show(core, house, shipment)


async def states(core: Core) -> dict[str, str]:
    """State of each order by the end of its number ("1", "1/2")."""
    return {row.number.rpartition("-")[2]: row.state for row in await rows(core, OrderRow)}


async def level(core: Core, product: ProductId, warehouse: WarehouseId) -> dict[str, int]:
    """A stock row without its zeros."""
    (row,) = await rows(core, StockRow, StockRow.product_id == product, StockRow.warehouse_id == warehouse)
    names = ("on_hand", "reserved", "picked", "damaged", "quarantine")
    return {name: getattr(row, name) for name in names if getattr(row, name)}


async def place(core: Core, product: ProductId, warehouse: WarehouseId, zone: str, shelf: str) -> None:
    await add(core, LocationRow, product_id=product, warehouse_id=warehouse, zone=zone, bin=shelf)
