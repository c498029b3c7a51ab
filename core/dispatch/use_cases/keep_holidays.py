"""A day becomes a holiday, or a working day again: what was promised for it gets another day (F4, G3).

RULE moved: orders still in the house that were promised for the day are promised for the next working day, as
  the engines would have said had they known it. Goods that a vendor sends, and what is on a route that its
  driver knows of already, stay: the office sees those routes before it confirms.
RULE told: each dealer concerned hears it once, with the holiday's name; hours that were agreed do not hold on
  another day.
RULE asked: whoever has to decide about something has as many hours of the office's as before.
RULE back: a day that is a working day again moves nobody: what dealers were told stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from core.allocation.engine.days import WorkDays
from core.allocation.types import WorkCalendar
from core.approvals.repository import changes
from core.dispatch.events import HolidayMoved
from core.dispatch.repository import days
from core.dispatch.repository.days import Promised
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.texts import storable
from core.orders.backorders import HOLIDAY
from core.orders.events import PromiseChanged
from core.orders.repository import placed
from core.orders.types import OrderMark
from core.stock import holidays
from core.templates.events import HolidaySet

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class HolidayMoves:
    """What a holiday moves to the day ``after``: numbers by dealer. routes: (van, trip) that stay as told."""

    day: date
    after: date
    dealers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    routes: tuple[tuple[str, int], ...] = ()

    @property
    def orders(self) -> int:
        return sum(len(numbers) for _, numbers in self.dealers)


@dataclass(frozen=True, slots=True)
class PreviewHoliday(Query[HolidayMoves]):
    """What ``SetHoliday`` would move."""

    permission = Permission.DELIVERY_EDIT
    day: date


@dataclass(frozen=True, slots=True)
class SetHoliday(Command[HolidayMoves]):
    """The house does not work on a day; with an empty name it does. What was moved by it."""

    permission = Permission.DELIVERY_EDIT
    day: date
    name: str


async def preview_holiday(snap: Snapshot, query: PreviewHoliday) -> HolidayMoves:
    return await _moves(snap, query.day, await days.list_promised(snap, query.day))


async def _moves(snap: Snapshot, day: date, promised: list[Promised]) -> HolidayMoves:
    known = frozenset(await holidays.list_holidays(snap)) | {day}
    after = WorkDays(day, WorkCalendar(holidays=known)).date(1)
    by_dealer = [(key[1], tuple(one.number for one in mine)) for key, mine in _by_dealer(promised)]
    return HolidayMoves(day, after, tuple(by_dealer), tuple(await days.list_live_routes(snap, day)))


def _by_dealer(promised: list[Promised]) -> list[tuple[tuple[object, str], list[Promised]]]:
    return [(key, list(mine)) for key, mine in groupby(promised, key=lambda one: (one.dealer_id, one.dealer))]


async def set_holiday(tx: Transaction, command: SetHoliday) -> HolidayMoves:
    name = " ".join(storable(command.name).split())[:_LONGEST_NAME]
    await holidays.set_holiday(tx, command.day, name)
    tx.record(HolidaySet(command.day, name))
    if not name or command.day < tx.today:
        return HolidayMoves(command.day, command.day)
    await changes.postpone(tx)
    await placed.lock_orders(tx, [one.order_id for one in await days.list_promised(tx, command.day)])
    # Once more: somebody may have sent or moved one of them before its row was ours.
    promised = await days.list_promised(tx, command.day)
    moves = await _moves(tx, command.day, promised)
    await days.move_shipments(tx, [one.order_id for one in promised], command.day, moves.after)
    for _, mine in _by_dealer(promised):
        for one in mine:
            await _move(tx, one, moves)
        tx.record(
            HolidayMoved(
                mine[0].dealer_id,
                command.day,
                moves.after,
                name,
                tuple(one.number for one in mine),
                any(one.has_hours for one in mine),
            )
        )
    return moves


async def _move(tx: Transaction, one: Promised, moves: HolidayMoves) -> None:
    await placed.mark_order(
        tx,
        one.order_id,
        OrderMark.PROMISED,
        HOLIDAY,
        promised_on=moves.after,
        window_from=None,
        window_until=None,
    )
    before, after = moves.day.isoformat(), moves.after.isoformat()
    tx.record(PromiseChanged(one.order_id, one.dealer_id, one.number, before, after, HOLIDAY, is_quiet=True))
