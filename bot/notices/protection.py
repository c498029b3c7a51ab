"""What people hear about price protection: the offer by itself, and what became of a claim."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from bot.dealer.protection.screens import claim_screen, offer_screen, offers_screen
from bot.notices.people import Told
from core.dealers.use_cases.find_recipients import FindRecipients
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Permission
from core.kernel.ids import DealerId, PersonId, ProductId
from core.protection.use_cases.claim_protection import ShowClaim
from core.protection.use_cases.notice_falls import ShowOffered


async def protection_offered(core: Core, event: dict[str, Any]) -> Told:
    """Everybody of the dealer who may order: what can be claimed by now, with one tap."""
    dealer_id = DealerId(UUID(event["dealer_id"]))
    products = tuple(ProductId(UUID(one)) for one in event["products"])
    offers = await core.ask(SYSTEM, ShowOffered(dealer_id, products))
    if not offers:
        return []
    draw = partial(offer_screen, offers[0]) if len(offers) == 1 else partial(offers_screen, offers)
    told: Told = []
    for one in await core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id)):
        actor = (await core.ask(SYSTEM, IdentifyChat(one.telegram_id))).actor
        if actor.may(Permission.ORDER_PLACE):
            told.append((one, draw))
    return told


async def protection_decided(core: Core, event: dict[str, Any]) -> Told:
    """Whoever claimed sees the end of it."""
    claim = await core.ask(SYSTEM, ShowClaim(UUID(event["claim_id"])))
    whom = FindRecipients(
        dealer_id=DealerId(UUID(event["dealer_id"])), person_id=PersonId(UUID(event["person_id"]))
    )
    return [(one, partial(claim_screen, claim)) for one in await core.ask(SYSTEM, whom)]
