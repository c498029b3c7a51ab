"""Which notices come, and the button below each of them. Pure."""

from __future__ import annotations

from datetime import time

from bot.dealer.notices.callbacks import (
    DIGEST_ANSWER,
    QUIET,
    QUIET_ANSWER,
    HoursTap,
    NoticeTap,
    QuietTap,
    WayTap,
)
from bot.screen import Button, Screen, lines, paragraphs
from core.channel.types import NoticeChoice, NoticeKind, NoticeWay, QuietHours
from core.i18n.phrases import Say

_SIGNS = {NoticeWay.NOW: "🔔", NoticeWay.DAILY: "🕘", NoticeWay.OFF: "🔕"}
# Nobody of a dealer gets these.
_OF_HOUSE = {NoticeKind.SILENT}
_NEXT = {
    NoticeWay.NOW: NoticeWay.DAILY,
    NoticeWay.DAILY: NoticeWay.OFF,
    NoticeWay.OFF: NoticeWay.NOW,
}


def switch_rows(kind: NoticeKind, say: Say, *, is_on: bool) -> tuple[tuple[Button, ...], ...]:
    """The button below a message of that kind."""
    key = "notices.no_more" if is_on else "notices.again"
    label = say(key, kind=say(f"noticekind.{kind.value}"))
    return ((Button(label, NoticeTap(kind=kind.value, on=not is_on).pack()),),)


def notices_screen(choice: NoticeChoice, say: Say, *, is_staff: bool = False) -> Screen:
    """All kinds that can be switched, what always comes, when the digest does, and the quiet hours."""
    kinds = [kind for kind in NoticeKind if is_staff or kind not in _OF_HOUSE]
    named = {kind: f"{_SIGNS[choice.way(kind)]} {say(f'noticekind.{kind.value}')}" for kind in kinds}
    rows = [
        (Button(label, WayTap(kind=kind.value, way=_NEXT[choice.way(kind)].value).pack()),)
        for kind, label in named.items()
    ]
    at = _clock(choice.digest_at)
    digest = Button(say("button.digest_time", at=at), HoursTap(what=DIGEST_ANSWER).pack())
    quiet = tuple(
        Button(f"🌙 {since}–{until}", QuietTap(since=since, until=until).pack())
        for since, until in QUIET
        if choice.quiet != QuietHours(time(since), time(until))
    )
    other = Button(say("button.other_quiet"), HoursTap(what=QUIET_ANSWER).pack())
    off = Button(say("button.no_quiet"), QuietTap(since=0, until=0).pack())
    return Screen(
        paragraphs(
            say("notices.title"),
            lines(*named.values()),
            say("notices.ways", at=at),
            say("notices.always"),
            _quiet(choice.quiet, say),
        ),
        (*rows, (digest,), quiet, (other, off) if choice.quiet else (other,)),
    )


def _quiet(hours: QuietHours | None, say: Say) -> str:
    if hours is None:
        return say("notices.quiet_off")
    return say("notices.quiet", since=_clock(hours.since), until=_clock(hours.until))


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"
