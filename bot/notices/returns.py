"""What people hear about returns: whoever asked, and the store that is to get the goods."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from bot.dealer.returns.screens import return_screen
from bot.notices.people import Told
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, PersonId
from core.returns.use_cases.request_return import ShowReturn


async def return_ended(core: Core, event: dict[str, Any]) -> Told:
    """Whoever asked for it sees where the request is now."""
    seen = await core.ask(SYSTEM, ShowReturn(UUID(event["return_id"])))
    whom = FindRecipients(
        dealer_id=DealerId(UUID(event["dealer_id"])), person_id=PersonId(UUID(event["person_id"]))
    )
    return [(one, partial(return_screen, seen)) for one in await core.ask(SYSTEM, whom)]
