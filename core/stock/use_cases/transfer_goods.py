"""Goods go from a warehouse to another by hand, are seen on their way, and are booked in when they come."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.stock import incoming, posting, repository, shelf
from core.stock.engine import arrival_date
from core.stock.errors import DayOver, StockUnfit, WarehouseShut
from core.stock.events import DeliveryMoved, TransferArrived, TransferSent
from core.stock.incoming import GoodsOnTheWay
from core.stock.ledger import MOST
from core.stock.types import Transfer


@dataclass(frozen=True, slots=True)
class SendTransfer(Command[GoodsOnTheWay]):
    """Only what is free can go, also out of a closed warehouse. Raises NotThere, BelowReserved."""

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    source: str
    target: str
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True)
class ListOnTheWay(Query[tuple[GoodsOnTheWay, ...]]):
    """Transfers that have not come yet, the first to come first."""

    permission = Permission.STOCK_READ
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ArriveTransfer(Command[int]):
    """A transfer has come, but for ``lost`` base units. The result is how many pieces were booked in."""

    permission = Permission.STOCK_EDIT
    document_id: uuid.UUID
    lost: int = 0


@dataclass(frozen=True, slots=True)
class SetExpected(Command[int]):
    """The next delivery of a product to a warehouse (a vendor's or a transfer) comes on another day.

    The result is how many base units that are. Raises NotFound where nothing is expected, DayOver.
    """

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    on: date


async def set_expected(tx: Transaction, command: SetExpected) -> int:
    product = await shelf.get_product(tx, command.product_id)
    warehouse = await shelf.get_warehouse(tx, command.warehouse)
    if command.on < tx.today:
        raise DayOver(day=command.on)
    pieces = await incoming.set_expected(tx, (command.product_id, warehouse.id), command.on)
    if not pieces:
        raise NotFound(what="delivery")
    tx.record(DeliveryMoved(command.product_id, product.sku, warehouse.code, pieces, command.on))
    return pieces


async def send_transfer(tx: Transaction, command: SendTransfer) -> GoodsOnTheWay:
    product = await shelf.get_product(tx, command.product_id)
    source = await shelf.get_warehouse(tx, command.source)
    target = await shelf.get_warehouse(tx, command.target)
    if target.is_closed or target.id == source.id:
        raise WarehouseShut(name=target.name)
    if not 1 <= command.quantity <= MOST:
        raise StockUnfit(most=MOST)
    houses = {one.id: one for one in await repository.list_warehouses(tx, closed=True)}
    arrives_on = arrival_date(houses[source.id], houses[target.id].region, tx.now)
    document_id = tx.new_id()
    transfer = Transfer(
        command.product_id, source.id, target.id, command.quantity, arrives_on, command.lot or None
    )
    await posting.transfer_out(tx, [transfer], document_id)
    tx.record(TransferSent(document_id, product.sku, source.code, target.code, command.quantity, arrives_on))
    return GoodsOnTheWay(
        document_id, product.sku, product.name, source.code, target.code, command.quantity, arrives_on
    )


async def list_on_the_way(snap: Snapshot, query: ListOnTheWay) -> tuple[GoodsOnTheWay, ...]:
    return tuple(await incoming.list_transfers(snap, max(0, query.limit)))


async def arrive_transfer(tx: Transaction, command: ArriveTransfer) -> int:
    sent = await incoming.list_transfers(tx, 1, command.document_id)
    if not sent:
        raise NotFound(what="transfer")
    if not 0 <= command.lost <= sent[0].quantity:
        raise StockUnfit(most=sent[0].quantity)
    came, lost = await posting.transfer_in(tx, command.document_id, command.lost)
    pieces = sum(one.quantity for one in came)
    tx.record(TransferArrived(command.document_id, sent[0].target, pieces, lost))
    return pieces
