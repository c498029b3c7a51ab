"""What became of the terms that a line is wanted under: "if in stock", "not above 12". Pure."""

from __future__ import annotations

from bot.dealer.ordering import callbacks as tap
from bot.dealer.ordering.callbacks import QuoteTap
from bot.screen import Button, clip, escape, short_id
from core.i18n.phrases import Raw, Say
from core.orders.types import Held, HeldWhy, LineState, Quote, QuoteLine

NAME = 60
MOST_BUTTONS = 3


def why_held(held: Held, say: Say) -> str:
    if held.price is None or held.why is HeldWhy.NOT_IN_STOCK:
        return say("held.not_in_stock")
    if held.limit is None:
        return say("held.above_unsaid", price=held.price)
    above_last = held.why is HeldWhy.ABOVE_LAST_PRICE
    key = "held.above_last_price" if above_last else "held.above_limit"
    return say(key, price=held.price, limit=held.limit)


def held_line(line: QuoteLine, say: Say) -> str:
    """A line that is left out, and why."""
    name = escape(clip(line.name, NAME))
    why = why_held(line.held, say) if line.held else ""
    return f"{line.position}. ⏸ <s>{name}</s>\n   {why}"


def terms_note(line: QuoteLine, say: Say) -> str | None:
    """Of a line that counts: what it was taken instead of, or that its terms hold no more."""
    if line.held is not None:
        return "   ⚠️ " + why_held(line.held, say)
    if line.instead_of is not None:
        return "   ↪️ " + say("quote.instead_of", name=clip(line.instead_of, NAME))
    return None


def anyway_rows(quote: Quote, say: Say) -> list[tuple[Button, ...]]:
    """One tap takes what its terms have left out."""
    held = [line for line in quote.lines if line.held is not None]

    def data(act: str, line: QuoteLine) -> str:
        return QuoteTap(act=act, draft=short_id(quote.draft_id), v=quote.version, n=line.position).pack()

    rows: list[tuple[Button, ...]] = []
    for line in held[:MOST_BUTTONS]:
        label = say("button.take_anyway", name=Raw(clip(line.name, 24)))
        row = [Button(label, data(tap.ANYWAY, line))]
        if line.state is LineState.READY:
            row.append(Button(say("button.leave_out"), data(tap.REMOVE, line)))
        rows.append(tuple(row))
    return rows
