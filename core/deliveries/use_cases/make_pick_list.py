"""A wave: the approved orders of a warehouse become shipments on one pick list (F2, F3)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from core.deliveries.engine.waves import plan_wave, walking_order
from core.deliveries.errors import NothingToPick
from core.deliveries.events import PickListMade
from core.deliveries.flow import move_orders, record_moved
from core.deliveries.lots import plan_lots
from core.deliveries.repository import goods, places, shipments
from core.deliveries.types import Location, PlannedShipment, ShipmentState, Waiting
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.orders.repository import placed
from core.orders.types import ON_THE_WAY, OrderState
from core.stock.types import LotPart

# What one person can walk for and one card can show.
MOST_SHIPMENTS = 40
# Goods that somebody set aside after the first list of their order are picked in a later one.
_PICKABLE = frozenset({OrderState.APPROVED, OrderState.PICKING, OrderState.PART_DELIVERED}) | ON_THE_WAY
_Shelves = dict[ProductId, Location]
_Lots = dict[tuple[OrderId, LineId], tuple[LotPart, ...]]


@dataclass(frozen=True, slots=True)
class MadePickList:
    id: uuid.UUID
    number: str
    shipments: int


@dataclass(frozen=True, slots=True)
class MakePickList(Command[MadePickList]):
    """Raises NotFound for a warehouse that is not there, NothingToPick where nothing waits."""

    permission = Permission.DELIVERY_EDIT
    warehouse: str


@dataclass(frozen=True, slots=True)
class Wave:
    """What the next list of a warehouse would hold."""

    warehouse: str
    shipments: int
    orders: tuple[str, ...]
    lines: int
    pieces: int
    urgent: int


@dataclass(frozen=True, slots=True)
class PreviewPickList(Query[Wave]):
    """What MakePickList would make, writing nothing; it raises the same."""

    permission = Permission.DELIVERY_EDIT
    warehouse: str


async def preview_pick_list(snap: Snapshot, query: PreviewPickList) -> Wave:
    warehouse_id = await _warehouse(snap, query.warehouse)
    planned = await _plan(snap, warehouse_id, query.warehouse)
    taken = [one for shipment in planned for one in shipment.goods]
    return Wave(
        warehouse=query.warehouse.strip().upper(),
        shipments=len(planned),
        orders=tuple(dict.fromkeys(one.number for one in taken)),
        lines=len(taken),
        pieces=sum(one.quantity for one in taken),
        urgent=sum(shipment.is_urgent for shipment in planned),
    )


async def make_pick_list(tx: Transaction, command: MakePickList) -> MadePickList:
    warehouse_id = await _warehouse(tx, command.warehouse)
    await goods.lock_warehouse(tx, warehouse_id)
    planned = await _plan(tx, warehouse_id, command.warehouse)
    orders = sorted({one.order_id for shipment in planned for one in shipment.goods})
    await placed.lock_orders(tx, orders)
    # Somebody may have cancelled one while we waited for it.
    planned = await _plan(tx, warehouse_id, command.warehouse, only=orders)
    made = await _write(tx, warehouse_id, planned)
    await move_orders(tx, orders, made.number)
    for shipment in await shipments.list_shipments(tx, pick_list_id=made.id):
        record_moved(tx, shipment, ShipmentState.PICKING)
    tx.record(
        PickListMade(
            made.id,
            made.number,
            warehouse_id,
            command.warehouse.strip().upper(),
            made.shipments,
            tx.actor.person_id,
        )
    )
    return made


async def _warehouse(snap: Snapshot, code: str) -> WarehouseId:
    found = await places.find_warehouse(snap, code)
    if found is None:
        raise NotFound(what="warehouse")
    return found


async def _plan(
    snap: Snapshot, warehouse_id: WarehouseId, code: str, *, only: Sequence[OrderId] | None = None
) -> tuple[PlannedShipment, ...]:
    waiting = await goods.list_waiting(snap, warehouse_id, _PICKABLE)
    if only is not None:
        held = set(only)
        waiting = [one for one in waiting if one.order_id in held]
    planned = plan_wave(waiting, MOST_SHIPMENTS)
    if not planned:
        raise NothingToPick(warehouse=code.strip().upper())
    return planned


async def _write(
    tx: Transaction, warehouse_id: WarehouseId, planned: Sequence[PlannedShipment]
) -> MadePickList:
    taken = [one for shipment in planned for one in shipment.goods]
    shelves = await places.load_locations(tx, warehouse_id, {one.product_id for one in taken})
    skus = await places.load_skus(tx, {one.product_id for one in taken})
    lots = await plan_lots(tx, warehouse_id, taken)
    (number,) = await shipments.next_numbers(tx, shipments.PICK_LISTS, 1)
    numbers = await shipments.next_numbers(tx, shipments.SHIPMENTS, len(planned))
    list_id = tx.new_id()
    head = {
        "id": list_id,
        "number": number,
        "warehouse_id": warehouse_id,
        "made_by": tx.actor.person_id,
        "made_at": tx.now,
    }
    rows, lines = [], []
    for shipment, own in zip(planned, numbers, strict=True):
        shipment_id = tx.new_id()
        rows.append(_shipment_row(shipment, shipment_id, own, list_id, warehouse_id))
        walk = sorted(
            shipment.goods,
            key=lambda one: walking_order(shelves.get(one.product_id, Location()), skus[one.product_id]),
        )
        for position, one in enumerate(walk, start=1):
            lines.append(_line_row(tx, shipment_id, position, one, shelves, lots))
    shipments.insert_pick_list(tx, head, rows, lines)
    return MadePickList(list_id, number, len(planned))


def _shipment_row(
    planned: PlannedShipment,
    shipment_id: uuid.UUID,
    number: str,
    list_id: uuid.UUID,
    warehouse_id: WarehouseId,
) -> dict[str, object]:
    return {
        "id": shipment_id,
        "number": number,
        "pick_list_id": list_id,
        "dealer_id": planned.dealer_id,
        "ship_to_id": planned.ship_to_id,
        "warehouse_id": warehouse_id,
        "state": ShipmentState.PICKING.value,
        "version": 1,
        "is_urgent": planned.is_urgent,
        "promised_on": planned.promised_on,
        "parcels": [],
    }


def _line_row(
    tx: Transaction, shipment_id: uuid.UUID, position: int, one: Waiting, shelves: _Shelves, lots: _Lots
) -> dict[str, object]:
    shelf = shelves.get(one.product_id, Location())
    chosen = lots.get((one.order_id, one.line_id), ())
    return {
        "id": tx.new_id(),
        "shipment_id": shipment_id,
        "position": position,
        "order_id": one.order_id,
        "line_id": one.line_id,
        "product_id": one.product_id,
        "quantity": one.quantity,
        "zone": shelf.zone,
        "bin": shelf.bin,
        "lots": [shipments.stored_lot(lot) for lot in chosen],
        "refused": 0,
        "damaged": 0,
    }
