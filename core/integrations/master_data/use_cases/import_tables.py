"""Import one table, or several that belong together: all of it or none of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from core.infra.bulk import lock_imports
from core.infra.transaction import Snapshot, Transaction
from core.integrations.master_data.events import TableImported
from core.integrations.master_data.parsing import Parsed, fit_header, parse_sheet
from core.integrations.master_data.planning import Desk
from core.integrations.master_data.records import Person
from core.integrations.master_data.registry import IMPORTABLE, RECORDS, find_entity
from core.integrations.master_data.sheets import read_sheet
from core.integrations.master_data.types import ImportReport, RowError, Source
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class ImportTable(Command[ImportReport]):
    """Import a file (or rows) of one table. With ``dry_run`` everything is checked and nothing written.

    The same file twice changes nothing. Raises UnknownEntity, SheetUnreadable, SheetEmpty, SheetTooBig or
    WrongColumns when the file as a whole cannot be taken; bad rows stand in the report.
    """

    permission: ClassVar[Permission] = Permission.MASTER_DATA

    entity: str
    source: Source
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class TableSource:
    entity: str
    source: Source


@dataclass(frozen=True, slots=True)
class ImportTables(Command[tuple[ImportReport, ...]]):
    """Import several tables in one transaction, each after those it refers to, whatever order they come in.

    One bad row anywhere and nothing of any of them is written.
    """

    permission: ClassVar[Permission] = Permission.MASTER_DATA

    tables: tuple[TableSource, ...]
    dry_run: bool = False


AnyParsed = Parsed[Any]


async def read_table(snap: Snapshot, command: ImportTable) -> list[AnyParsed]:
    """Read the file before the writing transaction begins; it takes seconds where rows are many."""
    return [await asyncio.to_thread(_read, command.entity, command.source)]


async def read_tables(snap: Snapshot, command: ImportTables) -> list[AnyParsed]:
    parsed = [await asyncio.to_thread(_read, table.entity, table.source) for table in command.tables]
    return _in_order(parsed)


def _read(name: str, source: Source) -> AnyParsed:
    entity = find_entity(name)
    sheet = read_sheet(source, entity.name)
    places = fit_header(entity.name, entity.record, sheet.header, RECORDS)
    return parse_sheet(entity.name, entity.record, sheet, places)


def _in_order(parsed: Sequence[AnyParsed]) -> list[AnyParsed]:
    """In the order of the registry. Reps come before the dealers they look after, dealers before their
    people,
    so people are taken in two parts when dealers come along."""
    order = list(IMPORTABLE)
    found = sorted(parsed, key=lambda table: order.index(table.entity))
    names = [table.entity for table in found]
    if "people" not in names or "dealers" not in names:
        return found
    at = names.index("people")
    people: Parsed[Person] = found[at]
    house = [row for row in people.rows if not row.record.dealer]
    theirs = [row for row in people.rows if row.record.dealer]
    found[at] = replace(people, rows=house)
    later = replace(people, rows=theirs, errors=[], read=0)
    found.insert(names.index("dealers") + 1, later)
    return found


async def import_table(tx: Transaction, command: ImportTable, tables: list[AnyParsed]) -> ImportReport:
    (report,) = await _import(tx, tables, dry_run=command.dry_run)
    return report


async def import_tables(
    tx: Transaction, command: ImportTables, tables: list[AnyParsed]
) -> tuple[ImportReport, ...]:
    return tuple(await _import(tx, tables, dry_run=command.dry_run))


async def _import(tx: Transaction, tables: Sequence[AnyParsed], *, dry_run: bool) -> list[ImportReport]:
    """Check and write one table after the other, and take everything back when it must not stay.

    A table is written before the next is checked, good rows of a bad table too,
    so that what refers to them is
    judged rightly; the savepoint takes that back.
    """
    for table in tables:
        _check_right(tx, table.entity, dry_run=dry_run)
    await lock_imports(tx)
    reports: list[ImportReport] = []
    with suppress(_TakenBack):
        async with tx.attempt():
            reports = await _check_and_write(tx, tables, dry_run=dry_run)
            if dry_run or any(report.errors for report in reports):
                raise _TakenBack
            reports = [replace(report, written=True) for report in reports]
    for report in reports:
        if report.written and (report.new or report.changed):
            tx.record(TableImported(report.entity, report.new, report.changed, report.unchanged))
    return reports


def _check_right(tx: Transaction, entity: str, *, dry_run: bool) -> None:
    table = IMPORTABLE[entity]
    if table.needs is not None and not tx.actor.may(table.needs):
        raise NotPermitted(permission=table.needs.value)
    if table.is_critical and not dry_run:
        tx.require_second_factor()


class _TakenBack(Exception):
    """Ends an import that must not stay; what it wrote is undone."""


async def _check_and_write(
    tx: Transaction, tables: Sequence[AnyParsed], *, dry_run: bool
) -> list[ImportReport]:
    alone = len(tables) == 1
    desk = Desk(tx, will_write=not dry_run)
    reports: list[ImportReport] = []
    for table in tables:
        # Planning replaces the rows by what is left of them; a second try needs them all.
        parsed = replace(table, rows=list(table.rows), errors=list(table.errors))
        plan = await IMPORTABLE[table.entity].plan(desk, parsed)
        if not (alone and (dry_run or parsed.errors)):
            await plan.write(tx)
            desk.forget(table.entity)
        reports.append(_report(parsed, plan.new, plan.changed, plan.unchanged))
    return _merged(reports)


def _report(parsed: AnyParsed, new: int, changed: int, unchanged: int) -> ImportReport:
    errors = tuple(sorted(parsed.errors, key=_by_row))
    return ImportReport(parsed.entity, parsed.read, new, changed, unchanged, errors)


def _by_row(error: RowError) -> int:
    return error.row


def _merged(reports: Sequence[ImportReport]) -> list[ImportReport]:
    """The two parts of people as one report."""
    found: dict[str, ImportReport] = {}
    for report in reports:
        before = found.get(report.entity)
        if before is not None:
            report = ImportReport(
                report.entity,
                before.rows + report.rows,
                before.new + report.new,
                before.changed + report.changed,
                before.unchanged + report.unchanged,
                tuple(sorted((*before.errors, *report.errors), key=_by_row)),
            )
        found[report.entity] = report
    return list(found.values())
