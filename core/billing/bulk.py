"""All payments at once, for files."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from core.billing.tables import PaymentRow
from core.credit.types import Posted
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.kernel.money import Money


class PaymentValue(NamedTuple):
    dealer_id: DealerId
    reference: str
    amount: Money
    paid_on: date


async def dump_payments(snap: Snapshot) -> list[PaymentValue]:
    """Every payment that was not taken back."""
    rows = await snap.all(
        select(
            PaymentRow.dealer_id,
            PaymentRow.reference,
            PaymentRow.amount_minor,
            PaymentRow.currency,
            PaymentRow.paid_on,
        ).where(PaymentRow.kind == Posted.PAYMENT, PaymentRow.reversed_on.is_(None))
    )
    return [
        PaymentValue(
            DealerId(row.dealer_id), row.reference, Money(row.amount_minor, row.currency), row.paid_on
        )
        for row in rows
    ]
