"""An amount of a product that is known: "2 cases", "一打", "12", with or without a unit."""

from __future__ import annotations

from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake.engine.reading import read_message
from core.intake.flow import load_dealer_view, load_shelf, read_line
from core.intake.types import Action, Candidate, Decision, LineMatch, ReadLine
from core.kernel.ids import ProductId

# Stands where the product's own words would be, so that no number of a name is taken for the amount.
_STAND_IN = "artikel"


async def read_amount(
    snap: Snapshot, dealer: Dealer, text: str, product_id: ProductId
) -> tuple[ReadLine, ...]:
    """The lines that the amount makes ("2 cases and 3 each" are two); empty where the text is no amount."""
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, dealer)
    entry = shelf.index.entry(str(product_id))
    today = snap.now.date()
    if entry is None or not text.strip():
        return ()
    message = await snap.run_apart(lambda: read_message(f"{text} {_STAND_IN}", today=today))
    if not message.lines or any(
        line.best.item != _STAND_IN or line.best.action is not Action.ADD for line in message.lines
    ):
        return ()
    meant = (Candidate(entry.key, entry.sku, 1.0),)
    return tuple(
        read_line(
            line, LineMatch(text, line.best, Decision.ACCEPT, meant, 1.0), shelf, view, asks_quantity=True
        )
        for line in message.lines
    )
