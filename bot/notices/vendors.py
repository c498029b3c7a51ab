"""Who hears what about purchase orders: the vendor's people their card, the house what needs a hand (J1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bot.cards import find_cards
from bot.dealer.partners.callbacks import give_subject
from bot.dealer.partners.screens import give_screen
from bot.notices import partners
from bot.notices.sends import Desk, edit_job, send_job
from bot.screen import Screen, escape
from bot.vendor.callbacks import purchase_subject, sale_subject
from bot.vendor.screens import direct_sale_screen, purchase_screen
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.infra.queue import NewJob
from core.kernel.actor import STRANGER, SYSTEM, Role
from core.kernel.errors import Refused
from core.kernel.ids import OrderId
from core.vendors.types import Chase, Frozen, PurchaseState
from core.vendors.use_cases.give_goods import ShowGiveRequest
from core.vendors.use_cases.keep_vendors import FindContacts
from core.vendors.use_cases.show_purchases import ListOfOrder, ShowDirectSale, ShowPurchase

Event = dict[str, Any]


async def purchase_sent(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Every contact of the vendor gets the card, each in the own language."""
    return await _cards(desk, entry, event)


async def purchase_moved_on(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """All cards show it; what a vendor declines is the house's to find elsewhere.

    A card that changes in silence stops nobody: that goods are not wanted any more is a message of its own to
    a vendor who has not declined them.
    """
    jobs = await _redraw(desk, entry, UUID(event["purchase_id"]))
    if event["state"] == PurchaseState.CANCELLED and event["reason"] in tuple(Frozen):
        jobs += await _called_off(desk, entry, event)
    if event["state"] == PurchaseState.ACKNOWLEDGED and await partners.is_given(desk, event):
        jobs += await _to_house(desk, entry, event, "direct.given")
    if event["state"] == PurchaseState.DECLINED:
        jobs += await _to_house(desk, entry, event, "direct.declined")
    return jobs


async def purchase_unanswered(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    if event["step"] == Chase.REMIND:
        return await _cards(desk, entry, event, notice="purchase.reminder")
    return await _to_house(desk, entry, event, "direct.unanswered")


async def order_touched(desk: Desk, entry: str, orders: Iterable[str]) -> list[NewJob]:
    """An order was cancelled or amended, or its goods have moved: the cards of its purchase orders say so."""
    jobs: list[NewJob] = []
    for order_id in orders:
        for purchase_id in await desk.core.ask(SYSTEM, ListOfOrder(OrderId(UUID(order_id)))):
            jobs += await _redraw(desk, entry, purchase_id)
    return jobs


async def _cards(desk: Desk, entry: str, event: Event, notice: str | None = None) -> list[NewJob]:
    purchase_id = UUID(event["purchase_id"])
    purchase = await desk.core.ask(SYSTEM, ShowPurchase(purchase_id))
    if purchase.partner_id is not None:
        return await partners.give_cards(desk, entry, purchase.id, purchase.partner_id, notice)
    jobs = []
    for one in await _contacts(desk, UUID(event["vendor_id"])):
        say = desk.say(one)
        above = None if notice is None else say(notice)
        screen = purchase_screen(purchase, say, notice=above)
        jobs.append(send_job(entry, one, screen, subject=purchase_subject(purchase_id)))
    return jobs


async def _called_off(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    purchase = await desk.core.ask(SYSTEM, ShowPurchase(UUID(event["purchase_id"])))
    if purchase.partner_id is not None or purchase.reason:
        return []
    return await _cards(desk, f"{entry}:off", event)


async def _contacts(desk: Desk, vendor_id: UUID) -> list[Recipient]:
    found: list[Recipient] = []
    for person_id in await desk.core.ask(SYSTEM, FindContacts(vendor_id)):
        people = await desk.core.ask(SYSTEM, FindRecipients(person_id=person_id))
        found += people
    return found


async def _to_house(desk: Desk, entry: str, event: Event, notice: str) -> list[NewJob]:
    """The back office gets the card with the ways out."""
    purchase_id = UUID(event["purchase_id"])
    sale = await desk.core.ask(SYSTEM, ShowDirectSale(purchase_id))
    jobs = []
    for one in await desk.core.ask(SYSTEM, FindRecipients(role=Role.OFFICE)):
        say = desk.say(one)
        screen = direct_sale_screen(sale, say, notice=say(notice))
        jobs.append(send_job(f"{entry}:house", one, screen, subject=sale_subject(purchase_id)))
    return jobs


async def _redraw(desk: Desk, entry: str, purchase_id: UUID) -> list[NewJob]:
    """Every card of it as it stands now, each asked for in the name of whoever has it."""
    jobs: list[NewJob] = []
    for subject in (purchase_subject(purchase_id), sale_subject(purchase_id), give_subject(purchase_id)):
        for card in await find_cards(desk.core, subject):
            screen = await _as_seen_in(desk, card.chat_id, purchase_id, subject)
            if screen is not None:
                jobs.append(edit_job(f"{entry}:{purchase_id}", card, screen))
    return jobs


async def _as_seen_in(desk: Desk, chat_id: int, purchase_id: UUID, subject: str) -> Screen | None:
    """None for a chat whose person may not see it any more."""
    actor = (await desk.core.ask(STRANGER, IdentifyChat(chat_id))).actor
    say = desk.book.say(actor.language, zone=actor.zone, escape=escape)
    try:
        if subject == sale_subject(purchase_id):
            return direct_sale_screen(await desk.core.ask(actor, ShowDirectSale(purchase_id)), say)
        if subject == give_subject(purchase_id):
            return give_screen(await desk.core.ask(actor, ShowGiveRequest(purchase_id)), say)
        return purchase_screen(await desk.core.ask(actor, ShowPurchase(purchase_id)), say)
    except Refused:
        return None
