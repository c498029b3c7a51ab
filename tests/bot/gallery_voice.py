"""Samples of what is said about voice notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.dealer.ordering.screens import quote_card
from bot.dealer.ordering.voice.screens import heard_notice, repeat_screen, throw_row
from bot.screen import Screen
from core.i18n.phrases import Say
from core.intake.speech_types import Hearing
from core.integrations.speech.types import Heard
from tests.bot import samples as s

Draw = Callable[[Say], Screen]
VOICE = s.uid(41)


def _card(heard: str, say: Say) -> Screen:
    card = quote_card(s.quote(s.ready_line()), say, notice=heard_notice(heard, say))
    return replace(card, rows=(*card.rows, throw_row(VOICE, say)))


def voice_samples() -> Iterator[tuple[str, Draw]]:
    at = datetime(2025, 10, 13, 9, 30, tzinfo=UTC)
    for said in ("Uhm, ten cases of coke", *s.NASTY, s.NASTY[0] * 60):
        heard = Heard(Hearing.CLEAR, VOICE, said, said, at)
        name = f"{said[:9]} {len(said)}"
        yield f"heard {name}", lambda say, said=said: _card(said, say)
        yield f"heard again {name}", lambda say, heard=heard: repeat_screen(VOICE, heard, say)
