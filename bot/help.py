"""What one can do here, by role. Pure."""

from __future__ import annotations

from bot.screen import Screen
from core.i18n.phrases import Say
from core.kernel.actor import Actor, Permission


def help_screen(actor: Actor, say: Say) -> Screen:
    """The help for somebody of these roles."""
    if actor.may(Permission.DRAFT_EDIT):
        return Screen(say("help.dealer"))
    if actor.may(Permission.ORDER_READ):
        return Screen(say("help.viewer"))
    if actor.may(Permission.INVITE_CREATE):
        return Screen(say("help.office"))
    if actor.may(Permission.APPROVAL_DECIDE):
        return Screen(say("help.approver"))
    return Screen(say("join.how"))
