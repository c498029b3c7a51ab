"""Every command and query of files in and out, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.integrations.master_data.use_cases.export_table import ExportTable, export_table
from core.integrations.master_data.use_cases.import_receipts import (
    ImportReceipts,
    import_receipts,
    read_receipts,
)
from core.integrations.master_data.use_cases.import_tables import (
    ImportTable,
    ImportTables,
    import_table,
    import_tables,
    read_table,
    read_tables,
)

HANDLERS: dict[type, Handler] = {
    ImportTable: Handler(import_table, prepare=read_table),
    ImportReceipts: Handler(import_receipts, prepare=read_receipts),
    ImportTables: Handler(import_tables, prepare=read_tables),
    ExportTable: Handler(export_table),
}
