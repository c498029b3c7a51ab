"""Whoever keeps the goods books in a file of what came, without being let at any other table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.infra.transaction import Snapshot, Transaction
from core.integrations.master_data.types import ImportReport, Source
from core.integrations.master_data.use_cases.import_tables import (
    AnyParsed,
    ImportTable,
    import_table,
    read_table,
)
from core.kernel.actor import Permission
from core.kernel.command import Command

RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class ImportReceipts(Command[ImportReport]):
    """As ``ImportTable`` of ``receipts``: with ``dry_run`` nothing is written, and it raises the same."""

    permission: ClassVar[Permission] = Permission.STOCK_EDIT

    source: Source
    dry_run: bool = False


async def read_receipts(snap: Snapshot, command: ImportReceipts) -> list[AnyParsed]:
    return await read_table(snap, _as_table(command))


async def import_receipts(tx: Transaction, command: ImportReceipts, parsed: list[AnyParsed]) -> ImportReport:
    return await import_table(tx, _as_table(command), parsed)


def _as_table(command: ImportReceipts) -> ImportTable:
    return ImportTable(RECEIPTS, command.source, command.dry_run)
