"""What people hear about their own safety and their team: to whom, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from bot.screen import Screen, clip
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Raw, Say
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import DealerId, PersonId

Told = list[tuple[Recipient, Callable[[Say], Screen]]]


async def joined_team(core: Core, event: dict[str, Any]) -> Told:
    """An open link names nobody, so the dealer's admins hear who followed it."""
    if not event.get("by_open_link"):
        return []
    dealer_id, person_id = DealerId(UUID(event["dealer_id"])), PersonId(UUID(event["person_id"]))
    joined = await core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, person_id=person_id))
    admins = await core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, role=Role.DEALER_ADMIN))
    draw = [partial(joined_screen, one.name, event["role"]) for one in joined]
    return [(admin, one) for one in draw for admin in admins if admin.person_id != person_id]


async def chat_connected(core: Core, event: dict[str, Any]) -> Told:
    return [(one, chat_connected_screen) for one in await _person(core, event)]


async def factor_locked(core: Core, event: dict[str, Any]) -> Told:
    return [(one, factor_locked_screen) for one in await _person(core, event)]


async def factor_removed(core: Core, event: dict[str, Any]) -> Told:
    """Whoever switched it off himself knows."""
    if not event["by_house"]:
        return []
    return [(one, factor_removed_screen) for one in await _person(core, event)]


async def _person(core: Core, event: dict[str, Any]) -> tuple[Recipient, ...]:
    """Whom the event is about, in the chat where the person's notices go."""
    dealer_id = DealerId(UUID(event["dealer_id"])) if event["dealer_id"] else None
    person_id = PersonId(UUID(event["person_id"]))
    return await core.ask(SYSTEM, FindRecipients(dealer_id=dealer_id, person_id=person_id))


def joined_screen(name: str, role: str, say: Say) -> Screen:
    return Screen(say("notice.joined_team", name=clip(name, 60), role=Raw(say(f"role.{role}"))))


def chat_connected_screen(say: Say) -> Screen:
    return Screen(say("notice.chat_connected"))


def factor_locked_screen(say: Say) -> Screen:
    return Screen(say("notice.factor_locked"))


def factor_removed_screen(say: Say) -> Screen:
    return Screen(say("notice.factor_removed"))
