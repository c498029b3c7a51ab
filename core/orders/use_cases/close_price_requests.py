"""When the time to decide about a price is over the rule says what happens. The clock starts this."""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.flow import escalate
from core.approvals.repository import requests
from core.approvals.types import ApprovalState, EndAction, SubjectKind
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import ApprovalId
from core.orders.repository import price_requests
from core.orders.use_cases.close_overdue import TIME_OVER
from core.orders.use_cases.decide_price_request import keep_price, refuse_price

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ClosePriceRequests(Command[int]):
    """Escalate, grant or decline what is due. How many things were done."""

    permission = Permission.INTERNAL


async def close_price_requests(tx: Transaction, _command: ClosePriceRequests) -> int:
    due = await requests.list_due(tx, SubjectKind.PRICE_REQUEST, AT_ONCE)
    return sum([await _close(tx, approval_id) for approval_id, _ in due])


async def _close(tx: Transaction, approval_id: ApprovalId) -> bool:
    approval = await requests.load_request(tx, approval_id, lock=True)
    due = [step for step in approval.open_steps if step.due_at is not None and step.due_at <= tx.now]
    if approval.state is not ApprovalState.OPEN or not due:
        return False
    request = await price_requests.load_request(tx, approval.subject_id, lock=True)
    if any(step.at_end is EndAction.REFUSE for step in due):
        await refuse_price(tx, approval, request, TIME_OVER)
    elif all(step.at_end is EndAction.APPROVE for step in approval.steps if not step.is_done):
        await keep_price(tx, approval, request, request.wanted, request.quantity)
    else:
        await escalate(tx, approval)
    return True
