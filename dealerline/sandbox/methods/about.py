"""The bot itself: who it is, its commands, and settings that change nothing here."""

from __future__ import annotations

import re
from typing import Any

from dealerline.sandbox.chats import Json
from dealerline.sandbox.errors import BadRequest
from dealerline.sandbox.methods.call import Call, method

MOST_COMMANDS = 100
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


@method("getMe")
def get_me(call: Call) -> Json:
    return call.world.bot


@method("getChat")
def get_chat(call: Call) -> Json:
    chat = call.known_chat("chat_id")
    return {**chat.person.as_chat(), "accent_color_id": chat.id % 7, "max_reaction_count": 11, **_GIFTS}


_GIFTS = {
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
}


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    commands = call.form.nested("commands", "commands")
    if not isinstance(commands, list):
        raise BadRequest("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    call.world.commands[_commands_key(call)] = checked
    call.world.note_commands()
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    return call.world.commands.get(_commands_key(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    call.world.commands.pop(_commands_key(call), None)
    call.world.note_commands()
    return True


def _command(value: Any) -> Json:
    if not isinstance(value, dict):
        raise BadRequest("can't parse BotCommand: expected an Object")
    name, description = value.get("command"), value.get("description")
    if not isinstance(name, str) or not re.fullmatch(r"/?[a-z0-9_]{1,32}", name):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= 256:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}


def _commands_key(call: Call) -> tuple[str, str]:
    scope = call.form.nested("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _SCOPES:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    language = call.form.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise BadRequest("invalid language code specified")
    if kind == "chat" and str(scope.get("chat_id")) not in map(str, call.world.chats):
        raise BadRequest("chat not found")
    return (f"chat:{scope['chat_id']}" if kind == "chat" else str(kind)), language


@method(
    "setMyName",
    "setMyDescription",
    "setMyShortDescription",
    "setMyDefaultAdministratorRights",
    "setChatMenuButton",
    "setMessageReaction",
    "pinChatMessage",
    "unpinChatMessage",
    "unpinAllChatMessages",
    "logOut",
    "close",
)
def accepted(_call: Call) -> bool:
    """Said yes to, so that a bot can start; nothing comes of it."""
    return True


@method("getMyName")
def get_my_name(call: Call) -> Json:
    return {"name": call.world.bot["first_name"]}


@method("getMyDescription")
def get_my_description(_call: Call) -> Json:
    return {"description": ""}


@method("getMyShortDescription")
def get_my_short_description(_call: Call) -> Json:
    return {"short_description": ""}


@method("getChatMenuButton")
def get_chat_menu_button(_call: Call) -> Json:
    return {"type": "commands"}
