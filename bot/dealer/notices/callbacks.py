"""Buttons that switch notices off and on."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class NoticeTap(CallbackData, prefix="nt1"):
    """kind: which notices; on: whether they shall come; listed: the button stands on the list of all."""

    kind: str
    on: bool
    listed: bool = False


class QuietTap(CallbackData, prefix="nq1"):
    """Quiet from since to until, full hours; both the same: no quiet hours."""

    since: int
    until: int


QUIET = ((22, 7), (20, 8), (18, 9))
