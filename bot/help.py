"""What one can do here, by role. Pure."""

from __future__ import annotations

from bot.menu import chat_commands
from bot.office.callbacks import HelpTap
from bot.office.command import Area
from bot.office.screens import office_help
from bot.office.table import lines_of
from bot.screen import TEXT_LIMIT, Button, Screen, grid, lines, paragraphs, visible_length
from core.i18n.phrases import Say
from core.kernel.actor import Actor, Permission


def help_screen(actor: Actor, say: Say, *, above: str | None = None) -> Screen:
    """The help for somebody of these roles: how it goes, and every command they may use.

    above: what is said before it in the same message, which has to fit as a whole.
    """
    commands = lines(*(f"/{one.name} – {say(f'command.{one.name}')}" for one in chat_commands(actor)))
    if actor.may(Permission.DRAFT_EDIT):
        return Screen(paragraphs(above, say("help.dealer"), commands))
    if actor.may(Permission.ORDER_READ):
        return Screen(paragraphs(above, say("help.viewer"), commands))
    if actor.is_staff:
        approver = say("help.approver") if actor.may(Permission.APPROVAL_DECIDE) else None
        mine = lines_of(actor)
        whole = paragraphs(above, approver, office_help(mine, say), commands)
        if visible_length(whole) <= TEXT_LIMIT:
            return Screen(whole)
        # Who may do much has more commands than one message can explain: a button leads to those of an area.
        areas = [area for area in Area if any(one.area is area for one in mine)]
        buttons = [Button(say(f"area.{area.value}"), HelpTap(area=area).pack()) for area in areas]
        brief = paragraphs(above, approver, office_help(mine, say, brief=True), commands)
        return Screen(brief, grid(buttons, 2))
    if actor.may(Permission.PURCHASE_ANSWER):
        return Screen(paragraphs(above, say("help.vendor"), commands))
    return Screen(paragraphs(above, say("join.how")))


def area_screen(actor: Actor, area: Area, say: Say) -> Screen:
    """The commands of one area that somebody may use, each with what it does."""
    mine = [one for one in lines_of(actor) if one.area is area]
    return Screen(office_help(mine, say)) if mine else help_screen(actor, say)
