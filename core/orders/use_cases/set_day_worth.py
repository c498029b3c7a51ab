"""What the house says that it is worth to have goods a day earlier, when ways are compared (G2)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.orders.errors import DayWorthUnfit
from core.orders.events import DayWorthSet
from core.orders.repository import supply

MOST = 10_000


@dataclass(frozen=True, slots=True)
class ShowDayWorth(Query[int]):
    """In hundredths of a percent of what the dealer pays for the goods."""

    permission = Permission.POLICY_EDIT


async def show_day_worth(snap: Snapshot, _query: ShowDayWorth) -> int:
    return await supply.load_day_worth(snap)


@dataclass(frozen=True, slots=True)
class SetDayWorth(Command[int]):
    """For what is quoted from now on; the result is what held before. Raises DayWorthUnfit above 100 %."""

    permission = Permission.POLICY_EDIT
    basis_points: int


async def set_day_worth(tx: Transaction, command: SetDayWorth) -> int:
    if not 0 <= command.basis_points <= MOST:
        raise DayWorthUnfit
    before = await supply.load_day_worth(tx)
    await supply.save_day_worth(tx, command.basis_points)
    tx.record(DayWorthSet(before, command.basis_points))
    return before
