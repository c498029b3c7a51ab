"""What the office has said of planning; what it has not is as usual."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from core.dispatch.plan_types import POLICY_BOUNDS, RoutingPolicy
from core.dispatch.tables import RoutingRuleRow
from core.infra.transaction import Snapshot, Transaction


async def load_policy(snap: Snapshot) -> RoutingPolicy:
    rows = await snap.all(select(RoutingRuleRow.name, RoutingRuleRow.value))
    return RoutingPolicy(**{row.name: row.value for row in rows if row.name in POLICY_BOUNDS})


async def save_rule(tx: Transaction, name: str, value: int) -> None:
    await tx.execute(delete(RoutingRuleRow).where(RoutingRuleRow.name == name))
    await tx.execute(insert(RoutingRuleRow).values(name=name, value=value))
