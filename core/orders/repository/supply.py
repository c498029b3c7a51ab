"""All SQL about what an order has of its goods, and about the orders that wait for goods."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, select, update

from core.dealers.tables import DealerRow, ShipToRow
from core.infra.bulk import chunks
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.orders.repository import placed
from core.orders.supply_types import BackOrder, DealerSupply, WaitingLine, WhenShort
from core.orders.tables import DealerSupplyRow, OrderLineRow, OrderRow, SupplyPolicyRow
from core.orders.types import OrderState
from core.stock.moves import list_moves
from core.stock.repository import HELD, RELEASED
from core.stock.tables import ReservationRow, StockIncomingRow
from core.stock.types import OrderMove, Take

_order, _line, _supply = table_of(OrderRow), table_of(OrderLineRow), table_of(DealerSupplyRow)
_reservation, _dealer, _place = table_of(ReservationRow), table_of(DealerRow), table_of(ShipToRow)
_incoming = table_of(StockIncomingRow)
_reserved_by_line = (
    select(_reservation.c.line_id, func.sum(_reservation.c.quantity).label("quantity"))
    .where(_reservation.c.order_id == bindparam("of_order"), _reservation.c.state != RELEASED)
    .group_by(_reservation.c.line_id)
)
_held = select(
    _reservation.c.line_id, _reservation.c.product_id, _reservation.c.warehouse_id, _reservation.c.quantity
).where(_reservation.c.order_id == bindparam("of_order"), _reservation.c.state == HELD)
_reserved = (
    select(func.coalesce(func.sum(_reservation.c.quantity), 0))
    .where(
        _reservation.c.order_id == _line.c.order_id,
        _reservation.c.line_id == _line.c.id,
        _reservation.c.state != RELEASED,
    )
    .scalar_subquery()
)
_moving = (
    select(func.coalesce(func.sum(_incoming.c.quantity), 0))
    .where(_incoming.c.order_id == _line.c.order_id, _incoming.c.line_id == _line.c.id)
    .scalar_subquery()
)
_waiting_pieces = (
    select(_line.c.product_id, func.sum(_line.c.quantity - _reserved - _moving).label("quantity"))
    .select_from(_line.join(_order, _order.c.id == _line.c.order_id))
    .where(
        _order.c.state == OrderState.BACK_ORDERED,
        _line.c.product_id.in_(bindparam("products", expanding=True)),
        _order.c.id != bindparam("but_order"),
    )
    .group_by(_line.c.product_id)
)


async def load_supply(snap: Snapshot, dealer_id: DealerId) -> DealerSupply:
    """What is agreed with a dealer about goods that are not there."""
    row = await snap.one_or_none(select(_supply).where(_supply.c.dealer_id == dealer_id))
    if row is None:
        return DealerSupply()
    return DealerSupply(WhenShort(row.when_short) if row.when_short else None, row.may_be_urgent, row.share)


async def list_supplies(snap: Snapshot) -> dict[DealerId, DealerSupply]:
    """What is agreed, of every dealer with whom something is."""
    return {
        DealerId(row.dealer_id): DealerSupply(
            WhenShort(row.when_short) if row.when_short else None, row.may_be_urgent, row.share
        )
        for row in await snap.all(select(_supply))
    }


async def save_supply(tx: Transaction, dealer_id: DealerId, supply: DealerSupply) -> None:
    values = {
        "when_short": supply.when_short,
        "may_be_urgent": supply.may_be_urgent,
        "share": supply.share,
    }
    known = await tx.one_or_none(
        select(_supply.c.dealer_id).where(_supply.c.dealer_id == dealer_id).with_for_update()
    )
    if known is None:
        await tx.execute(_supply.insert().values(dealer_id=dealer_id, **values))
    else:
        await tx.execute(update(_supply).where(_supply.c.dealer_id == dealer_id).values(**values))


# A lorry that saves a few dollars is no reason to let a dealer wait.
USUAL_DAY_WORTH = 100


async def load_day_worth(snap: Snapshot) -> int:
    """What it is worth to have goods a day earlier, in hundredths of a percent of what they are sold for."""
    row = await snap.one_or_none(select(SupplyPolicyRow.day_worth_bp))
    return USUAL_DAY_WORTH if row is None else int(row.day_worth_bp)


async def save_day_worth(tx: Transaction, basis_points: int) -> None:
    row = table_of(SupplyPolicyRow)
    await tx.execute(row.delete())
    await tx.execute(row.insert().values(id=1, day_worth_bp=basis_points))


async def reserved_by_line(snap: Snapshot, order_id: OrderId) -> dict[LineId, int]:
    """Pieces of each line that are set aside for it or already taken from the shelf."""
    return {
        LineId(row.line_id): int(row.quantity)
        for row in await snap.all(_reserved_by_line, {"of_order": order_id})
    }


async def held_takes(snap: Snapshot, order_id: OrderId) -> list[Take]:
    """What is set aside for the order and not picked."""
    return [Take(*row) for row in await snap.all(_held, {"of_order": order_id})]


async def pieces_waited_for(
    snap: Snapshot, products: Iterable[ProductId], but: OrderId | None = None
) -> dict[ProductId, int]:
    """How many pieces back-orders (all ``but`` one) wait for, by product."""
    # An id that no order has, where none is left out: NULL would leave out all of them.
    values = {"products": list(set(products)), "but_order": but or OrderId(uuid.UUID(int=0))}
    return {row.product_id: int(row.quantity) for row in await snap.all(_waiting_pieces, values)}


async def set_promise(tx: Transaction, order_id: OrderId, day: date | None) -> None:
    """Another day is promised; no window of it is."""
    await tx.execute(update(_order).where(_order.c.id == order_id).values(**placed.promised(day)))


class Holder(NamedTuple):
    """A line of an order that holds so many pieces on a shelf, not picked."""

    order_id: OrderId
    number: str
    dealer_id: DealerId
    state: OrderState
    line_id: LineId
    quantity: int
    is_invoiced: bool


async def list_holders(snap: Snapshot, product_id: ProductId, warehouse_id: WarehouseId) -> list[Holder]:
    """Who holds goods of a shelf; who gives them up comes first: not urgent, promised and placed last."""
    rows = await snap.all(
        select(
            _order.c.id,
            _order.c.number,
            _order.c.dealer_id,
            _order.c.state,
            _reservation.c.line_id,
            func.sum(_reservation.c.quantity).label("quantity"),
            _order.c.is_urgent,
            _order.c.promised_on,
            _order.c.placed_at,
            _order.c.invoiced_at,
        )
        .join(_reservation, _reservation.c.order_id == _order.c.id)
        .where(
            _reservation.c.product_id == product_id,
            _reservation.c.warehouse_id == warehouse_id,
            _reservation.c.state == HELD,
        )
        .group_by(_order.c.id, _reservation.c.line_id)
    )
    last_first = sorted(
        rows, key=lambda row: (row.promised_on or date.max, row.placed_at, row.number), reverse=True
    )
    return [
        Holder(
            OrderId(row.id),
            row.number,
            DealerId(row.dealer_id),
            OrderState(row.state),
            LineId(row.line_id),
            int(row.quantity),
            row.invoiced_at is not None,
        )
        for row in sorted(last_first, key=lambda row: row.is_urgent)
    ]


async def is_waited_for(snap: Snapshot, products: Iterable[ProductId]) -> bool:
    """Whether any back-order has a line of these products, which may be all of a file."""
    for part in chunks(products):
        line = exists().where(_line.c.order_id == _order.c.id, _line.c.product_id.in_(part))
        waits = select(_order.c.id).where(_order.c.state == OrderState.BACK_ORDERED, line).limit(1)
        if await snap.all(waits):
            return True
    return False


async def lock_waiting(tx: Transaction) -> tuple[list[OrderId], bool]:
    """Hold the rows of all back-orders that nobody else holds, and whether that is all of them.

    It waits for nobody: whoever holds one, to amend or cancel it, looks himself at what that leaves.
    """
    waits = _order.c.state == OrderState.BACK_ORDERED
    held = await tx.all(
        select(_order.c.id).where(waits).order_by(_order.c.id).with_for_update(skip_locked=True)
    )
    every = await tx.all(select(_order.c.id).where(waits))
    return [OrderId(row.id) for row in held], len(held) == len(every)


async def list_back_orders(
    snap: Snapshot,
    order_id: OrderId | None = None,
    *,
    lock: bool = False,
    only: Collection[OrderId] | None = None,
) -> list[BackOrder]:
    """All orders that wait for goods, or this one wherever it is, with what their lines have by now.

    only: these of them.

    With ``lock`` their rows are held, in the order of their keys: who amends or cancels one waits.
    """
    chosen = _order.c.state == OrderState.BACK_ORDERED if order_id is None else _order.c.id == order_id
    if only is not None:
        chosen = _order.c.id.in_(list(only))
    if lock:
        await snap.all(select(_order.c.id).where(chosen).order_by(_order.c.id).with_for_update())
    statement: Select[*tuple[Any, ...]] = (
        select(
            _order.c.id,
            _order.c.number,
            _order.c.dealer_id,
            func.coalesce(_place.c.region, _dealer.c.region).label("region"),
            _order.c.is_urgent,
            func.coalesce(_supply.c.share, 0).label("share"),
            _order.c.promised_on,
            _order.c.placed_at,
        )
        .select_from(
            _order.join(_dealer, _dealer.c.id == _order.c.dealer_id)
            .outerjoin(_place, _place.c.id == _order.c.ship_to_id)
            .outerjoin(_supply, _supply.c.dealer_id == _order.c.dealer_id)
        )
        .where(chosen)
    )
    found = await snap.all(statement)
    moves = await list_moves(snap, [row.id for row in found])
    lines = await _waiting_lines(snap, [row.id for row in found], moves)
    houses = await _reserved_at(snap, [row.id for row in found])
    return [
        BackOrder(
            order_id=OrderId(row.id),
            number=row.number,
            dealer_id=DealerId(row.dealer_id),
            region=row.region,
            is_urgent=row.is_urgent,
            share=row.share,
            promised_on=row.promised_on,
            placed_at=row.placed_at,
            lines=tuple(lines[row.id]),
            moves=tuple(moves.get(row.id, ())),
            ships_from=frozenset(houses[row.id]),
        )
        for row in found
    ]


async def _reserved_at(snap: Snapshot, order_ids: list[OrderId]) -> Mapping[OrderId, set[WarehouseId]]:
    found: defaultdict[OrderId, set[WarehouseId]] = defaultdict(set)
    if order_ids:
        held = _reservation.c.order_id.in_(order_ids) & (_reservation.c.state == HELD)
        for row in await snap.all(
            select(_reservation.c.order_id, _reservation.c.warehouse_id).where(held).distinct()
        ):
            found[OrderId(row.order_id)].add(WarehouseId(row.warehouse_id))
    return found


async def _waiting_lines(
    snap: Snapshot, order_ids: list[OrderId], moves: Mapping[OrderId, Sequence[OrderMove]]
) -> dict[OrderId, list[WaitingLine]]:
    moving: Counter[LineId] = Counter()
    for mine in moves.values():
        for one in mine:
            moving[one.line_id] += one.quantity if one.is_sent else 0
    lines: dict[OrderId, list[WaitingLine]] = defaultdict(list)
    if not order_ids:
        return lines
    rows = await snap.all(
        select(
            _line.c.order_id,
            _line.c.id,
            _line.c.product_id,
            _line.c.quantity,
            func.coalesce(func.sum(_reservation.c.quantity), 0).label("reserved"),
        )
        .select_from(
            _line.outerjoin(
                _reservation,
                and_(
                    _reservation.c.order_id == _line.c.order_id,
                    _reservation.c.line_id == _line.c.id,
                    _reservation.c.state != RELEASED,
                ),
            )
        )
        .where(_line.c.order_id.in_(order_ids))
        .group_by(_line.c.order_id, _line.c.id, _line.c.product_id, _line.c.quantity, _line.c.position)
        .order_by(_line.c.position)
    )
    for row in rows:
        lines[row.order_id].append(
            WaitingLine(
                LineId(row.id),
                ProductId(row.product_id),
                row.quantity,
                int(row.reserved),
                moving[LineId(row.id)],
            )
        )
    return lines
