"""/team: a dealer's admin invites people, changes what they may do, lets them go."""

from __future__ import annotations

import re
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.dealer.team.callbacks import (
    INVITE,
    LINK,
    LIST,
    NEW_LINK,
    OPEN,
    PHONE,
    REMOVE,
    REMOVE_SURE,
    ROLE,
    TeamTap,
)
from bot.dealer.team.screens import (
    find_member,
    invite_role_screen,
    invite_way_screen,
    member_link_screen,
    member_screen,
    remove_screen,
    team_link_screen,
    team_screen,
)
from bot.screen import OldButton, long_id
from bot.security.handlers import invite_link
from bot.turn import Turn
from core.dealers.types import Member
from core.dealers.use_cases.change_team import ChangeRole, RemoveColleague
from core.dealers.use_cases.invite_colleague import InviteColleague, InviteMember, MakeTeamLink
from core.dealers.use_cases.list_team import ListTeam
from core.kernel.actor import DEALER_ROLES, Role
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import PersonId

COLLEAGUE = "colleague"  # the question for number and name of somebody to invite


async def on_team(_message: Message, turn: Turn) -> None:
    await turn.show(team_screen(await turn.ask(ListTeam()), turn.say))


async def on_tap(_query: CallbackQuery, callback_data: TeamTap, turn: Turn) -> None:
    act = callback_data.act
    if act in (INVITE, LINK, PHONE):
        await _invite(turn, act, callback_data.role)
    elif act == LIST:
        await _redraw(turn)
    elif act in (OPEN, ROLE, REMOVE, REMOVE_SURE, NEW_LINK):
        await _about(turn, act, PersonId(long_id(callback_data.person)), callback_data.role)
    else:
        raise OldButton(act)


async def _redraw(turn: Turn) -> None:
    await turn.redraw(team_screen(await turn.ask(ListTeam()), turn.say))


async def _member(turn: Turn, person_id: PersonId) -> Member:
    member = find_member(await turn.ask(ListTeam()), person_id)
    if member is None:
        raise NotFound(what="member")
    return member


async def _about(turn: Turn, act: str, person_id: PersonId, role: str) -> None:
    """What is done to one colleague; a refusal is said on the card itself."""
    if act == REMOVE:
        await turn.redraw(remove_screen(await _member(turn, person_id), turn.say))
        return
    notice = None
    try:
        if act == ROLE:
            await turn.execute(ChangeRole(person_id, _role(role)))
        elif act == NEW_LINK:
            await _renew_link(turn, person_id)
            return
        elif act == REMOVE_SURE:
            await turn.execute(RemoveColleague(person_id))
            if person_id == turn.actor.person_id:
                await turn.freeze()
                await turn.tell("team.left")
            else:
                await _redraw(turn)
            return
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
    await turn.redraw(member_screen(await _member(turn, person_id), turn.say, notice=notice))


async def _renew_link(turn: Turn, person_id: PersonId) -> None:
    member = await _member(turn, person_id)
    invite = await turn.execute(InviteMember(person_id))
    link = await invite_link(turn, invite.token)
    await turn.show(member_link_screen(member.name, link, invite.expires_at, turn.say))


async def _invite(turn: Turn, act: str, role: str) -> None:
    if act == INVITE and not role:
        await turn.redraw(invite_role_screen(turn.say))
    elif act == INVITE:
        await turn.redraw(invite_way_screen(_role(role), turn.say))
    elif act == LINK:
        invite = await turn.execute(MakeTeamLink(_role(role)))
        link = await invite_link(turn, invite.token)
        await turn.show(team_link_screen(link, invite.expires_at, _role(role), turn.say))
    else:
        await turn.expect(COLLEAGUE, {"role": _role(role).value})
        await turn.tell("team.write_phone")


def _role(text: str) -> Role:
    if text not in DEALER_ROLES:
        raise OldButton(text)
    return Role(text)


async def on_colleague(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Number and name, as "+1 213 555 0105 Nell" or with the name first."""
    phone, name = split_number(text)
    try:
        invite = await turn.execute(InviteColleague(phone, name, Role(data["role"])))
    except Refused:
        await turn.expect(COLLEAGUE, data)
        raise
    link = await invite_link(turn, invite.token)
    await turn.show(member_link_screen(name or phone, link, invite.expires_at, turn.say))


def split_number(text: str) -> tuple[str, str]:
    """The phone number in a text, and what else stands there; the whole text where no number is seen."""
    found = re.search(r"\+?\d[\d\s().\-/]{4,}\d", text)
    if found is None:
        return text.strip(), ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return found[0], " ".join(rest.replace(",", " ").replace(";", " ").split())


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="team")
    router.message.register(on_team, Command("team"))
    router.callback_query.register(on_tap, TeamTap.filter())
    return router
