"""Behind ``dealerline import`` and ``dealerline export``: files in and out at the command line."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.integrations.master_data.error_file import error_file
from core.integrations.master_data.errors import UnknownEntity
from core.integrations.master_data.registry import ENTITIES, find_entity
from core.integrations.master_data.types import ImportReport, RowCode, RowError, SheetFile
from core.integrations.master_data.use_cases.export_table import ExportTable, SheetForm
from core.integrations.master_data.use_cases.import_tables import ImportTable, ImportTables, TableSource
from core.kernel.actor import SYSTEM
from core.kernel.errors import Refused
from core.migrations import upgrade

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods")
_SHOWN = 20
IMPORT = SYSTEM.from_origin("import")

_ROW_WORDS: dict[RowCode, str] = {
    RowCode.REQUIRED: "is empty, but needed",
    RowCode.TOO_LONG: "is longer than {most} characters",
    RowCode.CONTROL_CHARACTER: "has characters that cannot be seen",
    RowCode.NOT_A_NUMBER: "is not a number",
    RowCode.NOT_WHOLE: "is not a whole number",
    RowCode.THOUSANDS_SEPARATOR: "must be written without thousands separators, with a point for decimals",
    RowCode.TOO_SMALL: "is less than {least}",
    RowCode.TOO_LARGE: "is more than {most}",
    RowCode.TOO_MANY_DIGITS: "has more than {most} digits after the point",
    RowCode.NOT_A_DATE: "is not a date such as 2026-01-31",
    RowCode.NOT_A_TIME: "is not a time such as 16:00",
    RowCode.NOT_YES_OR_NO: "must be yes or no",
    RowCode.NOT_A_CHOICE: "must be one of: {choices}",
    RowCode.NOT_A_PHONE: "is not a phone number with its country code, such as +12135550100",
    RowCode.NOT_A_PAIR: "must be written like {expected}",
    RowCode.NOT_JSON: "is not a JSON object",
    RowCode.BAD_CODE: "is not a code that can be used here",
    RowCode.BAD_CHECK_DIGIT: "has a wrong last digit: it must be {expected}",
    RowCode.UNKNOWN_REFERENCE: "names a {what} that does not exist",
    RowCode.DUPLICATE: "is already in row {first}",
    RowCode.TAKEN: "already belongs to {by}",
    RowCode.CONTRADICTS: "contradicts {other}",
    RowCode.NEEDS: "cannot be without {other}",
    RowCode.EXCLUDES: "cannot be together with {other}",
    RowCode.NOT_AFTER: "must be after {other}",
    RowCode.BELOW_RESERVED: "is less than the {reserved} already promised to orders",
    RowCode.CIRCULAR: "leads back to the row itself",
    RowCode.NOT_YOURS: "is not yours to give or to change",
    RowCode.IN_USE: "cannot change while something is owed on it",
    RowCode.PLANNED: "has a route on {day} that is not over yet",
    RowCode.ALREADY_DIFFERENT: "is already there with other lines; past orders do not change",
    RowCode.BAD_TERMS: "cannot be understood. {sentence}",
    RowCode.TOO_MANY_CELLS: "stands beyond the {most} columns of the header",
}
_UNREADABLE = {
    "not_text": "{name} is neither a workbook nor CSV text in UTF-8.",
    "not_a_workbook": "{name} looks like a workbook but cannot be opened.",
    "password": "{name} is protected by a password.",
    "broken": "{name} is not proper CSV: a quote is left open or out of place.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to print, and whether all went well (exit code 0)."""

    lines: tuple[str, ...]
    succeeded: bool


async def import_file(
    core: Core, entity: str, path: Path, *, dry_run: bool = False, errors: Path | None = None
) -> Outcome:
    """Import one table. With ``errors`` the bad rows go to that file: the input and a column "error"."""
    try:
        source = _read(path)
        with collection_paused():
            report = await core.execute(IMPORT, ImportTable(entity, source, dry_run))
    except Refused as refusal:
        return Outcome((describe_refusal(refusal),), False)
    lines = [describe_report(report, dry_run=dry_run)]
    if report.errors:
        lines += _describe_errors(report.errors, source, report.entity, errors)
    return Outcome(tuple(lines), report.is_clean)


async def import_folder(
    core: Core, folder: Path, *, dry_run: bool = False, errors: Path | None = None
) -> Outcome:
    """Import every table found in a folder (``products.csv``, ``dealers.xlsx`` …): all of them or none.

    With ``errors``, a folder, each table with bad rows gets its file there.
    """
    try:
        sources = _find_files(folder)
        with collection_paused():
            tables = tuple(TableSource(entity, source) for entity, source in sources.items())
            reports = await core.execute(IMPORT, ImportTables(tables, dry_run))
    except Refused as refusal:
        return Outcome((describe_refusal(refusal),), False)
    lines: list[str] = []
    is_clean = all(report.is_clean for report in reports)
    for report in reports:
        lines.append(describe_report(report, dry_run=dry_run or not is_clean))
        if report.errors:
            target = errors / f"{report.entity}.errors.csv" if errors else None
            lines += _describe_errors(report.errors, sources[report.entity], report.entity, target)
    if not is_clean and not dry_run:
        lines.append("Nothing was imported, of any table.")
    return Outcome(tuple(lines), is_clean)


async def export_file(core: Core, entity: str, path: Path) -> Outcome:
    """Write one table to ``path``; .xlsx makes a workbook, anything else CSV."""
    form = SheetForm.XLSX if path.suffix.lower() == ".xlsx" else SheetForm.CSV
    try:
        export = await core.ask(SYSTEM, ExportTable(entity, form))
    except Refused as refusal:
        return Outcome((describe_refusal(refusal),), False)
    _write(path, export.file.content)
    return Outcome((f"{export.entity}: {export.rows:,} rows to {path}",), True)


