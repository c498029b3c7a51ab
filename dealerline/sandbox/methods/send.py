"""Messages that the bot sends."""

from __future__ import annotations

from typing import Any

from dealerline.sandbox.chats import Chat, Json, StoredMessage
from dealerline.sandbox.entities import format_text
from dealerline.sandbox.errors import ApiError, BadRequest
from dealerline.sandbox.files import UPLOAD_BYTES, StoredFile, photo_sizes
from dealerline.sandbox.forms import Upload
from dealerline.sandbox.methods.call import Call, captioned, method, worded

ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
MEDIA_GROUP = range(2, 11)


def _post(call: Call, chat: Chat, content: Json) -> Json:
    markup = call.markup()
    content = {**content, **call.reply(chat)}
    if call.form.flag("protect_content"):
        content["has_protected_content"] = True
    message = call.world.new_message(chat, content, from_bot=True)
    return call.world.post(chat, message, markup).body


@method("sendMessage")
def send_message(call: Call) -> Json:
    chat = call.chat()
    return _post(call, chat, worded(call.message_text()))


@method("sendPhoto")
def send_photo(call: Call) -> Json:
    chat = call.chat()
    stored = _media(call, call.form.text("photo"), "photo")
    return _post(call, chat, {"photo": photo_sizes(stored), **call.caption()})


@method("sendDocument")
def send_document(call: Call) -> Json:
    chat = call.chat()
    stored = _media(call, call.form.text("document"), "document")
    return _post(call, chat, {"document": document_of(stored), **call.caption()})


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[Json]:
    chat = call.chat()
    media = call.form.nested("media", "media")
    if not isinstance(media, list):
        raise BadRequest("expected an Array of InputMedia")
    if len(media) not in MEDIA_GROUP:
        raise BadRequest("media group must include 2-10 items" if media else "there are no media to send")
    contents = [input_media(call, item) for item in media]
    if len({"photo" in content for content in contents}) > 1:
        raise BadRequest("document can't be mixed with other media types")
    messages = [call.world.new_message(chat, content, from_bot=True) for content in contents]
    group = str(messages[0].id)
    for message in messages:
        message.body["media_group_id"] = group
        call.world.post(chat, message)
    return [message.body for message in messages]


def input_media(call: Call, item: Any) -> Json:
    """The fields of a Message that shows it."""
    if not isinstance(item, dict) or item.get("type") not in ("photo", "document"):
        raise BadRequest("can't parse InputMedia: the sandbox sends photos and documents")
    kind = str(item["type"])
    stored = _media(call, str(item.get("media", "")), kind)
    formatted = format_text(str(item.get("caption") or ""), str(item.get("parse_mode") or ""))
    content = {"photo": photo_sizes(stored)} if kind == "photo" else {"document": document_of(stored)}
    return {**content, **captioned(formatted)}


@method("sendLocation")
def send_location(call: Call) -> Json:
    chat = call.chat()
    return _post(call, chat, {"location": location_of(call)})


def location_of(call: Call) -> Json:
    place = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = call.form.number(name)
        if value is None:
            raise BadRequest(f"{name} is empty")
        if not -most <= value <= most:
            raise BadRequest("wrong location specified")
        place[name] = value
    return place


@method("sendVenue")
def send_venue(call: Call) -> Json:
    chat = call.chat()
    title, address = call.form.text("title"), call.form.text("address")
    if not title:
        raise BadRequest("venue title must be non-empty")
    location = location_of(call)
    venue = {"location": location, "title": title, "address": address}
    return _post(call, chat, {"venue": venue, "location": location})


@method("sendContact")
def send_contact(call: Call) -> Json:
    chat = call.chat()
    phone, name = call.form.text("phone_number"), call.form.text("first_name")
    if not phone or not name:
        raise BadRequest("contact phone number and first name must be non-empty")
    contact = {"phone_number": phone, "first_name": name}
    if last_name := call.form.text("last_name"):
        contact["last_name"] = last_name
    return _post(call, chat, {"contact": contact})


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    chat = call.chat()
    action = call.form.text("action")
    if action not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    call.world.events.record("action", chat.id, action=action)
    return True


@method("copyMessage")
def copy_message(call: Call) -> Json:
    chat = call.chat()
    content = _content(_source(call, "copy"))
    if call.form.text("caption") and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | call.caption()
    return {"message_id": _post(call, chat, content)["message_id"]}


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    chat = call.chat()
    source = _source(call, "forward")
    origin = {"type": "user", "sender_user": source.body["from"], "date": source.body["date"]}
    content = {**_content(source), "forward_origin": origin}
    message = call.world.new_message(chat, content, from_bot=True)
    message.editable = False
    return call.world.post(chat, message).body


def _source(call: Call, act: str) -> StoredMessage:
    source = call.known_chat("from_chat_id").messages.get(call.form.integer("message_id"))
    if source is None:
        raise BadRequest(f"message to {act} not found")
    return source


CONTENT = (
    "text",
    "entities",
    "photo",
    "document",
    "voice",
    "sticker",
    "location",
    "contact",
    "caption",
    "caption_entities",
)


def _content(message: StoredMessage) -> Json:
    return {key: message.body[key] for key in CONTENT if key in message.body}


def _media(call: Call, given: str, kind: str) -> StoredFile:
    """A file sent with the call (``attach://part`` or the field itself), or one sent before (file_id)."""
    name = given.removeprefix("attach://")
    upload = call.form.files.get(name) if given.startswith("attach://") else call.form.files.get(kind)
    if upload is not None:
        return _uploaded(call, upload, kind)
    if given.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")  # the sandbox asks no other host
    stored = call.world.files.get(given)
    if stored is None:
        raise BadRequest(
            f"wrong file identifier/HTTP URL specified: {given}"
            if given
            else f"there is no {kind} in the request"
        )
    return stored


def _uploaded(call: Call, upload: Upload, kind: str) -> StoredFile:
    if len(upload.data) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if not upload.data:
        raise BadRequest("file must be non-empty")
    return call.world.files.add(upload, kind)


def document_of(stored: StoredFile) -> Json:
    return {**stored.as_json(), "file_name": stored.name, "mime_type": stored.content_type}
