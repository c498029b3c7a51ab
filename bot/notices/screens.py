"""Messages nobody asked for, so they are short. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screen import Button, Screen, clip, fit, grid, paragraphs, visible_length
from bot.staff.approvals.wording import reason_text
from core.i18n.phrases import Raw, Say
from core.infra.queue import NewJob
from core.orders.types import Order

_MOST_BUTTONS, _MOST_EACH, _MOST_IN_ALL = 12, 600, 3_600


def digest_screen(told: Sequence[NewJob], say: Say) -> Screen:
    """Many notices as one message, each with its number; of one card the latest. Their buttons say whose."""
    latest = {one.payload["subject"] or one.dedupe_key: one.payload for one in told}
    texts: list[str] = []
    buttons: dict[str, Button] = {}  # two notices may lead to the same place
    room = _MOST_IN_ALL
    for at, one in enumerate(latest.values(), 1):
        text = f"<b>{at}.</b> {fit(one['text'], _MOST_EACH)}"
        room -= max(visible_length(text), len(text) // 2)  # Telegram also limits what the markup may add
        if room < 0:
            break
        texts.append(text)
        for row in (one["markup"] or {}).get("inline_keyboard", ()):
            for button in row:
                data = button["callback_data"]
                buttons.setdefault(data, Button(f"{at}. {button['text']}", data))
    more = len(latest) - len(texts)
    return Screen(
        paragraphs(say("digest.title", len(latest)), *texts, say("digest.more", more) if more else None),
        grid(list(buttons.values())[:_MOST_BUTTONS], 1),
    )


def decided_notice(
    order: Order, decision: str, reason: str | None, rest_number: str | None, say: Say
) -> Screen:
    """The dealer hears what became of an order that waited: approved, partly or declined."""
    if decision == "partly":
        return Screen(say("notice.partly", number=order.number, total=order.total, rest=rest_number or "—"))
    if decision == "approved":
        if order.promised_on:
            return Screen(say("notice.approved_for", number=order.number, day=order.promised_on))
        return Screen(say("notice.approved", number=order.number))
    if reason:
        return Screen(say("notice.declined_why", number=order.number, why=Raw(reason_text(reason, say))))
    return Screen(say("notice.declined", number=order.number))


def released_notice(order: Order, say: Say) -> Screen:
    """The dealer hears that an order goes which waited for money or limit."""
    return Screen(say("notice.released", number=order.number, total=order.total))


def counter_answered_notice(number: str, outcome: str, say: Say) -> Screen:
    """What became of a counter-offer: taken, declined or expired."""
    return Screen(say(f"countered.{outcome}", number=number))


def offer_closed_notice(number: str, say: Say) -> Screen:
    """In the place of a counter-offer's card, once it stands no more."""
    return Screen(say("offer.closed", number=number))


def deputy_notice(name: str, say: Say) -> Screen:
    """Somebody is told that he stands in for another."""
    return Screen(say("notice.deputy", name=clip(name, 60)))
