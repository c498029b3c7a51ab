"""A dealer's file is kept and looked at: which column is what, and whether it was ordered by before (A8)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.dealers.repository import load_dealer
from core.infra.objects import objects_at
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.folding import alias_key
from core.intake.engine.tables import LayoutFound, Role, find_layout
from core.intake.engine.tables.cells import cell_text
from core.intake.engine.tables.rows import exact_numbers
from core.intake.flow import load_dealer_view, load_shelf
from core.integrations.master_data.sheets import Limits, read_rows
from core.integrations.master_data.types import Cell, SheetFile
from core.integrations.order_files import repository
from core.integrations.order_files.types import Column, FileLook, OrderFile
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.texts import storable

# What somebody at a phone waits for, beside other people's messages.
DEALER_LIMITS = Limits(
    bytes=20_000_000, unpacked=200_000_000, memory=1_500_000_000, seconds=30.0, rows=100_000, columns=100
)
_LONGEST_NAME = 100
_LONGEST_HEADING = 30
_MOST_COLUMNS = 40
_MOST_OTHERS = 4
Numbered = Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class ReceiveFile(Command[FileLook]):
    """Keep a CSV file or workbook and find its columns. Raises SheetUnreadable, SheetEmpty, SheetTooBig."""

    permission = Permission.DRAFT_EDIT
    source: SheetFile


@dataclass(frozen=True, slots=True)
class ChooseColumn(Command[FileLook]):
    """Take another column for the quantity. Raises NotFound, FileUsed."""

    permission = Permission.DRAFT_EDIT
    file_id: uuid.UUID
    column: int


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What was found in a file before it is noted; the bytes are kept already, by what they are."""

    digest: str
    found: LayoutFound
    columns: tuple[Column, ...]
    rows: int


async def look_at_file(snap: Snapshot, command: ReceiveFile) -> LookedAt:
    rows = await snap.run_apart(lambda: read_rows(command.source, DEALER_LIMITS))
    dealer = await load_dealer(snap, snap.dealer_id)
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, dealer)

    def is_article(text: str) -> bool:
        return bool(exact_numbers(shelf.index, text)) or alias_key(text) in view.aliases

    language = snap.actor.language

    def look() -> LayoutFound:
        return find_layout([row for _, row in rows], is_article, language)

    found = await snap.run_apart(look)
    if found.layout.signature:
        confirmed = await repository.find_layout_of(snap, found.layout.signature)
        if confirmed is not None:
            columns = {Role(role): at for role, at in confirmed.items()}
            found = replace(found, layout=replace(found.layout, columns=columns), is_sure=True)
    digest = await objects_at(snap.settings.object_store_url).put(command.source.content)
    header = found.layout.header
    below = len(rows) - (0 if header is None else header + 1)
    return LookedAt(digest, found, _columns(rows, header), below)


async def receive_file(tx: Transaction, command: ReceiveFile, looked: LookedAt) -> FileLook:
    file = OrderFile(
        id=tx.new_id(),
        name=storable(command.source.name)[:_LONGEST_NAME],
        digest=looked.digest,
        layout=looked.found.layout,
        columns=looked.columns,
        numbers=looked.found.numbers,
        rows=looked.rows,
        is_sure=looked.found.is_sure,
        taken_at=await repository.last_taken(tx, looked.digest),
    )
    await repository.add_file(tx, file)
    return look_of(file)


async def choose_column(tx: Transaction, command: ChooseColumn) -> FileLook:
    file = await repository.load_file(tx, command.file_id, lock=True)
    if command.column in file.numbers:
        kept = {role: at for role, at in file.layout.columns.items() if at != command.column}
        layout = replace(file.layout, columns={**kept, Role.QUANTITY: command.column})
        await repository.set_layout(tx, file.id, layout)
        file = replace(file, layout=layout)
    return look_of(file)


def look_of(file: OrderFile) -> FileLook:
    """A file as its sender is asked about it."""
    known = {column.at: column for column in file.columns}
    columns = file.layout.columns
    others = [at for at in file.numbers if at not in columns.values() and at in known]
    return FileLook(
        file_id=file.id,
        name=file.name,
        rows=file.rows,
        roles=tuple((role, known[columns[role]]) for role in Role if columns.get(role, -1) in known),
        quantities=tuple(known[at] for at in others[:_MOST_OTHERS]),
        is_sure=file.is_sure,
        is_whole=file.layout.is_whole,
        taken_at=file.taken_at,
    )


def _columns(rows: Numbered, header: int | None) -> tuple[Column, ...]:
    headings = () if header is None else rows[header][1]
    first = 0 if header is None else header + 1
    sample = rows[first][1] if first < len(rows) else ()
    width = min(max(len(headings), len(sample)), _MOST_COLUMNS)
    return tuple(
        Column(at, column_letter(at), _shown(headings, at), _shown(sample, at)) for at in range(width)
    )


def _shown(cells: Sequence[Cell], at: int) -> str:
    return storable(cell_text(cells[at]))[:_LONGEST_HEADING] if at < len(cells) else ""


def column_letter(at: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
