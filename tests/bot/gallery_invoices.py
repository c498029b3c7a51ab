"""Invoices, statements, payments and the credit screen, plain and as long as they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from bot.dealer.credit.screens import Owing, credit_screen
from bot.dealer.invoices.screens import (
    brought_in_card,
    due_screen,
    invoice_card,
    invoice_lines_screen,
    invoices_screen,
    payments_screen,
    receipt_card,
    statement_menu_screen,
    statement_screen,
)
from bot.screen import Screen
from core.billing.types import Address, DocumentKind, InvoiceLine, Posted, Settlement
from core.billing.use_cases.show_waiting import WaitingOrder
from core.i18n.phrases import Say
from core.kernel.ids import OrderId
from core.orders.types import OrderState
from tests.bot import samples as s
from tests.core.billing.documents import samples as d

_Draw = Callable[[Say], Screen]


def _of(screen: Callable[..., Screen], *values: Any, **more: Any) -> _Draw:
    return lambda say: screen(*values, say, **more)


def invoice_samples() -> Iterator[tuple[str, _Draw]]:
    for count in (0, 1, 8, 9):
        many = [
            replace(d.summary(at + 1, days_overdue=at % 3 * 40), number=f"INV-2025-{at}{'9' * 20}")
            for at in range(count)
        ]
        for only_open in (True, False):
            name = f"{count} invoices, only open {only_open}"
            yield (
                name,
                _of(
                    invoices_screen,
                    many,
                    1,
                    d.ageing("1", "2", "3", "4", "5", unapplied="6"),
                    only_open=only_open,
                ),
            )
    quiet = [replace(d.summary(1, open_amount="0"), id=None), replace(d.summary(2), due_on=None, id=None)]
    yield (
        "invoices brought in",
        _of(invoices_screen, quiet, 0, d.ageing("0", "0", "0", "0", "0"), only_open=False),
    )
    for at, one in enumerate((*quiet, d.summary(3), d.summary(4, days_overdue=40))):
        named = replace(one, number=s.NASTY[at] * 9, dealer_name=s.NASTY[0] * 9)
        yield f"card of an invoice brought in, {at}", _of(brought_in_card, named, is_own=at % 2 == 0)
    yield from _cards()
    yield "which statement", _of(statement_menu_screen, d.ISSUED)
    for count in (0, 1, 200):
        yield f"statement of {count} movements", _of(statement_screen, d.statement(count), "2025-10")
    yield "open items", _of(statement_screen, d.open_items(), "open")
    many_items = replace(d.open_items(unapplied="99999"), items=d.open_items().items * 30)
    yield (
        "many open items, money left",
        _of(statement_screen, replace(many_items, closing=d.euro("-1")), "open"),
    )
    yield "no open items", _of(statement_screen, replace(d.open_items(), items=()), "open")
    for count in (0, 1, 9):
        payments = [replace(d.receipt(), id=s.uid(at + 1), reference=s.NASTY[at % 6]) for at in range(count)]
        yield f"{count} payments", _of(payments_screen, payments, 1)
    taken_back = replace(d.receipt(), reversed_on=d.DUE, reversal_reason=s.NASTY[0] * 9)
    yield "receipt of a payment", _of(receipt_card, d.receipt())
    yield (
        "receipt of a payment taken back",
        _of(receipt_card, replace(taken_back, parts=taken_back.parts * 40)),
    )
    yield "payments, one taken back", _of(payments_screen, [taken_back], 0)
    for dues in ((), d.due_dates(), d.due_dates() * 20):
        yield f"{len(dues)} due dates", _of(due_screen, dues, 1)
    yield from _credit()


def _cards() -> Iterator[tuple[str, _Draw]]:
    lines: list[InvoiceLine] = [d.line(at, name=s.NASTY[at % 6], sku="X" * 60) for at in range(1, 201)]
    history = tuple(
        Settlement(kind, f"RC-2025-{at}", d.ISSUED, d.euro("1.00")) for at, kind in enumerate(Posted)
    )
    plain = d.invoice()
    long = replace(d.invoice(lines, shipping="25.00"), settled_by=history * 9)
    settled = replace(plain, open=d.euro("0"), paid=plain.total)
    note = replace(plain, kind=DocumentKind.CREDIT_NOTE, references=("INV-2025-1",), reason=s.NASTY[0] * 9)
    taken_back = replace(note, reversed_on=d.DUE, reversal_reason=s.NASTY[0] * 9)
    yield "credit note taken back", _of(invoice_card, taken_back, d.ISSUED, is_own=False)
    for lacks, seller, dealer in (
        ("our address", replace(d.SELLER, address=Address()), d.PARTY),
        ("our VAT number", replace(d.SELLER, tax_id="12-345"), d.PARTY),
        ("the country", d.SELLER, replace(d.PARTY, address=Address())),
        ("its VAT number", d.SELLER, replace(d.PARTY, tax_id="")),
    ):
        wanted = d.invoice(seller=seller, dealer=dealer)
        yield f"e-invoice without {lacks}", _of(invoice_card, wanted, d.ISSUED, is_e_invoice=True)
    for name, invoice in (("plain", plain), ("long", long), ("settled", settled), ("credit note", note)):
        for today in (d.ISSUED, d.DUE.replace(month=12)):
            yield f"invoice {name} on {today}", _of(invoice_card, invoice, today)
        for page in (1, 14):
            yield f"lines of invoice {name}, page {page}", _of(invoice_lines_screen, invoice, page)


def _credit() -> Iterator[tuple[str, _Draw]]:
    waiting = tuple(
        WaitingOrder(OrderId(s.uid(at)), f"B2B-2025-{at}", OrderState.HELD, s.usd("85000.00"), at != 1, pay)
        for at, pay in enumerate((s.usd("1.00"), None, None, *[s.usd("2.00")] * 9))
    )
    bank = replace(d.SELLER.bank, holder=s.NASTY[0] * 3) if d.SELLER.bank else None
    plain = replace(bank, bic="") if bank else None
    owing = {
        "nothing": Owing(d.ageing("0", "0", "0", "0", "0"), (), None),
        "all": Owing(d.ageing("0.01", "9000", "0", "0.01", "5"), waiting, bank),
        "little": Owing(d.ageing("5", "0", "0", "0", "0.01"), waiting[:1], plain),
    }
    for name, one in owing.items():
        for credit, view in s.CREDITS.items():
            yield f"credit {credit}, owing {name}", partial(credit_screen, view, owing=one)
