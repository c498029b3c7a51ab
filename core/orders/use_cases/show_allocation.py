"""The house looks at how an order is served, and at the ways that were compared (G2)."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission, Role
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.texts import storable
from core.orders.repository import parts, placed, supply
from core.orders.supply_types import OptionSummary
from core.orders.types import Order
from core.stock import repository as stock


@dataclass(frozen=True, slots=True)
class OrderAllocation:
    """goods: (line position, warehouse code, base units) reserved now; options: the chosen way first."""

    order: Order
    goods: tuple[tuple[int, str, int], ...]
    options: tuple[OptionSummary, ...]


@dataclass(frozen=True, slots=True)
class ShowAllocation(Query[OrderAllocation]):
    """By number, in full or by its last part; a rep sees those of the own dealers."""

    permission = Permission.APPROVAL_DECIDE
    number: str


async def show_allocation(snap: Snapshot, query: ShowAllocation) -> OrderAllocation:
    order_id = await placed.find_order_id(snap, storable(query.number))
    if order_id is None:
        raise NotFound(what="order")
    order = await placed.load_order(snap, order_id)
    if snap.actor.roles <= {Role.REP} and (
        (await load_dealer(snap, order.dealer_id)).rep_id != snap.person_id
    ):
        raise NotFound(what="order")
    codes = {one.id: one.code for one in await stock.list_warehouses(snap, closed=True)}
    at = {line.line_id: line.position for line in order.lines}
    row = await parts.load_row(snap, order.id)
    options = [OptionSummary.from_json(one) for one in row["allocation"] or ()]
    return OrderAllocation(
        order,
        tuple(
            sorted(
                (at.get(take.line_id, 0), codes[take.warehouse_id], take.quantity)
                for take in await supply.held_takes(snap, order.id)
            )
        ),
        tuple(sorted(options, key=lambda one: not one.is_chosen)),
    )
