"""What an event means for whom: the bot's subscriber of the journal. It reads, words, and queues sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.dealer.survey.screens import asked_screen
from bot.notices import (
    approvals,
    billing,
    channel,
    conversations,
    deliveries,
    driving,
    orders,
    partners,
    people,
    prepared,
    protection,
    returns,
    routes,
    standing,
    stock,
    surveys,
    tasks,
    territory,
    vendors,
)
from bot.notices.choices import as_chosen
from bot.notices.screens import digest_screen
from bot.notices.sends import SEND, Desk, send_job
from bot.office.broadcasts.screens import message_screen
from core.approvals.types import SubjectKind
from core.channel.types import DigestItem, NoticeKind
from core.channel.use_cases.broadcast import ShowBroadcast
from core.channel.use_cases.keep_digest import ShowDigest
from core.channel.wording import text_for
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.feedback.use_cases.run_survey import ShowSurvey
from core.feedback.wording import question_for
from core.infra.door import Core
from core.infra.queue import Job, NewJob
from core.kernel.actor import SYSTEM
from core.kernel.ids import PersonId

__all__ = ["HEAR", "SEND", "Notices"]

HEAR = "hear.chat"

Teller = Callable[[Desk, str, dict[str, Any]], Awaitable[list[NewJob]]]


def _telling(whom: Callable[[Core, dict[str, Any]], Awaitable[people.Told]]) -> Teller:
    """A teller for notices that only name who hears what."""

    async def tell(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
        told = await whom(desk.core, event)
        return [send_job(entry, one, draw(desk.say(one))) for one, draw in told]

    return tell


def _tier_decided(whom: Callable[[Core, dict[str, Any]], Awaitable[people.Told]]) -> Teller:
    """The people concerned are told; where it was asked for, every card of the request freezes."""

    async def tell(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
        jobs = await _telling(whom)(desk, entry, event)
        if event["approval_id"] is None:
            return jobs
        return jobs + await approvals.redraw_cards(desk, entry, {**event, "kind": SubjectKind.TIER_MOVE})

    return tell


async def _return_ended(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
    """Whoever asked is told and the cards freeze; what passed at once the person has just seen."""
    if "approval_id" not in event:
        return await _telling(returns.return_ended)(desk, entry, event)
    if event["approval_id"] is None:
        return []
    jobs = await _telling(returns.return_ended)(desk, entry, event)
    return jobs + await approvals.redraw_cards(desk, entry, {**event, "kind": SubjectKind.RETURN})


async def _claim_decided(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
    jobs = await _telling(protection.protection_decided)(desk, entry, event)
    return jobs + await approvals.redraw_cards(desk, entry, {**event, "kind": SubjectKind.PROTECTION})


def _and_vendors(tell: Teller) -> Teller:
    """What happens to an order shows on the cards of what was bought for it, too."""

    async def tell_both(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
        orders = event["order_ids"] if "order_ids" in event else [event["order_id"]]
        return await tell(desk, entry, event) + await vendors.order_touched(desk, entry, orders)

    return tell_both


# Name of the event -> who words it: (desk, id of the journal entry, the event's fields).
_TELLERS: dict[str, Teller] = {
    "approval_requested": approvals.approval_requested,
    "approval_step_passed": approvals.approval_step_passed,
    "approval_reminder": approvals.approval_reminder,
    "approval_escalated": approvals.approval_escalated,
    "order_decided": approvals.order_decided,
    "order_released": approvals.order_released,
    "order_cancelled": _and_vendors(approvals.order_cancelled),
    "order_amended": _and_vendors(approvals.order_cancelled),
    "order_back_ordered": _telling(orders.order_back_ordered),
    "back_order_released": _telling(orders.back_order_released),
    "promise_changed": _telling(orders.promise_changed),
    "standing_shown": _telling(standing.standing_shown),
    "standing_placed": _telling(standing.standing_placed),
    "standing_failed": _telling(standing.standing_failed),
    "freight_moved": _telling(orders.freight_moved),
    "order_shared": _telling(orders.order_shared),
    "holiday_moved": _telling(orders.holiday_moved),
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
    "invoices_due": _telling(billing.invoices_due),
    "credit_note_issued": _telling(billing.credit_note_issued),
    "credit_note_reversed": _telling(billing.credit_note_reversed),
    "tier_moved": _tier_decided(channel.tier_moved),
    "tier_move_declined": _tier_decided(channel.tier_move_declined),
    "tier_move_announced": _telling(channel.tier_move_announced),
    "tier_move_cancelled": _telling(channel.tier_move_cancelled),
    "shipment_moved": _and_vendors(deliveries.shipment_moved),
    "purchase_sent": vendors.purchase_sent,
    "purchase_moved_on": vendors.purchase_moved_on,
    "purchase_unanswered": vendors.purchase_unanswered,
    "offer_ended": partners.offer_ended,
    "picked_short": deliveries.picked_short,
    "fetched_short": deliveries.fetched_short,
    "carrier_booked": deliveries.carrier_told,
    "carrier_not_booked": deliveries.carrier_told,
    "booking_not_cancelled": deliveries.booking_not_cancelled,
    "goods_refused": deliveries.goods_refused,
    "stop_is_next": driving.stop_is_next,
    "delivery_proved": driving.delivery_proved,
    "delivery_failed": driving.delivery_failed,
    "delivery_rated": tasks.delivery_rated,
    "rating_explained": tasks.rating_explained,
    "survey_ended": _telling(surveys.survey_ended),
    "act_refused": driving.act_refused,
    "load_lacking": driving.load_lacking,
    "door_money_taken": driving.door_money_taken,
    "door_money_corrected": driving.door_money_corrected,
    "shift_closed": driving.shift_closed,
    "route_published": routes.route_published,
    "route_changed": routes.route_changed,
    "route_given": routes.route_given,
    "window_told": routes.window_told,
    "delivery_put_off": routes.delivery_put_off,
    "return_agreed": _return_ended,
    "return_declined": _return_ended,
    "return_received": _return_ended,
    "price_protection_offered": _telling(protection.protection_offered),
    "protection_decided": _claim_decided,
    "rebate_stated": _telling(channel.rebate_stated),
    "rebate_settled": _telling(channel.rebate_settled),
    "dealers_silent": _telling(territory.dealers_silent),
    "dealer_written": _telling(territory.dealer_written),
    "order_prepared": _telling(prepared.order_prepared),
    "prepared_placed": _telling(prepared.prepared_placed),
    "prepared_declined": _telling(prepared.prepared_declined),
    "decline_explained": _telling(prepared.decline_explained),
    "prepared_expired": _telling(prepared.prepared_expired),
    "conversation_opened": conversations.conversation_opened,
    "conversation_taken_up": conversations.conversation_taken_up,
    "conversation_passed_on": conversations.conversation_passed_on,
    "conversation_said": conversations.conversation_said,
    "conversation_read": conversations.conversation_read,
    "conversation_closed": conversations.conversation_closed,
    "back_in_stock": _telling(stock.back_in_stock),
    "lots_expired": _telling(stock.lots_expired),
    "stock_proposed": _telling(stock.stock_proposed),
    "moves_asked": _telling(stock.moves_asked),
    "expiring_offered": _telling(stock.expiring_offered),
    "task_opened": tasks.task_opened,
    "task_given": tasks.task_given,
    "task_snoozed": tasks.task_changed,
    "task_back": tasks.task_back,
    "task_escalated": tasks.task_escalated,
    "task_ended": tasks.task_changed,
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
        name, event = job.payload["name"], job.payload["event"]
        jobs = await teller(self, job.payload["entry"], event)
        return await as_chosen(self.core, name, job.payload["entry"], event, jobs)

    async def tell_digest(self, job: Job) -> list[NewJob]:
        """The worker's handler for jobs of kind ``digest.send``: what was kept, worded as it stands now."""
        person_id, due = PersonId(UUID(job.payload["person"])), datetime.fromisoformat(job.payload["due"])
        digest = await self.core.ask(SYSTEM, ShowDigest(person_id, due))
        whom = FindRecipients(dealer_id=digest.dealer_id, person_id=person_id)
        people = await self.core.ask(SYSTEM, whom)
        if not people:
            return []
        told = [one for item in digest.items for one in await self._worded(item, people[0])]
        screen = digest_screen(told, self.say(people[0]))
        return [send_job(f"digest:{job.payload['due']}", people[0], screen)] if told else []

    async def _worded(self, item: DigestItem, to: Recipient) -> list[NewJob]:
        """The sends that it would have been for that person."""
        if item.name == "broadcast":
            broadcast = await self.core.ask(SYSTEM, ShowBroadcast(UUID(item.event["broadcast_id"])))
            if broadcast.kind is NoticeKind.SURVEYS:
                return await self._asked(item, broadcast.id, to)
            text = text_for(broadcast.texts, to.language)
            return [send_job(item.entry, to, message_screen(broadcast.kind, text, self.say(to)))]
        jobs = await _TELLERS[item.name](self, item.entry, dict(item.event))
        return [one for one in jobs if one.payload.get("person") == str(to.person_id)]

    async def _asked(self, item: DigestItem, survey_id: UUID, to: Recipient) -> list[NewJob]:
        """A question of the house, unless it is too late to answer."""
        survey = await self.core.ask(SYSTEM, ShowSurvey(survey_id))
        if survey.closed_at is not None:
            return []
        question = question_for(survey.texts, to.language)
        return [send_job(item.entry, to, asked_screen(survey_id, question, self.say(to)))]
