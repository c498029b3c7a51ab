"""What one can do here, by role. Pure."""

from __future__ import annotations

from bot.office.screens import office_help_screen
from bot.office.table import commands_of
from bot.screen import Screen, paragraphs
from core.i18n.phrases import Say
from core.kernel.actor import Actor, Permission


def help_screen(actor: Actor, say: Say) -> Screen:
    """The help for somebody of these roles."""
    if actor.may(Permission.DRAFT_EDIT):
        return Screen(say("help.dealer"))
    if actor.may(Permission.ORDER_READ):
        return Screen(say("help.viewer"))
    if actor.is_staff:
        approver = say("help.approver") if actor.may(Permission.APPROVAL_DECIDE) else None
        return Screen(paragraphs(approver, office_help_screen(commands_of(actor), say).text))
    return Screen(say("join.how"))
