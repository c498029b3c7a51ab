"""Messages nobody asked for, so they are short. Pure."""

from __future__ import annotations

from bot.screen import Screen
from bot.staff.approvals.screens import reason_text
from core.i18n.phrases import Raw, Say
from core.orders.types import Order


def decided_notice(order: Order, approved: bool, reason: str | None, say: Say) -> Screen:
    """The dealer hears what became of an order in review."""
    if approved:
        if order.promised_on:
            return Screen(say("notice.approved_for", number=order.number, day=order.promised_on))
        return Screen(say("notice.approved", number=order.number))
    if reason:
        return Screen(say("notice.declined_why", number=order.number, why=Raw(reason_text(reason, say))))
    return Screen(say("notice.declined", number=order.number))
