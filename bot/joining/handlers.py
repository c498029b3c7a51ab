"""Becoming known: /start with or without an invite, the own contact, the language; and the help."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.dealer.catalogue.callbacks import START
from bot.dealer.catalogue.handlers import show_top
from bot.help import area_screen, help_screen
from bot.joining.callbacks import INVITE, LanguageTap
from bot.joining.screens import invited_screen, language_screen, welcome_screen
from bot.menu import publish_menu
from bot.office.callbacks import HelpTap
from bot.office.command import Area
from bot.screen import OldButton, Screen
from bot.turn import Turn
from core.dealers.errors import InviteUnusable
from core.dealers.types import Standing
from core.dealers.use_cases.accept_invite import AcceptInvite
from core.dealers.use_cases.choose_language import ChooseLanguage
from core.dealers.use_cases.open_invite import OpenInvite
from core.kernel.texts import storable

_UNINVITED = {
    Standing.UNKNOWN: "join.how",
    Standing.BLOCKED: "join.blocked",
    Standing.MEMBER: "unread.other",
}


async def on_start(message: Message, command: CommandObject, turn: Turn) -> None:
    payload = command.args or ""
    if payload.startswith(INVITE):
        token = payload.removeprefix(INVITE)
        invite = await turn.execute(OpenInvite(token, turn.telegram_id, _name_of(message)))
        await turn.show(invited_screen(invite, turn.say))
    elif turn.identity.standing is Standing.MEMBER:
        await turn.show(welcome_screen(turn.actor, turn.say))
        await publish_menu(turn)
        if payload == START and turn.actor.dealer_id is not None:
            await show_top(turn)
    else:
        await turn.tell(_UNINVITED[turn.identity.standing])


def _name_of(message: Message) -> str:
    """What the Telegram account calls itself."""
    return storable(message.from_user.full_name) if message.from_user is not None else ""


async def on_contact(message: Message, turn: Turn) -> None:
    """A shared contact finishes joining; from somebody who followed no link it is answered by who that is."""
    contact = message.contact
    if contact is None:
        return
    try:
        identity = await turn.execute(
            AcceptInvite(turn.telegram_id, contact.user_id, contact.phone_number, _name_of(message))
        )
    except InviteUnusable as refusal:
        if refusal.fields.get("why") != "unknown":
            raise
        await turn.tell(_UNINVITED[turn.identity.standing])
        return
    say = turn.book.say(identity.actor.language, zone=identity.actor.zone, escape=turn.say.escape)
    joined = replace(turn, identity=identity, say=say)
    await joined.show(Screen(say("join.done"), drop_keyboard=True))
    if identity.language_chosen:
        await joined.show(welcome_screen(identity.actor, say))
    else:
        await joined.show(language_screen(say))
    await publish_menu(joined)


async def on_language(_message: Message, turn: Turn) -> None:
    await turn.show(language_screen(turn.say))


async def on_language_tap(_query: CallbackQuery, callback_data: LanguageTap, turn: Turn) -> None:
    language = await turn.execute(ChooseLanguage(callback_data.language))
    say = turn.book.say(language, zone=turn.actor.zone, escape=turn.say.escape)
    await turn.redraw(welcome_screen(turn.actor, say))
    await publish_menu(replace(turn, say=say))


async def on_help(_message: Message, turn: Turn) -> None:
    await turn.show(help_screen(turn.actor, turn.say))
    await publish_menu(turn)


async def on_help_tap(_query: CallbackQuery, callback_data: HelpTap, turn: Turn) -> None:
    if callback_data.area not in set(Area):
        raise OldButton(f"area {callback_data.area}")
    await turn.show(area_screen(turn.actor, Area(callback_data.area), turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="joining")
    router.message.register(on_start, CommandStart())
    router.message.register(on_language, Command("language"))
    router.message.register(on_help, Command("help"))
    router.callback_query.register(on_language_tap, LanguageTap.filter())
    router.callback_query.register(on_help_tap, HelpTap.filter())
    return router
