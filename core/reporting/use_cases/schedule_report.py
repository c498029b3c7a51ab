"""Reports that come by themselves: when, and what the clock does when it is time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from core.infra.queue import NewJob
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.reporting.engine.periods import resolve_period
from core.reporting.engine.timing import check_schedule, next_due
from core.reporting.events import ReportScheduled
from core.reporting.flow import view_of
from core.reporting.repository import saved
from core.reporting.types import Every, Form, ReportView, Schedule

SEND_REPORT = "chat.report"
KEEP_UNNAMED = timedelta(days=7)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ScheduleReport(Command[ReportView]):
    """Send a report every day, week (day 1 is Monday) or month, at that hour of the person's zone.

    every None: not any more. Raises ReportValueWrong. A list of single rows wants the second factor, as
    taking it by hand does.
    """

    permission = Permission.REPORT_READ
    report_id: uuid.UUID
    every: Every | None
    day: int = 1
    hour: int = 8
    minute: int = 0
    form: Form = Form.EXCEL


async def schedule_report(tx: Transaction, command: ScheduleReport) -> ReportView:
    report = await saved.load_report(tx, command.report_id, lock=True)
    if command.every is None:
        await saved.drop_schedule(tx, report.id)
    else:
        schedule = Schedule(command.every, command.day, command.hour, command.minute, tx.actor.zone)
        check_schedule(schedule)
        if not report.spec.by:
            tx.require_second_factor()
        await saved.save_schedule(tx, report.id, schedule, command.form, next_due(schedule, tx.now))
    every = command.every.value if command.every else ""
    tx.record(ReportScheduled(str(report.id), report.spec.subject.value, every))
    return view_of(tx, await saved.load_report(tx, report.id))


@dataclass(frozen=True, slots=True)
class SendDueReports(Command[int]):
    """By the clock: leave a job for every report that is due, once for each time it is due.

    The next time is written in the same transaction, so nothing is sent twice and nothing is left out,
    whatever is restarted. Returns how many there were.
    """

    permission = Permission.INTERNAL


async def send_due_reports(tx: Transaction, _command: SendDueReports) -> int:
    due = await saved.lock_due(tx, _AT_ONCE)
    for one in due:
        await saved.move_due(tx, one.id, next_due(one.schedule, tx.now))
        if one.chat is None:
            continue
        day = resolve_period("today", one.due, one.schedule.zone).first.isoformat()
        tx.enqueue(
            NewJob(
                kind=SEND_REPORT,
                payload={"report": str(one.id), "chat": one.chat, "due": one.due.isoformat()},
                lane=f"chat:{one.chat}",
                dedupe_key=f"report:{one.id}:{day}:{one.schedule.hour}:{one.schedule.minute}",
            )
        )
    await saved.forget_unnamed(tx, tx.now - KEEP_UNNAMED)
    return len(due)
