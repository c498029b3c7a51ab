"""A report becomes a file: Excel, CSV, PDF or a picture."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from core.i18n.phrases import Say
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.reporting.documents import wording
from core.reporting.documents.chart import draw_chart
from core.reporting.documents.printed import currency_of, print_table
from core.reporting.documents.sheets import open_sheet
from core.reporting.engine.fields import CURRENCY, OFFERED, may_see_margins
from core.reporting.engine.measuring import share
from core.reporting.engine.periods import resolve_period
from core.reporting.engine.tabulating import Grouping, Plan, Sums, foot, keep, make_plan
from core.reporting.errors import ReportEmpty, ReportTooBig
from core.reporting.events import ReportTaken
from core.reporting.repository import saved
from core.reporting.repository.rows import count_rows, read_rows
from core.reporting.types import Cell, Column, Form, Kind, Period, SavedReport, Table

# Rows of a list that a form takes; what is grouped may be made of any number.
MOST_ROWS: Mapping[Form, int] = {Form.EXCEL: 500_000, Form.CSV: 500_000, Form.PDF: 2_000}


@dataclass(frozen=True, slots=True)
class TakeReport(Command[SavedReport]):
    """Somebody takes a report out of the house: noted in the journal.

    A list of single rows is an export and wants a fresh second factor; sums of groups do not.
    """

    permission = Permission.REPORT_READ
    report_id: uuid.UUID
    form: Form


async def take_report(tx: Transaction, command: TakeReport) -> SavedReport:
    report = await saved.load_report(tx, command.report_id)
    if not report.spec.by and command.form is not Form.PICTURE:
        tx.require_second_factor()
    tx.record(ReportTaken(str(report.id), report.spec.subject.value, command.form.value))
    return report


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A finished report; rows: of the list, or groups."""

    name: str
    title: str
    content: bytes
    form: Form
    rows: int
    period: Period


@dataclass(frozen=True, slots=True)
class RenderReport(Query[ReportFile]):
    """The file of a report as of the moment ``at`` (None: now), in the reader's words.

    Raises ReportEmpty, ReportTooBig.
    """

    permission = Permission.REPORT_READ
    report_id: uuid.UUID
    form: Form
    say: Say
    at: datetime | None = None


async def render_report(snap: Snapshot, query: RenderReport) -> ReportFile:
    report = await saved.load_report(snap, query.report_id)
    say = replace(query.say, escape=str)
    spec = report.spec
    if query.form is Form.PICTURE and not spec.by:
        spec = replace(spec, by=OFFERED[spec.subject][:1], fields=())
    plan = make_plan(spec, secrets=may_see_margins(snap.actor))
    period = resolve_period(spec.period, query.at or snap.now, snap.actor.zone)
    job = _Job(snap, plan, period, query.form, say, report.name or wording.title_text(spec, say))
    rows = await count_rows(snap, plan, period)
    if not rows:
        raise ReportEmpty
    if not plan.keys and rows > MOST_ROWS[query.form]:
        raise ReportTooBig(rows=rows, most=MOST_ROWS[query.form])
    if query.form in (Form.EXCEL, Form.CSV) and not plan.keys:
        return await _write_list(job)
    return await _finish(job, await _grouped(job) if plan.keys else await _listed(job))


@dataclass(frozen=True, slots=True)
class _Job:
    """What one rendering is about."""

    snap: Snapshot
    plan: Plan
    period: Period
    form: Form
    say: Say
    title: str

    @property
    def subtitle(self) -> str:
        return wording.days_text(self.period.first, self.period.last, self.say)

    def file(self, content: bytes, rows: int) -> ReportFile:
        period, spec = self.period, self.plan.spec
        name = f"{spec.subject.value}-{period.first.isoformat()}-{period.last.isoformat()}.{self.form.value}"
        return ReportFile(name, self.title, content, self.form, rows, period)


