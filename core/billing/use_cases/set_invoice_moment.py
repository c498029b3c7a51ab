"""When orders are invoiced: as soon as they are agreed, when they have left, or when they have arrived.

What an order lacks or the dealer refuses before that moment is parted off it, so its invoice is exactly what
was shipped or accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.events import InvoiceMomentSet
from core.billing.repository import moment as moments
from core.billing.types import InvoiceMoment
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query


@dataclass(frozen=True, slots=True)
class ShowInvoiceMoment(Query[InvoiceMoment]):
    permission = Permission.POLICY_EDIT


@dataclass(frozen=True, slots=True)
class SetInvoiceMoment(Command[None]):
    """From now on; what is invoiced stays."""

    permission = Permission.POLICY_EDIT
    moment: InvoiceMoment


async def show_invoice_moment(snap: Snapshot, _query: ShowInvoiceMoment) -> InvoiceMoment:
    return await moments.load_moment(snap)


async def set_invoice_moment(tx: Transaction, command: SetInvoiceMoment) -> None:
    before = await moments.load_moment(tx)
    if before is not command.moment:
        await moments.save_moment(tx, command.moment)
        tx.record(InvoiceMomentSet(before.value, command.moment.value))
