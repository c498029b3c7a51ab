"""What happened to files that dealers sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class OrderFileTaken(Event):
    """rows: that have a quantity; taken: those that went into the draft."""

    name: ClassVar[str] = "order_file_taken"
    dealer_id: DealerId
    file: str
    digest: str
    rows: int
    taken: int
