"""A count finds less than is promised: who comes last by rule is planned anew, and told (G3).

The orders in the way that nobody has begun to pick: those that are not urgent before urgent ones, the latest
promise first. What they lose is taken from other shelves where it is free; else that part waits. An invoiced
order is not parted: what is not there of it is found when it is picked, and credited then.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.credit import repository as credit
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import ProductId
from core.orders.backorders import plan_anew
from core.orders.repository import placed, supply
from core.orders.types import UNTOUCHED, OrderState
from core.stock import repository as stock
from core.stock import shelf
from core.stock.errors import BelowReserved
from core.stock.stirring import COUNTED, Due
from core.stock.use_cases.correct_stock import (
    CorrectStock,
    PreviewStockCorrection,
    StockChange,
    correct_stock,
    preview_stock_correction,
)


@dataclass(frozen=True, slots=True)
class Recount:
    """What was corrected, and the numbers of the orders that were planned anew."""

    change: StockChange
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecountStock(Command[Recount]):
    """So many base units were counted, whatever is promised; ``lot`` as for ``CorrectStock``.

    Raises BelowReserved where orders that are being picked or are invoiced hold more than there is; else as
    CorrectStock.
    """

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    quantity: int
    reason: str
    lot: str = ""


async def recount_stock(tx: Transaction, command: RecountStock) -> Recount:
    fields = (command.product_id, command.warehouse, command.quantity)
    victims: list[supply.Holder] = []
    try:
        await preview_stock_correction(tx, PreviewStockCorrection(*fields, is_count=True, lot=command.lot))
    except BelowReserved as below:
        short = below.fields["reserved"] - below.fields["on_hand"]
        if below.fields["on_hand"] < 0:
            raise
        victims = await _give_up(tx, command, short, below)
    change = await correct_stock(
        tx, CorrectStock(*fields, is_count=True, reason=command.reason, lot=command.lot)
    )
    for one in victims:
        if one.state is OrderState.APPROVED:
            await plan_anew(tx, one.order_id, COUNTED)
    if victims:
        tx.stir(Due(command.product_id), COUNTED)
    return Recount(change, tuple(dict.fromkeys(one.number for one in victims)))


async def _give_up(
    tx: Transaction, command: RecountStock, short: int, below: BelowReserved
) -> list[supply.Holder]:
    """Take so many pieces from who comes last; accounts and orders are locked, then the shelf."""
    warehouse = await shelf.get_warehouse(tx, command.warehouse)
    holders = await supply.list_holders(tx, command.product_id, warehouse.id)
    chosen: list[tuple[supply.Holder, int]] = []
    left = short
    for one in holders:
        part = min(left, one.quantity) if one.state in UNTOUCHED and not one.is_invoiced else 0
        if part:
            chosen.append((one, part))
            left -= part
    if left:
        raise below
    for dealer_id in sorted({one.dealer_id for one, _ in chosen}):
        await credit.lock_account(tx, dealer_id)
    for order_id in sorted({one.order_id for one, _ in chosen}):
        stand = await placed.lock_order(tx, order_id)
        if stand.state not in UNTOUCHED or stand.invoiced_at is not None:
            raise below  # a picker, or finance, was faster
    for one, part in chosen:
        await stock.give_up(tx, one.order_id, one.line_id, warehouse.id, part)
    return [one for one, _ in chosen]
