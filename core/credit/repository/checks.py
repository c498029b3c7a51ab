"""Whether the ledger's sums are what its entries say, for every dealer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.credit.tables import CreditAccountRow, CreditDueRow, CreditEntryRow, CreditPostingRow
from core.credit.types import EntryState
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """One sum that is not what its entries say. Amounts in minor units; what: the sum's name."""

    dealer_id: DealerId
    what: str
    sum_minor: int
    entries_minor: int


async def find_differences(snap: Snapshot) -> list[LedgerDifference]:
    """All differences, by dealer; an empty list: the books are whole.

    Three promises: an account's sums equal its entries; the sums by due date equal the open invoices; the
    postings equal open invoices less unapplied money.
    """
    entries, by_day = await _sum_entries(snap)
    postings = await _sum_postings(snap)
    days = {
        (row.dealer_id, row.due_on): row.open_minor
        for row in await snap.all(
            select(CreditDueRow.dealer_id, CreditDueRow.due_on, CreditDueRow.open_minor)
        )
    }
    found: list[LedgerDifference] = []
    seen: set[Any] = set()
    for row in await snap.all(select(*CreditAccountRow.__table__.c).order_by(CreditAccountRow.dealer_id)):
        seen.add(row.dealer_id)
        pairs = [
            (state.value, getattr(row, f"{state.value}_minor"), entries[row.dealer_id, state])
            for state in (EntryState.PENDING, EntryState.HELD, EntryState.INVOICED)
        ]
        pairs.append(("postings", row.invoiced_minor - row.unapplied_minor, postings[row.dealer_id]))
        found += [
            LedgerDifference(row.dealer_id, what, said, counted)
            for what, said, counted in pairs
            if said != counted
        ]
    found += [
        LedgerDifference(key[0], f"due {key[1]}", days.get(key, 0), by_day.get(key, 0))
        for key in sorted({*days, *by_day}, key=str)
        if days.get(key, 0) != by_day.get(key, 0)
    ]
    found += [
        LedgerDifference(dealer_id, "no account", 0, minor)
        for (dealer_id, _), minor in entries.items()
        if minor and dealer_id not in seen
    ]
    return found


async def _sum_entries(snap: Snapshot) -> tuple[Counter[Any], dict[Any, int]]:
    rows = await snap.all(
        select(
            CreditEntryRow.dealer_id,
            CreditEntryRow.state,
            CreditEntryRow.due_on,
            func.sum(CreditEntryRow.amount_minor).label("minor"),
        )
        .where(CreditEntryRow.state != EntryState.RELEASED)
        .group_by(CreditEntryRow.dealer_id, CreditEntryRow.state, CreditEntryRow.due_on)
    )
    entries: Counter[Any] = Counter()
    by_day: dict[Any, int] = {}
    for row in rows:
        entries[row.dealer_id, EntryState(row.state)] += int(row.minor)
        if row.state == EntryState.INVOICED and row.due_on is not None:
            by_day[row.dealer_id, row.due_on] = int(row.minor)
    return entries, by_day


async def _sum_postings(snap: Snapshot) -> Counter[Any]:
    statement = select(
        CreditPostingRow.dealer_id, func.sum(CreditPostingRow.amount_minor).label("minor")
    ).group_by(CreditPostingRow.dealer_id)
    return Counter({row.dealer_id: int(row.minor) for row in await snap.all(statement)})
