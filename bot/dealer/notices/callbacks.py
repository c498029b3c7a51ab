"""Buttons that say how which notices come."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class NoticeTap(CallbackData, prefix="nt1"):
    """Below a message. kind: which notices; on: whether they shall come; listed: on an older list."""

    kind: str
    on: bool
    listed: bool = False


class WayTap(CallbackData, prefix="nw1"):
    """On the list of all kinds. way: NoticeWay that the kind shall have."""

    kind: str
    way: str


class HoursTap(CallbackData, prefix="nh1"):
    """The person wants to type something: QUIET_ANSWER or DIGEST_ANSWER."""

    what: str


class QuietTap(CallbackData, prefix="nq1"):
    """Quiet from since to until, full hours; both the same: no quiet hours."""

    since: int
    until: int


QUIET = ((22, 7), (20, 8), (18, 9))
# What a person types: quiet hours, or when the digest comes.
QUIET_ANSWER, DIGEST_ANSWER = "notices.quiet", "daily_news"
