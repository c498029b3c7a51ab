"""Who may order by voice: a part of ``command_roles``."""

from __future__ import annotations

SPEECH: dict[str, str] = {
    "CanListen": "AB..........S.",
    "HearVoice": "AB..........S.",
    "TakeVoice": "AB..........S.",
    "ThrowVoice": "AB..........S.",
}
