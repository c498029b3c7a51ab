"""Screens of figures and reports, plain and as full as they can be."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from bot.office.reports.screens import (
    file_screen,
    periods_screen,
    policy_screen,
    report_screen,
    saved_screen,
    schedule_screen,
    start_screen,
    today_screen,
)
from bot.screen import Screen
from core.i18n.phrases import Say
from core.kernel.ids import PersonId
from core.kernel.money import Money
from core.reporting.engine.fields import OFFERED, fields_of
from core.reporting.types import (
    DayFigures,
    Every,
    Filter,
    Form,
    Operator,
    Period,
    ReportPolicy,
    ReportSpec,
    ReportView,
    SavedReport,
    Schedule,
    Subject,
    Today,
)
from core.reporting.use_cases.render_report import ReportFile
from tests.bot.samples import NASTY

_Draw = Callable[[Say], Screen]
_AT = datetime(2025, 10, 14, 14, 20, tzinfo=UTC)
_DAYS = Period(_AT, _AT, date(2025, 9, 1), date(2025, 9, 30))


def _report(subject: Subject, **more: Any) -> SavedReport:
    plain = SavedReport(uuid.UUID(int=7), PersonId(uuid.UUID(int=8)), None, ReportSpec(subject))
    return replace(plain, **more)


def _full(subject: Subject, schedule: Schedule | None) -> SavedReport:
    """Grouped by all that may be, every column, filters with the worst values, a long name."""
    keys = tuple(OFFERED[subject])
    filters = tuple(Filter("total", Operator.OVER, "9" * 40) for _ in range(12))
    filters += (Filter("dealer", Operator.HAS, NASTY[0] * 5),)
    fields = tuple(fields_of(subject, secrets=True))
    spec = ReportSpec(subject, keys, fields, filters, "2025-09-01..2025-09-30")
    return _report(subject, spec=spec, name=NASTY[0][:60], schedule=schedule, form=Form.EXCEL)


def report_samples() -> Iterator[tuple[str, _Draw]]:
    figures = DayFigures(0, Money(0, "USD"))
    today = Today(_AT, "UTC", figures, figures, figures, (), 0, (), ())
    busy = replace(
        today,
        today=DayFigures(12_345, Money(123_456_789_00, "USD"), 800),
        other_sales=tuple(Money(10**11, code) for code in ("EUR", "TRY", "CNY", "MYR", "JPY")),
        waiting=99,
    )
    yield "today quiet", lambda say: today_screen(today, say, dark=False)
    yield "today busy", lambda say: today_screen(busy, say, dark=True)
    yield "report start", start_screen
    yield from _reports()
    plain = _report(Subject.ORDERS)
    yield "report periods", lambda say: periods_screen(plain, say)
    for chosen in ([], ["week"], ["month"], ["day"], ["week", "5"], ["month", "31", "21"], ["day", "6"]):
        yield f"report schedule {chosen}", partial(_schedule, plain, chosen)
    kept = [replace(_full(Subject.ORDERS, None), id=uuid.UUID(int=at)) for at in range(1, 31)]
    yield "reports none", lambda say: saved_screen((), say)
    yield "reports many", lambda say: saved_screen(kept, say)
    policy = ReportPolicy(540, 1080, (1, 2, 3, 4, 5, 6, 7))
    yield "report policy", lambda say: policy_screen(policy, say)
    yield "report baseline", lambda say: policy_screen(replace(policy, baseline_seconds=2700), say)
    found = ReportFile("orders.xlsx", NASTY[0] * 3, b"", Form.EXCEL, 100_000, _DAYS)
    yield "report file", lambda say: file_screen(found, say)
    yield "report file of one row", lambda say: file_screen(replace(found, rows=1), say)


def _reports() -> Iterator[tuple[str, _Draw]]:
    schedules = (
        None,
        Schedule(Every.DAY, 1, 8, 0, "UTC"),
        Schedule(Every.WEEK, 5, 8, 5, "UTC"),
        Schedule(Every.MONTH, 31, 21, 0, "UTC"),
    )
    for subject in Subject:
        plain = ReportView(_report(subject), _DAYS, OFFERED[subject])
        yield f"report {subject.value}", partial(report_screen, plain)
        for schedule in schedules:
            full = ReportView(_full(subject, schedule), _DAYS, OFFERED[subject])
            name = f"report {subject.value} full {schedule and schedule.every}"
            yield name, partial(_unread, full)


def _unread(view: ReportView, say: Say) -> Screen:
    return report_screen(view, say, (NASTY[0], "x" * 300))


def _schedule(report: SavedReport, chosen: list[str], say: Say) -> Screen:
    return schedule_screen(report, chosen, say)
