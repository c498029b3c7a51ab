"""Where goods are: a shipment, a pick list, what a warehouse has to do, and an order with all its parts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.deliveries.documents.pick_list import print_pick_list
from core.deliveries.repository import goods, places, shipments
from core.deliveries.types import PickList, Shipment, ShipmentState
from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId
from core.kernel.texts import storable
from core.orders.repository import placed
from core.orders.types import Order

_OPEN = (
    ShipmentState.PICKING,
    ShipmentState.PACKED,
    ShipmentState.SHIPPED,
    ShipmentState.OUT_FOR_DELIVERY,
)


@dataclass(frozen=True, slots=True)
class ShowShipment(Query[Shipment]):
    """By id or by number."""

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ListShipments(Query[tuple[Shipment, ...]]):
    """What has not arrived yet, what presses first; of one warehouse, or of all."""

    permission = Permission.DELIVERY_EDIT
    warehouse: str | None = None
    states: tuple[ShipmentState, ...] = _OPEN
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ShowPickList(Query[PickList]):
    permission = Permission.DELIVERY_EDIT
    pick_list_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class PickListFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PrintPickList(Query[PickListFile]):
    """The list on paper, in the words of ``say``."""

    permission = Permission.DELIVERY_EDIT
    pick_list_id: uuid.UUID
    say: Say


@dataclass(frozen=True, slots=True)
class TrackedOrder:
    """An order with its shipments. unpicked: base units that are reserved and on no shipment yet."""

    order: Order
    shipments: tuple[Shipment, ...]
    unpicked: int


@dataclass(frozen=True, slots=True)
class TrackOrder(Query[TrackedOrder]):
    """By id or by number ("7891"), as ShowOrder finds it; only what the actor may see."""

    permission = Permission.ORDER_READ
    order_id: OrderId | None = None
    number: str | None = None


async def show_shipment(snap: Snapshot, query: ShowShipment) -> Shipment:
    shipment_id = query.shipment_id
    if shipment_id is None and query.number:
        shipment_id = await shipments.find_by_number(snap, storable(query.number))
    if shipment_id is None:
        raise NotFound(what="shipment")
    return await shipments.load_shipment(snap, shipment_id)


async def list_shipments(snap: Snapshot, query: ListShipments) -> tuple[Shipment, ...]:
    warehouse_id = None
    if query.warehouse is not None:
        warehouse_id = await places.find_warehouse(snap, query.warehouse)
        if warehouse_id is None:
            raise NotFound(what="warehouse")
    return tuple(
        await shipments.list_shipments(
            snap, warehouse_id=warehouse_id, states=query.states, limit=query.limit
        )
    )


async def show_pick_list(snap: Snapshot, query: ShowPickList) -> PickList:
    return await shipments.load_pick_list(snap, query.pick_list_id)


async def print_list(snap: Snapshot, query: PrintPickList) -> PickListFile:
    pick_list = await shipments.load_pick_list(snap, query.pick_list_id)
    content = await snap.run_apart(lambda: print_pick_list(pick_list, query.say))
    return PickListFile(f"{pick_list.number}.pdf", content)


async def track_order(snap: Snapshot, query: TrackOrder) -> TrackedOrder:
    order_id = query.order_id
    if order_id is None and query.number:
        order_id = await placed.find_order_id(snap, storable(query.number))
    if order_id is None:
        raise NotFound(what="order")
    order = await placed.load_order(snap, order_id)
    parts = await shipments.list_shipments(snap, order_ids=[order_id])
    unpicked = (await goods.unpicked_of(snap, [order_id])).get(order_id, 0)
    return TrackedOrder(order, tuple(parts), unpicked)