async def _grouped(job: _Job) -> Table:
    grouping = Grouping(job.plan)
    async for page in read_rows(job.snap, job.plan, job.period, job.snap.actor.zone):
        await job.snap.run_apart(partial(grouping.add, page))
    return await job.snap.run_apart(grouping.table)


def _list_columns(plan: Plan) -> tuple[Column, ...]:
    """A list says the currency of each row, where it has money."""
    has_money = any(value.kind is Kind.MONEY for value in plan.values)
    return (*plan.columns, Column(CURRENCY)) if has_money else plan.columns


def _cells(plan: Plan, columns: Sequence[Column], row: Mapping[str, Any]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for column in columns:
        if (parts := column.field.of) is None:
            cells.append(row.get(column.field.name))
        else:
            part, whole = (row.get(name) for name in parts)
            cells.append(share(part.minor, whole.minor) if part and whole else None)
    return tuple(cells)


class _List:
    """The rows of a list as they come, and what they add up to."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.columns = _list_columns(plan)
        self._feet: dict[str, Sums] = {}
        self.rows = 0

    def take(self, page: Sequence[Mapping[str, Any]]) -> list[tuple[Cell, ...]]:
        kept = list(keep(self._plan, page))
        for row in kept:
            self._feet.setdefault(row["currency"], Sums(self._plan.values)).add(row)
        self.rows += len(kept)
        return [_cells(self._plan, self.columns, row) for row in kept]

    @property
    def sums(self) -> tuple[tuple[Cell, ...], ...]:
        sums = foot(0, self._feet)
        if len(self.columns) == len(self._plan.values):
            return sums
        return tuple((*row, currency) for row, currency in zip(sums, sorted(self._feet), strict=True))


async def _listed(job: _Job) -> Table:
    listing = _List(job.plan)
    rows: list[tuple[Cell, ...]] = []
    async for page in read_rows(job.snap, job.plan, job.period, job.snap.actor.zone):
        rows += listing.take(page)
    return Table(listing.columns, tuple(rows), listing.sums)


async def _write_list(job: _Job) -> ReportFile:
    """Page by page from the database into the file, so that its length does not matter."""
    listing = _List(job.plan)
    writer = open_sheet(job.form, listing.columns, job.title, job.say, None)
    try:
        async for page in read_rows(job.snap, job.plan, job.period, job.snap.actor.zone):
            await job.snap.run_apart(partial(_write_page, writer, listing, page))
        if not listing.rows:
            raise ReportEmpty
        content = await job.snap.run_apart(lambda: writer.finish(listing.sums))
        return job.file(content, listing.rows)
    finally:
        with suppress(OSError):
            writer.drop()


def _write_page(writer: Any, listing: _List, page: Sequence[Mapping[str, Any]]) -> None:
    writer.add(listing.take(page))


async def _finish(job: _Job, table: Table) -> ReportFile:
    if not table.rows:
        raise ReportEmpty
    if job.form is Form.PDF and len(table.rows) > MOST_ROWS[Form.PDF]:
        raise ReportTooBig(rows=len(table.rows), most=MOST_ROWS[Form.PDF])
    dark = await saved.likes_dark(job.snap)
    content = await job.snap.run_apart(lambda: _rendered(job, table, dark=dark))
    return job.file(content, len(table.rows))


def _rendered(job: _Job, table: Table, *, dark: bool) -> bytes:
    say = job.say
    if job.form is Form.PICTURE:
        return draw_chart(table, job.title, job.subtitle, say, dark=dark)
    if job.form is Form.PDF:
        filters = [wording.filter_text(one, say) for one in job.plan.spec.filters]
        settings = job.snap.settings
        made = say.moment(job.snap.now)
        return print_table(table, job.title, job.subtitle, filters, settings.company, made, say)
    writer = open_sheet(job.form, table.columns, job.title, say, currency_of(table))
    try:
        writer.add(table.rows)
        return writer.finish(table.sums)
    finally:
        writer.drop()
