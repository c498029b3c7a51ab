"""Why a voice note is not ordered by."""

from __future__ import annotations

from core.kernel.errors import Refused


class SpeechOff(Refused):
    """Nobody is set up to listen."""

    code = "speech_off"


class SoundUnreadable(Refused):
    """The file has no sound that can be played."""

    code = "sound_unreadable"


class SoundTooLong(Refused):
    """It is longer than anybody listens (``minutes``)."""

    code = "sound_too_long"


class VoiceUsed(Refused):
    """It was ordered by already, or thrown away."""

    code = "voice_used"


class VoiceMovedOn(Refused):
    """The draft was changed since, so what was heard can no longer be taken back by itself."""

    code = "voice_moved_on"
