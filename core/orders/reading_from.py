"""What was not typed: goods listed in a photo beside its caption, words of a voice note (A9, A10)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from core.catalog import repository as catalog
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot
from core.intake.flow import understand
from core.intake.types import Action, Decision, Intent, QuantityKind, ReadLine
from core.kernel.texts import storable
from core.orders.engine.doubting import doubt_amounts
from core.orders.original_types import ReadFrom
from core.orders.understanding import Understood

# What a caption may be besides its goods; anything else it wants ("how much do I owe") stands back.
_SAID = {Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL}


async def understand_read(snap: Snapshot, found: Understood, read: ReadFrom) -> Understood:
    """What was understood of the words, with the goods of the list, and doubted amounts left open."""
    lines = found.message.lines
    if read.listed:
        said = found.message if found.message.intent in _SAID else None
        listed = await _listed(snap, read.listed)
        lines = (*(line for line in said.lines if not _is_talk(line)), *listed) if said else listed
        keeps = said.intent if said is not None and said.intent is not Intent.EDIT else Intent.ORDER
        message = replace(found.message, intent=keeps, unclear=None, note=said.note if said else None)
        found = replace(found, message=message, wished=None)
    lines = doubt_amounts(lines, read.doubts)
    wanted = {line.product_id for line in lines if line.product_id} - set(found.products)
    return replace(
        found,
        message=replace(found.message, lines=lines),
        products={**found.products, **await catalog.load_products(snap, wanted)},
    )


async def _listed(snap: Snapshot, text: str) -> tuple[ReadLine, ...]:
    """The goods of a list: whatever else its rows say is nothing that anybody has asked for."""
    dealer = await load_dealer(snap, snap.dealer_id)
    today = snap.now.astimezone(ZoneInfo(dealer.zone)).date()
    message = await understand(snap, dealer, storable(text), today=today)
    return tuple(line for line in message.lines if line.action is Action.ADD)


def _is_talk(line: ReadLine) -> bool:
    """Words of a caption that name no goods: "my order", "here is the list"."""
    return (
        line.decision is Decision.NOT_FOUND
        and line.off_list is None
        and line.reading.quantity_kind is QuantityKind.MISSING
    )