async def export_folder(core: Core, folder: Path, *, form: SheetForm = SheetForm.CSV) -> Outcome:
    """Write every table that has rows into a folder that ``import_folder`` can read."""
    lines = []
    for entity in ENTITIES:
        export = await core.ask(SYSTEM, ExportTable(entity, form))
        if export.rows:
            _write(folder / export.file.name, export.file.content)
            lines.append(f"{export.entity}: {export.rows:,} rows to {folder / export.file.name}")
    return Outcome(tuple(lines), True)


def run_import(what: str, file: Path | None, *, dry_run: bool, errors: Path | None) -> int:
    """``dealerline import TABLE FILE`` or ``dealerline import FOLDER``. Blocking; returns the exit code."""
    if file is None and not Path(what).is_dir():
        return _told(Outcome((f"{what} is not a folder; to import a table, name its file as well.",), False))
    if file is not None and not file.is_file():
        return _told(Outcome((f"There is no file {file}.",), False))

    async def work(core: Core) -> Outcome:
        if file is None:
            return await import_folder(core, Path(what), dry_run=dry_run, errors=errors)
        return await import_file(core, what, file, dry_run=dry_run, errors=errors)

    return _run(work)


def run_export(what: str, target: Path) -> int:
    """``dealerline export TABLE FILE`` or ``dealerline export all FOLDER``. Blocking; the exit code."""

    async def work(core: Core) -> Outcome:
        return await (export_folder(core, target) if what == "all" else export_file(core, what, target))

    return _run(work)


def _run(work: Callable[[Core], Awaitable[Outcome]]) -> int:
    settings = Settings()
    upgrade(settings.database_url)

    async def with_core() -> Outcome:
        core = build(settings)
        try:
            return await work(core)
        finally:
            await core.close()

    return _told(asyncio.run(with_core()))


def _told(outcome: Outcome) -> int:
    for line in outcome.lines:
        typer.echo(line)
    return 0 if outcome.succeeded else 1


@contextmanager
def collection_paused() -> Iterator[None]:
    """Nothing of an import is garbage until it ends; looking for some takes a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def describe_report(report: ImportReport, *, dry_run: bool) -> str:
    """One line: what happened, or would have."""
    counts = f"new {report.new:,}, changed {report.changed:,}, unchanged {report.unchanged:,}"
    if report.errors:
        bad = len({error.row for error in report.errors})
        return f"{report.entity}: {bad:,} of {report.rows:,} rows cannot be imported; nothing was changed"
    return f"{report.entity}: {'would be ' if dry_run else ''}{counts}"


def describe_error(error: RowError) -> str:
    """One row's fault as a sentence."""
    words = _ROW_WORDS[error.code].format_map(error.fields).strip()
    value = f' "{error.value}"' if error.value else ""
    return f"row {error.row}: {error.column}{value} {words}"


def describe_refusal(refusal: Refused) -> str:
    """Why a file was not taken at all."""
    fields = {"name": "the file", **refusal.fields}
    match refusal.code:
        case "unknown_entity":
            return f"There is no table {fields['entity']}. There are: {', '.join(fields['known'])}."
        case "sheet_unreadable":
            return _UNREADABLE[fields["why"]].format_map(fields)
        case "sheet_empty":
            return f"{fields['name']} has no rows."
        case "sheet_too_big" if fields["what"] == "memory":
            return f"{fields['name']} needs more memory or time to read than it may take."
        case "sheet_too_big":
            return f"{fields['name']} has more than {fields['most']:,} {fields['what']}."
        case "wrong_columns":
            return _describe_columns(refusal)
    return f"Not done: {refusal.code}."


def _describe_columns(refusal: Refused) -> str:
    fields = refusal.fields
    parts = [
        f"{word}: {', '.join(fields[name])}"
        for name, word in (
            ("unknown", "unknown columns"),
            ("missing", "missing columns"),
            ("repeated", "columns that are there twice"),
        )
        if fields[name]
    ]
    hint = f" It looks like a file of {fields['looks_like']}." if fields["looks_like"] else ""
    known = ", ".join(fields["known"])
    return f"This does not fit {fields['entity']}; {'; '.join(parts)}. Its columns are: {known}.{hint}"


def _read(path: Path) -> SheetFile:
    return SheetFile(path.name, path.read_bytes())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _find_files(folder: Path) -> dict[str, SheetFile]:
    """Entity -> file, of the files whose name is a table's. Raises UnknownEntity where there is none."""
    found: dict[str, SheetFile] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _SUFFIXES or not path.is_file():
            continue
        try:
            entity = find_entity(path.stem).name
        except UnknownEntity:
            continue
        if entity in found:
            raise Refused(reason=f"two files of {entity}")
        found[entity] = _read(path)
    if not found:
        raise UnknownEntity(entity=str(folder), known=list(ENTITIES))
    return found


def _describe_errors(
    errors: Sequence[RowError], source: SheetFile, entity: str, target: Path | None
) -> list[str]:
    if target is not None:
        is_workbook = target.suffix.lower() == ".xlsx"
        _write(target, error_file(source, entity, errors, _words, workbook=is_workbook))
        return [f"  The rows with their errors are in {target}."]
    lines = [f"  {describe_error(error)}" for error in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        lines.append(f"  and {len(errors) - _SHOWN:,} more; --errors FILE.csv writes all of them.")
    return lines


def _words(error: RowError) -> str:
    """What is wrong with a row, without its number."""
    return describe_error(error).partition(": ")[2]
