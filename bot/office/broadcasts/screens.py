"""What a broadcast would do, how far it is, and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dealer.notices.screens import switch_rows
from bot.office.broadcasts.callbacks import SHOW, STOP, STOP_SURE, BroadcastTap
from bot.screen import Button, Screen, clip, escape, lines, listed, paragraphs, short_id
from core.channel.types import (
    Audience,
    Broadcast,
    BroadcastPreview,
    BroadcastState,
    Delivery,
    NoticeKind,
)
from core.i18n.phrases import Raw, Say

_SHOWN = 500
_BAR = 10
_SIGNS = {
    BroadcastState.SCHEDULED: "🕒",
    BroadcastState.RUNNING: "📣",
    BroadcastState.DONE: "✅",
    BroadcastState.CANCELLED: "⛔",
}


def subject_of(broadcast: Broadcast) -> str:
    """How the cards of a broadcast are found again."""
    return f"broadcast:{broadcast.id}"


def audience_text(audience: Audience, say: Say) -> str:
    """Whom it is for, in words."""
    parts = [
        say("audience.tier", names=listed(audience.tiers)) if audience.tiers else None,
        say("audience.region", names=listed(audience.regions)) if audience.regions else None,
        say("audience.language", names=listed(audience.languages)) if audience.languages else None,
        say("audience.bought", audience.days, category=audience.bought) if audience.bought else None,
        say("audience.dormant", audience.days) if audience.is_dormant else None,
        say("audience.ordered", audience.days) if audience.has_ordered else None,
        say("audience.staff") if audience.staff else None,
        ", ".join(say(f"role.{role.value}") for role in audience.staff) or None,
    ]
    return " · ".join(part for part in parts if part) or say("audience.all")


def broadcast_preview(
    kind: NoticeKind,
    texts: Mapping[str, str],
    audience: Audience,
    due_at: datetime | None,
    found: BroadcastPreview,
    say: Say,
) -> str:
    """What is about to go out, to how many people."""
    people = ", ".join(f"{language} {say.number(count)}" for language, count in found.languages.items())
    variants = [
        f"{f'[{language}] ' if language else ''}{escape(clip(text, _SHOWN))}"
        for language, text in texts.items()
    ]
    return paragraphs(
        lines(
            say("broadcast.to", found.people, kind=Raw(say(f"noticekind.{kind.value}"))),
            audience_text(audience, say),
            people,
            say("broadcast.sample", names=listed(clip(name, 60) for name in found.sample)),
            say("broadcast.off", found.off) if found.off else None,
            say("broadcast.when", at=due_at) if due_at else say("broadcast.at_once"),
        ),
        *variants,
    )


def broadcast_screen(broadcast: Broadcast, say: Say, *, is_asked: bool = False) -> Screen:
    """How far it is, with a way to stop it; ``is_asked``: whether to stop it really."""
    counts = broadcast.counts
    rows = [
        say(f"delivery.{state.value}", count)
        for state in (Delivery.SENT, Delivery.BLOCKED, Delivery.FAILED, Delivery.SKIPPED, Delivery.SENDING)
        if (count := counts.get(state, 0))
    ]
    text = paragraphs(
        lines(
            f"{_SIGNS[broadcast.state]} <b>{say(f'noticekind.{broadcast.kind.value}')}</b> · "
            f"{say(f'bcstate.{broadcast.state.value}')}",
            audience_text(broadcast.audience, say),
            say("broadcast.when", at=broadcast.due_at)
            if broadcast.state is BroadcastState.SCHEDULED
            else None,
        ),
        lines(_progress(broadcast, say), *rows) if broadcast.total else None,
        escape(clip(broadcast.texts[""], 200)),
        say("broadcast.stop_sure") if is_asked else None,
    )
    return Screen(text, _buttons(broadcast, say, is_asked=is_asked))


def _progress(broadcast: Broadcast, say: Say) -> str:
    done = broadcast.total - broadcast.waiting
    full = done * _BAR // broadcast.total
    return say("broadcast.progress", bar="▓" * full + "░" * (_BAR - full), done=done, total=broadcast.total)


def _buttons(broadcast: Broadcast, say: Say, *, is_asked: bool) -> tuple[tuple[Button, ...], ...]:
    if broadcast.state in (BroadcastState.DONE, BroadcastState.CANCELLED):
        return ()
    if is_asked:
        return (
            (
                _button(broadcast, STOP_SURE, say("button.stop_broadcast_sure")),
                _button(broadcast, SHOW, say("button.back")),
            ),
        )
    return ((_button(broadcast, STOP, say("button.stop_broadcast")),),)


def _button(broadcast: Broadcast, act: str, text: str) -> Button:
    return Button(text, BroadcastTap(act=act, broadcast=short_id(broadcast.id)).pack())


def broadcasts_screen(found: Sequence[Broadcast], say: Say) -> Screen:
    """The latest broadcasts, one button each."""
    if not found:
        return Screen(say("broadcast.none"))
    rows = tuple(
        (_button(one, SHOW, f"{_SIGNS[one.state]} {say.moment(one.due_at)} · {clip(one.texts[''], 40)}"),)
        for one in found
    )
    return Screen(say("broadcast.list"), rows)


def message_screen(kind: NoticeKind, text: str, say: Say) -> Screen:
    """The message itself, as a person gets it."""
    return Screen(escape(text), switch_rows(kind, say, is_on=True))
