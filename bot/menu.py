"""The list of commands that Telegram offers a person: those of the own roles, in the own language."""

from __future__ import annotations

from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.office.table import lines_of
from bot.turn import Turn
from core.kernel.actor import Permission

_MOST = 100  # Telegram's limit
_EVERYBODY = ("security", "language", "help")


async def publish_menu(turn: Turn) -> None:
    """People of the house get their commands; everybody else keeps the menu that is there for all."""
    if not turn.actor.is_staff:
        return
    menu: dict[str, str] = {}
    if turn.actor.may(Permission.APPROVAL_DECIDE):
        menu["approvals"] = turn.say("command.approvals")
    if turn.actor.may(Permission.REPORT_READ):
        menu["today"] = turn.say("command.today")
        menu["report"] = turn.say("command.report")
    for command in lines_of(turn.actor):
        menu.setdefault(command.name, turn.say(f"admin.{command.key}"))
    for name in _EVERYBODY:
        menu[name] = turn.say(f"command.{name}")
    commands = [BotCommand(command=name, description=text) for name, text in menu.items()]
    await turn.bot(SetMyCommands(commands=commands[:_MOST], scope=BotCommandScopeChat(chat_id=turn.chat_id)))
