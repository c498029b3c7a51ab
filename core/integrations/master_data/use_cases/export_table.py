"""Export a table as the file that, imported again, changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

from core.infra.db import Database
from core.infra.transaction import Snapshot
from core.integrations.master_data.cells import Text
from core.integrations.master_data.columns import columns_of, header_of
from core.integrations.master_data.planning import Desk, Entity
from core.integrations.master_data.registry import find_entity
from core.integrations.master_data.sheets import CsvWriter, SheetWriter, WorkbookWriter
from core.integrations.master_data.trade_cells import Barcodes, Items, Phone
from core.integrations.master_data.types import Cell, SheetFile
from core.kernel.actor import Permission
from core.kernel.command import Query

_ALWAYS_TEXT = (Text, Phone, Barcodes, Items)


class SheetForm(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class TableExport:
    """A table as a file; rows does not count the header."""

    entity: str
    rows: int
    file: SheetFile


@dataclass(frozen=True, slots=True)
class ExportTable(Query[TableExport]):
    """A whole table as CSV or as a workbook; a critical act. Raises UnknownEntity."""

    permission: ClassVar[Permission] = Permission.MASTER_DATA

    entity: str
    form: SheetForm = SheetForm.CSV


async def export_table(snap: Snapshot, query: ExportTable) -> TableExport:
    snap.require_second_factor()
    entity = find_entity(query.entity)
    # In a thread with a connection of its own: 100,000 rows take seconds, and meanwhile others are answered.
    rows, content = await asyncio.to_thread(lambda: asyncio.run(_export(snap, entity, query.form)))
    return TableExport(entity.name, rows, SheetFile(f"{entity.name}.{query.form.value}", content))


async def _export(snap: Snapshot, entity: Entity[Any], form: SheetForm) -> tuple[int, bytes]:
    database = Database(snap.settings.database_url, pool_size=1)
    writer = _open(entity, form)
    rows = 0
    try:
        async with database.read() as connection:
            desk = Desk(replace(snap, db=connection), will_write=False)
            async for page in _pages(entity, desk):
                writer.add(_shown(entity, page))
                rows += len(page)
        return rows, writer.finish()
    finally:
        writer.drop()
        await database.close()


async def _pages(entity: Entity[Any], desk: Desk) -> AsyncIterator[Sequence[tuple[Any, ...]]]:
    if entity.pages is None:
        yield list(await entity.dump(desk))
        return
    async for page in entity.pages(desk):
        yield page


def _open(entity: Entity[Any], form: SheetForm) -> SheetWriter:
    header = header_of(entity.record)
    if form is SheetForm.CSV:
        return CsvWriter(header)
    columns = columns_of(entity.record)
    texts = [at for at, column in enumerate(columns) if isinstance(column.kind, _ALWAYS_TEXT)]
    return WorkbookWriter(entity.name, header, texts)


def _shown(entity: Entity[Any], page: Sequence[tuple[Any, ...]]) -> Iterator[list[Cell]]:
    """The cells of a page, made one row after the other as they are written."""
    shows = [column.kind.show for column in columns_of(entity.record)]
    for record in page:
        yield [
            None if value is None or value == "" else show(value)
            for show, value in zip(shows, record, strict=True)
        ]
