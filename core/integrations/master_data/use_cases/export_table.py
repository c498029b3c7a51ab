"""Export a table as the file that, imported again, changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

from core.infra.db import Database
from core.infra.transaction import Snapshot
from core.integrations.master_data.cells import Text
from core.integrations.master_data.columns import columns_of, header_of
from core.integrations.master_data.planning import Desk, Entity
from core.integrations.master_data.registry import find_entity
from core.integrations.master_data.sheets import write_csv, write_workbook
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
    try:
        async with database.read() as connection:
            records = list(await entity.dump(Desk(replace(snap, db=connection), will_write=False)))
    finally:
        await database.close()
    return len(records), _write(entity, records, form)


def _write(entity: Entity[Any], records: Sequence[tuple[Any, ...]], form: SheetForm) -> bytes:
    """The file. Rows are made one after the other as they are written: 100,000 of them stay small."""
    header, columns = header_of(entity.record), columns_of(entity.record)
    shows = [column.kind.show for column in columns]
    rows: Iterator[list[Cell]] = (
        [
            None if value is None or value == "" else show(value)
            for show, value in zip(shows, record, strict=True)
        ]
        for record in records
    )
    if form is SheetForm.XLSX:
        texts = [at for at, column in enumerate(columns) if isinstance(column.kind, _ALWAYS_TEXT)]
        return write_workbook(entity.name, header, rows, texts)
    return write_csv(header, rows)
