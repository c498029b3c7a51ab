"""All SQL about approvals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select, update

from core.approvals.tables import ApprovalRow
from core.approvals.types import Approval, ApprovalState
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.kernel.money import Money

# Who may decide what was not asked of them in person.
_MAY_DECIDE_ALL = {Role.MANAGER, Role.DIRECTOR, Role.FINANCE, Role.GENERAL_MANAGER, Role.SYSTEM}


async def open_request(
    tx: Transaction,
    *,
    order_id: OrderId,
    dealer_id: DealerId,
    approver_id: PersonId | None,
    reasons: Sequence[str],
    amount: Money,
) -> ApprovalId:
    approval_id = ApprovalId(tx.new_id())
    await tx.execute(
        insert(ApprovalRow).values(
            id=approval_id,
            order_id=order_id,
            dealer_id=dealer_id,
            approver_id=approver_id,
            reasons=list(reasons),
            amount_minor=amount.minor,
            currency=amount.currency,
            state=ApprovalState.OPEN,
            version=1,
            asked_at=tx.now,
        )
    )
    return approval_id


def _visible(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A rep sees what was asked of that rep; managers and finance see all; nobody that of the own dealer."""
    if snap.actor.dealer_id is not None:
        statement = statement.where(ApprovalRow.dealer_id != snap.actor.dealer_id)
    if snap.actor.roles & _MAY_DECIDE_ALL:
        return statement
    return statement.where(ApprovalRow.approver_id == snap.person_id)


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        ApprovalRow.id,
        ApprovalRow.order_id,
        ApprovalRow.dealer_id,
        ApprovalRow.approver_id,
        ApprovalRow.reasons,
        ApprovalRow.amount_minor,
        ApprovalRow.currency,
        ApprovalRow.state,
        ApprovalRow.version,
        ApprovalRow.asked_at,
        ApprovalRow.decided_at,
        ApprovalRow.decided_by,
        ApprovalRow.decision_reason,
    )


def _approval(row: Any) -> Approval:
    return Approval(
        id=row.id,
        order_id=row.order_id,
        dealer_id=row.dealer_id,
        approver_id=row.approver_id,
        reasons=tuple(row.reasons),
        amount=Money(row.amount_minor, row.currency),
        state=ApprovalState(row.state),
        version=row.version,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decision_reason=row.decision_reason,
    )


async def load_request(snap: Snapshot, approval_id: ApprovalId, *, lock: bool = False) -> Approval:
    statement = _visible(snap, _columns()).where(ApprovalRow.id == approval_id)
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound(what="approval")
    return _approval(row)


async def list_open(snap: Snapshot, limit: int) -> list[Approval]:
    """Open requests the actor may decide, oldest first."""
    statement = _visible(snap, _columns()).where(ApprovalRow.state == ApprovalState.OPEN)
    return [
        _approval(row)
        for row in await snap.all(statement.order_by(ApprovalRow.asked_at, ApprovalRow.id).limit(limit))
    ]


async def close_request(
    tx: Transaction, approval_id: ApprovalId, state: ApprovalState, reason: str | None
) -> None:
    """Close an open request that nobody has decided."""
    await tx.execute(
        update(ApprovalRow)
        .where(ApprovalRow.id == approval_id, ApprovalRow.state == ApprovalState.OPEN)
        .values(state=state, version=ApprovalRow.version + 1, decided_at=tx.now, decision_reason=reason)
    )


async def decide(tx: Transaction, approval: Approval, state: ApprovalState, reason: str | None) -> None:
    await tx.execute(
        update(ApprovalRow)
        .where(ApprovalRow.id == approval.id)
        .values(
            state=state,
            version=approval.version + 1,
            decided_at=tx.now,
            decided_by=tx.actor.person_id,
            decision_reason=reason,
        )
    )
