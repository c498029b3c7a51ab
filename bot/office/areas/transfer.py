"""Tables out as a file and in from a file that was sent: looked at as a whole before anything is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiogram.types import Document

from bot.office.areas.transfer_screens import import_failed_screen, import_preview, row_words
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import ChoiceKind, Option, Reading
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.integrations.master_data.error_file import error_file
from core.integrations.master_data.registry import ENTITIES, IMPORTABLE
from core.integrations.master_data.types import ImportReport, SheetFile
from core.integrations.master_data.use_cases.export_table import ExportTable, SheetForm
from core.integrations.master_data.use_cases.import_receipts import ImportReceipts
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import Permission
from core.kernel.command import Command

# Telegram's limits for bots: files that can be fetched, and files that can be sent.
MOST_FETCHED = 20_000_000
MOST_SENT = 50_000_000


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in Telegram's keeping."""

    file_id: str
    bytes: int
    name: str


def file_value(document: Document) -> str:
    """A file that was sent, as the value of an argument."""
    return f"{document.file_id}|{document.file_size or 0}|{document.file_name or 'file'}"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A file that came with the command -> SentFile; it cannot be typed."""

    most_words: int = 0
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return False

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(wrong="file")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> SentFile:
        file_id, size, name = value.split("|", 2)
        return SentFile(file_id, int(size), name)


async def _tables(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(name, name) for name in ENTITIES)


async def _forms(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(form.value, form.value) for form in SheetForm)


async def _export(turn: Turn, args: Args) -> Screen:
    form = SheetForm(args.get("form", SheetForm.CSV.value))
    export = await turn.ask(ExportTable(args["table"], form))
    size = len(export.file.content)
    if size > MOST_SENT:
        return Screen(turn.say("export.too_big", table=export.entity, megabytes=size // 1_000_000))
    await turn.send_file(export.file.name, export.file.content)
    return done_screen(turn.say("done.export", export.rows, table=export.entity))


async def _preview(turn: Turn, args: Args) -> str | Screen:
    return await _look(turn, args["file"], lambda source: ImportTable(args["table"], source, dry_run=True))


async def _preview_receipts(turn: Turn, args: Args) -> str | Screen:
    return await _look(turn, args["file"], lambda source: ImportReceipts(source, dry_run=True))


async def _look(
    turn: Turn, sent: SentFile, command: Callable[[SheetFile], Command[ImportReport]]
) -> str | Screen:
    """Everything is checked; bad rows come back as a file, and then there is nothing to confirm."""
    if sent.bytes > MOST_FETCHED:
        return Screen(turn.say("import.too_big", name=sent.name))
    source = await _fetch(turn, sent)
    report = await turn.core.execute(turn.actor, command(source))
    if not report.errors:
        return import_preview(report, sent.name, turn.say)
    is_workbook = sent.name.lower().endswith((".xlsx", ".xls", ".xlsb", ".ods"))
    content = await asyncio.to_thread(
        error_file,
        source,
        report.entity,
        report.errors,
        lambda error: row_words(error, turn.say),
        workbook=is_workbook,
    )
    await turn.send_file(f"{report.entity}.errors.{'xlsx' if is_workbook else 'csv'}", content)
    return import_failed_screen(report, turn.say)


async def _import(turn: Turn, args: Args) -> Screen:
    return await _book(turn, ImportTable(args["table"], await _fetch(turn, args["file"])))


async def _receive(turn: Turn, args: Args) -> Screen:
    return await _book(turn, ImportReceipts(await _fetch(turn, args["file"])))


async def _book(turn: Turn, command: Command[ImportReport]) -> Screen:
    report = await turn.execute(command)
    if report.errors:
        return import_failed_screen(report, turn.say)
    return done_screen(turn.say("done.import", table=report.entity, new=report.new, changed=report.changed))


async def _fetch(turn: Turn, sent: SentFile) -> SheetFile:
    content = await turn.bot.download(sent.file_id)
    return SheetFile(sent.name, content.read() if content is not None else b"")


async def _importable(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(name, name) for name in IMPORTABLE)


_TABLE = Param("table", ChoiceKind(_tables))

COMMANDS = (
    AdminCommand(
        name="export", area=Area.DATA, permission=Permission.MASTER_DATA, act=_export,
        params=(_TABLE, Param("form", ChoiceKind(_forms), is_optional=True)), example="/export products xlsx",
    ),
    AdminCommand(
        name="import", area=Area.DATA, permission=Permission.MASTER_DATA, act=_import, preview=_preview,
        params=(Param("table", ChoiceKind(_importable)), Param("file", FileKind())),
        example="/import products",
    ),
    AdminCommand(
        name="receive", verb="file", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_receive,
        preview=_preview_receipts, params=(Param("file", FileKind()),), example="/receive file",
    ),
)  # fmt: skip
