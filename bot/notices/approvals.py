"""Who hears what about approvals: who is asked gets the card, who is told a card to read, the dealer the end.

Every card is asked for in the name of its reader: a margin never reaches who may not see it. All cards
of a request freeze as soon as it is decided, and show by whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bot.cards import find_cards
from bot.dealer.requests.screens import (
    offer_card,
    question_screen,
    quotation_screen,
    request_screen,
)
from bot.notices.screens import (
    counter_answered_notice,
    decided_notice,
    deputy_notice,
    offer_closed_notice,
    released_notice,
)
from bot.notices.sends import Desk, edit_job, send_job
from bot.screen import Screen, short_id
from bot.staff.approvals.cards import draw_card, subject_of
from core.approvals.types import SubjectKind
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM
from core.kernel.errors import NotFound
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.orders.use_cases.request_price import ShowPriceRequest
from core.orders.use_cases.save_quotation import ShowQuotation
from core.orders.use_cases.show_orders import ShowOrder

Event = dict[str, Any]
_KINDS = frozenset(SubjectKind) - {SubjectKind.APPLICATION}


async def approval_requested(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Those asked get the card with its buttons, those told the same without."""
    asked = await _cards(desk, entry, event, event["asked"])
    return asked + await _cards(desk, entry, event, event["told"], decides=False)


async def approval_step_passed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The next ones get the card; those that are there show who has agreed."""
    return await _cards(desk, entry, event, event["asked"]) + await redraw_cards(desk, entry, event)


async def approval_reminder(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _cards(desk, entry, event, event["asked"], notice="approval.reminder")


async def approval_escalated(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _cards(desk, entry, event, event["asked"], notice="approval.escalated")


async def _cards(
    desk: Desk,
    entry: str,
    event: Event,
    people: Iterable[str],
    *,
    decides: bool | None = None,
    notice: str | None = None,
) -> list[NewJob]:
    """The card to each of these people, as each of them may see it."""
    approval_id = ApprovalId(UUID(event["approval_id"]))
    jobs: list[NewJob] = []
    for person in people:
        for one in await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(person)))):
            words = desk.say(one)(notice) if notice else None
            screen = await _card(desk, one, event, notice=words, decides=decides)
            if screen is not None:
                jobs.append(send_job(entry, one, screen, subject=subject_of(approval_id)))
    return jobs


async def _card(
    desk: Desk,
    to: Recipient,
    event: Event,
    *,
    notice: str | None = None,
    decides: bool | None = None,
) -> Screen | None:
    """None: a request of a kind without a card, or one that this person may not see (any more)."""
    kind = SubjectKind(event.get("kind", SubjectKind.ORDER))
    if kind not in _KINDS:
        return None
    actor = (await desk.core.ask(SYSTEM, IdentifyChat(to.telegram_id))).actor
    if actor.person_id is None:
        return None
    approval_id = ApprovalId(UUID(event["approval_id"]))
    try:
        return await draw_card(
            desk.core, actor, desk.say(to), approval_id, kind, notice=notice, decides=decides
        )
    except NotFound:
        return None


async def redraw_cards(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Every card of the request as it stands now: once decided, without buttons and with who decided."""
    staff = {one.telegram_id: one for one in await desk.core.ask(SYSTEM, FindRecipients(staff=True))}
    jobs: list[NewJob] = []
    for card in await find_cards(desk.core, subject_of(ApprovalId(UUID(event["approval_id"])))):
        if card.chat_id in staff:
            screen = await _card(desk, staff[card.chat_id], event)
            if screen is not None:
                jobs.append(edit_job(entry, card, screen))
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
    return jobs + await redraw_cards(desk, entry, event) + await _close_offers(desk, entry, event)


