"""All SQL about standing orders, their periods, and the days the house does not work."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, PersonId
from core.templates.tables import StandingChangeRow, StandingOrderRow, StandingPeriodRow
from core.templates.types import Every, OnHoliday, Period, PeriodState, Schedule, Standing

OVER = (PeriodState.SKIPPED, PeriodState.PLACED, PeriodState.FAILED)


async def find_standing(snap: Snapshot, template_id: uuid.UUID, *, lock: bool = False) -> Standing | None:
    """The schedule of a template that the caller has loaded, so may see."""
    statement = select(*StandingOrderRow.__table__.c).where(StandingOrderRow.template_id == template_id)
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else _standing(row)


def _standing(row: Any) -> Standing:
    schedule = Schedule(
        every=Every(row.every),
        weekdays=tuple(row.weekdays),
        weeks=row.weeks,
        month_day=row.month_day,
        at=row.at,
        on_holiday=OnHoliday(row.on_holiday),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
    return Standing(
        row.template_id,
        DealerId(row.dealer_id),
        PersonId(row.person_id),
        schedule,
        row.is_paused,
        row.changed,
    )


async def put_standing(
    tx: Transaction, template_id: uuid.UUID, schedule: Schedule, look_at: datetime | None
) -> None:
    """Set or change a schedule; it is in the name of whoever sets it."""
    values = {
        "dealer_id": tx.dealer_id,
        "person_id": tx.person_id,
        "every": schedule.every.value,
        "weekdays": list(schedule.weekdays),
        "weeks": schedule.weeks,
        "month_day": schedule.month_day,
        "at": schedule.at,
        "on_holiday": schedule.on_holiday.value,
        "starts_on": schedule.starts_on,
        "ends_on": schedule.ends_on,
        "is_paused": False,
        "look_at": look_at,
        "changed": tx.now,
    }
    insert_row = postgresql.insert if tx.on_postgres else sqlite.insert
    await tx.execute(
        insert_row(StandingOrderRow)
        .values(template_id=template_id, **values)
        .on_conflict_do_update(index_elements=["template_id"], set_=values)
    )


async def change_standing(tx: Transaction, template_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(
        update(StandingOrderRow).where(StandingOrderRow.template_id == template_id).values(**values)
    )


async def drop_standing(tx: Transaction, template_id: uuid.UUID) -> None:
    await tx.execute(delete(StandingOrderRow).where(StandingOrderRow.template_id == template_id))


async def due_standings(tx: Transaction, most: int) -> list[Standing]:
    """Those that the clock has to look at now, locked; what another process looks at is left to it."""
    rows = await tx.all(
        select(*StandingOrderRow.__table__.c)
        .where(StandingOrderRow.look_at.is_not(None), StandingOrderRow.look_at <= tx.now)
        .order_by(StandingOrderRow.look_at, StandingOrderRow.template_id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return [_standing(row) for row in rows]


async def last_done(snap: Snapshot, template_id: uuid.UUID) -> date | None:
    """The day of the latest period that was placed, skipped or failed."""
    row = await snap.one_or_none(
        select(func.max(StandingPeriodRow.period_on).label("last")).where(
            StandingPeriodRow.template_id == template_id,
            StandingPeriodRow.state.in_([state.value for state in OVER]),
        )
    )
    return None if row is None else row.last


async def find_open(snap: Snapshot, template_id: uuid.UUID) -> tuple[Period, datetime] | None:
    """The earliest period that was told and is not settled, and its moment."""
    row = await snap.one_or_none(
        select(StandingPeriodRow.period_on, StandingPeriodRow.place_at)
        .where(
            StandingPeriodRow.template_id == template_id,
            StandingPeriodRow.state.in_([PeriodState.SHOWN.value, PeriodState.CONFIRMED.value]),
        )
        .order_by(StandingPeriodRow.period_on)
        .limit(1)
    )
    return None if row is None else (Period(row.period_on, row.period_on), row.place_at)


async def find_place_at(snap: Snapshot, template_id: uuid.UUID, period_on: date) -> datetime | None:
    """When a period that was told is ordered."""
    row = await snap.one_or_none(
        select(StandingPeriodRow.place_at).where(
            StandingPeriodRow.template_id == template_id, StandingPeriodRow.period_on == period_on
        )
    )
    return None if row is None else row.place_at


async def find_state(snap: Snapshot, template_id: uuid.UUID, period_on: date) -> PeriodState | None:
    row = await snap.one_or_none(
        select(StandingPeriodRow.state).where(
            StandingPeriodRow.template_id == template_id, StandingPeriodRow.period_on == period_on
        )
    )
    return None if row is None else PeriodState(row.state)


async def put_period(
    tx: Transaction,
    template_id: uuid.UUID,
    period_on: date,
    place_at: datetime,
    state: PeriodState,
    **more: Any,
) -> None:
    """Write what became of a period: its one row."""
    values = {"place_at": place_at, "state": state.value, "changed": tx.now, **more}
    insert_row = postgresql.insert if tx.on_postgres else sqlite.insert
    await tx.execute(
        insert_row(StandingPeriodRow)
        .values(template_id=template_id, period_on=period_on, **values)
        .on_conflict_do_update(index_elements=["template_id", "period_on"], set_=values)
    )


async def list_changes(snap: Snapshot, template_id: uuid.UUID, period_on: date) -> dict[int, Decimal]:
    """Line -> units, of this period only."""
    rows = await snap.all(
        select(StandingChangeRow.position, StandingChangeRow.unit_quantity).where(
            StandingChangeRow.template_id == template_id, StandingChangeRow.period_on == period_on
        )
    )
    return {row.position: Decimal(row.unit_quantity) for row in rows}


async def put_changes(
    tx: Transaction, template_id: uuid.UUID, period_on: date, changes: Mapping[int, Decimal]
) -> None:
    insert_row = postgresql.insert if tx.on_postgres else sqlite.insert
    for position, units in changes.items():
        await tx.execute(
            insert_row(StandingChangeRow)
            .values(template_id=template_id, period_on=period_on, position=position, unit_quantity=str(units))
            .on_conflict_do_update(
                index_elements=["template_id", "period_on", "position"], set_={"unit_quantity": str(units)}
            )
        )
