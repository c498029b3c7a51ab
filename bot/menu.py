"""What can be typed here, by whom: the help and the menu that Telegram offers are read from this table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.office.table import ELSEWHERE, lines_of, read_command
from bot.turn import Turn
from core.i18n.phrases import Say
from core.kernel.actor import Actor, Permission, Role

_MOST = 100  # Telegram's limit
# Whoever is not greeted yet is offered what most people here may do.
_USUAL = Actor(None, frozenset({Role.DEALER_BUYER}))


@dataclass(frozen=True, slots=True)
class ChatCommand:
    """``/name``, with the phrase ``command.<name>``. needs_words: nothing alone, so in no menu."""

    name: str
    permission: Permission
    needs_words: bool = False


OF_DEALERS = (
    ChatCommand("catalog", Permission.ORDER_READ),
    ChatCommand("draft", Permission.DRAFT_EDIT),
    ChatCommand("coupon", Permission.DRAFT_EDIT, needs_words=True),
    ChatCommand("templates", Permission.DRAFT_EDIT),
    ChatCommand("suggestions", Permission.DRAFT_EDIT),
    ChatCommand("orders", Permission.ORDER_READ),
    ChatCommand("order", Permission.ORDER_READ, needs_words=True),
    ChatCommand("track", Permission.ORDER_READ),
    ChatCommand("return", Permission.ORDER_PLACE),
    ChatCommand("protection", Permission.ORDER_PLACE),
    ChatCommand("quotes", Permission.ORDER_READ),
    ChatCommand("figures", Permission.ORDER_READ),
    ChatCommand("credit", Permission.CREDIT_READ),
    ChatCommand("invoices", Permission.CREDIT_READ),
    ChatCommand("invoice", Permission.CREDIT_READ, needs_words=True),
    ChatCommand("statement", Permission.CREDIT_READ),
    ChatCommand("payments", Permission.CREDIT_READ),
    ChatCommand("due", Permission.CREDIT_READ),
    ChatCommand("rebates", Permission.CREDIT_READ),
    ChatCommand("team", Permission.TEAM_EDIT),
    ChatCommand("network", Permission.ORDER_READ),
    ChatCommand("offerstock", Permission.ORDER_PLACE),
    ChatCommand("human", Permission.ORDER_READ),
    ChatCommand("resale", Permission.RESALE_EDIT),
)
OF_EVERYBODY = (
    ChatCommand("returned", Permission.STOCK_EDIT),
    ChatCommand("purchases", Permission.PURCHASE_ANSWER),
    ChatCommand("drive", Permission.DRIVE),
    ChatCommand("proof", Permission.DOCUMENT_READ, needs_words=True),
    ChatCommand("original", Permission.DOCUMENT_READ, needs_words=True),
    ChatCommand("notices", Permission.OWN_PROFILE),
    ChatCommand("security", Permission.OWN_PROFILE),
    ChatCommand("language", Permission.OWN_PROFILE),
    ChatCommand("help", Permission.OWN_PROFILE),
)


def chat_commands(actor: Actor) -> tuple[ChatCommand, ...]:
    """What somebody may type besides the commands of the back office."""
    return tuple(one for one in (*OF_DEALERS, *OF_EVERYBODY) if actor.may(one.permission))


def is_somebodys_command(text: str) -> bool:
    """Whether it is a command of the house or of a dealer, whoever typed it."""
    typed = text.partition(" ")[0].partition("@")[0]
    known = {f"/{one.name}" for one in (*OF_DEALERS, *OF_EVERYBODY, *ELSEWHERE)}
    return typed in known or read_command(text) is not None


def usual_menu(say: Say) -> list[BotCommand]:
    """What is offered in a chat that nobody has greeted yet."""
    return [BotCommand(command=name, description=text) for name, text in _menu(_USUAL, say)]


async def publish_menu(turn: Turn) -> None:
    """Everybody here is offered what the own roles may do, in the own language."""
    if turn.actor.person_id is None:
        return
    menu = dict(_menu(turn.actor, turn.say))
    commands = [BotCommand(command=name, description=text) for name, text in menu.items()]
    await turn.bot(SetMyCommands(commands=commands[:_MOST], scope=BotCommandScopeChat(chat_id=turn.chat_id)))


def _menu(actor: Actor, say: Say) -> Iterator[tuple[str, str]]:
    """Name and line of each command that says something alone."""
    seen = set()
    for line in lines_of(actor):
        if line.name not in seen:
            seen.add(line.name)
            yield line.name, say(f"admin.{line.key}")
    for command in chat_commands(actor):
        if not command.needs_words:
            yield command.name, say(f"command.{command.name}")
