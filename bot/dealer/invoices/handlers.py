"""Invoices, statements, payments and due dates: by command, by button and by question."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

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
from bot.dealer.invoices.screens import (
    PAGE,
    brought_in_card,
    due_screen,
    invoice_card,
    invoice_lines_screen,
    invoices_screen,
    payments_screen,
    period_key,
    receipt_card,
    statement_menu_screen,
    statement_screen,
)
from bot.screen import OldButton, Screen, escape, long_id
from bot.turn import Turn
from core.billing.documents.types import Paper
from core.billing.types import InvoiceSummary
from core.billing.use_cases.render_document import RenderDocument
from core.billing.use_cases.show_account import ListDueDates, ShowAgeing, ShowStatement
from core.billing.use_cases.show_documents import (
    FindInvoice,
    ListInvoices,
    ListReceipts,
    ShowInvoice,
    ShowReceipt,
)
from core.intake.types import AccountQuestion, AccountTopic
from core.kernel.clock import local_day
from core.kernel.days import Days, months_from

LAST_PAGE = 100_000  # beyond every list, and within what a database can skip
_MONTH_OR_DAY = re.compile(r"(20\d\d)-(\d\d)(?:-(\d\d))?", re.ASCII)


def _today(turn: Turn) -> date:
    return local_day(turn.core.clock.now(), turn.core.settings.default_zone)


async def _invoices(turn: Turn, page: int = 0, *, only_open: bool = True) -> Screen:
    page = min(max(page, 0), LAST_PAGE)
    found = await turn.ask(ListInvoices(only_open, limit=PAGE + 1, offset=page * PAGE))
    return invoices_screen(found, page, await turn.ask(ShowAgeing()), turn.say, only_open=only_open)


async def _invoice(
    turn: Turn, number: str | None = None, *, key: UUID | None = None, is_e_invoice: bool = False
) -> Screen:
    """The card of a document, by what was typed of its number or by the id that a button names."""
    found = await turn.ask(FindInvoice(number, key))
    is_own = turn.actor.dealer_id is not None
    if isinstance(found, InvoiceSummary):
        return brought_in_card(found, turn.say, is_own=is_own)
    return invoice_card(found, _today(turn), turn.say, is_own=is_own, is_e_invoice=is_e_invoice)


async def _payments(turn: Turn, page: int = 0) -> Screen:
    page = min(max(page, 0), LAST_PAGE)
    found = await turn.ask(ListReceipts(limit=PAGE + 1, offset=page * PAGE))
    return payments_screen(found, page, turn.say)


async def _last_payment(turn: Turn) -> Screen:
    newest = await turn.ask(ListReceipts(limit=1))
    return receipt_card(newest[0], turn.say) if newest else payments_screen((), 0, turn.say)


async def _due(turn: Turn, page: int = 0) -> Screen:
    return due_screen(await turn.ask(ListDueDates()), page, turn.say)


async def _statement(turn: Turn, of: str) -> Screen:
    if of == WHICH:
        # Which month is "this month" goes by the reader's own calendar.
        return statement_menu_screen(local_day(turn.core.clock.now(), turn.actor.zone), turn.say)
    since, until = _period(of)
    return statement_screen(await turn.ask(ShowStatement(since=since, until=until)), of, turn.say)


def _period(of: str) -> tuple[date | None, date | None]:
    """First and last day of "2025-10", "2025-10-03" or two of them ("_" between); None for the open items."""
    if of == OPEN_ITEMS:
        return None, None
    first, _, last = of.partition("_")
    since, until = _days(first).since, _days(last or first).until
    if since > until:
        raise OldButton(of)
    return since, until


def _days(text: str) -> Days:
    """A month ("2025-10") or a day ("2025-10-03")."""
    match = _MONTH_OR_DAY.fullmatch(text)
    if match is None:
        raise OldButton(text)
    try:
        first = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError as error:
        raise OldButton(text) from error
    return Days(first, first) if match[3] else months_from(first, 1)


async def answer_account(turn: Turn, question: AccountQuestion | None) -> None:
    """What somebody asked in words about invoices, statements or payments."""
    await turn.show(await _answer(turn, question or AccountQuestion(AccountTopic.INVOICES)))


async def _answer(turn: Turn, question: AccountQuestion) -> Screen:
    match question.topic:
        case AccountTopic.STATEMENT:
            if question.since is None or question.until is None:
                return await _statement(turn, WHICH)
            return await _statement(turn, period_key(Days(question.since, question.until)))
        case AccountTopic.DUE:
            return await _due(turn)
        case AccountTopic.PAYMENTS:
            if question.number is not None:
                return receipt_card(await turn.ask(ShowReceipt(question.number)), turn.say)
            return await (_last_payment(turn) if question.is_latest else _payments(turn))
    if question.number is not None:
        return await _invoice(turn, question.number, is_e_invoice=question.is_e_invoice)
    if question.is_latest or question.is_e_invoice:
        newest = await turn.ask(ListInvoices(only_open=False, limit=1))
        if newest:
            key = newest[0].id or newest[0].entry_id
            return await _invoice(turn, key=key, is_e_invoice=question.is_e_invoice)
    return await _invoices(turn)


async def on_invoices(_message: Message, turn: Turn) -> None:
    await turn.show(await _invoices(turn))


async def on_invoice(message: Message, command: CommandObject, turn: Turn) -> None:
    if not command.args:
        await on_invoices(message, turn)
        return
    await turn.show(await _invoice(turn, command.args))


async def on_statement(_message: Message, command: CommandObject, turn: Turn) -> None:
    """/statement, /statement 2025-10 or /statement 2025-10-03..2025-11-20; more is asked for in words."""
    wanted = "_".join((command.args or "").replace("..", " ").split())
    try:
        _period(wanted)
    except OldButton:
        wanted = WHICH
    await turn.show(await _statement(turn, wanted))


async def on_payments(_message: Message, turn: Turn) -> None:
    await turn.show(await _payments(turn))


async def on_due(_message: Message, turn: Turn) -> None:
    await turn.show(await _due(turn))


async def on_invoices_page(_query: CallbackQuery, callback_data: InvoicesPage, turn: Turn) -> None:
    await turn.redraw(await _invoices(turn, callback_data.page, only_open=callback_data.of != ALL))


async def on_invoice_tap(_query: CallbackQuery, callback_data: InvoiceTap, turn: Turn) -> None:
    key = long_id(callback_data.invoice)
    if callback_data.n:
        invoice = await turn.ask(ShowInvoice(invoice_id=key))
        await turn.redraw(invoice_lines_screen(invoice, callback_data.n, turn.say))
    else:
        await turn.redraw(await _invoice(turn, key=key))


async def on_statement_tap(_query: CallbackQuery, callback_data: StatementTap, turn: Turn) -> None:
    await turn.redraw(await _statement(turn, callback_data.of))


async def on_payments_page(_query: CallbackQuery, callback_data: PaymentsPage, turn: Turn) -> None:
    await turn.redraw(await _payments(turn, callback_data.page))


async def on_receipt_tap(_query: CallbackQuery, callback_data: ReceiptTap, turn: Turn) -> None:
    receipt = await turn.ask(ShowReceipt(payment_id=long_id(callback_data.receipt)))
    await turn.redraw(receipt_card(receipt, turn.say, is_own=turn.actor.dealer_id is not None))


async def on_due_page(_query: CallbackQuery, callback_data: DuePage, turn: Turn) -> None:
    await turn.redraw(await _due(turn, callback_data.page))


async def on_file_tap(_query: CallbackQuery, callback_data: FileTap, turn: Turn) -> None:
    """Make the file and send it."""
    if callback_data.file not in FILES:
        raise OldButton(callback_data.file)
    paper, form, _ = FILES[callback_data.file]
    which: dict[str, Any] = {}
    match paper:
        case Paper.INVOICE | Paper.RECEIPT:
            which["document_id"] = long_id(callback_data.of)
        case Paper.STATEMENT:
            which["since"], which["until"] = _period(callback_data.of)
        case Paper.INVOICES:
            which["only_open"] = callback_data.of != ALL
    file = await turn.ask(RenderDocument(paper, form, turn.say, **which))
    await turn.send_file(file.name, file.content, escape(file.title))


def build_document_router() -> Router:
    """A new router for single documents, which people of the house open too, from what they are told."""
    router = Router(name="documents")
    router.callback_query.register(on_invoice_tap, InvoiceTap.filter())
    router.callback_query.register(on_receipt_tap, ReceiptTap.filter())
    router.callback_query.register(on_file_tap, FileTap.filter())
    return router


def build_router() -> Router:
    """A new router with what dealers ask about their own account."""
    router = Router(name="invoices")
    router.message.register(on_invoices, Command("invoices"))
    router.message.register(on_invoice, Command("invoice"))
    router.message.register(on_statement, Command("statement"))
    router.message.register(on_payments, Command("payments"))
    router.message.register(on_due, Command("due"))
    router.callback_query.register(on_invoices_page, InvoicesPage.filter())
    router.callback_query.register(on_invoice_tap, InvoiceTap.filter())
    router.callback_query.register(on_statement_tap, StatementTap.filter())
    router.callback_query.register(on_payments_page, PaymentsPage.filter())
    router.callback_query.register(on_receipt_tap, ReceiptTap.filter())
    router.callback_query.register(on_due_page, DuePage.filter())
    router.callback_query.register(on_file_tap, FileTap.filter())
    return router
