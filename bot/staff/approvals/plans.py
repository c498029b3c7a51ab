"""What an approver is putting together and has not done yet: it lives half an hour and is good once.

A plan belongs to one person. It only remembers what was chosen; everything is judged again when it is done.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.screen import OldButton
from bot.staff.approvals.callbacks import REASONS, TIER_REASONS
from bot.tables import ProposalRow
from core.approvals.types import SubjectKind
from core.infra.door import Core
from core.kernel.ids import ApprovalId, LineId, PersonId, new_uuid7
from core.kernel.money import UnitPrice
from core.orders.offer_types import OfferedLine

KEEP = timedelta(minutes=30)
_FORGET = timedelta(days=1)
PART, COUNTER, BULK = "approval_part", "approval_counter", "approval_bulk"


@dataclass(frozen=True, slots=True)
class Plan:
    """kind: part, counter or bulk. version: of the order that was seen.

    lines: base units and price (millionths) of each line as chosen so far. approvals, is_yes, subject: of a
    bulk.
    """

    id: uuid.UUID
    kind: str
    approvals: tuple[ApprovalId, ...]
    version: int = 0
    lines: Mapping[LineId, tuple[int, int]] = field(default_factory=dict)
    is_yes: bool = True
    note: str | None = None
    subject: SubjectKind = SubjectKind.ORDER

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why all of a bulk may be declined."""
        return TIER_REASONS if self.subject is SubjectKind.TIER_MOVE else REASONS

    @property
    def approval_id(self) -> ApprovalId:
        return self.approvals[0]

    @property
    def quantities(self) -> dict[LineId, int]:
        return {line_id: quantity for line_id, (quantity, _) in self.lines.items()}

    def offered(self, currency: str) -> tuple[OfferedLine, ...]:
        return tuple(
            OfferedLine(line_id, quantity, UnitPrice(micros, currency))
            for line_id, (quantity, micros) in self.lines.items()
        )

    def with_line(self, line_id: LineId, quantity: int, micros: int) -> Plan:
        return replace(self, lines={**self.lines, line_id: (quantity, micros)})


async def new_plan(
    core: Core, person_id: PersonId, kind: str, *approvals: ApprovalId, **content: Any
) -> Plan:
    """A plan that is remembered from now on; this person's old ones are forgotten on the way."""
    now = core.clock.now()
    plan = Plan(new_uuid7(now), kind, approvals, **content)
    async with core.database.write() as connection:
        await connection.execute(
            delete(ProposalRow).where(ProposalRow.person_id == person_id, ProposalRow.made_at < now - _FORGET)
        )
        await connection.execute(
            insert(ProposalRow).values(
                id=plan.id,
                person_id=person_id,
                command=kind,
                arguments=_kept(plan),
                made_at=now,
                used_at=None,
            )
        )
    return plan


async def save_plan(core: Core, plan: Plan) -> None:
    async with core.database.write() as connection:
        await connection.execute(
            update(ProposalRow)
            .where(ProposalRow.id == plan.id)
            .values(arguments=_kept(plan), made_at=core.clock.now())
        )


async def find_plan(core: Core, plan_id: uuid.UUID, person_id: PersonId) -> Plan:
    """A plan of this very person; OldButton for any other, and for one too old or done."""
    async with core.database.read() as connection:
        row = (
            await connection.execute(
                select(
                    ProposalRow.command, ProposalRow.arguments, ProposalRow.made_at, ProposalRow.used_at
                ).where(
                    ProposalRow.id == plan_id,
                    ProposalRow.person_id == person_id,
                    ProposalRow.command.in_([PART, COUNTER, BULK]),
                )
            )
        ).one_or_none()
    if row is None or row.used_at is not None or row.made_at < core.clock.now() - KEEP:
        raise OldButton(f"plan {plan_id}")
    kept = row.arguments
    return Plan(
        id=plan_id,
        kind=row.command,
        approvals=tuple(ApprovalId(uuid.UUID(one)) for one in kept["approvals"]),
        version=kept["version"],
        lines={LineId(uuid.UUID(key)): (one[0], one[1]) for key, one in kept["lines"].items()},
        is_yes=kept["is_yes"],
        note=kept["note"],
        subject=SubjectKind(kept.get("subject", SubjectKind.ORDER)),
    )


async def use_plan(core: Core, plan: Plan) -> None:
    """It was done, and cannot be done any more."""
    async with core.database.write() as connection:
        await connection.execute(
            update(ProposalRow).where(ProposalRow.id == plan.id).values(used_at=core.clock.now())
        )


def _kept(plan: Plan) -> dict[str, Any]:
    return {
        "approvals": [str(one) for one in plan.approvals],
        "version": plan.version,
        "lines": {str(line_id): list(one) for line_id, one in plan.lines.items()},
        "is_yes": plan.is_yes,
        "note": plan.note,
        "subject": plan.subject.value,
    }
