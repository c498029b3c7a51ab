"""The clock looks after purchase orders that nobody answers, and after those whose order is gone (J1)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.orders.repository import placed
from core.vendors.engine import ANSWER_WITHIN, chase
from core.vendors.engine.partners import remind_after
from core.vendors.events import PurchaseUnanswered
from core.vendors.flow import close_frozen
from core.vendors.repository import partners, purchases
from core.vendors.types import OPEN, Chase, PurchaseState

_MOST = 500  # in one turn of the clock; the rest a minute later


@dataclass(frozen=True, slots=True)
class ChasePurchases(Command[int]):
    """Remind vendors, tell the house of those who still say nothing, close what does not count any more.

    How many were touched; done again at once it touches none.
    """

    permission = Permission.INTERNAL


async def chase_purchases(tx: Transaction, _command: ChasePurchases) -> int:
    touched = 0
    policy = await partners.load_policy(tx)
    waiting = await purchases.list_purchases(tx, tuple(OPEN), _MOST)
    for seen in sorted(waiting, key=lambda one: one.order_id):
        if seen.purchase.frozen is None and seen.stored is not PurchaseState.SENT:
            continue
        await placed.lock_order(tx, seen.order_id)
        await purchases.lock_purchase(tx, seen.purchase.id)
        found = await purchases.load_purchase(tx, seen.purchase.id)
        if found.stored in OPEN and found.purchase.frozen is not None:
            await close_frozen(tx, [found])
            touched += 1
            continue
        purchase = found.purchase
        within = ANSWER_WITHIN if purchase.partner_id is None else remind_after(policy)
        step = chase(purchase.state, purchase.sent_at, found.reminded_at, found.escalated_at, tx.now, within)
        # A partner who says nothing is not waited for at all (``ReplanSilent``).
        if step is None or (step is Chase.ESCALATE and purchase.partner_id is not None):
            continue
        column = "reminded_at" if step is Chase.REMIND else "escalated_at"
        # The version stays: the vendor's card shows nothing else, and its buttons are still good.
        await purchases.note_time(tx, purchase.id, column)
        tx.record(
            PurchaseUnanswered(purchase.id, purchase.vendor_id, purchase.number, found.order_id, step.value)
        )
        touched += 1
    return touched
