"""What an event means for whom: the bot's subscriber of the journal. It reads, words, and queues sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.notices import approvals, billing, channel, people
from bot.notices.sends import SEND, Desk, edit_job, send_job
from bot.office.tiers import screens as tiers
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.door import Core
from core.infra.queue import Job, NewJob
from core.kernel.actor import SYSTEM

__all__ = ["HEAR", "SEND", "Notices"]

HEAR = "hear.chat"

Teller = Callable[[Desk, str, dict[str, Any]], Awaitable[list[NewJob]]]


def _telling(whom: Callable[[Core, dict[str, Any]], Awaitable[people.Told]]) -> Teller:
    """A teller for notices that only name who hears what."""

    async def tell(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
        told = await whom(desk.core, event)
        return [send_job(entry, one, draw(desk.say(one))) for one, draw in told]

    return tell


async def _tier_move_requested(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
    """Cards to all who may decide."""
    subject = tiers.subject_of(UUID(event["move_id"]))
    told = await channel.tier_move_requested(desk.core, event)
    return [send_job(entry, one, draw(desk.say(one)), subject=subject) for one, draw in told]


def _tier_move_decided(whom: Callable[[Core, dict[str, Any]], Awaitable[people.Told]]) -> Teller:
    """The people concerned are told; every card of the request freezes and shows who decided."""

    async def tell(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
        jobs = [send_job(entry, one, draw(desk.say(one))) for one, draw in await whom(desk.core, event)]
        staff = {one.telegram_id: one for one in await desk.core.ask(SYSTEM, FindRecipients(staff=True))}
        for chat_id, message_id, draw in await channel.decided_cards(desk.core, event):
            if chat_id in staff:
                jobs.append(edit_job(entry, chat_id, message_id, draw(desk.say(staff[chat_id]))))
        return jobs

    return tell


# Name of the event -> who words it: (desk, id of the journal entry, the event's fields).
_TELLERS: dict[str, Teller] = {
    "approval_requested": approvals.approval_requested,
    "approval_step_passed": approvals.approval_step_passed,
    "approval_reminder": approvals.approval_reminder,
    "approval_escalated": approvals.approval_escalated,
    "order_decided": approvals.order_decided,
    "order_released": approvals.order_released,
    "order_cancelled": approvals.order_cancelled,
    "counter_offered": approvals.counter_offered,
    "counter_answered": approvals.counter_answered,
    "question_asked": approvals.question_asked,
    "question_answered": approvals.question_answered,
    "price_request_decided": approvals.price_request_decided,
    "quotation_expiring": approvals.quotation_expiring,
    "deputy_set": approvals.deputy_set,
    "payment_recorded": _telling(billing.payment_recorded),
    "payment_reversed": _telling(billing.payment_reversed),
    "invoice_issued": _telling(billing.invoice_issued),
    "credit_note_issued": _telling(billing.credit_note_issued),
    "tier_move_requested": _tier_move_requested,
    "tier_moved": _tier_move_decided(channel.tier_moved),
    "tier_move_declined": _tier_move_decided(channel.tier_move_declined),
    "tier_move_announced": _telling(channel.tier_move_announced),
    "tier_move_cancelled": _telling(channel.tier_move_cancelled),
    "person_joined": _telling(people.joined_team),
    "chat_connected": _telling(people.chat_connected),
    "second_factor_locked": _telling(people.factor_locked),
    "second_factor_removed": _telling(people.factor_removed),
}


@dataclass(frozen=True, slots=True)
class Notices(Desk):
    """Turns events into sends; the same event gives the same sends, told apart by their dedupe keys."""

    async def hear(self, job: Job) -> list[NewJob]:
        """The worker's handler for jobs of kind ``hear.chat``."""
        teller = _TELLERS.get(job.payload["name"])
        if teller is None:
            return []
        return await teller(self, job.payload["entry"], job.payload["event"])
