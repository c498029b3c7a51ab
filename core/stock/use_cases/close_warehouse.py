"""A warehouse takes no new orders: what lies there can be shipped and moved out (and it can open again)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.stock import moves, repository, shelf
from core.stock.errors import LastWarehouse
from core.stock.events import WarehouseClosed, WarehouseOpened


@dataclass(frozen=True, slots=True)
class CloseWarehouse(Command[bool]):
    """The result is whether it was open. Raises LastWarehouse for the only one that serves orders."""

    permission = Permission.MASTER_DATA
    warehouse: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenWarehouse(Command[bool]):
    """The result is whether it was closed."""

    permission = Permission.MASTER_DATA
    warehouse: str


async def close_warehouse(tx: Transaction, command: CloseWarehouse) -> bool:
    found = await shelf.get_warehouse(tx, command.warehouse)
    if found.is_closed:
        return False
    if [one.id for one in await repository.list_warehouses(tx)] == [found.id]:
        raise LastWarehouse(name=found.name)
    await repository.set_closed(tx, found.id, tx.now)
    await moves.stop_moves(tx, found.id)
    tx.record(WarehouseClosed(found.code, command.reason))
    return True


async def open_warehouse(tx: Transaction, command: OpenWarehouse) -> bool:
    found = await shelf.get_warehouse(tx, command.warehouse)
    if not found.is_closed:
        return False
    await repository.set_closed(tx, found.id, None)
    tx.record(WarehouseOpened(found.code))
    return True
