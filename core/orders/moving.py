"""An agreed order whose chosen way moves goods to another warehouse first (G2, G4).

What goes straight from where it lies goes now; what is moved, and what leaves together with it, waits as a
part of its own. Locks as in ``core.orders.backorders``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId
from core.orders.engine import split_by_quantities
from core.orders.events import MovesAsked, OrderBackOrdered, OrderSplit
from core.orders.parting import shipping_fees, split_lines, split_order
from core.orders.repository import parts, placed, supply
from core.orders.split_types import Split
from core.orders.supply_types import BackOrder, OptionSummary
from core.orders.types import OrderState
from core.stock.moves import ask_moves
from core.stock.types import PlannedMove


async def settle_moves(tx: Transaction, order: BackOrder) -> str | None:
    """Have moved what the chosen way moves; the number of the part that waits for it, if it was parted.

    Where its goods are not reserved any more as they were planned it goes from where they lie.
    """
    row = await parts.load_row(tx, order.order_id)
    options = [OptionSummary.from_json(one) for one in row["allocation"] or ()]
    chosen = next((one for one in options if one.is_chosen and one.moves), None)
    if chosen is None or order.moves or not await _are_reserved(tx, order, chosen.moves):
        return None
    late = max(tx.today - min(one.leaves_on for one in chosen.moves), timedelta(0))
    moves = [
        replace(one, leaves_on=one.leaves_on + late, arrives_on=one.arrives_on + late) for one in chosen.moves
    ]
    there_on = chosen.moved_on or chosen.promised_on
    day = None if there_on is None else there_on + late
    stored = await parts.load_stored(tx, order.order_id)
    lines = split_lines(stored.lines)
    gifts = {line.line_id for line in lines if line.is_gift}
    waits = dict(chosen.waits)
    now = {
        line.line_id: (line.quantity - waits.get(line.line_id, 0)) // line.step * line.step
        for line in lines
        if not line.is_gift
    }
    if not any(now.values()) or any(move.line_id in gifts for move in moves):
        await placed.move_order(tx, order.order_id, OrderState.BACK_ORDERED, None)
        await _wait(tx, order.order_id, order, moves, day)
        return None
    split = split_by_quantities(lines, shipping_fees(row), now)
    first = {move.line_id: move.source_id for move in moves}
    rest_id, number = await split_order(tx, stored, split, OrderState.BACK_ORDERED, first=first)
    if chosen.first_on is not None:
        await supply.set_promise(tx, order.order_id, max(chosen.first_on, chosen.first_on + late))
    named = await names_in_rest(tx, rest_id, split)
    await _wait(
        tx,
        rest_id,
        replace(order, order_id=rest_id, number=number),
        [replace(one, line_id=named[one.line_id]) for one in moves],
        day,
    )
    tx.record(
        OrderSplit(
            order.order_id,
            order.dealer_id,
            order.number,
            split.now.total,
            rest_id,
            number,
            split.rest.total,
            row["currency"],
        )
    )
    return number


async def _are_reserved(tx: Transaction, order: BackOrder, moves: tuple[PlannedMove, ...]) -> bool:
    held = {
        (take.line_id, take.warehouse_id): take.quantity
        for take in await supply.held_takes(tx, order.order_id)
    }
    return all(held.get((one.line_id, one.source_id), 0) >= one.quantity for one in moves)


async def names_in_rest(tx: Transaction, rest_id: OrderId, split: Split) -> Mapping[LineId, LineId]:
    """The lines of the rest by those that they come from: they stand in the same sequence."""
    rows = await parts.load_stored_lines(tx, rest_id)
    return {part.line_id: row["id"] for part, row in zip(split.rest.lines, rows, strict=True)}


async def _wait(
    tx: Transaction, order_id: OrderId, order: BackOrder, moves: list[PlannedMove], day: date | None
) -> None:
    await ask_moves(tx, order_id, order.number, moves)
    await supply.set_promise(tx, order_id, day)
    record_waiting(tx, order, day)
    tx.record(MovesAsked(order_id, order.dealer_id, order.number, len(moves)))


def record_waiting(tx: Transaction, order: BackOrder, day: date | None) -> None:
    by_dealer = tx.actor.dealer_id is not None
    expected_on = None if day is None else day.isoformat()
    tx.record(OrderBackOrdered(order.order_id, order.dealer_id, order.number, expected_on, by_dealer))
