"""Changes to messages that were sent before."""

from __future__ import annotations

from dealerline.sandbox.chats import Chat, Json, StoredMessage
from dealerline.sandbox.errors import BadRequest
from dealerline.sandbox.markup import Markup
from dealerline.sandbox.methods.call import Call, method, worded
from dealerline.sandbox.methods.send import input_media

MEDIA = ("photo", "document", "voice")


@method("editMessageText")
def edit_message_text(call: Call) -> Json:
    chat = call.chat()
    message = call.own_message(chat)
    formatted = call.message_text(too_long="MESSAGE_TOO_LONG")
    if "text" not in message.body:
        raise BadRequest("there is no text in the message to edit")
    return _change(call, chat, message, ("text", "entities"), worded(formatted), call.inline_markup())


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json:
    chat = call.chat()
    message = call.own_message(chat)
    caption = call.caption()
    if not any(kind in message.body for kind in MEDIA):
        raise BadRequest("there is no caption in the message to edit")
    return _change(call, chat, message, ("caption", "caption_entities"), caption, call.inline_markup())


@method("editMessageMedia")
def edit_message_media(call: Call) -> Json:
    """Another file in the place of the one that is there, or of a text."""
    chat = call.chat()
    message = call.own_message(chat)
    new = input_media(call, call.form.nested("media", "media"))
    old = ("text", "entities", "photo", "document", "caption", "caption_entities")
    return _change(call, chat, message, old, new, call.inline_markup())


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json:
    chat = call.chat()
    message = call.own_message(chat)
    return _change(call, chat, message, (), {}, call.inline_markup())


def _change(
    call: Call, chat: Chat, message: StoredMessage, fields: tuple[str, ...], new: Json, markup: Markup | None
) -> Json:
    """Without a keyboard in the call the message loses the one it has, as at Telegram."""
    wanted = {key: value for key, value in message.body.items() if key not in (*fields, "reply_markup")}
    wanted |= new
    if markup is not None:
        wanted["reply_markup"] = markup
    compared = (*fields, "reply_markup")
    if all(wanted.get(key) == message.body.get(key) for key in compared):
        raise BadRequest(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    if fields:
        wanted["edit_date"] = int(call.world.clock.now().timestamp())
    message.body = wanted
    call.world.changed(chat, message)
    return message.body


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    chat = call.chat()
    message_id = call.form.integer("message_id")
    if message_id <= 0:
        raise BadRequest("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise BadRequest("message to delete not found")
    if call.world.out_of_reach(message):
        raise BadRequest("message can't be deleted for everyone")
    call.world.delete(chat, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Those that are not there or too old are skipped."""
    chat = call.chat()
    ids = call.form.nested("message_ids", "message identifiers")
    if not isinstance(ids, list) or not ids:
        raise BadRequest("message identifiers are not specified")
    if len(ids) > 100:
        raise BadRequest("too many message identifiers specified")
    for message_id in filter(lambda each: isinstance(each, int), ids):
        message = chat.messages.get(message_id)
        if message is not None and not call.world.out_of_reach(message):
            call.world.delete(chat, message)
    return True
