"""What came since the last evening, on one screen. Pure."""

from __future__ import annotations

from bot.screen import Button, Screen, clip, escape, fit, grid, lines, paragraphs, short_id
from bot.staff.approvals.callbacks import ListTap
from bot.staff.territory import callbacks as tap
from bot.staff.territory.callbacks import OrderLook
from bot.staff.territory.screens import dealer_tap
from core.i18n.phrases import Raw, Say
from core.reporting.territory_types import Overnight, Trouble

_NAME = 30
_MOST_BUTTONS = 16


def overnight_screen(found: Overnight, say: Say, *, may_decide: bool = True) -> Screen:
    """Orders, what waits, what went wrong and what was not understood; a button opens each."""
    title = say("overnight.title", at=found.since)
    if not (found.order_count or found.waiting or found.trouble_count or found.unread):
        return Screen(paragraphs(title, say("overnight.nothing")))
    buttons: dict[str, Button] = {}
    for one in found.orders:
        data = OrderLook(order=short_id(one.order_id)).pack()
        buttons[data] = Button(f"📦 {one.number}", data)
    for trouble in found.troubles:
        data = _leads_to(trouble)
        buttons.setdefault(data, Button(f"⚠️ {clip(trouble.number or trouble.dealer_name, 24)}", data))
    for word in found.unread:
        data = dealer_tap(tap.CARD, word.dealer_id)
        buttons.setdefault(data, Button(f"❓ {clip(word.dealer_name, 24)}", data))
    waiting = (Button(say("button.overnight_waiting"), ListTap().pack()),)
    return Screen(
        fit(
            paragraphs(
                title,
                _orders(found, say),
                say("overnight.waiting", found.waiting) if found.waiting else None,
                _troubles(found, say),
                _unread(found, say),
            )
        ),
        (waiting if found.waiting and may_decide else (), *grid(list(buttons.values())[:_MOST_BUTTONS], 2)),
    )


def _leads_to(one: Trouble) -> str:
    """The order that it is about, else the dealer's card."""
    if one.order_id is not None:
        return OrderLook(order=short_id(one.order_id)).pack()
    return dealer_tap(tap.CARD, one.dealer_id)


def _orders(found: Overnight, say: Say) -> str | None:
    if not found.order_count:
        return None
    more = found.order_count - len(found.orders)
    return lines(
        say("overnight.orders", found.order_count, sums=Raw(" + ".join(map(say.money, found.sums)))),
        *(
            say(
                "overnight.order",
                number=one.number,
                dealer=clip(one.dealer_name, _NAME),
                total=one.total,
                state=Raw(say(f"state.{one.state.value}")),
            )
            for one in found.orders
        ),
        f"… +{more}" if more > 0 else None,
    )


def _troubles(found: Overnight, say: Say) -> str | None:
    if not found.trouble_count:
        return None
    more = found.trouble_count - len(found.troubles)
    return lines(
        say("overnight.troubles"),
        *(
            say(
                "overnight.trouble",
                what=Raw(say(f"trouble.{one.kind.value}")),
                number=clip(one.number, 40),
                dealer=clip(one.dealer_name, _NAME),
            )
            for one in found.troubles
        ),
        f"… +{more}" if more > 0 else None,
    )


def _unread(found: Overnight, say: Say) -> str | None:
    if not found.unread:
        return None
    return lines(
        say("overnight.unread"),
        *(
            f"❓ {escape(clip(one.dealer_name, _NAME))}: {escape(clip(one.words, 60))}"
            for one in found.unread
        ),
    )
