"""What both sides hear of a prepared order: the dealer that it is there, whoever prepared it how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from bot.dealer.prepared.screens import expired_notice, prepared_screen
from bot.notices.people import Told
from bot.screen import Screen
from bot.staff.preparing.screens import declined_notice, explained_notice, placed_notice, unanswered_notice
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId
from core.orders.prepared.types import PreparedState
from core.orders.use_cases.show_prepared import ShowPrepared

Event = dict[str, Any]


async def order_prepared(core: Core, event: Event) -> Told:
    """Everybody of the dealer who orders sees it, goods in the own language; answered, it comes not."""
    told: Told = []
    for one in await _who_order(core, event):
        try:
            view = await core.ask(
                replace(SYSTEM, language=one.language), ShowPrepared(UUID(event["prepared_id"]))
            )
        except NotFound:
            return []
        if view.state is PreparedState.SENT:
            told.append((one, partial(prepared_screen, view)))
    return told


async def _who_order(core: Core, event: Event) -> list[Recipient]:
    dealer_id = DealerId(UUID(event["dealer_id"]))
    return [
        one
        for role in (Role.DEALER_ADMIN, Role.DEALER_BUYER)
        for one in await core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, role=role))
    ]


async def prepared_expired(core: Core, event: Event) -> Told:
    told: Told = [(one, partial(expired_notice, event)) for one in await _who_order(core, event)]
    return told + await _rep(core, event, unanswered_notice)


async def prepared_placed(core: Core, event: Event) -> Told:
    return await _rep(core, event, placed_notice)


async def prepared_declined(core: Core, event: Event) -> Told:
    return await _rep(core, event, declined_notice)


async def decline_explained(core: Core, event: Event) -> Told:
    return await _rep(core, event, explained_notice)


async def _rep(core: Core, event: Event, draw: Callable[..., Screen]) -> Told:
    whom = FindRecipients(person_id=PersonId(UUID(event["rep_id"])))
    return [(one, partial(draw, event)) for one in await core.ask(SYSTEM, whom)]
