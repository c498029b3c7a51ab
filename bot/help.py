"""What one can do here, by role. Pure."""

from __future__ import annotations

from bot.menu import chat_commands
from bot.office.screens import office_help
from bot.office.table import lines_of
from bot.screen import TEXT_LIMIT, Screen, lines, paragraphs, visible_length
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
        mine = lines_of(actor)
        whole = paragraphs(approver, office_help(mine, say), commands)
        if visible_length(whole) <= TEXT_LIMIT:
            return Screen(whole)
        # Who may do everything has more commands than one message can explain.
        return Screen(paragraphs(approver, office_help(mine, say, brief=True), commands))
    if actor.may(Permission.PURCHASE_ANSWER):
        return Screen(paragraphs(say("help.vendor"), commands))
    return Screen(say("join.how"))
