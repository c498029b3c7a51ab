"""Facts of master data for the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TableImported(Event):
    """A file changed a table; the rows themselves are not journalled."""

    name: ClassVar[str] = "table_imported"

    entity: str
    new: int
    changed: int
    unchanged: int
