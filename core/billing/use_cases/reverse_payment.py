"""A payment is taken back: the cheque bounced, or it was somebody else's. All is as before it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.billing.errors import AlreadyReversed
from core.billing.events import PaymentReversed
from core.billing.flow import lock_dealer, withdraw_discounts
from core.billing.repository import payments
from core.billing.types import Receipt
from core.credit import repository as credit
from core.credit.types import Posted
from core.dealers.types import Dealer
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DealerId
from core.kernel.texts import storable

MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class ReversePayment(Command[Receipt]):
    """By the number of the receipt, or its end. What it settled is open again, discounts it earned are lost.

    Orders that it freed stay as they are: they were promised; new ones are judged by what is owed now.
    """

    permission = Permission.BILLING_EDIT
    number: str
    reason: str


async def reverse_payment(tx: Transaction, command: ReversePayment) -> Receipt:
    reason = storable(command.reason).strip()[:MOST_REASON]
    payment, dealer, reopened = await take_back(tx, command.number, reason)
    tx.record(
        PaymentReversed(
            dealer_id=dealer.id,
            payment_id=payment.id,
            number=payment.number,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            reason=reason,
            reopened=reopened,
            dealer_name=dealer.name,
            rep_id=dealer.rep_id,
        )
    )
    return await payments.read_receipt(tx, await payments.load_payment(tx, None, payment.id))


async def take_back(tx: Transaction, number: str, reason: str) -> tuple[Any, Dealer, tuple[str, ...]]:
    """Book it back, and tell nobody: the payment's row, its dealer, and what is open again.

    Raises NotFound, AlreadyReversed.
    """
    seen = await payments.load_payment(tx, number)
    dealer = await lock_dealer(tx, DealerId(seen.dealer_id))
    # Read again under the lock: somebody else may have taken it back meanwhile.
    payment = await payments.load_payment(tx, None, seen.id)
    if payment.reversed_on is not None:
        raise AlreadyReversed(number=payment.number, day=payment.reversed_on)
    parts = [part for part in await payments.parts_of(tx, payment.id) if not part.undone]
    await withdraw_discounts(tx, dealer.id, [part.entry_id for part in parts])
    for part in parts:
        await credit.raise_entry(tx, part.entry_id, part.paid_minor)
    if payment.unapplied_minor:
        await credit.add_unapplied(tx, dealer.id, -payment.unapplied_minor)
    await payments.mark_reversed(tx, payment.id, reason)
    await credit.post(
        tx, dealer.id, Posted.PAYMENT_REVERSED, payment.number, payment.amount_minor, day=tx.today
    )
    return payment, dealer, tuple(part.document for part in parts)
