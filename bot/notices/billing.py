"""What people hear about money: the dealer what came and what it did, its rep and finance too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from aiogram.filters.callback_data import CallbackData

from bot.dealer.invoices.callbacks import DuePage, InvoicesPage, InvoiceTap, ReceiptTap
from bot.dealer.notices.screens import switch_rows
from bot.notices.people import Told
from bot.screen import Button, Screen, clip, lines, listed, paragraphs, short_id
from core.channel.types import NoticeKind
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Say
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money


async def payment_recorded(core: Core, event: dict[str, Any]) -> Told:
    return await _told(core, event, payment_screen)


async def payment_reversed(core: Core, event: dict[str, Any]) -> Told:
    return await _told(core, event, reversal_screen)


async def credit_note_reversed(core: Core, event: dict[str, Any]) -> Told:
    return await _told(core, event, note_reversal_screen)


async def invoice_issued(core: Core, event: dict[str, Any]) -> Told:
    return [(one, partial(invoice_screen, event)) for one in await _people_of(core, event)]


async def invoices_due(core: Core, event: dict[str, Any]) -> Told:
    return [(one, partial(due_screen, event)) for one in await _people_of(core, event)]


async def credit_note_issued(core: Core, event: dict[str, Any]) -> Told:
    return [(one, partial(credit_note_screen, event)) for one in await _people_of(core, event)]


async def _told(core: Core, event: dict[str, Any], draw: Callable[..., Screen]) -> Told:
    """The dealer's people as themselves; rep and finance with the dealer's name, each once."""
    told: Told = [(one, partial(draw, event, None)) for one in await _people_of(core, event)]
    house = {one.person_id: one for one in await core.ask(SYSTEM, FindRecipients(role=Role.FINANCE))}
    if event["rep_id"]:
        rep = await core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["rep_id"]))))
        house |= {one.person_id: one for one in rep}
    return told + [(one, partial(draw, event, event["dealer_name"])) for one in house.values()]


async def _people_of(core: Core, event: dict[str, Any]) -> tuple[Recipient, ...]:
    return await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))


def payment_screen(event: dict[str, Any], dealer: str | None, say: Say) -> Screen:
    """What came and what it did. dealer: its name, for people of the house.

    The dealer hears of each order that goes by a message of its own; the house reads their numbers here.
    """
    amount, number = _money(event, "amount_minor"), event["number"]
    reference = clip(event["reference"], 60)
    title = (
        say("notice.payment", amount=amount, number=number)
        if dealer is None
        else say(
            "notice.payment_staff", dealer=clip(dealer, 60), amount=amount, number=number, reference=reference
        )
    )
    discount, left = _money(event, "discount_minor"), _money(event, "unapplied_minor")
    return Screen(
        lines(
            title,
            say("notice.payment_settled", documents=_names(event["settled"])) if event["settled"] else None,
            say("notice.payment_part", documents=_names(event["part_paid"])) if event["part_paid"] else None,
            say("notice.payment_discount", amount=discount) if discount else None,
            say("notice.payment_left", amount=left) if left else None,
            say("notice.payment_released", orders=_names(event["released"]))
            if event["released"] and dealer is not None
            else None,
        ),
        _receipt_button(event, say),
    )


def reversal_screen(event: dict[str, Any], dealer: str | None, say: Say) -> Screen:
    """A payment was taken back. dealer: its name, for people of the house."""
    return Screen(
        _taken_back("notice.reversal", "notice.reversal_staff", event, dealer, say),
        _receipt_button(event, say),
    )


def note_reversal_screen(event: dict[str, Any], dealer: str | None, say: Say) -> Screen:
    """A credit note was taken back. dealer: its name, for people of the house."""
    text = _taken_back("notice.note_reversal", "notice.note_reversal_staff", event, dealer, say)
    return Screen(text, _invoice_button(event, say))


def _taken_back(own: str, house: str, event: dict[str, Any], dealer: str | None, say: Say) -> str:
    """own, house: the sentence for the dealer's people, and for those of the house."""
    named = {"amount": _money(event, "amount_minor"), "number": event["number"]}
    title = say(own, **named) if dealer is None else say(house, dealer=clip(dealer, 60), **named)
    reopened = event["reopened"]
    return lines(
        title,
        say("notice.reversal_why", reason=clip(event["reason"], 200)) if event["reason"] else None,
        say("notice.reversal_open", documents=_names(reopened)) if reopened else None,
    )


def invoice_screen(event: dict[str, Any], say: Say) -> Screen:
    key = "notice.invoice" if event["open_minor"] else "notice.invoice_paid"
    return Screen(
        say(
            key,
            number=event["number"],
            order=event["order_number"],
            amount=_money(event, "total_minor"),
            day=_day(event["due_on"]),
        ),
        _invoice_button(event, say),
    )


MOST_DUE = 10


def due_screen(event: dict[str, Any], say: Say) -> Screen:
    """What is soon due, due today or overdue, the oldest first; the list is one tap away."""
    currency, documents = event["currency"], event["documents"]
    rows = [
        say("invoices.late_line", days, number=number, amount=Money(left, currency))
        if days > 0
        else say("notice.due_today", number=number, amount=Money(left, currency))
        if days == 0
        else say("invoices.open_line", number=number, amount=Money(left, currency), due=_day(due_on))
        for number, left, due_on, days in documents[:MOST_DUE]
    ]
    more = len(documents) - len(rows)
    return Screen(
        paragraphs(
            say("notice.due", amount=Money(event["total_minor"], currency)),
            lines(*rows, say("statement.more", more) if more else None),
            say("notice.due_paid"),
        ),
        (
            (
                Button(say("button.open_invoices"), InvoicesPage().pack()),
                Button(say("button.due_dates"), DuePage().pack()),
            ),
            *switch_rows(NoticeKind.DUE, say, is_on=True),
        ),
    )


def credit_note_screen(event: dict[str, Any], say: Say) -> Screen:
    left = _money(event, "unapplied_minor")
    return Screen(
        lines(
            say(
                "notice.credit_note",
                number=event["number"],
                invoice=event["invoice_number"],
                amount=_money(event, "amount_minor"),
            ),
            say("notice.reversal_why", reason=clip(event["reason"], 200)) if event["reason"] else None,
            say("notice.payment_left", amount=left) if left else None,
        ),
        _invoice_button(event, say),
    )


def _invoice_button(event: dict[str, Any], say: Say) -> tuple[tuple[Button, ...], ...]:
    return _opening(event, InvoiceTap(invoice=short_id(UUID(event["invoice_id"]))), say)


def _receipt_button(event: dict[str, Any], say: Say) -> tuple[tuple[Button, ...], ...]:
    return _opening(event, ReceiptTap(receipt=short_id(UUID(event["payment_id"]))), say)


def _opening(event: dict[str, Any], tap: CallbackData, say: Say) -> tuple[tuple[Button, ...], ...]:
    """The one button under a notice about money: the document itself."""
    return ((Button(say("button.open_document", number=event["number"]), tap.pack()),),)


def _money(event: dict[str, Any], name: str) -> Money:
    return Money(event[name], event["currency"])


def _names(names: list[str]) -> str:
    return clip(listed(names), 200)


def _day(text: str) -> date:
    return date.fromisoformat(text)
