"""What a dealer hears about the goods that it gives up: what it is asked for, and when its offer ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bot.dealer.partners.callbacks import give_subject
from bot.dealer.partners.screens import give_screen, offers_screen
from bot.notices.sends import Desk, send_job
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import DealerId
from core.vendors.giving_up import SILENT
from core.vendors.use_cases.give_goods import ShowGiveRequest
from core.vendors.use_cases.show_purchases import ShowPurchase

_ANSWERING = (Role.DEALER_ADMIN, Role.DEALER_BUYER)


async def give_cards(
    desk: Desk, entry: str, purchase_id: UUID, dealer_id: DealerId, notice: str | None
) -> list[NewJob]:
    """Everybody who may answer for the dealer gets the card; a reminder with words above it."""
    request = await desk.core.ask(SYSTEM, ShowGiveRequest(purchase_id))
    jobs = []
    for one in await _people(desk, dealer_id):
        say = desk.say(one)
        above = None if notice is None else say("give.reminder")
        jobs.append(
            send_job(entry, one, give_screen(request, say, notice=above), subject=give_subject(purchase_id))
        )
    return jobs


async def is_given(desk: Desk, event: dict[str, Any]) -> bool:
    """Whether it is a partner who said yes: the house has the goods fetched."""
    purchase = await desk.core.ask(SYSTEM, ShowPurchase(UUID(event["purchase_id"])))
    return purchase.partner_id is not None


async def offer_ended(desk: Desk, entry: str, event: dict[str, Any]) -> list[NewJob]:
    """Who said nothing in time is told that the offer has ended; who ended it himself knows."""
    if event["why"] != SILENT:
        return []
    jobs = []
    for one in await _people(desk, DealerId(UUID(event["dealer_id"]))):
        say = desk.say(one)
        jobs.append(send_job(entry, one, offers_screen((), (), say, notice=say("partner.silent"))))
    return jobs


async def _people(desk: Desk, dealer_id: DealerId) -> list[Recipient]:
    found: list[Recipient] = []
    for role in _ANSWERING:
        people = await desk.core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, role=role))
        found += people
    return found
