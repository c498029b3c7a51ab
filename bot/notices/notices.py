"""What an event means for whom: the bot's subscriber of the journal. It reads, words, and queues sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.cards import find_cards
from bot.notices import billing, people
from bot.notices.screens import decided_notice
from bot.screen import Screen, escape
from bot.staff.approvals.handlers import subject_of
from bot.staff.approvals.screens import approval_screen
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.infra.queue import Job, NewJob
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.orders.use_cases.decide_order import ShowApproval
from core.orders.use_cases.show_orders import ShowOrder

SEND = "chat.send"
HEAR = "hear.chat"


@dataclass(frozen=True, slots=True)
class Notices:
    """Turns events into sends; the same event gives the same sends, told apart by their dedupe keys."""

    core: Core
    book: Phrasebook

    async def hear(self, job: Job) -> list[NewJob]:
        """The worker's handler for jobs of kind ``hear.chat``."""
        teller = _TELLERS.get(job.payload["name"])
        if teller is None:
            return []
        return await teller(self, job.payload["entry"], job.payload["event"])

    def say(self, recipient: Recipient) -> Say:
        return self.book.say(recipient.language, zone=recipient.zone, escape=escape)

    async def approval_requested(self, entry: str, event: dict[str, Any]) -> list[NewJob]:
        """The card goes to the dealer's rep; where nobody is assigned, to every manager."""
        approver = event["approver_id"]
        query = (
            FindRecipients(person_id=PersonId(UUID(approver)))
            if approver
            else FindRecipients(role=Role.MANAGER)
        )
        approval_id = ApprovalId(UUID(event["approval_id"]))
        card = await self.core.ask(SYSTEM, ShowApproval(approval_id))
        return [
            send_job(entry, one, approval_screen(card, self.say(one)), subject=subject_of(approval_id))
            for one in await self.core.ask(SYSTEM, query)
        ]

    async def order_decided(self, entry: str, event: dict[str, Any]) -> list[NewJob]:
        """The dealer's people are told; every card of the request freezes and shows who decided."""
        order = await self.core.ask(SYSTEM, ShowOrder(order_id=OrderId(UUID(event["order_id"]))))
        people = await self.core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
        jobs = [
            send_job(entry, one, decided_notice(order, event["approved"], event["reason"], self.say(one)))
            for one in people
        ]
        approval_id = ApprovalId(UUID(event["approval_id"]))
        card = await self.core.ask(SYSTEM, ShowApproval(approval_id))
        staff = {one.telegram_id: one for one in await self.core.ask(SYSTEM, FindRecipients(staff=True))}
        for chat_id, message_id in await find_cards(self.core, subject_of(approval_id)):
            if chat_id in staff:
                screen = approval_screen(card, self.say(staff[chat_id]))
                jobs.append(edit_job(entry, chat_id, message_id, screen))
        return jobs


_Teller = Callable[[Notices, str, dict[str, Any]], Awaitable[list[NewJob]]]


def _telling(whom: Callable[[Core, dict[str, Any]], Awaitable[people.Told]]) -> _Teller:
    """A teller for notices that only name who hears what."""

    async def tell(notices: Notices, entry: str, event: dict[str, Any]) -> list[NewJob]:
        told = await whom(notices.core, event)
        return [send_job(entry, one, draw(notices.say(one))) for one, draw in told]

    return tell


_TELLERS: dict[str, _Teller] = {
    "person_joined": _telling(people.joined_team),
    "chat_connected": _telling(people.chat_connected),
    "second_factor_locked": _telling(people.factor_locked),
    "second_factor_removed": _telling(people.factor_removed),
    "payment_recorded": _telling(billing.payment_recorded),
    "payment_reversed": _telling(billing.payment_reversed),
    "invoice_issued": _telling(billing.invoice_issued),
    "credit_note_issued": _telling(billing.credit_note_issued),
    "approval_requested": Notices.approval_requested,
    "order_decided": Notices.order_decided,
}


def send_job(entry: str, to: Recipient, screen: Screen, *, subject: str | None = None) -> NewJob:
    """A message to one person, once for each journal entry."""
    return NewJob(
        kind=SEND,
        payload={
            "chat_id": to.telegram_id,
            "text": screen.text,
            "markup": screen.markup(),
            "subject": subject,
        },
        lane=f"chat:{to.telegram_id}",
        dedupe_key=f"send:{entry}:{to.person_id}",
    )


def edit_job(entry: str, chat_id: int, message_id: int, screen: Screen) -> NewJob:
    return NewJob(
        kind=SEND,
        payload={
            "chat_id": chat_id,
            "message_id": message_id,
            "text": screen.text,
            "markup": screen.inline_markup() if screen.rows else None,
        },
        lane=f"chat:{chat_id}",
        dedupe_key=f"edit:{entry}:{chat_id}:{message_id}",
    )
