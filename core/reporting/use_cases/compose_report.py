"""Somebody puts a report together: by words, by buttons, under a name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.texts import storable
from core.reporting.engine.fields import may_see_margins
from core.reporting.engine.reading import read_report
from core.reporting.errors import ReportUnread, TooManyReports
from core.reporting.flow import check_spec, view_of
from core.reporting.repository import saved
from core.reporting.types import Form, ReportSpec, ReportView, SavedReport, Subject

MOST_SAVED = 30
LONGEST_NAME = 60
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Composed:
    """A report put together; form: the file that was asked for; unread: words that said nothing to us."""

    view: ReportView
    form: Form | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComposeReport(Command[Composed]):
    """A new report: what the words say. Raises ReportUnread, ReportFieldUnknown, ReportValueWrong."""

    permission = Permission.REPORT_READ
    text: str


async def compose_report(tx: Transaction, command: ComposeReport) -> Composed:
    text = storable(command.text)[:LONGEST_TEXT]
    found = read_report(text, secrets=may_see_margins(tx.actor))
    if found.spec is None:
        raise ReportUnread(text=text[:60])
    check_spec(tx, found.spec)
    report_id = await saved.insert_report(tx, found.spec)
    return Composed(view_of(tx, await saved.load_report(tx, report_id)), found.form, found.unread)


@dataclass(frozen=True, slots=True)
class StartReport(Command[ReportView]):
    """A new report about a subject, this month, nothing else chosen yet."""

    permission = Permission.REPORT_READ
    subject: Subject


async def start_report(tx: Transaction, command: StartReport) -> ReportView:
    report_id = await saved.insert_report(tx, ReportSpec(command.subject))
    return view_of(tx, await saved.load_report(tx, report_id))


@dataclass(frozen=True, slots=True)
class ChangeReport(Command[ReportView]):
    """One change by a button; the same one again changes nothing.

    group: this field is grouped by, or no longer; period: a new one; drop_filters: without filters.
    """

    permission = Permission.REPORT_READ
    report_id: uuid.UUID
    group: str | None = None
    grouped: bool = True
    period: str | None = None
    drop_filters: bool = False


async def change_report(tx: Transaction, command: ChangeReport) -> ReportView:
    report = await saved.load_report(tx, command.report_id, lock=True)
    spec = report.spec
    if command.group is not None:
        by = tuple(name for name in spec.by if name != command.group)
        spec = replace(spec, by=(*by, command.group) if command.grouped else by, fields=())
    if command.period is not None:
        spec = replace(spec, period=command.period)
    if command.drop_filters:
        spec = replace(spec, filters=())
    check_spec(tx, spec)
    await saved.change_report(tx, report.id, spec=spec)
    return view_of(tx, replace(report, spec=spec))


@dataclass(frozen=True, slots=True)
class NameReport(Command[ReportView]):
    """Keep a report under a name. Raises TooManyReports."""

    permission = Permission.REPORT_READ
    report_id: uuid.UUID
    name: str


async def name_report(tx: Transaction, command: NameReport) -> ReportView:
    report = await saved.load_report(tx, command.report_id, lock=True)
    if report.name is None and len(await saved.list_saved(tx)) >= MOST_SAVED:
        raise TooManyReports(most=MOST_SAVED)
    name = " ".join(storable(command.name).split())[:LONGEST_NAME]
    if name:
        await saved.change_report(tx, report.id, name=name)
    return view_of(tx, replace(report, name=name or report.name))


@dataclass(frozen=True, slots=True)
class DeleteReport(Command[None]):
    """Forget a report and its schedule."""

    permission = Permission.REPORT_READ
    report_id: uuid.UUID


async def delete_report(tx: Transaction, command: DeleteReport) -> None:
    report = await saved.load_report(tx, command.report_id, lock=True)
    await saved.delete_report(tx, report.id)


@dataclass(frozen=True, slots=True)
class ShowReport(Query[ReportView]):
    permission = Permission.REPORT_READ
    report_id: uuid.UUID


async def show_report(snap: Snapshot, query: ShowReport) -> ReportView:
    return view_of(snap, await saved.load_report(snap, query.report_id))


@dataclass(frozen=True, slots=True)
class ListReports(Query[tuple[SavedReport, ...]]):
    """The person's own reports that have a name."""

    permission = Permission.REPORT_READ


async def list_reports(snap: Snapshot, _query: ListReports) -> tuple[SavedReport, ...]:
    return await saved.list_saved(snap)
