"""Somebody of the house makes a task of a dealer that has fallen silent (B4, M3)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.alarms.events import TaskOpened
from core.alarms.repository import tasks
from core.alarms.types import AlarmKind, Finding
from core.dealers.repository import directory
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.orders.leaving import load_leaving
from core.orders.repository import past


@dataclass(frozen=True, slots=True)
class LookAfterDealer(Command[uuid.UUID]):
    """The own task about its last order; the one that is open where somebody has it already. It closes by
    itself once the dealer orders. Raises NotFound, also for a dealer that never ordered.
    """

    permission = Permission.DEALER_CARE
    dealer_id: DealerId


async def look_after_dealer(tx: Transaction, command: LookAfterDealer) -> uuid.UUID:
    dealer = await directory.load_card(tx, command.dealer_id)
    last = next(iter(await past.last_orders(tx, dealer.id, 1)), None)
    judged = (await load_leaving(tx, [dealer.id])).get(dealer.id)
    if last is None or judged is None:
        raise NotFound(what="order")
    order_id, number = last
    known = await tasks.find_open(tx, order_id, AlarmKind.SILENT)
    if known is not None:
        return known
    finding = Finding(
        AlarmKind.SILENT,
        tx.now.isoformat()[:19],
        judged.silent_days,
        judged.usual_days or 0,
        dealer.name[:200],
    )
    task_id = await tasks.insert_task(tx, order_id, finding, tx.person_id)
    tx.record(TaskOpened(task_id, order_id, number, finding.kind.value, tx.person_id))
    return task_id
