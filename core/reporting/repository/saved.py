"""All SQL about composed and scheduled reports, the measures' policy and people's taste."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.dealers.tables import PersonRow
from core.infra.columns import Base
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.reporting.tables import ReportPolicyRow, ReportRow, ReportScheduleRow, ReportTasteRow
from core.reporting.types import Every, Form, ReportPolicy, ReportSpec, SavedReport, Schedule

_SPEC = TypeAdapter(ReportSpec)
# Monday to Friday, nine to six, until somebody has set something else.
USUAL_POLICY = ReportPolicy(9 * 60, 18 * 60, (1, 2, 3, 4, 5))


def _columns() -> Any:
    schedule = ReportScheduleRow
    return select(
        ReportRow.id,
        ReportRow.person_id,
        ReportRow.name,
        ReportRow.spec,
        schedule.every,
        schedule.day,
        schedule.minute_of_day,
        schedule.zone,
        schedule.form,
        schedule.next_due,
    ).outerjoin(schedule, schedule.report_id == ReportRow.id)


def _schedule(row: Any) -> Schedule:
    hour, minute = divmod(row.minute_of_day, 60)
    return Schedule(Every(row.every), row.day, hour, minute, row.zone)


def _report(row: Any) -> SavedReport:
    return SavedReport(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        spec=_SPEC.validate_python(row.spec),
        schedule=None if row.every is None else _schedule(row),
        form=None if row.form is None else Form(row.form),
        next_due=row.next_due,
    )


async def load_report(snap: Snapshot, report_id: uuid.UUID, *, lock: bool = False) -> SavedReport:
    """A report of the actor's own; anybody else's is not there."""
    statement = _columns().where(ReportRow.id == report_id, ReportRow.person_id == snap.person_id)
    row = await snap.one_or_none(statement.with_for_update(of=ReportRow) if lock else statement)
    if row is None:
        raise NotFound(what="report")
    return _report(row)


async def list_saved(snap: Snapshot) -> tuple[SavedReport, ...]:
    """The actor's reports that have a name, by name."""
    rows = await snap.all(
        _columns()
        .where(ReportRow.person_id == snap.person_id, ReportRow.name.is_not(None))
        .order_by(func.lower(ReportRow.name), ReportRow.id)
    )
    return tuple(_report(row) for row in rows)


async def insert_report(tx: Transaction, spec: ReportSpec) -> uuid.UUID:
    report_id = tx.new_id()
    await tx.execute(
        insert(ReportRow).values(
            id=report_id, person_id=tx.person_id, name=None, spec=_dumped(spec), changed=tx.now
        )
    )
    return report_id


async def change_report(tx: Transaction, report_id: uuid.UUID, **changes: Any) -> None:
    """Change a report: ``spec`` or ``name``."""
    if "spec" in changes:
        changes["spec"] = _dumped(changes["spec"])
    await tx.execute(update(ReportRow).where(ReportRow.id == report_id).values(changed=tx.now, **changes))


def _dumped(spec: ReportSpec) -> Any:
    return _SPEC.dump_python(spec, mode="json")


async def delete_report(tx: Transaction, report_id: uuid.UUID) -> None:
    await tx.execute(delete(ReportScheduleRow).where(ReportScheduleRow.report_id == report_id))
    await tx.execute(delete(ReportRow).where(ReportRow.id == report_id))


async def forget_unnamed(tx: Transaction, before: datetime) -> None:
    """Delete what was composed and neither named nor scheduled, and not touched since."""
    scheduled = select(ReportScheduleRow.report_id)
    await tx.execute(
        delete(ReportRow).where(
            ReportRow.name.is_(None), ReportRow.changed < before, ReportRow.id.not_in(scheduled)
        )
    )


async def save_schedule(
    tx: Transaction, report_id: uuid.UUID, schedule: Schedule, form: Form, next_due: datetime
) -> None:
    values = {
        "every": schedule.every,
        "day": schedule.day,
        "minute_of_day": schedule.hour * 60 + schedule.minute,
        "zone": schedule.zone,
        "form": form,
        "next_due": next_due,
    }
    await _upsert(tx, ReportScheduleRow, "report_id", report_id, values)


async def drop_schedule(tx: Transaction, report_id: uuid.UUID) -> None:
    await tx.execute(delete(ReportScheduleRow).where(ReportScheduleRow.report_id == report_id))


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report whose time has come; chat: where its person is reached, None: nowhere any more."""

    id: uuid.UUID
    person_id: uuid.UUID
    schedule: Schedule
    due: datetime
    chat: int | None


async def lock_due(tx: Transaction, limit: int) -> Sequence[DueReport]:
    """Reports that are due now, longest due first; held by this transaction."""
    schedule = ReportScheduleRow
    rows = await tx.all(
        select(
            schedule.report_id,
            ReportRow.person_id,
            schedule.every,
            schedule.day,
            schedule.minute_of_day,
            schedule.zone,
            schedule.next_due,
            PersonRow.telegram_id,
        )
        .join(ReportRow, ReportRow.id == schedule.report_id)
        .join(PersonRow, PersonRow.id == ReportRow.person_id)
        .where(schedule.next_due <= tx.now)
        .order_by(schedule.next_due, schedule.report_id)
        .limit(limit)
        .with_for_update(of=schedule, skip_locked=True)
    )
    return [
        DueReport(
            row.report_id,
            row.person_id,
            _schedule(row),
            row.next_due,
            row.telegram_id,
        )
        for row in rows
    ]


async def move_due(tx: Transaction, report_id: uuid.UUID, next_due: datetime) -> None:
    await tx.execute(
        update(ReportScheduleRow).where(ReportScheduleRow.report_id == report_id).values(next_due=next_due)
    )


async def load_policy(snap: Snapshot) -> ReportPolicy:
    table = ReportPolicyRow
    row = await snap.one_or_none(
        select(table.opens, table.closes, table.days, table.baseline_seconds).where(table.id == 1)
    )
    if row is None:
        return USUAL_POLICY
    return ReportPolicy(row.opens, row.closes, tuple(row.days), row.baseline_seconds)


async def save_policy(tx: Transaction, policy: ReportPolicy) -> None:
    values = {
        "opens": policy.opens,
        "closes": policy.closes,
        "days": list(policy.days),
        "baseline_seconds": policy.baseline_seconds,
    }
    await _upsert(tx, ReportPolicyRow, "id", 1, values)


async def likes_dark(snap: Snapshot) -> bool:
    row = await snap.one_or_none(
        select(ReportTasteRow.dark).where(ReportTasteRow.person_id == snap.actor.person_id)
    )
    return row is not None and row.dark


async def save_taste(tx: Transaction, dark: bool) -> None:
    await _upsert(tx, ReportTasteRow, "person_id", tx.person_id, {"dark": dark})


async def _upsert(tx: Transaction, row: type[Base], key: str, value: Any, values: dict[str, Any]) -> None:
    insert_into = postgresql.insert if tx.on_postgres else sqlite.insert
    statement = insert_into(row).values({key: value, **values})
    await tx.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))
