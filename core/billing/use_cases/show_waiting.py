"""Which orders wait, and what to pay so that they go (A12, E4)."""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.repository.access import find_dealer
from core.billing.repository.waiting import list_waiting_orders
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money
from core.orders.types import OrderState


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """An order in review or held.

    needs_credit: credit is in its way; else it waits for somebody's decision. pay: what frees it together
    with those before it that need credit, None when no payment does.
    """

    id: OrderId
    number: str
    state: OrderState
    total: Money
    needs_credit: bool
    pay: Money | None


@dataclass(frozen=True, slots=True)
class ListWaiting(Query[tuple[WaitingOrder, ...]]):
    """The oldest first."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None


async def list_waiting(snap: Snapshot, query: ListWaiting) -> tuple[WaitingOrder, ...]:
    dealer = await find_dealer(snap, query.dealer_id)
    rows = await list_waiting_orders(snap, dealer.id, dealer.currency)
    if not rows:
        return ()
    standing, policy = await credit.load_standing(snap, dealer.id, dealer.currency)
    before = Money.zero(dealer.currency)
    found = []
    for row in rows:
        total = Money(row.total_minor, dealer.currency)
        verdict = judge_credit(standing, before + total, policy)
        needs_credit = verdict.outcome is not CreditOutcome.APPROVE
        # What passes by itself and waits all the same waits for a person.
        pay = verdict.pay_to_free if needs_credit else None
        if needs_credit:
            before = before + total
        found.append(
            WaitingOrder(OrderId(row.id), row.number, OrderState(row.state), total, needs_credit, pay)
        )
    return tuple(found)
