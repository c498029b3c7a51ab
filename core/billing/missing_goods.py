"""Goods that are invoiced and never reached the dealer: the invoice is credited by them, at once.

Where none of them did, by their shipping, too: as an order costs nothing that was refused before its invoice.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.billing.credit_notes import check_left, credit_invoice, credited_lines, sums_of
from core.billing.engine.crediting import freight_lines, is_all_gone
from core.billing.errors import CreditTooLarge, NotOnInvoice
from core.billing.repository import invoices
from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId
from core.orders.repository import placed


class CreditsMissing:
    """What ``core.deliveries.crediting`` asks for."""

    async def credit(
        self, tx: Transaction, order_id: OrderId, gone: Mapping[LineId, int], reason: str
    ) -> str | None:
        """By the lines of the invoice; where finance has credited them already it is left to finance."""
        number = await invoices.number_of_order(tx, order_id)
        if number is None:
            return None
        order = await placed.load_order(tx, order_id)
        wanted = tuple(
            (line.position, gone[line.line_id])
            for line in order.lines
            if line.line_id is not None and gone.get(line.line_id)
        )
        invoice = await invoices.load_invoice(tx, number=number, as_house=True)
        try:
            # Judged before anything is written: a number that was taken could not be given back.
            _, net, tax = sums_of(await credited_lines(tx, invoice, None, wanted, reason), invoice.currency)
            if not (net + tax).minor:
                return ""
            before = await check_left(tx, invoice, net + tax)
        except (CreditTooLarge, NotOnInvoice):
            return None
        credited = await invoices.credited_quantities(tx, number)
        freight = sum(line.net_total.minor + line.tax.minor for line in freight_lines(invoice, reason))
        # Nothing was brought, so nothing is asked for bringing it; what finance has settled by an amount it
        # settles to the end.
        left = invoice.total.minor - before - (net + tax).minor
        with_freight = bool(freight) and is_all_gone(invoice, credited, wanted) and left == freight
        return await credit_invoice(
            tx, number, reason, wanted=wanted, with_freight=with_freight, as_house=True
        )
