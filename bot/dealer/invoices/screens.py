"""Invoices and their lines, statements, payments, due dates. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.dealer.invoices.callbacks import (
    ALL,
    FILES,
    OPEN_ITEMS,
    WHICH,
    DuePage,
    FileTap,
    InvoicesPage,
    InvoiceTap,
    PaymentsPage,
    ReceiptTap,
    StatementTap,
)
from bot.dealer.invoices.wording import day, posted
from bot.dealer.ordering.amounts import amount
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from bot.wording import refusal_text
from core.billing.documents.e_invoice import lacking
from core.billing.types import Ageing, DocumentKind, DueDate, Invoice, InvoiceSummary, Receipt, Statement
from core.i18n.phrases import Raw, Say
from core.kernel.days import NAMED_DAYS, Days, named_days
from core.kernel.money import Money

PAGE = 8
LINES = 15
_MOVEMENTS = 12  # of a statement; the file has all


def file_button(file: str, of: str = "", label: str = "") -> Button:
    """A button that sends a file of FILES; of: as FileTap has it."""
    return Button(label or FILES[file][2], FileTap(file=file, of=of).pack())


def turning(page: int, *, has_more: bool, to: type[PaymentsPage] | type[DuePage]) -> tuple[Button, ...]:
    back = (Button("‹", to(page=page - 1).pack()),) if page > 0 else ()
    return (*back, Button("›", to(page=page + 1).pack())) if has_more else back


def invoices_screen(
    invoices: Sequence[InvoiceSummary], page: int, ageing: Ageing, say: Say, *, only_open: bool = True
) -> Screen:
    """A page of invoices; one more than fits means that there is another page."""
    shown = invoices[:PAGE]
    of = OPEN_ITEMS if only_open else ALL
    overdue = ageing.total - ageing.not_due
    head = lines(
        say("invoices.title_open" if only_open else "invoices.title_all"),
        say("invoices.sum", amount=ageing.total) if ageing.total else None,
        say("invoices.sum_overdue", amount=overdue) if overdue else None,
        say("invoices.unapplied", amount=ageing.unapplied) if ageing.unapplied else None,
    )
    if not shown:
        body = say("invoices.none_open" if only_open else "invoices.none_ever")
    else:
        body = lines(*(_listed(one, say) for one in shown))
    turn = []
    if page > 0:
        turn.append(Button("‹", InvoicesPage(page=page - 1, of=of).pack()))
    if len(invoices) > PAGE:
        turn.append(Button("›", InvoicesPage(page=page + 1, of=of).pack()))
    opening = [
        Button(one.number, InvoiceTap(invoice=short_id(one.id or one.entry_id)).pack()) for one in shown
    ]
    other = Button(
        say("button.all_invoices" if only_open else "button.open_invoices"),
        InvoicesPage(of=ALL if only_open else OPEN_ITEMS).pack(),
    )
    files = (file_button("list-xlsx", of),) if shown else ()
    return Screen(
        paragraphs(head, body),
        (
            *grid(opening, 2),
            tuple(turn),
            (other, *files),
            (
                Button(say("button.statement"), StatementTap(of=WHICH).pack()),
                Button(say("button.payments"), PaymentsPage().pack()),
                Button(say("button.due_dates"), DuePage().pack()),
            ),
        ),
    )


def _listed(one: InvoiceSummary, say: Say) -> str:
    if not one.open:
        return say("invoices.paid_line", number=one.number, amount=one.total)
    if one.days_overdue:
        return say("invoices.late_line", one.days_overdue, number=one.number, amount=one.open)
    if one.due_on is None:
        return say("invoices.undated_line", number=one.number, amount=one.open)
    return say("invoices.open_line", number=one.number, amount=one.open, due=day(one.due_on, say))


def invoice_card(
    invoice: Invoice, today: date, say: Say, *, is_own: bool = True, is_e_invoice: bool = False
) -> Screen:
    """One invoice or credit note: what it comes to, what is open, what has settled it.

    is_own: the reader is of its dealer, and has a list to go back to. is_e_invoice: it was asked for as one,
    so the card says what stands in the way.
    """
    is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
    key = short_id(invoice.id)
    title = say(
        "invoice.credit_title" if is_credit else "invoice.title",
        number=invoice.number,
        day=day(invoice.issued_on, say),
    )
    about = lines(
        *(say("invoice.order", number=number) for number in invoice.orders),
        *(say("invoice.for", number=number) for number in invoice.references),
        say("invoice.reason", reason=clip(invoice.reason, 200)) if invoice.reason else None,
    )
    sums = lines(
        say("invoice.total", amount=invoice.total),
        say("invoice.tax", amount=invoice.tax) if invoice.tax else None,
        say("invoice.paid", amount=invoice.paid) if invoice.paid and not is_credit else None,
        _state(invoice, today, say),
    )
    history = [
        say(
            "invoice.settled_line",
            day=day(one.on, say),
            what=posted(one.kind, say),
            number=one.number,
            amount=one.amount,
        )
        for one in invoice.settled_by[-PAGE:]
    ]
    lacks = {file: lacking(invoice, FILES[file][1]) for file in ("inv-fx", "inv-ubl")}
    files = ["inv-pdf", "inv-xlsx", *(file for file, why in lacks.items() if why is None)]
    first = next((why for why in lacks.values() if why is not None), None)
    missing = refusal_text(first, say) if is_e_invoice and first is not None else None
    return Screen(
        paragraphs(title, about, sums, lines(*history), _hint(invoice, today, say), missing),
        (
            *grid([file_button(file, key) for file in files], 2),
            (Button(say("button.lines"), InvoiceTap(invoice=key, n=1).pack()), *_back(say, is_own=is_own)),
        ),
    )


def _back(say: Say, *, is_own: bool) -> tuple[Button, ...]:
    return (Button(say("button.back"), InvoicesPage().pack()),) if is_own else ()


def brought_in_card(invoice: InvoiceSummary, say: Say, *, is_own: bool = True) -> Screen:
    """An invoice of which we have no more than its number and amount: what is known, and that that is all."""
    paid = invoice.total - invoice.open
    late = invoice.due_on is not None and invoice.days_overdue > 0
    return Screen(
        paragraphs(
            say("brought_in.title", number=clip(invoice.number, 60)),
            None if is_own else clip(escape(invoice.dealer_name), 60),
            lines(
                say("brought_in.came", amount=invoice.total, day=day(invoice.issued_on, say)),
                say("brought_in.due", day=day(invoice.due_on, say)) if late and invoice.due_on else None,
                say("invoice.paid", amount=paid) if paid else None,
                _owed(invoice.open, invoice.due_on, invoice.days_overdue, say),
            ),
            say("brought_in.elsewhere"),
        ),
        (_back(say, is_own=is_own),),
    )


def _state(invoice: Invoice, today: date, say: Say) -> str:
    if invoice.reversed_on is not None:
        reason = clip(invoice.reversal_reason or "–", 200)
        return say("invoice.reversed", day=day(invoice.reversed_on, say), reason=reason)
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return say("invoice.unused", amount=invoice.open) if invoice.open else say("invoice.used")
    return _owed(invoice.open, invoice.due_on, (today - invoice.due_on).days, say)


def _owed(amount: Money, due_on: date | None, days_late: int, say: Say) -> str:
    if not amount:
        return say("invoice.settled")
    if due_on is None:
        return say("brought_in.undated", amount=amount)
    if days_late > 0:
        return say("invoice.late", days_late, amount=amount)
    return say("invoice.open", amount=amount, due=day(due_on, say))


def _hint(invoice: Invoice, today: date, say: Say) -> str | None:
    early = invoice.early_payment
    if early is None or early.until < today or not early.amount or not invoice.open:
        return None
    pay = invoice.open - early.amount
    return (
        say("invoice.early", pay=pay, until=day(early.until, say), saved=early.amount)
        if pay.minor > 0
        else None
    )


def invoice_lines_screen(invoice: Invoice, page: int, say: Say) -> Screen:
    """A page of the lines, from 1 on."""
    pages = max((len(invoice.lines) + LINES - 1) // LINES, 1)
    page = min(max(page, 1), pages)
    key = short_id(invoice.id)
    shown = invoice.lines[(page - 1) * LINES : page * LINES]
    turn: tuple[Button, ...] = ()
    if pages > 1:
        turn = (
            Button("‹", InvoiceTap(invoice=key, n=(page - 2) % pages + 1).pack()),
            Button("›", InvoiceTap(invoice=key, n=page % pages + 1).pack()),
        )
    return Screen(
        paragraphs(
            say("invoice.lines_title", number=invoice.number),
            lines(
                *(
                    say(
                        "order.line",
                        name=clip(line.name, 50),
                        amount=Raw(amount(say, line.unit_quantity, line.unit)),
                        total=line.total,
                    )
                    for line in shown
                )
            ),
            lines(
                say("quote.shipping", amount=invoice.shipping) if invoice.shipping else None,
                say("invoice.tax", amount=invoice.tax) if invoice.tax else None,
                say("invoice.total", amount=invoice.total),
            ),
        ),
        (turn, (Button(say("button.back"), InvoiceTap(invoice=key).pack()),)),
    )


def period_key(days: Days) -> str:
    """A stretch of days as a button names it: "2025-10-03_2025-11-20"."""
    return f"{days.since}_{days.until}"


def statement_menu_screen(today: date, say: Say) -> Screen:
    """Which statement: what is open, or this and the last month, quarter and year; or any days, in words."""
    periods = [
        Button(
            say(f"period.{name.replace(' ', '_')}"),
            StatementTap(of=period_key(named_days(name, today))).pack(),
        )
        for name in NAMED_DAYS
    ]
    return Screen(
        paragraphs(say("statement.which"), say("statement.in_words")),
        ((Button(say("button.open_items"), StatementTap(of=OPEN_ITEMS).pack()),), *grid(periods, 2)),
    )


def statement_screen(statement: Statement, of: str, say: Say) -> Screen:
    """The account in short, with its files below. of: as the buttons have it."""
    files = (file_button("st-pdf", of), file_button("st-xlsx", of))
    other = Button(say("button.other_period"), StatementTap(of=WHICH).pack())
    body = _open_items(statement, say) if statement.since is None else _movements(statement, say)
    return Screen(body, (files, (other,)))


def _closing(statement: Statement, say: Say) -> str:
    if statement.closing.minor < 0:
        return say("statement.in_favour", amount=-statement.closing)
    return say("statement.closing", amount=statement.closing)


def _open_items(statement: Statement, say: Say) -> str:
    items = statement.items[:_MOVEMENTS]
    rows = [
        say("invoices.late_line", item.days_overdue, number=item.number, amount=item.open)
        if item.days_overdue
        else say("invoices.open_line", number=item.number, amount=item.open, due=day(item.due_on, say))
        if item.due_on
        else say("invoices.undated_line", number=item.number, amount=item.open)
        for item in items
    ]
    more = len(statement.items) - len(items)
    unapplied = statement.ageing.unapplied
    return paragraphs(
        say("statement.title_open", day=day(statement.until, say)),
        lines(*rows, say("statement.more", more) if more else None) if rows else say("invoices.none_open"),
        lines(
            say("invoices.unapplied", amount=unapplied) if unapplied else None,
            _closing(statement, say),
        ),
    )


def _movements(statement: Statement, say: Say) -> str:
    entries = statement.entries[-_MOVEMENTS:]
    more = len(statement.entries) - len(entries)
    rows = [
        say(
            "statement.line",
            day=day(entry.on, say),
            what=posted(entry.kind, say),
            number=entry.number,
            amount=entry.amount,
        )
        for entry in entries
    ]
    since = statement.since or statement.until
    return paragraphs(
        say("statement.title", since=day(since, say), until=day(statement.until, say)),
        say("statement.opening", amount=statement.opening),
        lines(say("statement.more_before", more) if more else None, *rows)
        if rows
        else say("statement.quiet"),
        _closing(statement, say),
    )


def payments_screen(receipts: Sequence[Receipt], page: int, say: Say) -> Screen:
    """A page of payments, the newest first; one more than fits means that there is another page."""
    shown = receipts[:PAGE]
    if not shown:
        return Screen(say("payments.none"), ((Button(say("button.open_invoices"), InvoicesPage().pack()),),))
    rows = [
        say(
            "payments.reversed_line" if one.reversed_on else "payments.line",
            day=day(one.paid_on, say),
            amount=one.amount,
            reference=clip(one.reference, 40),
        )
        for one in shown
    ]
    opening = [Button(one.number, ReceiptTap(receipt=short_id(one.id)).pack()) for one in shown]
    return Screen(
        paragraphs(say("payments.title"), lines(*rows)),
        (*grid(opening, 2), turning(page, has_more=len(receipts) > PAGE, to=PaymentsPage)),
    )


def receipt_card(receipt: Receipt, say: Say, *, is_own: bool = True) -> Screen:
    """One payment and what it settled. is_own: the reader is of its dealer, and has a list to go back to."""
    parts = [
        say("payment.part", number=part.document, amount=part.paid)
        if not part.discount
        else say("payment.part_discount", number=part.document, amount=part.paid, discount=part.discount)
        for part in receipt.parts[:LINES]
    ]
    more = len(receipt.parts) - LINES
    taken_back = None
    if receipt.reversed_on is not None:
        reason = clip(receipt.reversal_reason or "–", 200)
        taken_back = say("payment.reversed", day=day(receipt.reversed_on, say), reason=reason)
    return Screen(
        paragraphs(
            lines(
                say("payment.title", number=receipt.number),
                say("payment.amount", amount=receipt.amount, day=day(receipt.paid_on, say)),
                say("payment.reference", reference=clip(receipt.reference, 80))
                if receipt.reference
                else None,
            ),
            taken_back,
            lines(*parts, say("statement.more", more) if more > 0 else None),
            say("invoices.unapplied", amount=receipt.unapplied) if receipt.unapplied else None,
        ),
        (
            (
                file_button("rc-pdf", short_id(receipt.id), say("button.receipt_pdf")),
                *((Button(say("button.back"), PaymentsPage().pack()),) if is_own else ()),
            ),
        ),
    )


def due_screen(dues: tuple[DueDate, ...], page: int, say: Say) -> Screen:
    """What is to be paid and when, the oldest first, with the calendar file below."""
    if not dues:
        return Screen(say("due.none"), ((Button(say("button.payments"), PaymentsPage().pack()),),))
    pages = (len(dues) + PAGE - 1) // PAGE
    page = min(max(page, 0), pages - 1)
    rows = []
    for due in dues[page * PAGE : (page + 1) * PAGE]:
        if due.days_overdue:
            rows.append(say("invoices.late_line", due.days_overdue, number=due.number, amount=due.open))
        elif due.due_on is not None:
            rows.append(say("due.line", day=day(due.due_on, say), number=due.number, amount=due.open))
        if due.early_payment is not None:
            until = day(due.early_payment.until, say)
            saved = due.early_payment.amount
            rows.append(say("due.early", pay=due.pay, until=until, saved=saved))
    return Screen(
        paragraphs(say("due.title"), lines(*rows)),
        (
            turning(page, has_more=page + 1 < pages, to=DuePage),
            (file_button("due-ics", label=say("button.calendar")),),
        ),
    )
