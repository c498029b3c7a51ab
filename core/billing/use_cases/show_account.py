"""What a dealer owes: statement, ageing and the calendar of due dates (A12, A13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.billing.types import Ageing, DueDate, Statement
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class ShowStatement(Query[Statement]):
    """Movements from ``since`` to ``until`` (both included); without ``since`` the items open today.

    until None: today. dealer_id: people of a dealer need not say it, people of the house must.
    """

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ShowAgeing(Query[Ageing]):
    """Open invoices by how late they are, as of today."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None


@dataclass(frozen=True, slots=True)
class ListDueDates(Query[tuple[DueDate, ...]]):
    """All that is still to be paid, the oldest due first."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None
