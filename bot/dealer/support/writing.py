"""A message as it is passed on to the other side of a conversation."""

from __future__ import annotations

from aiogram.types import Message

from core.support.types import WordKind, Written


def written_of(message: Message) -> Written | None:
    """What a person wrote; None for a command or a contact, which are never passed on."""
    text = message.text or message.caption or ""
    if text.startswith("/") or message.contact is not None:
        return None
    return Written(_kind(message), text, message.chat.id, message.message_id)


def _kind(message: Message) -> WordKind:
    if message.text is not None:
        return WordKind.TEXT
    if message.photo:
        return WordKind.PHOTO
    if message.voice or message.audio:
        return WordKind.VOICE
    if message.document or message.video or message.animation or message.video_note:
        return WordKind.FILE
    return WordKind.OTHER
