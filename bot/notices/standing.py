"""What people hear about standing orders: the evening before, that it was placed, or why it was not."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from bot.dealer.templates.standing_screens import failed_notice, period_screen, placed_notice
from bot.notices.people import Told
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId
from core.templates.use_cases.answer_period import ShowPeriod

Event = dict[str, Any]


async def standing_shown(core: Core, event: Event) -> Told:
    """Whoever set it sees what is coming; deleted meanwhile, nothing comes."""
    try:
        view = await core.ask(
            SYSTEM, ShowPeriod(UUID(event["template_id"]), date.fromisoformat(event["period_on"]))
        )
    except NotFound:
        return []
    whom = FindRecipients(
        dealer_id=DealerId(UUID(event["dealer_id"])), person_id=PersonId(UUID(event["person_id"]))
    )
    return [(one, partial(period_screen, view)) for one in await core.ask(SYSTEM, whom)]


async def standing_placed(core: Core, event: Event) -> Told:
    dealer = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    return [(one, partial(placed_notice, event)) for one in dealer]


async def standing_failed(core: Core, event: Event) -> Told:
    """The dealer's people as themselves, the rep with the dealer's name."""
    dealer = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    told: Told = [(one, partial(failed_notice, event)) for one in dealer]
    if event["rep_id"]:
        reps = await core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["rep_id"]))))
        told += [(one, partial(failed_notice, event, dealer=event["dealer_name"])) for one in reps]
    return told
