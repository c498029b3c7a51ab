"""A bank or a payment provider says that money has come; it knows the dealer by our code (E4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.billing.repository.access import dealer_of_code
from core.billing.use_cases.record_payment import RecordedPayment, RecordPayment, record_payment
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.money import Money
from core.kernel.texts import storable


@dataclass(frozen=True, slots=True)
class TakePaymentNotice(Command[RecordedPayment]):
    """Like ``RecordPayment``; NotFound for a code that no dealer has."""

    permission = Permission.INTERNAL
    dealer: str
    amount: Money
    paid_on: date
    reference: str
    invoices: tuple[str, ...] = ()


async def take_payment_notice(tx: Transaction, command: TakePaymentNotice) -> RecordedPayment:
    dealer_id = await dealer_of_code(tx, storable(command.dealer))
    return await record_payment(
        tx, RecordPayment(dealer_id, command.amount, command.paid_on, command.reference, command.invoices)
    )
