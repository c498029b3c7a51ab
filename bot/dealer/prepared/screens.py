"""What the dealer sees of an order that was prepared for it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from bot.dealer.prepared import callbacks as tap
from bot.dealer.prepared.callbacks import PreparedTap
from bot.screen import Button, Screen, clip, lines, listed, paragraphs, short_id
from bot.staff.preparing.screens import goods_part
from core.i18n.phrases import Say
from core.kernel.money import Money
from core.orders.prepared.types import PreparedView
from core.orders.use_cases.take_prepared import PreparedOpened

_NAME = 60


def _button(text: str, act: str, prepared_id: uuid.UUID) -> Button:
    return Button(text, PreparedTap(act=act, prepared=short_id(prepared_id)).pack())


def prepared_screen(view: PreparedView, say: Say) -> Screen:
    """Who prepared it, what is in it and what it comes to now; nothing is ordered yet."""
    return Screen(
        paragraphs(
            say("prepared.title", name=clip(view.rep_name, _NAME)),
            goods_part(view.quote, say),
            say("prepared.until", until=view.expires_at) if view.expires_at else None,
        ),
        (
            (_button(say("button.take_prepared"), tap.TAKE, view.id),),
            (_button(say("button.decline_prepared"), tap.DECLINE, view.id),),
        ),
    )


def opened_notice(opened: PreparedOpened, total: Money, say: Say) -> str:
    """Above the quote card: whose work it is, and what has changed since it was sent."""
    return lines(
        say("prepared.opened", name=clip(opened.rep_name, _NAME)),
        say("prepared.left_out", names=listed([clip(name, 40) for name in opened.left_out], 6))
        if opened.left_out
        else None,
        say("prepared.other_total", then=opened.total, now=total) if total != opened.total else None,
    )


def declined_screen(name: str, prepared_id: uuid.UUID, say: Say) -> Screen:
    return Screen(
        say("prepared.declined", name=clip(name, _NAME)),
        ((_button(say("button.explain_decline"), tap.EXPLAIN, prepared_id),),),
    )


def expired_notice(event: Mapping[str, Any], say: Say) -> Screen:
    return Screen(say("prepared.expired", name=clip(event["rep_name"], _NAME)))
