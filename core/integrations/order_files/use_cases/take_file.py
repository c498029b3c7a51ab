"""The rows of a dealer's file go into the draft; those that cannot come back, each with its reason (A8)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.catalog import repository as catalog
from core.catalog.types import Product
from core.dealers.repository import load_dealer
from core.infra.objects import objects_at
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.tables import TableRead
from core.intake.engine.tables import read_rows as read_lines
from core.intake.engine.tables.cells import cell_text
from core.intake.flow import load_dealer_view, load_shelf, read_line
from core.intake.types import Decision, ReadLine
from core.integrations.master_data.sheets import read_rows
from core.integrations.master_data.types import Cell, SheetFile
from core.integrations.order_files import repository
from core.integrations.order_files.errors import FileUnclear
from core.integrations.order_files.events import OrderFileTaken
from core.integrations.order_files.types import FaultyRow, FileTaken, OrderFile
from core.integrations.order_files.use_cases.receive_file import DEALER_LIMITS, column_letter
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import ProductId
from core.kernel.texts import storable
from core.orders.adding import add_read_lines
from core.orders.engine import MOST_LINES
from core.orders.errors import TooManyLines

# Questions that a card can still ask one after the other; beyond, a list in a file is the better question.
MOST_ASKED = 12
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class TakeFile(Command[FileTaken]):
    """Order by a file that was received. Its columns are confirmed by this, and remembered.

    Raises NotFound, FileUsed, FileUnclear, TooManyLines; then nothing of it is in the draft.
    """

    permission = Permission.DRAFT_EDIT
    file_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with what its rows order."""

    file: OrderFile
    table: TableRead
    lines: tuple[ReadLine, ...]
    products: Mapping[ProductId, Product]
    headings: tuple[str, ...]
    faults: tuple[FaultyRow, ...]
    aliases: Mapping[str, str]


async def read_file(snap: Snapshot, command: TakeFile) -> ReadFile:
    file = await repository.load_file(snap, command.file_id)
    if not file.layout.is_whole:
        raise FileUnclear(name=file.name)
    content = await objects_at(snap.settings.object_store_url).get(file.digest)
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, await load_dealer(snap, snap.dealer_id))
    language = snap.actor.language

    def read() -> tuple[list[tuple[int, Sequence[Cell]]], TableRead, tuple[ReadLine, ...]]:
        rows = read_rows(SheetFile(file.name, content), DEALER_LIMITS)
        first = 0 if file.layout.header is None else file.layout.header + 1
        table = read_lines(
            rows[first:], file.layout, shelf.index, view, shelf.multiple_of, language, MOST_ASKED
        )
        lines = tuple(read_line(*found, shelf, view, asks_quantity=True) for found in table.matches)
        return rows, table, lines

    rows, table, lines = await snap.run_apart(read)
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    products = await catalog.load_products(snap, {one.product_id for one in lines if one.product_id})
    cells = dict(rows)
    faults = tuple(
        FaultyRow(fault.row, _texts(cells[fault.row]), fault.code, _storable(fault.fields))
        for fault in table.faults
    )
    width = max((len(fault.cells) for fault in faults), default=0)
    return ReadFile(file, table, lines, products, _headings(rows, file, width), faults, view.aliases)


async def take_file(tx: Transaction, command: TakeFile, read: ReadFile) -> FileTaken:
    file = await repository.load_file(tx, command.file_id, lock=True)
    added = await add_read_lines(tx, read.lines, read.products) if read.lines else None
    if added is not None:
        await repository.mark_taken(tx, file.id)
        if not file.is_sure:
            await repository.remember_layout(tx, file.layout)
        await repository.learn_own_codes(tx, read.table.own_codes, read.aliases, file.name)
        rows = len(read.lines) + len(read.faults)
        tx.record(OrderFileTaken(tx.dealer_id, file.name, file.digest, rows, len(read.lines)))
    return FileTaken(
        name=file.name,
        draft_id=added.draft_id if added else None,
        taken=len(read.lines),
        asked=sum(line.decision is Decision.ASK for line in read.lines),
        left_out=read.table.left_out,
        added_up=added.added_up if added else 0,
        headings=read.headings,
        faults=read.faults,
    )


def _headings(rows: Sequence[tuple[int, Sequence[Cell]]], file: OrderFile, width: int) -> tuple[str, ...]:
    header = file.layout.header
    texts = () if header is None else _texts(rows[header][1])
    return tuple(texts[at] if at < len(texts) and texts[at] else column_letter(at) for at in range(width))


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(storable(cell_text(cell))[:_LONGEST_CELL] for cell in row)


def _storable(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: storable(str(value))[:_LONGEST_CELL] for name, value in fields.items()}
