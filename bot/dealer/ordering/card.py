"""The open draft's card, as others than the ordering handlers show it."""

from __future__ import annotations

from bot.dealer.ordering.screens import quote_card
from bot.screen import Screen
from bot.turn import Turn
from core.kernel.ids import DraftId
from core.orders.use_cases.show_quote import ShowQuote


def subject_of(draft_id: DraftId) -> str:
    return f"draft:{draft_id}"


async def show_draft(turn: Turn, notice: str) -> None:
    """Show the open draft with a notice above it; the notice alone where there is none."""
    quote = await turn.ask(ShowQuote())
    if quote is None:
        await turn.show(Screen(notice))
    else:
        await turn.show(quote_card(quote, turn.say, notice=notice), subject=subject_of(quote.draft_id))
