"""Who hears what about approvals: those asked get the card, those told a card to read, the dealer the result.

Every card of a request freezes as soon as it is decided, and shows by whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bot.cards import find_cards
from bot.notices.screens import decided_notice, released_notice
from bot.notices.sends import Desk, edit_job, send_job
from bot.staff.approvals.handlers import subject_of
from bot.staff.approvals.screens import approval_screen
from core.approvals.types import SubjectKind
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.orders.use_cases.show_approvals import ApprovalCard, ShowApproval
from core.orders.use_cases.show_orders import ShowOrder

Event = dict[str, Any]


async def approval_requested(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Those asked get the card with its buttons, those told the same without."""
    if event["kind"] != SubjectKind.ORDER:
        return []
    card = await _card(desk, event)
    asked = await _card_jobs(desk, entry, card, event["asked"])
    return asked + await _card_jobs(desk, entry, card, event["told"], decides=False)


async def approval_step_passed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The next ones get the card."""
    return await _to_asked(desk, entry, event, None)


async def approval_reminder(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _to_asked(desk, entry, event, "approval.reminder")


async def approval_escalated(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _to_asked(desk, entry, event, "approval.escalated")


async def _to_asked(desk: Desk, entry: str, event: Event, notice: str | None) -> list[NewJob]:
    if event["kind"] != SubjectKind.ORDER:
        return []
    return await _card_jobs(desk, entry, await _card(desk, event), event["asked"], notice=notice)


async def _card(desk: Desk, event: Event) -> ApprovalCard:
    return await desk.core.ask(SYSTEM, ShowApproval(ApprovalId(UUID(event["approval_id"]))))


async def _card_jobs(
    desk: Desk,
    entry: str,
    card: ApprovalCard,
    people: Iterable[str],
    *,
    decides: bool = True,
    notice: str | None = None,
) -> list[NewJob]:
    jobs: list[NewJob] = []
    for person in people:
        for one in await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(person)))):
            say = desk.say(one)
            screen = approval_screen(card, say, decides=decides, notice=say(notice) if notice else None)
            jobs.append(send_job(entry, one, screen, subject=subject_of(card.approval.id)))
    return jobs


async def order_decided(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer's people are told; every card of the request freezes."""
    order = await desk.core.ask(SYSTEM, ShowOrder(order_id=OrderId(UUID(event["order_id"]))))
    jobs = [
        send_job(
            entry,
            one,
            decided_notice(order, event["decision"], event["reason"], event["rest_number"], desk.say(one)),
        )
        for one in await _people_of(desk, event)
    ]
    return jobs + await _freeze(desk, entry, event)


async def order_released(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Money or a limit has set an order free: the dealer hears it, and nobody need decide any more."""
    order = await desk.core.ask(SYSTEM, ShowOrder(order_id=OrderId(UUID(event["order_id"]))))
    jobs = [
        send_job(entry, one, released_notice(order, desk.say(one))) for one in await _people_of(desk, event)
    ]
    return jobs + await _freeze(desk, entry, event)


async def order_cancelled(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _freeze(desk, entry, event) if event["approval_id"] else []


async def _people_of(desk: Desk, event: Event) -> tuple[Recipient, ...]:
    return await desk.core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))


async def _freeze(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    card = await _card(desk, event)
    staff = {one.telegram_id: one for one in await desk.core.ask(SYSTEM, FindRecipients(staff=True))}
    return [
        edit_job(entry, chat_id, message_id, approval_screen(card, desk.say(staff[chat_id])))
        for chat_id, message_id in await find_cards(desk.core, subject_of(card.approval.id))
        if chat_id in staff
    ]
