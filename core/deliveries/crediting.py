"""What of an invoiced order never reached the dealer is credited at once.

Billing is a domain above this one, so how a credit note is written is put in from there (``core.bootstrap``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId

PORT = "invoice credit"


class InvoiceCredit(Protocol):
    async def credit(
        self, tx: Transaction, order_id: OrderId, gone: Mapping[LineId, int], reason: str
    ) -> str | None:
        """Credit so many base units of each line; the dealer's account and the order are locked.

        The credit note's number, "" where nothing was owed for them; None: it could not be written, and
        nothing was.
        """
        ...


async def credit_missing(
    tx: Transaction, order_id: OrderId, gone: Mapping[LineId, int], reason: str
) -> str | None:
    """As ``InvoiceCredit.credit``; None, too, where nobody writes credit notes."""
    port: InvoiceCredit | None = tx.ports.get(PORT)
    return None if port is None else await port.credit(tx, order_id, gone, reason)
