"""Dealers are reminded of what is due, each reminder once, by the day where they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.billing.engine.reminding import stage_of
from core.billing.reminder_types import ReminderPolicy
from core.billing.tables import DueReminderRow
from core.billing.use_cases.remind_due import RemindDue, SetReminders
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from tests.core.billing.house import make_house, written
from tests.make import column, rows, write

TODAY = date(2025, 10, 14)


@pytest.mark.parametrize(
    ("days", "stage"),
    [(4, 0), (3, 1), (1, 1), (0, 2), (-1, 3), (-7, 3), (-8, 4), (-14, 4), (-15, 5)],
)
def test_a_reminder_comes_before_the_day_on_it_and_every_week_after(days: int, stage: int) -> None:
    assert stage_of(TODAY + timedelta(days=days), TODAY, ReminderPolicy(3, 7)) == stage


def test_the_house_may_want_fewer() -> None:
    def stages(policy: ReminderPolicy) -> list[int]:
        return [stage_of(TODAY + timedelta(days=days), TODAY, policy) for days in (1, 0, -1, -30)]

    assert stages(ReminderPolicy(before=0)) == [0, 2, 3, 7]
    assert stages(ReminderPolicy(again=0)) == [1, 2, 3, 3]
    assert stages(ReminderPolicy(is_on=False)) == [0, 0, 0, 0]


async def _events(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def _told(core: Core) -> list[list[list[object]]]:
    """The documents of each reminder so far."""
    return [event["documents"] for event in await _events(core, "invoices_due")]


async def test_each_reminder_is_said_once_and_names_all_that_is_due(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    first = await house.invoice(core)
    due = first.due_on
    assert due is not None

    async def at(day: date, hour: int = 12) -> int:
        clock.advance(datetime.combine(day, time(hour), UTC) - clock.now())
        return await core.execute(SYSTEM, RemindDue())

    assert [await at(due - timedelta(days=days)) for days in (4, 3, 3, 1, 0, 0)] == [0, 1, 0, 0, 1, 0]
    assert await _told(core) == [
        [[first.number, 10_000, due.isoformat(), -3]],
        [[first.number, 10_000, due.isoformat(), 0]],
    ]
    second = await house.invoice(core, 2)
    assert second.due_on is not None
    # Overdue since yesterday; the other one is not due for long, so it is not spoken of.
    assert await at(due + timedelta(days=1)) == 1
    assert (await _told(core))[-1] == [[first.number, 10_000, due.isoformat(), 1]]
    assert [await at(due + timedelta(days=days)) for days in (7, 8)] == [0, 1]
    await house.pay(core, "100", first.number)
    before = await written(core)
    assert await at(due + timedelta(days=15)) == 0
    assert await written(core) == before
    assert await column(core, DueReminderRow.stage) == [4]


async def test_the_day_is_the_dealers_own_and_nobody_is_woken(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core)
    assert invoice.due_on is not None
    await write(core, update(DealerRow).values(zone="Asia/Kuala_Lumpur"))
    soon = invoice.due_on - timedelta(days=3)
    # Eight in the evening before is four in the morning there; one o'clock is nine.
    told = []
    for moment in (
        datetime.combine(soon - timedelta(days=1), time(20), UTC),
        datetime.combine(soon, time(0, 59), UTC),
        datetime.combine(soon, time(1), UTC),
    ):
        clock.advance(moment - clock.now())
        told.append(await core.execute(SYSTEM, RemindDue()))
    assert told == [0, 0, 1]


async def test_nobody_is_reminded_who_is_blocked_or_where_the_house_does_not_want_it(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core)
    assert invoice.due_on is not None
    clock.advance(datetime.combine(invoice.due_on, time(12), UTC) - clock.now())
    await core.execute(house.fiona, SetReminders(ReminderPolicy(is_on=False)))
    assert await core.execute(SYSTEM, RemindDue()) == 0
    await core.execute(house.fiona, SetReminders(ReminderPolicy(5, 0)))
    await write(core, update(DealerRow).values(active=False))
    assert await core.execute(SYSTEM, RemindDue()) == 0
    assert await _told(core) == []
    kept = [(one["before"], one["again"], one["is_on"]) for one in await _events(core, "reminders_set")]
    assert sorted(kept) == [(3, 7, False), (5, 0, True)]
