"""What is said about a voice note. Pure."""

from __future__ import annotations

from uuid import UUID

from bot.dealer.ordering.voice.callbacks import TAKE, THROW, VoiceTap
from bot.screen import Button, Screen, clip, short_id
from core.i18n.phrases import Say
from core.integrations.speech.types import Heard

_SHOWN = 300


def heard_notice(heard: str, say: Say) -> str:
    """What was heard, in quotes, so that its speaker sees it."""
    return say("voice.heard", text=clip(heard, _SHOWN))


def throw_row(voice_id: UUID, say: Say) -> tuple[Button, ...]:
    return (Button(say("button.throw_voice"), VoiceTap(act=THROW, id=short_id(voice_id)).pack()),)


def repeat_screen(voice_id: UUID, heard: Heard, say: Say) -> Screen:
    """This very voice note was ordered by before."""
    take = Button(say("button.take_voice"), VoiceTap(act=TAKE, id=short_id(voice_id)).pack())
    text = say("voice.repeat", at=heard.repeated_at, text=clip(heard.heard, _SHOWN))
    return Screen(text, ((take,), throw_row(voice_id, say)))
