"""A voice note becomes lines of the draft: heard, shown in quotes, and thrown away with one tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.chat_action import ChatActionSender

from bot.dealer.ordering.card import show_draft
from bot.dealer.ordering.voice import callbacks as tap
from bot.dealer.ordering.voice.callbacks import VoiceTap
from bot.dealer.ordering.voice.screens import heard_notice, repeat_screen, throw_row
from bot.dealer.ordering.words import Above, answer_taken
from bot.dealer.templates.handlers import answer_words
from bot.screen import OldButton, Screen, long_id
from bot.turn import Turn
from core.infra.worker import Later
from core.intake.speech_types import Hearing
from core.integrations.speech.errors import SoundTooLong, SpeechOff
from core.integrations.speech.types import LONGEST_SECONDS, Heard, SpeechBusy, SpeechSilent
from core.integrations.speech.use_cases.hear_voice import CanListen, HearVoice
from core.integrations.speech.use_cases.take_voice import TakeVoice, ThrowVoice

# What Telegram lets a bot fetch.
MOST_FETCHED = 20_000_000


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound of a message. seconds: 0 where Telegram does not tell."""

    file_id: str
    size: int
    seconds: int
    media_type: str


def recording_of(message: Message) -> Recording | None:
    """The voice note, sound or round film of a message; a sound file that was sent as a document."""
    if message.voice is not None:
        voice = message.voice
        return Recording(voice.file_id, voice.file_size or 0, voice.duration, voice.mime_type or "audio/ogg")
    if message.audio is not None:
        audio = message.audio
        return Recording(audio.file_id, audio.file_size or 0, audio.duration, audio.mime_type or "audio/mpeg")
    if message.video_note is not None:
        film = message.video_note
        return Recording(film.file_id, film.file_size or 0, film.duration, "video/mp4")
    document = message.document
    if document is not None and (document.mime_type or "").startswith("audio/"):
        return Recording(document.file_id, document.file_size or 0, 0, document.mime_type or "audio/ogg")
    return None


class IsSoundFile(Filter):
    """A sound that was sent as a document."""

    async def __call__(self, message: Message, **_data: Any) -> bool:
        return message.document is not None and recording_of(message) is not None


async def on_voice(message: Message, turn: Turn, last_try: bool = False) -> None:
    recording = recording_of(message)
    if recording is None:
        return
    if not await turn.ask(CanListen()):
        raise SpeechOff
    if recording.seconds > LONGEST_SECONDS:
        raise SoundTooLong(minutes=LONGEST_SECONDS // 60)
    if recording.size > MOST_FETCHED:
        await turn.tell("voice.too_big")
        return
    try:
        heard = await _listen(turn, recording)
    except SpeechBusy as busy:
        raise Later(busy.seconds) from busy
    except SpeechSilent:
        if not last_try:
            raise  # the queue tries again in a few seconds
        await turn.tell("voice.no_answer")
        return
    await _answer(turn, heard)


async def _listen(turn: Turn, recording: Recording) -> Heard:
    """While it takes, the chat shows that somebody is at it."""
    async with ChatActionSender.typing(bot=turn.bot, chat_id=turn.chat_id):
        content = await turn.bot.download(recording.file_id)
        sound = content.read() if content is not None else b""
        return await turn.execute(HearVoice(sound, recording.media_type))


async def _answer(turn: Turn, heard: Heard) -> None:
    if heard.voice_id is None:
        await turn.tell("voice.silence" if heard.hearing is Hearing.SILENCE else "voice.unclear")
    elif heard.repeated_at is not None:
        await turn.show(repeat_screen(heard.voice_id, heard, turn.say))
    elif await answer_words(turn, heard.text):
        return
    else:
        await _take(turn, heard.voice_id)


async def _take(turn: Turn, voice_id: UUID) -> None:
    voice = await turn.execute(TakeVoice(voice_id))
    rows = (throw_row(voice_id, turn.say),) if voice.may_be_thrown else ()
    await answer_taken(turn, voice.text, voice.taken, Above(heard_notice(voice.heard, turn.say), rows))


async def on_tap(_query: CallbackQuery, callback_data: VoiceTap, turn: Turn) -> None:
    voice_id = long_id(callback_data.id)
    if callback_data.act == tap.TAKE:
        await turn.freeze()
        await _take(turn, voice_id)
    elif callback_data.act == tap.THROW:
        had_done = await turn.execute(ThrowVoice(voice_id))
        await turn.freeze()
        if had_done:
            await show_draft(turn, turn.say("voice.thrown"))
        else:
            await turn.redraw(Screen(turn.say("voice.thrown_unused")))
    else:
        raise OldButton(callback_data.act)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="voice")
    router.message.register(on_voice, F.voice | F.audio | F.video_note)
    router.message.register(on_voice, IsSoundFile())
    router.callback_query.register(on_tap, VoiceTap.filter())
    return router
