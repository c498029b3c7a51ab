"""Which notices come, and the button below each of them. Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.dealer.notices.callbacks import NoticeTap
from bot.screen import Button, Screen, lines, paragraphs
from core.channel.types import NoticeKind
from core.i18n.phrases import Say


def switch_rows(kind: NoticeKind, say: Say, *, is_on: bool) -> tuple[tuple[Button, ...], ...]:
    """The button below a message of that kind."""
    key = "notices.no_more" if is_on else "notices.again"
    label = say(key, kind=say(f"noticekind.{kind.value}"))
    return ((Button(label, NoticeTap(kind=kind.value, on=not is_on).pack()),),)


def notices_screen(off: Collection[NoticeKind], say: Say) -> Screen:
    """All kinds that can be switched, and what always comes."""
    rows = []
    for kind in NoticeKind:
        is_on = kind not in off
        label = f"{'🔔' if is_on else '🔕'} {say(f'noticekind.{kind.value}')}"
        rows.append((Button(label, NoticeTap(kind=kind.value, on=not is_on, listed=True).pack()),))
    shown = [f"{'🔕' if kind in off else '🔔'} {say(f'noticekind.{kind.value}')}" for kind in NoticeKind]
    return Screen(paragraphs(say("notices.title"), lines(*shown), say("notices.always")), tuple(rows))
