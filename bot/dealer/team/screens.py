"""The team of a dealer. Pure."""

from __future__ import annotations

from datetime import datetime

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
from bot.screen import Button, Screen, clip, grid, lines, paragraphs, short_id
from core.dealers.types import Member
from core.i18n.phrases import Raw, Say
from core.kernel.actor import DEALER_ROLES, Role
from core.kernel.ids import PersonId

MOST_SHOWN = 40


def team_screen(team: tuple[Member, ...], say: Say) -> Screen:
    """Everybody, with role and whether they are in; a button for each, and one to invite."""
    shown = team[:MOST_SHOWN]
    people = [
        say("team.member", name=clip(one.name, 40), role=_role(one.role, say), state=_state(one, say))
        for one in shown
    ]
    more = len(team) - len(shown)
    buttons = [
        Button(clip(one.name, 24), TeamTap(act=OPEN, person=short_id(one.person_id)).pack()) for one in shown
    ]
    return Screen(
        paragraphs(say("team.title"), lines(*people, say("team.more", more) if more else None)),
        (*grid(buttons, 2), (Button(say("button.invite"), TeamTap(act=INVITE).pack()),)),
    )


def _role(role: Role, say: Say) -> Raw:
    return Raw(say(f"role.{role.value}"))


def _state(member: Member, say: Say) -> Raw:
    if member.blocked:
        return Raw(say("team.blocked"))
    if member.seen_at is not None:
        return Raw(say("team.seen", at=member.seen_at))
    if member.invited_until is not None:
        return Raw(say("team.invited", until=member.invited_until))
    return Raw(say("team.not_in"))


def member_screen(member: Member, say: Say, *, notice: str | None = None) -> Screen:
    """One colleague: what they may do, and buttons to change it."""
    key = short_id(member.person_id)
    roles = [
        Button(f"➡️ {say(f'role.{role.value}')}", TeamTap(act=ROLE, person=key, role=role.value).pack())
        for role in DEALER_ROLES
        if role is not member.role
    ]
    invite = (Button(say("button.new_link"), TeamTap(act=NEW_LINK, person=key).pack()),)
    return Screen(
        paragraphs(
            notice,
            lines(
                say("team.card", name=clip(member.name, 60), role=_role(member.role, say)),
                say("team.phone", phone=member.phone) if member.phone else None,
                _state(member, say),
            ),
        ),
        (
            tuple(roles),
            *((invite,) if member.phone and not member.blocked else ()),
            (
                Button(say("button.remove"), TeamTap(act=REMOVE, person=key).pack()),
                Button(say("button.back"), TeamTap(act=LIST).pack()),
            ),
        ),
    )


def remove_screen(member: Member, say: Say) -> Screen:
    """Sure? What it means, and the two ways on."""
    key = short_id(member.person_id)
    return Screen(
        say("team.sure", name=clip(member.name, 60)),
        (
            (
                Button(say("button.remove"), TeamTap(act=REMOVE_SURE, person=key).pack()),
                Button(say("button.back"), TeamTap(act=OPEN, person=key).pack()),
            ),
        ),
    )


def invite_role_screen(say: Say) -> Screen:
    roles = [
        Button(say(f"role.{role.value}"), TeamTap(act=INVITE, role=role.value).pack())
        for role in reversed(DEALER_ROLES)
    ]
    back = (Button(say("button.back"), TeamTap(act=LIST).pack()),)
    return Screen(say("team.which_role"), (*grid(roles, 1), back))


def invite_way_screen(role: Role, say: Say) -> Screen:
    """By a link for whoever follows it first, or for one phone number."""
    return Screen(
        say("team.which_way", role=_role(role, say)),
        (
            (
                Button(say("button.by_link"), TeamTap(act=LINK, role=role.value).pack()),
                Button(say("button.by_phone"), TeamTap(act=PHONE, role=role.value).pack()),
            ),
            (Button(say("button.back"), TeamTap(act=INVITE).pack()),),
        ),
    )


def team_link_screen(link: str, until: datetime, role: Role, say: Say) -> Screen:
    return Screen(say("team.link", link=link, until=until, role=_role(role, say)))


def member_link_screen(name: str, link: str, until: datetime, say: Say) -> Screen:
    return Screen(say("team.member_link", name=clip(name, 60), link=link, until=until))


def find_member(team: tuple[Member, ...], person_id: PersonId) -> Member | None:
    return next((one for one in team if one.person_id == person_id), None)
