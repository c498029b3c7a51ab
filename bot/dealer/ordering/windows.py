"""Between when the goods come, as the quote card offers it and the order keeps it. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.dealer.ordering import callbacks as tap
from bot.dealer.ordering.callbacks import QuoteTap
from bot.screen import Button, short_id
from core.i18n.phrases import Raw, Say
from core.kernel.clock import local_day
from core.orders.types import Order, Quote, Window

_MINUTE = 60


def window_line(window: Window, say: Say) -> str:
    """The window that was chosen, with its day."""
    return say("quote.window", since=window[0], until=Raw(say.clock(window[1])))


def coming_line(order: Order, say: Say) -> str | None:
    """When a placed order comes, as far as that is promised."""
    if order.window is not None:
        return window_line(order.window, say)
    return say("quote.promised", day=order.promised_on) if order.promised_on else None


def windows_hint(quote: Quote, say: Say) -> str | None:
    """That there is something to choose, and for which day."""
    if not quote.windows or quote.window is not None:
        return None
    return say("quote.windows", day=local_day(quote.windows[0][0], say.zone))


def window_buttons(quote: Quote, say: Say) -> tuple[Button, ...]:
    """The windows to choose from; the chosen one, marked, is given up by a tap."""
    shown = list(quote.windows)
    is_good = all(one.code != "order.window_gone" for one in quote.blockers)
    if quote.window is not None and is_good and quote.window not in shown:
        shown = [
            quote.window,
            *(one for one in shown if one[1] <= quote.window[0] or one[0] >= quote.window[1]),
        ]
    buttons = [_button(quote, one, say, is_chosen=is_good and one == quote.window) for one in shown]
    if quote.window is not None and not is_good:
        buttons.append(Button(say("button.any_time"), _data(quote, 0, "")))
    return tuple(buttons)


def _button(quote: Quote, window: Window, say: Say, *, is_chosen: bool) -> Button:
    mark = "✅" if is_chosen else "🕒"
    text = f"{mark} {say.hours(*window)}"
    if is_chosen:
        return Button(text, _data(quote, 0, ""))
    minutes = int((window[1] - window[0]).total_seconds()) // _MINUTE
    return Button(text, _data(quote, minutes, str(int(window[0].timestamp()) // _MINUTE)))


def _data(quote: Quote, minutes: int, since: str) -> str:
    return QuoteTap(
        act=tap.WINDOW, draft=short_id(quote.draft_id), v=quote.version, n=minutes, x=since
    ).pack()


def window_of(data: QuoteTap) -> Window | None:
    """What a button of `window_buttons` stands for; None: any time. Raises ValueError for what is no time."""
    if not data.x:
        return None
    if not 0 < data.n <= 24 * 60 or not 0 < int(data.x) < 10**9:
        raise ValueError("no window")
    since = datetime.fromtimestamp(int(data.x) * _MINUTE, UTC)
    return since, since + timedelta(minutes=data.n)
