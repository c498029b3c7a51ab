"""What one can do here, by role. Pure."""

from __future__ import annotations

from bot.menu import chat_commands
from bot.office.screens import office_help_screen
from bot.office.table import lines_of
from bot.screen import Screen, lines, paragraphs
from core.i18n.phrases import Say
from core.kernel.actor import Actor, Permission


def help_screen(actor: Actor, say: Say) -> Screen:
    """The help for somebody of these roles: how it goes, and every command they may use."""
    commands = lines(*(f"/{one.name} – {say(f'command.{one.name}')}" for one in chat_commands(actor)))
    if actor.may(Permission.DRAFT_EDIT):
        return Screen(paragraphs(say("help.dealer"), commands))
    if actor.may(Permission.ORDER_READ):
        return Screen(paragraphs(say("help.viewer"), commands))
    if actor.is_staff:
        approver = say("help.approver") if actor.may(Permission.APPROVAL_DECIDE) else None
        office = office_help_screen(lines_of(actor), say).text
        return Screen(paragraphs(approver, office, commands))
    if actor.may(Permission.PURCHASE_ANSWER):
        return Screen(paragraphs(say("help.vendor"), commands))
    return Screen(say("join.how"))
