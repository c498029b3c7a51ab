"""What one can do here, by role. Pure."""

from __future__ import annotations

from bot.office.screens import office_help_screen
from bot.office.table import lines_of
from bot.screen import Screen, lines, paragraphs
from core.i18n.phrases import Say
from core.kernel.actor import Actor, Permission


def help_screen(actor: Actor, say: Say) -> Screen:
    """The help for somebody of these roles."""
    if actor.may(Permission.DRAFT_EDIT):
        team = say("help.team") if actor.may(Permission.TEAM_EDIT) else None
        return Screen(paragraphs(say("help.dealer"), lines(say("help.money"), team, say("help.security"))))
    if actor.may(Permission.ORDER_READ):
        return Screen(paragraphs(say("help.viewer"), lines(say("help.money"), say("help.security"))))
    if actor.is_staff:
        approver = say("help.approver") if actor.may(Permission.APPROVAL_DECIDE) else None
        commands = office_help_screen(lines_of(actor), say).text
        reports = say("help.reports") if actor.may(Permission.REPORT_READ) else None
        return Screen(paragraphs(approver, reports, commands, say("help.security")))
    return Screen(say("join.how"))
