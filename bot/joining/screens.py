"""Screens of joining. Pure."""

from __future__ import annotations

from bot.help import help_screen
from bot.joining.callbacks import LanguageTap
from bot.languages import NAMES
from bot.screen import Button, Screen, grid
from core.dealers.use_cases.open_invite import OpenedInvite
from core.i18n.phrases import LANGUAGES, Say
from core.kernel.actor import Actor


def invited_screen(invite: OpenedInvite, say: Say) -> Screen:
    """Whom the link is for, and the request to share the own contact; or that the chat is connected."""
    if invite.has_joined:
        return Screen(say("join.connected", name=invite.person_name))
    if invite.person_name is None:
        text = say("join.invited_anybody", dealer=invite.dealer_name)
    elif invite.dealer_name:
        text = say("join.invited", name=invite.person_name, dealer=invite.dealer_name)
    else:
        text = say("join.invited_staff", name=invite.person_name)
    return Screen(text, ask_contact=say("button.share_contact"))


def language_screen(say: Say) -> Screen:
    buttons = [Button(NAMES[one], LanguageTap(language=one).pack()) for one in LANGUAGES]
    return Screen(say("join.language"), grid(buttons, 2))


def welcome_screen(actor: Actor, say: Say) -> Screen:
    return help_screen(actor, say, above=say("join.welcome", name=actor.name))