async def order_released(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Money or a limit has set an order free: the dealer hears it, and nobody need decide any more."""
    order = await desk.core.ask(SYSTEM, ShowOrder(order_id=OrderId(UUID(event["order_id"]))))
    jobs = [
        send_job(entry, one, released_notice(order, desk.say(one))) for one in await _people_of(desk, event)
    ]
    return jobs + await redraw_cards(desk, entry, event) + await _close_offers(desk, entry, event)


async def order_cancelled(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    if not event["approval_id"]:
        return []
    return await redraw_cards(desk, entry, event) + await _close_offers(desk, entry, event)


async def counter_offered(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer's people can take it with one tap."""
    order = await desk.core.ask(SYSTEM, ShowOrder(order_id=OrderId(UUID(event["order_id"]))))
    if order.offer is None:
        return []
    return [
        send_job(entry, one, offer_card(order, order.offer, desk.say(one)), subject=_offer_subject(event))
        for one in await _people_of(desk, event)
    ]


def _offer_subject(event: Event) -> str:
    return f"offer:{event['order_id']}"


async def _close_offers(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """An offer that does not stand any more has no buttons either."""
    people = {one.telegram_id: one for one in await _people_of(desk, event)}
    return [
        edit_job(entry, card, offer_closed_notice(event["number"], desk.say(people[card.chat_id])))
        for card in await find_cards(desk.core, _offer_subject(event))
        if card.chat_id in people
    ]


async def counter_answered(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Whoever made the offer hears what became of it; where it was not taken he decides anew."""
    made_by = PersonId(UUID(event["made_by"]))
    taken = event["outcome"] == "taken"
    jobs: list[NewJob] = []
    for one in await desk.core.ask(SYSTEM, FindRecipients(person_id=made_by)):
        notice = counter_answered_notice(event["number"], event["outcome"], desk.say(one))
        card = None if taken else await _card(desk, one, event, notice=notice.text)
        subject = None if card is None else subject_of(ApprovalId(UUID(event["approval_id"])))
        jobs.append(send_job(entry, one, card or notice, subject=subject))
    return jobs + await _close_offers(desk, entry, event)


async def question_asked(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Whoever placed the order, else all of the dealer's people."""
    asked = PersonId(UUID(event["asked"])) if event["asked"] else None
    dealer_id = DealerId(UUID(event["dealer_id"]))
    people = await desk.core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, person_id=asked))
    key = short_id(UUID(event["order_id"]))
    return [
        send_job(entry, one, question_screen(event["number"], event["text"], key, desk.say(one)))
        for one in people
    ]


async def question_answered(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The card again, with the answer on it, to whoever had asked."""
    return await _cards(desk, entry, event, [event["asked_by"]] if event["asked_by"] else [])


async def price_request_decided(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer's people see the price and can order at once; the cards of those asked freeze."""
    jobs: list[NewJob] = []
    if event["decision"] != "withdrawn":
        request = await desk.core.ask(SYSTEM, ShowPriceRequest(UUID(event["request_id"])))
        jobs = [
            send_job(entry, one, request_screen(request, desk.say(one)))
            for one in await _people_of(desk, event)
        ]
    return jobs + await redraw_cards(desk, entry, {**event, "kind": SubjectKind.PRICE_REQUEST})


async def quotation_expiring(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    quotation = await desk.core.ask(SYSTEM, ShowQuotation(UUID(event["quotation_id"])))
    return [
        send_job(
            entry, one, quotation_screen(quotation, desk.say(one), notice=desk.say(one)("quotation.expiring"))
        )
        for one in await _people_of(desk, event)
    ]


async def deputy_set(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Whoever stands in for somebody from now on knows it."""
    if not event["deputy_id"]:
        return []
    principal = await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["person_id"]))))
    name = principal[0].name if principal else "—"
    deputy = await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["deputy_id"]))))
    return [send_job(entry, one, deputy_notice(name, desk.say(one))) for one in deputy]


async def _people_of(desk: Desk, event: Event) -> tuple[Recipient, ...]:
    return await desk.core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
