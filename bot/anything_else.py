"""The last router: free text, and everything that nobody else took. One handler a kind, no filters."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering.words import on_text
from bot.help import help_screen
from bot.joining.handlers import on_contact
from bot.menu import is_somebodys_command
from bot.staff.territory.handlers import answer_staff
from bot.turn import Turn
from bot.vendor.handlers import show_purchases
from core.kernel.actor import Permission
from core.kernel.errors import NotPermitted

MOST_CHARACTERS = 4096


async def on_message(message: Message, turn: Turn) -> None:
    if message.contact is not None:
        await on_contact(message, turn)
    elif message.text is None:
        is_viewer = turn.actor.may(Permission.ORDER_READ) and not turn.actor.may(Permission.DRAFT_EDIT)
        await turn.tell("error.viewer" if is_viewer else f"unread.{unread_kind(message)}")
    elif turn.actor.person_id is not None and is_somebodys_command(message.text):
        raise NotPermitted
    elif message.text.startswith("/"):
        await turn.show(help_screen(turn.actor, turn.say))
    elif turn.actor.may(Permission.DRAFT_EDIT):
        await on_text(message, turn)
    elif turn.actor.may(Permission.ORDER_READ):
        await turn.tell("error.viewer")
    elif turn.actor.may(Permission.PURCHASE_ANSWER) and not turn.actor.is_staff:
        await show_purchases(turn)
    elif turn.actor.may(Permission.DEALERS_READ) and await answer_staff(turn, message.text):
        return
    else:
        await turn.show(help_screen(turn.actor, turn.say))


def unread_kind(message: Message) -> str:
    """What sort of thing it is that cannot be read yet."""
    if message.voice or message.audio:
        return "voice"
    if message.photo:
        return "photo"
    if message.document:
        return "file"
    return "other"


async def on_edited(_message: Message, turn: Turn) -> None:
    await turn.tell("unread.edited")


async def on_unknown_button(_query: CallbackQuery, turn: Turn) -> None:
    """A button of an older release: one clear answer."""
    await turn.tell("error.old_button")


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="anything_else")
    router.message.register(on_message)
    router.edited_message.register(on_edited)
    router.callback_query.register(on_unknown_button)
    return router
