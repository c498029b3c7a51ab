"""What reps hear of their dealers, and dealers of what somebody of the house writes to them."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from bot.notices.people import Told
from bot.screen import Screen, clip
from bot.staff.territory.silent_screens import silent_notice
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Say
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money

Event = dict[str, Any]


async def dealers_silent(core: Core, event: Event) -> Told:
    worth = [Money(minor, currency) for currency, minor in event["worth"]]
    reps = await core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["rep_id"]))))
    return [(one, partial(silent_notice, event["count"], worth, event["names"])) for one in reps]


async def dealer_written(core: Core, event: Event) -> Told:
    people = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    return [(one, partial(written_screen, event["person_name"], event["text"])) for one in people]


def written_screen(name: str, text: str, say: Say) -> Screen:
    """Words of somebody of the house; the name says whose."""
    return Screen(say("territory.written", name=clip(name, 60), text=clip(text, 1000)))
