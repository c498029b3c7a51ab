"""The house says when it is open, and how long an order took before the chat."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.reporting.errors import ReportValueWrong
from core.reporting.events import ReportPolicyChanged
from core.reporting.repository import saved
from core.reporting.types import ReportPolicy

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class SetBusinessHours(Command[ReportPolicy]):
    """Minutes of the day, and days of the week (Monday 1). Raises ReportValueWrong."""

    permission = Permission.POLICY_EDIT
    opens: int
    closes: int
    days: tuple[int, ...]


async def set_business_hours(tx: Transaction, command: SetBusinessHours) -> ReportPolicy:
    if not 0 <= command.opens < command.closes <= DAY_MINUTES:
        raise ReportValueWrong(value=f"{_clock(command.opens)}-{_clock(command.closes)}")
    if not command.days or not set(command.days) <= set(range(1, 8)):
        raise ReportValueWrong(value=", ".join(map(str, command.days)))
    days = tuple(sorted(set(command.days)))
    policy = replace(await saved.load_policy(tx), opens=command.opens, closes=command.closes, days=days)
    await saved.save_policy(tx, policy)
    hours = f"{_clock(policy.opens)}-{_clock(policy.closes)}"
    tx.record(ReportPolicyChanged("hours", f"{hours} {''.join(map(str, days))}"))
    return policy


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class SetProcessingBaseline(Command[ReportPolicy]):
    """How many minutes an order took before the chat; half of it is the target of C3. None: nobody knows."""

    permission = Permission.POLICY_EDIT
    minutes: int | None


async def set_processing_baseline(tx: Transaction, command: SetProcessingBaseline) -> ReportPolicy:
    if command.minutes is not None and not 1 <= command.minutes <= 30 * DAY_MINUTES:
        raise ReportValueWrong(value=command.minutes)
    seconds = None if command.minutes is None else command.minutes * 60
    policy = replace(await saved.load_policy(tx), baseline_seconds=seconds)
    await saved.save_policy(tx, policy)
    tx.record(ReportPolicyChanged("baseline", "" if seconds is None else f"{seconds} s"))
    return policy


@dataclass(frozen=True, slots=True)
class ShowReportPolicy(Query[ReportPolicy]):
    permission = Permission.REPORT_READ


async def show_report_policy(snap: Snapshot, _query: ShowReportPolicy) -> ReportPolicy:
    return await saved.load_policy(snap)
