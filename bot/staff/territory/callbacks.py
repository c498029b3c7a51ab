"""Buttons of the rep's day."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

MOST_TEXT = 24  # bytes: what was searched for goes along with the button that turns the page


class TerritoryTap(CallbackData, prefix="ty1"):
    """A page of the dealers; text: what they were searched by."""

    page: int = 0
    text: str = ""


class DealerTap(CallbackData, prefix="td1"):
    """act on a dealer; n: page of its invoices."""

    act: str
    dealer: str
    n: int = 0


CARD, WRITE, FIGURES, INVOICES, TASK = "c", "w", "f", "i", "t"
WRITE_ANSWER = "territory.write"


class DealerFigureTap(CallbackData, prefix="tf1"):
    """One of a dealer's own figures, as it sees them itself."""

    dealer: str
    figure: str
    span: str


class SilentTap(CallbackData, prefix="ts1"):
    """A page of the dealers that somebody should look after."""

    page: int = 0


class OrderLook(CallbackData, prefix="to1"):
    """A dealer's order, as the house reads it."""

    order: str


def searched(text: str) -> str:
    """What fits of a search into a button: no colon, which parts its fields, and few bytes."""
    plain = " ".join(text.replace(":", " ").split())
    return plain.encode()[:MOST_TEXT].decode(errors="ignore").strip()
