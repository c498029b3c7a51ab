"""Which notices come, and the button below each of them. Pure."""

from __future__ import annotations

from bot.dealer.notices.callbacks import QUIET, NoticeTap, QuietTap
from bot.screen import Button, Screen, lines, paragraphs
from core.channel.types import NoticeChoice, NoticeKind, QuietHours
from core.i18n.phrases import Say


def switch_rows(kind: NoticeKind, say: Say, *, is_on: bool) -> tuple[tuple[Button, ...], ...]:
    """The button below a message of that kind."""
    key = "notices.no_more" if is_on else "notices.again"
    label = say(key, kind=say(f"noticekind.{kind.value}"))
    return ((Button(label, NoticeTap(kind=kind.value, on=not is_on).pack()),),)


def notices_screen(choice: NoticeChoice, say: Say) -> Screen:
    """All kinds that can be switched, what always comes, and the quiet hours."""
    rows = []
    for kind in NoticeKind:
        is_on = kind not in choice.off
        label = f"{'🔔' if is_on else '🔕'} {say(f'noticekind.{kind.value}')}"
        rows.append((Button(label, NoticeTap(kind=kind.value, on=not is_on, listed=True).pack()),))
    shown = [
        f"{'🔕' if kind in choice.off else '🔔'} {say(f'noticekind.{kind.value}')}" for kind in NoticeKind
    ]
    quiet = tuple(
        Button(f"🌙 {since}–{until}", QuietTap(since=since, until=until).pack())
        for since, until in QUIET
        if choice.quiet != QuietHours(since, until)
    )
    off = (Button(say("button.no_quiet"), QuietTap(since=0, until=0).pack()),)
    return Screen(
        paragraphs(say("notices.title"), lines(*shown), say("notices.always"), _quiet(choice.quiet, say)),
        (*rows, quiet, off if choice.quiet else ()),
    )


def _quiet(hours: QuietHours | None, say: Say) -> str:
    if hours is None:
        return say("notices.quiet_off")
    return say("notices.quiet", since=f"{hours.since}:00", until=f"{hours.until}:00")
