"""At half time whoever has not decided is reminded, once (B3). The clock starts this."""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.engine import half_time, with_deputies
from core.approvals.events import ApprovalReminder
from core.approvals.repository import changes, requests, rules
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.stock.office import load_working_time

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class RemindApprovers(Command[int]):
    """The result: how many requests somebody was reminded of."""

    permission = Permission.INTERNAL


async def remind_approvers(tx: Transaction, _command: RemindApprovers) -> int:
    deputies, working = await rules.load_deputies(tx), await load_working_time(tx)
    reminded = 0
    for approval in await requests.list_unreminded(tx, AT_ONCE):
        late = [
            step
            for step in approval.open_steps
            if not step.was_reminded and (due := half_time(step, working)) is not None and due <= tx.now
        ]
        for step in late:
            await changes.mark_reminded(tx, step)
        if late:
            people = [person for step in late for person in step.people]
            tx.record(
                ApprovalReminder(
                    approval.id,
                    approval.kind.value,
                    approval.subject_id,
                    approval.dealer_id,
                    with_deputies(people, deputies, tx.now),
                )
            )
            reminded += 1
    return reminded
