"""What has been read of a message so far, and what the whole of it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.intake.engine.reading.intents import ABOUT_PRODUCTS, REPEATING
from core.intake.types import AccountQuestion, Action, Intent, LineText, MessageReading


@dataclass(slots=True)
class Draft:
    """What has been read of a message so far."""

    today: date
    lines: list[LineText] = field(default_factory=list)
    asked: list[LineText] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    courtesies: list[Intent] = field(default_factory=list)
    day: date | None = None
    order_number: str | None = None
    account: AccountQuestion | None = None
    closed: bool = False


def conclude(draft: Draft, *, truncated: bool) -> MessageReading:
    leading = next((intent for intent in draft.intents if intent in REPEATING), None)
    lines = draft.lines
    if leading is None and lines:
        amends = any(line.best.action is not Action.ADD for line in lines)
        leading = Intent.EDIT if amends else Intent.ORDER
    if leading is None and draft.intents:
        leading = _foremost(draft.intents)
        lines = draft.asked if leading in ABOUT_PRODUCTS else []
    if leading is None and (draft.notes or draft.day):
        leading = Intent.EDIT
    if leading is None:
        leading = next(iter(sorted(draft.courtesies, key=_WEIGHT_OF_COURTESY.index)), Intent.SMALL_TALK)
    return MessageReading(
        intent=leading,
        lines=tuple(lines),
        note="; ".join(draft.notes) or None,
        delivery_date=draft.day,
        order_number=draft.order_number,
        account=draft.account,
        ignored=tuple(draft.ignored),
        truncated=truncated,
    )


_WEIGHT_OF_COURTESY = (Intent.GREETING, Intent.THANKS, Intent.SMALL_TALK)


def _foremost(intents: list[Intent]) -> Intent:
    """A question before "ok" and "cancel"; of several questions the first."""
    weak = (Intent.CONFIRM, Intent.HELP)
    return next((intent for intent in intents if intent not in weak), intents[0])
