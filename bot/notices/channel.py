"""What people hear about tiers and rebates: the dealer and its rep, and whoever asked for a tier by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bot.notices.people import Told
from bot.screen import Screen, clip, lines, listed
from bot.staff.approvals.wording import reason_text
from core.channel.use_cases.set_tier_rules import ShowTierRules
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Raw, Say
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.clock import local_day
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money


async def tier_moved(core: Core, event: dict[str, Any]) -> Told:
    told = await _dealer_and_rep(core, event, moved_screen)
    known = {one.person_id for one, _ in told}
    names = await _names(core)
    asked = [one for one in await _person(core, event["asked_by"]) if one.person_id not in known]
    return told + [(one, partial(moved_screen, event, names, event["dealer_name"])) for one in asked]


async def tier_move_announced(core: Core, event: dict[str, Any]) -> Told:
    return await _dealer_and_rep(core, event, announced_screen)


async def tier_move_cancelled(core: Core, event: dict[str, Any]) -> Told:
    return await _dealer_and_rep(core, event, stays_screen)


async def tier_move_declined(core: Core, event: dict[str, Any]) -> Told:
    """Whoever asked hears it, with the reason."""
    names = await _names(core)
    return [(one, partial(declined_screen, event, names)) for one in await _person(core, event["asked_by"])]


async def rebate_stated(core: Core, event: dict[str, Any]) -> Told:
    return await _dealer_and_rep(core, event, rebate_stated_screen)


async def rebate_settled(core: Core, event: dict[str, Any]) -> Told:
    people = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    return [(one, partial(rebate_settled_screen, event)) for one in people]


async def _dealer_and_rep(core: Core, event: dict[str, Any], draw: Callable[..., Screen]) -> Told:
    """The dealer's people as themselves, the rep with the dealer's name."""
    names = await _names(core)
    people = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    told: Told = [(one, partial(draw, event, names, None)) for one in people]
    rep = await _person(core, event["rep_id"])
    return told + [(one, partial(draw, event, names, event["dealer_name"])) for one in rep]


async def _person(core: Core, person_id: str | None) -> tuple[Recipient, ...]:
    """Somebody of the house."""
    if person_id is None:
        return ()
    return await core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(person_id))))


async def _names(core: Core) -> dict[str, str]:
    return {one.code: one.name for one in (await core.ask(SYSTEM, ShowTierRules())).steps}


def moved_screen(event: dict[str, Any], names: Mapping[str, str], dealer: str | None, say: Say) -> Screen:
    """dealer: its name, for people of the house."""
    named = {"before": names.get(event["before"], ""), "after": names.get(event["after"], "")}
    if dealer is not None:
        return Screen(say("notice.tier_moved_staff", dealer=clip(dealer, 60), **named))
    return Screen(say("notice.tier_up" if event["is_up"] else "notice.tier_down", **named))


def declined_screen(event: dict[str, Any], names: Mapping[str, str], say: Say) -> Screen:
    """What was asked for is not given, and why."""
    named = {code: names.get(event[code], "") for code in ("before", "after")}
    reason = event["reason"]
    return Screen(
        lines(
            say("notice.tier_declined", dealer=clip(event["dealer_name"], 60), **named),
            say("tiers.why", reason=Raw(reason_text(reason, say))) if reason else None,
        )
    )


def announced_screen(event: dict[str, Any], names: Mapping[str, str], dealer: str | None, say: Say) -> Screen:
    """What is missing, and until when, before the tier goes down."""
    named = {
        "before": names.get(event["before"], ""),
        "after": names.get(event["after"], ""),
        "missing": Money(event["missing"], event["currency"]),
        "turnover": Money(event["turnover"], event["currency"]),
        "day": local_day(datetime.fromisoformat(event["effective_at"]), say.zone),
    }
    if dealer is not None:
        return Screen(say("notice.tier_announced_staff", dealer=clip(dealer, 60), **named))
    return Screen(lines(say("notice.tier_announced", **named)))


def stays_screen(event: dict[str, Any], names: Mapping[str, str], dealer: str | None, say: Say) -> Screen:
    """What was announced is off."""
    tier = names.get(event["tier"], "")
    if dealer is not None:
        return Screen(say("notice.tier_stays_staff", dealer=clip(dealer, 60), tier=tier))
    return Screen(say("notice.tier_stays", tier=tier))


def rebate_stated_screen(
    event: dict[str, Any], _names: Mapping[str, str], dealer: str | None, say: Say
) -> Screen:
    """A period is over: what was bought and what it earned."""
    currency = event["currency"]
    named = {
        "code": event["programme"],
        "until": date.fromisoformat(event["ends_on"]) - timedelta(days=1),
        "bought": Money(event["bought"], currency),
        "amount": Money(event["earned"], currency),
        "rate": Raw(say.percent(event["basis_points"])),
    }
    if dealer is not None:
        return Screen(say("notice.rebate_staff", dealer=clip(dealer, 60), **named))
    return Screen(say("notice.rebate_stated" if event["earned"] else "notice.rebate_missed", **named))


def rebate_settled_screen(event: dict[str, Any], say: Say) -> Screen:
    """The rebate is on the account."""
    amount = Money(event["earned"], event["currency"])
    if not event["credit_notes"]:
        return Screen(say("notice.rebate_nothing", code=event["programme"]))
    return Screen(
        say(
            "notice.rebate_settled",
            code=event["programme"],
            amount=amount,
            numbers=listed(event["credit_notes"], 5),
        )
    )
