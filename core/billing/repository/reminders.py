"""Which open invoices dealers were reminded of, and how the house wants it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.billing.reminder_types import ReminderPolicy
from core.billing.tables import BillingPolicyRow, DueReminderRow
from core.credit.tables import CreditEntryRow
from core.credit.types import EntryState
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId


class OpenDue(NamedTuple):
    """An open invoice with a due day; zone: its dealer's. stage: the reminders said of it so far."""

    entry_id: uuid.UUID
    dealer_id: DealerId
    zone: str
    number: str
    open_minor: int
    currency: str
    due_on: date
    stage: int


async def list_due(snap: Snapshot, until: date) -> list[OpenDue]:
    """Open invoices of active dealers that are due by then, by dealer and day."""
    entry, told = CreditEntryRow, DueReminderRow
    rows = await snap.all(
        select(
            entry.id,
            entry.dealer_id,
            DealerRow.zone,
            entry.document,
            entry.amount_minor,
            DealerRow.currency,
            entry.due_on,
            told.stage,
        )
        .join(DealerRow, DealerRow.id == entry.dealer_id)
        .outerjoin(told, told.entry_id == entry.id)
        .where(
            entry.state == EntryState.INVOICED,
            entry.amount_minor > 0,
            entry.due_on <= until,
            DealerRow.active,
        )
        .order_by(entry.dealer_id, entry.due_on, entry.document)
    )
    return [_read(row) for row in rows]


def _read(row: Any) -> OpenDue:
    return OpenDue(
        row.id,
        DealerId(row.dealer_id),
        row.zone,
        row.document,
        row.amount_minor,
        row.currency,
        row.due_on,
        row.stage or 0,
    )


async def save_stages(tx: Transaction, stages: Mapping[uuid.UUID, int]) -> None:
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(DueReminderRow)
    rows: Sequence[dict[str, Any]] = [
        {"entry_id": entry_id, "stage": stage} for entry_id, stage in stages.items()
    ]
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["entry_id"], set_={"stage": statement.excluded.stage}
        ),
        rows,
    )


async def load_policy(snap: Snapshot) -> ReminderPolicy:
    row = await snap.one_or_none(
        select(
            BillingPolicyRow.remind_before, BillingPolicyRow.remind_again, BillingPolicyRow.is_reminding
        ).where(BillingPolicyRow.id == 1)
    )
    if row is None:
        return ReminderPolicy()
    return ReminderPolicy(row.remind_before, row.remind_again, row.is_reminding)


async def save_policy(tx: Transaction, policy: ReminderPolicy) -> None:
    await tx.execute(
        update(BillingPolicyRow)
        .where(BillingPolicyRow.id == 1)
        .values(remind_before=policy.before, remind_again=policy.again, is_reminding=policy.is_on)
    )
