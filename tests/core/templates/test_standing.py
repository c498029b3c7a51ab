"""Standing orders by the clock: told the evening before, placed once a period, refused as a whole."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.dealers.tables import PersonRow
from core.dispatch.use_cases.keep_holidays import SetHoliday
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.jobs.clock import CLOCK, tick
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.orders.tables import DraftLineRow, DraftRow, OrderLineRow, OrderRow
from core.stock.tables import ReservationRow
from core.templates.errors import PeriodOver, ScheduleUnfit
from core.templates.tables import StandingOrderRow, StandingPeriodRow
from core.templates.types import Every, PeriodState
from core.templates.use_cases.answer_period import ChangePeriod, ConfirmPeriod, ShowPeriod, SkipPeriod
from core.templates.use_cases.keep_template import DeleteTemplate, SaveTemplate
from core.templates.use_cases.set_standing import EndStanding, PauseStanding, SetStanding
from tests.make import Trade, count, make_draft, make_trade, quote, rows, set_limit, touch_catalog, write

OURS = tuple(timed for timed in CLOCK if timed.name == "standing_orders")
THURSDAY = date(2025, 10, 16)


async def kept(core: Core, trade: Trade, **schedule: Any) -> uuid.UUID:
    """Ten phones under a name, ordered every Thursday at eight; the draft they came from is open still."""
    draft = await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    saved = await core.execute(trade.buyer, SaveTemplate("Weekly", draft_id=draft))
    wanted: dict[str, Any] = {"every": Every.WEEK, "weekdays": (3,), **schedule}
    await core.execute(trade.buyer, SetStanding(saved.template_id, **wanted))
    return saved.template_id


async def at(core: Core, clock: FixedClock, day: int, hour: int, minute: int = 0) -> None:
    """It is that moment of October, and the clock is looked at twice, as two processes would."""
    moment = datetime(2025, 10, day, hour, minute, tzinfo=UTC)
    clock.advance(moment - clock.now())
    await tick(core, OURS)
    await core.execute(SYSTEM, OURS[0].command(moment))


async def states(core: Core) -> list[tuple[str, str, str | None]]:
    found = await rows(core, StandingPeriodRow)
    return [(row.period_on.isoformat()[5:], row.state, row.why) for row in found]


async def told(core: Core) -> list[str]:
    return [row.name for row in await rows(core, JournalRow) if row.name.startswith("standing_")]


async def test_it_is_told_the_evening_before_and_placed_once_at_its_time(
    core: Core, clock: FixedClock
) -> None:
    trade = await make_trade(core)
    template = await kept(core, trade)
    own = await quote(core, trade.buyer)
    await at(core, clock, 15, 17, 59)
    assert await states(core) == []
    await at(core, clock, 15, 18)
    assert await states(core) == [("10-16", "shown", None)]
    shown = await core.ask(trade.buyer, ShowPeriod(template, THURSDAY))
    assert [(line.unit_quantity, line.is_gone) for line in shown.lines] == [(Decimal(10), False)]
    await at(core, clock, 16, 7, 59)
    assert await count(core, OrderRow) == 0
    for minute in (0, 0, 1, 30):
        await at(core, clock, 16, 8, minute)
    (order,) = await rows(core, OrderRow)
    assert (order.state, order.note, order.person_id) == ("approved", "Weekly", trade.buyer.person_id)
    assert [row.quantity for row in await rows(core, OrderLineRow)] == [10]
    assert await count(core, ReservationRow) == 1
    assert await states(core) == [("10-16", "placed", None)]
    assert await told(core) == ["standing_set", "standing_shown", "standing_placed"]
    # What its person was putting together meanwhile is as it was.
    assert (await quote(core, trade.buyer)).draft_id == own.draft_id
    # A week later again: the same goods are no repeat to be asked about.
    await at(core, clock, 22, 18)
    await at(core, clock, 23, 8)
    assert await count(core, OrderRow) == 2
    assert [state for _, state, _ in await states(core)] == ["placed", "placed"]


async def test_one_period_is_changed_another_skipped_and_what_is_settled_stays(
    core: Core, clock: FixedClock
) -> None:
    trade = await make_trade(core)
    template = await kept(core, trade)
    await at(core, clock, 15, 18)
    assert await core.execute(trade.buyer, ChangePeriod(template, THURSDAY, 1, by=-3)) == 7
    await core.execute(trade.buyer, ConfirmPeriod(template, THURSDAY))
    await at(core, clock, 16, 8)
    assert [row.quantity for row in await rows(core, OrderLineRow)] == [7]
    for late in (
        SkipPeriod(template, THURSDAY),
        ConfirmPeriod(template, THURSDAY),
        ChangePeriod(template, THURSDAY, 1, by=1),
    ):
        with pytest.raises(PeriodOver):
            await core.execute(trade.buyer, late)
    await at(core, clock, 22, 18)
    await core.execute(trade.buyer, SkipPeriod(template, date(2025, 10, 23)))
    await at(core, clock, 23, 8)
    assert await count(core, OrderRow) == 1
    await at(core, clock, 29, 18)
    await at(core, clock, 30, 8)
    # The change was for one time only.
    assert [row.quantity for row in await rows(core, OrderLineRow)] == [7, 10]
    assert await states(core) == [
        ("10-16", "placed", None), ("10-23", "skipped", None), ("10-30", "placed", None),
    ]  # fmt: skip


async def test_what_cannot_be_ordered_is_undone_whole_and_said_why(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    await kept(core, trade, weekdays=(2, 3, 4, 5))
    drafts = await rows(core, DraftRow), await rows(core, DraftLineRow)

    async def fails(day: int, why: str) -> None:
        await at(core, clock, day, 8)
        assert (await states(core))[-1] == (f"10-{day}", "failed", why)
        assert (await rows(core, DraftRow), await rows(core, DraftLineRow)) == drafts
        assert await count(core, OrderRow) == await count(core, ReservationRow) == 0

    # Its person is blocked, then nothing of it can be had.
    await write(core, update(PersonRow).where(PersonRow.name == trade.buyer.name).values(blocked=True))
    await fails(15, "blocked")
    await write(core, update(PersonRow).values(blocked=False))
    await write(core, update(ProductRow).values(active=False))
    await touch_catalog(core, trade.iphone)
    await fails(16, "all_gone")
    await write(core, update(ProductRow).values(active=True))
    await touch_catalog(core, trade.iphone)
    # Nobody was awake when it was due.
    await at(core, clock, 16, 18)
    await at(core, clock, 17, 21)
    assert ("10-17", "failed", "missed") in await states(core)
    # What credit does not let through waits for a decision, as any order does.
    await set_limit(core, trade.dealer_id, "5000")
    await at(core, clock, 18, 8)
    (order,) = await rows(core, OrderRow)
    assert order.state in ("in_review", "held")
    assert [name for name in await told(core) if name != "standing_shown"] == [
        "standing_set", "standing_failed", "standing_failed", "standing_failed", "standing_placed",
    ]  # fmt: skip


async def test_holidays_move_it_and_pause_end_and_deletion_stop_it(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    template = await kept(core, trade)
    await core.execute(SYSTEM, SetHoliday(THURSDAY, "Founder's day"))
    await at(core, clock, 16, 8)
    assert await count(core, OrderRow) == 0
    await at(core, clock, 16, 18)
    await at(core, clock, 17, 8)
    assert await states(core) == [("10-16", "placed", None)]
    await core.execute(trade.buyer, PauseStanding(template, is_paused=True))
    await at(core, clock, 23, 8, 1)
    await core.execute(trade.buyer, PauseStanding(template, is_paused=False))
    await at(core, clock, 23, 9)
    assert await count(core, OrderRow) == 1
    await at(core, clock, 30, 8)
    assert await count(core, OrderRow) == 2
    await core.execute(trade.buyer, EndStanding(template))
    assert await count(core, StandingOrderRow) == 0
    await core.execute(trade.buyer, DeleteTemplate(template))
    assert await count(core, StandingPeriodRow) == 0
    clock.advance(timedelta(days=30))
    await tick(core, OURS)
    assert await count(core, OrderRow) == 2


async def test_a_schedule_set_after_its_hour_begins_with_the_next_one(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    await kept(core, trade, weekdays=(1,), at="08:30")  # it is a Tuesday, nine o'clock
    await at(core, clock, 14, 9, 30)
    assert await states(core) == []
    await at(core, clock, 21, 8, 30)
    assert [state for _, state, _ in await states(core)] == [PeriodState.PLACED]


@pytest.mark.parametrize(
    "schedule",
    [
        {"weekdays": ()},
        {"weekdays": (7,)},
        {"weeks": 0},
        {"at": "25:00"},
        {"at": "8"},
        {"months": -1},
        {"every": Every.MONTH, "month_day": 32},
    ],
)
async def test_a_schedule_that_never_comes_is_refused(core: Core, schedule: dict[str, Any]) -> None:
    trade = await make_trade(core)
    with pytest.raises(ScheduleUnfit):
        await kept(core, trade, **schedule)
    assert await count(core, StandingOrderRow) == 0
