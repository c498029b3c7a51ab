"""The demo company into a database, through the public import and nothing else."""

from __future__ import annotations

from datetime import date

from core.infra.door import Core
from core.integrations.master_data.types import ImportReport
from core.integrations.master_data.use_cases.import_tables import ImportTables, TableSource
from core.kernel.actor import SYSTEM
from dealerline.demo.generate import DemoFiles, generate
from dealerline.transfer import collection_paused


class DemoRefused(RuntimeError):
    """The import found fault with the demo's own files: a bug, never a user's mistake."""


async def load_demo(
    core: Core, reference_date: date, *, files: DemoFiles | None = None
) -> tuple[ImportReport, ...]:
    """Import the demo company in one transaction: a database has all of it or nothing.

    ``reference_date`` is the day its history ends; loading the same day again changes nothing.
    """
    files = files or generate(reference_date)
    tables = tuple(TableSource(entity, rows) for entity, rows in files.tables.items())
    with collection_paused():
        reports = await core.execute(SYSTEM, ImportTables(tables))
    faults = [error for report in reports for error in report.errors]
    if faults:
        raise DemoRefused(f"{len(faults)} rows were refused, the first: {faults[0]}.")
    return reports
