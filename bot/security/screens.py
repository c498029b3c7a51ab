"""Screens of /security. Pure."""

from __future__ import annotations

import io
from datetime import datetime

import segno

from bot.screen import Button, Screen, clip, lines, paragraphs, short_id
from bot.security.callbacks import DROP, ENROL, LINK, RENEW, SIGN_OUT, SIGN_OUT_OTHERS, SecurityTap
from core.dealers.types import CodeOutcome, CodeResult, Security, Session
from core.i18n.phrases import Say

MOST_CHATS = 10


def security_screen(security: Security, say: Say) -> Screen:
    """The chats that may act for the person, the second factor, and what can be done about both."""
    chats = [_chat(one, say) for one in security.sessions[:MOST_CHATS]]
    factor = (
        say("security.factor_on", security.recovery_left)
        if security.has_second_factor
        else say("security.factor_off")
    )
    return Screen(
        paragraphs(say("security.title"), lines(say("security.chats"), *chats), factor),
        (
            *_chat_buttons(security.sessions, say),
            (Button(say("button.connect_chat"), SecurityTap(act=LINK).pack()),),
            _factor_buttons(security.has_second_factor, say),
        ),
    )


def _name(session: Session) -> str:
    return clip(session.label, 30) or "Telegram"


def _chat(session: Session, say: Say) -> str:
    key = "security.this_chat" if session.is_this else "security.chat"
    return say(key, name=_name(session), since=session.started_at, seen=session.seen_at)


def _chat_buttons(sessions: tuple[Session, ...], say: Say) -> tuple[tuple[Button, ...], ...]:
    rows = [
        (
            Button(
                say("button.sign_out_this") if one.is_this else _sign_out_label(one, say),
                SecurityTap(act=SIGN_OUT, session=short_id(one.id)).pack(),
            ),
        )
        for one in sessions[:MOST_CHATS]
    ]
    if len(sessions) > 1:
        rows.append((Button(say("button.sign_out_others"), SecurityTap(act=SIGN_OUT_OTHERS).pack()),))
    return tuple(rows)


def _sign_out_label(session: Session, say: Say) -> str:
    # A label is no markup, so the name stands as it is.
    return f"{say('button.sign_out')} · {_name(session)}"


def _factor_buttons(has_second_factor: bool, say: Say) -> tuple[Button, ...]:
    if not has_second_factor:
        return (Button(say("button.enrol"), SecurityTap(act=ENROL).pack()),)
    return (
        Button(say("button.renew_codes"), SecurityTap(act=RENEW).pack()),
        Button(say("button.drop_factor"), SecurityTap(act=DROP).pack()),
    )


def enrol_screen(key: str, say: Say) -> Screen:
    """The caption under the QR code: what to do with it, and the key for those who cannot scan."""
    grouped = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    return Screen(say("security.scan", key=grouped))


def qr_picture(link: str) -> bytes:
    """A QR code as PNG, black on white with the quiet zone that readers need, readable on a small screen."""
    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def codes_screen(codes: tuple[str, ...], say: Say, *, is_new: bool) -> Screen:
    """Recovery codes, shown this once. ``is_new``: the factor has just been switched on."""
    shown = "\n".join(f"<code>{code}</code>" for code in codes)
    return Screen(paragraphs(say("security.enrolled") if is_new else say("security.renewed"), shown))


def linked_screen(link: str, until: datetime, say: Say) -> Screen:
    return Screen(say("security.link", link=link, until=until))


def code_screen(result: CodeResult, say: Say) -> Screen:
    """What became of a code that did not open anything."""
    match result.outcome:
        case CodeOutcome.USED:
            return Screen(say("security.used"))
        case CodeOutcome.LOCKED:
            return Screen(say("security.locked", until=result.until))
        case _:
            return Screen(say("security.wrong", result.left))
