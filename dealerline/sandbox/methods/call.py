"""One call of the bot and what every method asks of it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from dealerline.sandbox.chats import Chat, StoredMessage
from dealerline.sandbox.entities import Entity, FormattedText, format_text, utf16_length
from dealerline.sandbox.errors import BadRequest, Forbidden
from dealerline.sandbox.forms import Form
from dealerline.sandbox.markup import Markup, check_markup
from dealerline.sandbox.webhook import Webhook
from dealerline.sandbox.world import World

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
SOURCE_BYTES = 1 << 15

Method = Callable[["Call"], Any | Awaitable[Any]]
METHODS: dict[str, Method] = {}


def method(*names: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        for name in names:
            METHODS[name.lower()] = function
        return function

    return register


@dataclass(slots=True)
class Call:
    world: World
    webhook: Webhook
    form: Form

    def chat(self) -> Chat:
        """The chat of ``chat_id``, as long as the bot may write there."""
        chat = self.known_chat("chat_id")
        if chat.blocked:
            raise Forbidden("bot was blocked by the user")
        if not chat.started:
            raise Forbidden("bot can't initiate conversation with a user")
        return chat

    def known_chat(self, name: str) -> Chat:
        given = self.form.text(name).strip()
        if not given:
            raise BadRequest(f"{name} is empty")
        chat = self.world.chats.get(int(given)) if re.fullmatch(r"-?\d{1,18}", given) else None
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def own_message(self, chat: Chat) -> StoredMessage:
        """The message of ``message_id``, as long as the bot may edit it."""
        message_id = self.form.integer("message_id")
        if message_id <= 0:
            raise BadRequest("message identifier is not specified")
        message = chat.messages.get(message_id)
        if message is None:
            raise BadRequest("message to edit not found")
        if not message.from_bot or not message.editable:
            raise BadRequest("message can't be edited")
        return message

    def markup(self) -> Markup | None:
        return check_markup(self.form.nested("reply_markup", "reply keyboard markup"))

    def inline_markup(self) -> Markup | None:
        """For edits: only an inline keyboard can be put under a message that is there."""
        markup = self.markup()
        if markup is not None and "inline_keyboard" not in markup:
            raise BadRequest("inline keyboard expected")
        return markup

    def message_text(self, too_long: str = "message is too long") -> FormattedText:
        source = self.form.text("text")
        if not source:
            raise BadRequest("message text is empty")
        formatted = self._formatted(source, "entities")
        if not formatted:
            raise BadRequest("text must be non-empty")
        if utf16_length(formatted.text) > TEXT_LENGTH:
            raise BadRequest(too_long)
        return formatted

    def caption(self) -> dict[str, Any]:
        """The caption fields of a Message; empty without a caption."""
        formatted = self._formatted(self.form.text("caption"), "caption_entities")
        return captioned(formatted)

    def _formatted(self, source: str, entities_field: str) -> FormattedText:
        if len(source.encode("utf-8", "surrogatepass")) > SOURCE_BYTES:
            raise BadRequest("text is too long")
        given = self.form.nested(entities_field, "entities")
        return format_text(source, self.form.text("parse_mode"), _given_entities(given))

    def reply(self, chat: Chat) -> dict[str, Any]:
        """``reply_to_message`` of the new message, when it answers one."""
        parameters = self.form.nested("reply_parameters", "reply parameters") or {}
        if not isinstance(parameters, dict):
            raise BadRequest("object expected as reply parameters")
        message_id = parameters.get("message_id") or self.form.integer("reply_to_message_id")
        if not message_id:
            return {}
        replied = chat.messages.get(message_id)
        if replied is None:
            allowed = parameters.get("allow_sending_without_reply")
            if allowed or self.form.flag("allow_sending_without_reply"):
                return {}
            raise BadRequest("message to be replied not found")
        return {"reply_to_message": without_reply(replied.body)}


def without_reply(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "reply_to_message"}


def captioned(formatted: FormattedText) -> dict[str, Any]:
    if utf16_length(formatted.text) > CAPTION_LENGTH:
        raise BadRequest("message caption is too long")
    if not formatted:
        return {}
    entities = {"caption_entities": list(formatted.entities)} if formatted.entities else {}
    return {"caption": formatted.text, **entities}


def worded(formatted: FormattedText) -> dict[str, Any]:
    """The text fields of a Message."""
    entities = {"entities": list(formatted.entities)} if formatted.entities else {}
    return {"text": formatted.text, **entities}


def _given_entities(value: Any) -> list[Entity]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadRequest("can't parse MessageEntity: expected an Array")
    for entity in value:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise BadRequest("can't parse MessageEntity: expected an Object")
        if not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
            raise BadRequest("can't parse MessageEntity: offset and length must be of type Number")
    return value
