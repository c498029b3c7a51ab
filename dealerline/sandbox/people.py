"""What people do in their chats, and the updates that the bot gets from it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from dealerline.sandbox.chats import Chat, Json, StoredMessage, Tap
from dealerline.sandbox.entities import FormattedText, format_text, utf16_length
from dealerline.sandbox.errors import PersonError
from dealerline.sandbox.files import image_size
from dealerline.sandbox.forms import Upload
from dealerline.sandbox.methods.call import CAPTION_LENGTH, TEXT_LENGTH, captioned, without_reply, worded
from dealerline.sandbox.methods.send import document_of
from dealerline.sandbox.world import InlineQuery, World, inaccessible

INLINE_QUERY_SECONDS = 30.0
MOST_INLINE_QUERIES = 1000


@dataclass(slots=True)
class Acts:
    """One person at the phone."""

    world: World
    chat: Chat

    def say(self, text: str, reply_to: int | None = None) -> StoredMessage:
        formatted = format_text(text)
        if not formatted:
            raise PersonError("there is nothing to send")
        if utf16_length(formatted.text) > TEXT_LENGTH:
            raise PersonError(f"a message has at most {TEXT_LENGTH} characters")
        return self._send(worded(formatted), reply_to)

    def press(self, row: int, column: int) -> StoredMessage:
        """A button of the reply keyboard: says its text, or shares the contact or place it asks for."""
        try:
            button = (self.chat.keyboard or {})["keyboard"][row][column]
        except (KeyError, IndexError):
            raise PersonError("there is no such button on the keyboard", 404) from None
        if button.get("request_contact"):
            sent = self.share_contact()
        elif button.get("request_location"):
            sent = self.share_location(3.139, 101.6869)
        else:
            sent = self.say(button["text"])
        keyboard = self.chat.keyboard
        if keyboard and keyboard.get("one_time_keyboard"):
            self.world.set_keyboard(self.chat, None)
        return sent

    def share_contact(self, other: Json | None = None) -> StoredMessage:
        """The own contact, or somebody else's as one may pass on any card from the phone's book."""
        person = self.chat.person
        own = {"phone_number": person.phone, "first_name": person.name, "user_id": person.id}
        if person.last_name:
            own["last_name"] = person.last_name
        return self._send({"contact": own if other is None else other})

    def share_location(self, latitude: float, longitude: float) -> StoredMessage:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def send_sticker(self, emoji: str) -> StoredMessage:
        stored = self.world.files.add(Upload("sticker.webp", "image/webp", emoji.encode()), "sticker")
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send({"sticker": {**stored.as_json(), **shape, "emoji": emoji}})

    def send_file(self, kind: str, upload: Upload, caption: str = "", seconds: int = 1) -> StoredMessage:
        if not upload.data:
            raise PersonError("the file is empty")
        stored = self.world.files.add(upload, kind)
        formatted = format_text(caption)
        if utf16_length(formatted.text) > CAPTION_LENGTH:
            raise PersonError(f"a caption has at most {CAPTION_LENGTH} characters")
        return self._send({**self._file_content(kind, stored, seconds), **captioned(formatted)})

    def _file_content(self, kind: str, stored: Any, seconds: int) -> Json:
        if kind == "photo":
            size = image_size(stored.data)
            if size is None:
                raise PersonError("this is not a picture")
            return {"photo": [{**stored.as_json(), "width": size[0], "height": size[1]}]}
        if kind in ("voice", "audio"):
            return {kind: {**stored.as_json(), "duration": seconds, "mime_type": stored.content_type}}
        return {"document": document_of(stored)}

    def forward(self, text: str, from_name: str) -> StoredMessage:
        """A message that somebody hidden wrote elsewhere."""
        now = int(self.world.clock.now().timestamp())
        origin = {"type": "hidden_user", "sender_user_name": from_name, "date": now}
        return self._send({"forward_origin": origin, **worded(format_text(text))})

    def edit(self, message_id: int, text: str) -> StoredMessage:
        message = self.chat.messages.get(message_id)
        if message is None or message.from_bot or "text" not in message.body:
            raise PersonError("only an own text message can be edited", 404)
        self._check_open()
        formatted: FormattedText = format_text(text)
        if not formatted:
            raise PersonError("there is nothing to send")
        kept = {k: v for k, v in message.body.items() if k not in ("text", "entities")}
        message.body = {
            **kept,
            **worded(formatted),
            "edit_date": int(self.world.clock.now().timestamp()),
        }
        self.world.changed(self.chat, message)
        self._tell("edited_message", message.body)
        return message

    def tap(self, message_id: int, data: str) -> Tap:
        """A tap on an inline button; of a message that is gone or too old the bot learns only the id."""
        self._check_open()
        chat, world = self.chat, self.world
        tap = world.new_tap(chat, message_id, data)
        message = chat.messages.get(message_id)
        reachable = message is not None and not world.out_of_reach(message)
        body = {
            "id": tap.id,
            "from": chat.person.as_user(),
            "message": message.body if message and reachable else inaccessible(chat, message_id),
            "chat_instance": chat.instance,
            "data": data,
        }
        world.events.record("tap", chat.id, tap_id=tap.id, message_id=message_id, data=data)
        # Telegram keeps taps of a person in a queue of their own, apart from the messages of the chat.
        life = world.settings.callback_update_seconds
        world.updates.put("callback_query", body, queue=f"tap:{chat.id}", life=life)
        return tap

    def tap_button(self, message_id: int, row: int, column: int) -> Tap:
        message = self.chat.messages.get(message_id)
        if message is None:
            raise PersonError("there is no such message", 404)
        try:
            button = message.inline_rows[row][column]
        except IndexError:
            raise PersonError("there is no such button under the message", 404) from None
        if button.get("disabled"):
            raise PersonError("the button is disabled", 409)
        if "callback_data" not in button:
            raise PersonError("the button does not speak to the bot", 409)
        return self.tap(message_id, button["callback_data"])

    def block(self) -> None:
        self._change_membership(blocked=True)

    def unblock(self) -> None:
        self._change_membership(blocked=False)

    def ask_inline(self, text: str, offset: str = "") -> str:
        world, chat = self.world, self.chat
        query_id = str(secrets.randbits(62))
        world.inline_queries[query_id] = InlineQuery(chat.id, text)
        while len(world.inline_queries) > MOST_INLINE_QUERIES:
            world.inline_queries.popitem(last=False)
        body = {"id": query_id, "from": chat.person.as_user(), "query": text, "offset": offset}
        queue = f"inline:{chat.id}"
        world.updates.put(
            "inline_query", {**body, "chat_type": "sender"}, queue=queue, life=INLINE_QUERY_SECONDS
        )
        return query_id

    def choose_inline(self, query_id: str, result_id: str) -> StoredMessage:
        """A result of an inline query is sent into the chat, as if written; the bot hears which it was."""
        query = self.world.inline_queries.get(query_id)
        known = query.results if query is not None and query.chat_id == self.chat.id else None
        result = next((one for one in known or () if one["id"] == result_id), None)
        if query is None or result is None:
            raise PersonError("there is no such result", 404)
        content = result["input_message_content"]
        text = format_text(content["message_text"], content.get("parse_mode") or "")
        sent = self._send({"via_bot": self.world.bot_user, **worded(text)})
        chosen = {"result_id": result_id, "from": self.chat.person.as_user(), "query": query.text}
        life = self.world.settings.update_seconds
        self.world.updates.put("chosen_inline_result", chosen, queue=f"inline:{self.chat.id}", life=life)
        return sent

    def _send(self, content: Json, reply_to: int | None = None) -> StoredMessage:
        self._check_open()
        chat = self.chat
        forced = chat.keyboard if chat.keyboard and chat.keyboard.get("force_reply") else None
        replied = chat.messages.get(reply_to or (forced or {}).get("message_id", 0))
        if replied is not None:
            content = {**content, "reply_to_message": without_reply(replied.body)}
        message = self.world.new_message(chat, content, from_bot=False)
        if not chat.started:
            chat.started = True
            self.world.events.record("started", chat.id)
        self.world.post(chat, message)
        if forced:
            self.world.set_keyboard(chat, None)
        self._tell("message", message.body)
        return message

    def _tell(self, kind: str, body: Json) -> None:
        life = self.world.settings.update_seconds
        self.world.updates.put(kind, body, queue=f"chat:{self.chat.id}", life=life)

    def _check_open(self) -> None:
        if self.chat.blocked:
            raise PersonError("the bot is blocked: unblock it first", 409)

    def _change_membership(self, *, blocked: bool) -> None:
        chat, world = self.chat, self.world
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        world.events.record("blocked", chat.id, blocked=blocked)
        member = {"status": "member", "user": world.bot_user}
        kicked = {"status": "kicked", "user": world.bot_user, "until_date": 0}
        body = {
            "chat": chat.person.as_chat(),
            "from": chat.person.as_user(),
            "date": int(world.clock.now().timestamp()),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        queue = f"member:{chat.id}"
        world.updates.put("my_chat_member", body, queue=queue, life=world.settings.update_seconds)
