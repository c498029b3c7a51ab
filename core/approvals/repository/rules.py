"""All SQL about rules, deputies and the people who decide."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.approvals.tables import (
    ApprovalChangeRow,
    ApprovalDeputyRow,
    ApprovalRegionRow,
    ApprovalRuleRow,
)
from core.approvals.types import (
    ApprovalRule,
    Approver,
    Deputy,
    Duty,
    EndAction,
    Level,
    TriggerKind,
)
from core.dealers.tables import DealerPersonRow, PersonRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId

_rule, _change, _deputy = map(table_of, (ApprovalRuleRow, ApprovalChangeRow, ApprovalDeputyRow))
_last_change = select(_change.c.last).where(_change.c.id == 1)
_LEVELS = {level.value for level in Level}


async def last_change(snap: Snapshot) -> int:
    """The number that moves whenever a rule does."""
    row = await snap.one_or_none(_last_change)
    return 0 if row is None else int(row.last)


async def load_rules(snap: Snapshot, version: int | None = None) -> tuple[ApprovalRule, ...]:
    """All rules, active or not, in the order in which they are asked; read once a version in each process.

    ``version``: the change counter, where the caller has it from this snapshot already.
    """
    known = await last_change(snap) if version is None else version
    return await snap.cache.get("approval_rules", known, lambda: _read_rules(snap))


async def _read_rules(snap: Snapshot) -> tuple[ApprovalRule, ...]:
    rows = await snap.all(select(_rule).order_by(_rule.c.position, _rule.c.trigger, _rule.c.id))
    return tuple(_read_rule(row) for row in rows)


def _read_rule(row: Any) -> ApprovalRule:
    return ApprovalRule(
        id=row.id,
        trigger=TriggerKind(row.trigger),
        level=Level(row.level),
        person_id=row.person_id,
        duty=Duty(row.duty),
        position=row.position,
        currency=row.currency,
        least=row.least,
        most=row.most,
        region=row.region,
        tier=row.tier,
        hours=row.hours,
        at_end=EndAction(row.at_end),
        active=row.active,
        urgent_always=row.urgent_always,
    )


async def save_rule(tx: Transaction, rule: ApprovalRule, *, is_new: bool) -> None:
    """Write a new rule or the new state of one; the next request is judged by it."""
    await _count_change(tx)
    values = asdict(rule)
    if is_new:
        await tx.execute(insert(ApprovalRuleRow).values(values))
        return
    changed = await tx.execute(update(ApprovalRuleRow).where(ApprovalRuleRow.id == rule.id).values(values))
    if not changed.rowcount:
        raise NotFound(what="rule")


async def delete_rule(tx: Transaction, rule_id: uuid.UUID) -> None:
    await _count_change(tx)
    gone = await tx.execute(delete(ApprovalRuleRow).where(ApprovalRuleRow.id == rule_id))
    if not gone.rowcount:
        raise NotFound(what="rule")


async def _count_change(tx: Transaction) -> None:
    await tx.execute(
        update(ApprovalChangeRow).where(ApprovalChangeRow.id == 1).values(last=ApprovalChangeRow.last + 1)
    )


async def list_approvers(snap: Snapshot) -> tuple[Approver, ...]:
    """Everybody of the house who is not blocked, with level, region and (rarely) an own dealer."""
    rows = await snap.all(
        select(
            PersonRow.id,
            PersonRow.name,
            PersonRow.staff_role,
            ApprovalRegionRow.region,
            DealerPersonRow.dealer_id,
        )
        .outerjoin(ApprovalRegionRow, ApprovalRegionRow.person_id == PersonRow.id)
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(PersonRow.staff_role.is_not(None), PersonRow.blocked.is_(False))
        .order_by(PersonRow.id)
    )
    return tuple(
        Approver(
            row.id,
            row.name,
            Level(row.staff_role) if row.staff_role in _LEVELS else None,
            row.region,
            row.dealer_id,
        )
        for row in rows
    )


async def load_deputies(snap: Snapshot) -> tuple[Deputy, ...]:
    """Everybody who stands in, did, or will: dates are the engine's business."""
    rows = await snap.all(
        select(_deputy.c.person_id, _deputy.c.deputy_id, _deputy.c.starts_at, _deputy.c.ends_at).order_by(
            _deputy.c.person_id
        )
    )
    return tuple(Deputy(*row) for row in rows)


async def save_deputy(
    tx: Transaction, person_id: PersonId, deputy_id: PersonId, starts_at: datetime, ends_at: datetime
) -> None:
    upsert = (postgresql.insert if tx.on_postgres else sqlite.insert)(ApprovalDeputyRow)
    values = {"deputy_id": deputy_id, "starts_at": starts_at, "ends_at": ends_at}
    await tx.execute(
        upsert.values(person_id=person_id, **values).on_conflict_do_update(
            index_elements=["person_id"], set_=values
        )
    )


async def delete_deputy(tx: Transaction, person_id: PersonId) -> None:
    await tx.execute(delete(ApprovalDeputyRow).where(ApprovalDeputyRow.person_id == person_id))


async def save_region(tx: Transaction, person_id: PersonId, region: str | None) -> None:
    """The one region that somebody decides about; None: all of them."""
    await tx.execute(delete(ApprovalRegionRow).where(ApprovalRegionRow.person_id == person_id))
    if region is not None:
        await tx.execute(insert(ApprovalRegionRow).values(person_id=person_id, region=region))
