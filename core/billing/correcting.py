"""A payment was another amount: it is booked back, and comes in anew as what it was. Nothing is changed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.billing.events import PaymentCorrected
from core.billing.use_cases.record_payment import RecordPayment, bring_in
from core.billing.use_cases.reverse_payment import MOST_REASON, take_back
from core.infra.transaction import Transaction
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.kernel.texts import storable


@dataclass(frozen=True, slots=True)
class CorrectedPayment:
    """number: of the receipt that takes the place of ``was``."""

    payment_id: uuid.UUID
    number: str
    was: str


async def correct_payment(tx: Transaction, number: str, amount: Money, reason: str) -> CorrectedPayment:
    """It came on the same day and by the same reference, so it settles what was due then. Whoever asks for it
    tells the dealer, once.

    Raises NotFound, AlreadyReversed, AmountNotPositive, WrongCurrency.
    """
    why = storable(reason).strip()[:MOST_REASON]
    was, dealer, _ = await take_back(tx, number, why)
    asked = RecordPayment(DealerId(dealer.id), amount, was.paid_on, was.reference)
    paid, event = await bring_in(tx, asked)
    tx.record(
        PaymentCorrected(
            dealer_id=dealer.id,
            payment_id=paid.payment_id,
            number=paid.number,
            amount_minor=amount.minor,
            was_number=was.number,
            was_minor=was.amount_minor,
            currency=was.currency,
            reason=why,
            settled=event.settled,
            part_paid=event.part_paid,
            unapplied_minor=event.unapplied_minor,
            released=event.released,
        )
    )
    return CorrectedPayment(paid.payment_id, paid.number, was.number)
