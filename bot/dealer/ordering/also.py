"""What usually goes along and is not in the draft: a line of the quote card, and buttons. Pure."""

from __future__ import annotations

from bot.dealer.ordering.amounts import amount
from bot.dealer.ordering.callbacks import ALSO, NO_ALSO, QuoteTap
from bot.screen import Button, clip, listed, short_id
from core.i18n.phrases import Raw, Say
from core.orders.types import AlsoTaken, Quote

NAME = 40


def also_line(quote: Quote, say: Say) -> str | None:
    """ "You usually also take …", with how often; None where there is nothing to say."""
    if not quote.also:
        return None
    names = listed(
        say("also.one", name=clip(one.name, NAME), times=one.times, occasions=one.occasions)
        for one in quote.also
    )
    return say("also.line", names=Raw(names))


def also_rows(quote: Quote, say: Say) -> tuple[tuple[Button, ...], ...]:
    """One tap adds the amount that the dealer takes of it; another one ends the reminders."""

    def button(one: AlsoTaken) -> Button:
        label = f"➕ {amount(say, one.unit_quantity, one.unit)} · {clip(one.name, 30)}"
        return Button(label, _tap(quote, ALSO, short_id(one.product_id)))

    rows = tuple((button(one),) for one in quote.also)
    return (*rows, (Button(say("button.no_suggestions"), _tap(quote, NO_ALSO)),)) if rows else ()


def _tap(quote: Quote, act: str, x: str = "") -> str:
    return QuoteTap(act=act, draft=short_id(quote.draft_id), v=quote.version, x=x).pack()
