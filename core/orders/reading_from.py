"""What was not typed: goods of a photographed page beside its caption, words of a voice note (A9, A10)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from core.catalog import repository as catalog
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot
from core.intake.flow import load_dealer_view
from core.intake.pages import understand_page
from core.intake.picture_types import HowRead, PageRow
from core.intake.speech_types import Spoken
from core.intake.types import Decision, Intent, QuantityKind, ReadLine
from core.orders.engine.doubting import doubt_amounts
from core.orders.engine.hearing import doubt_heard, is_unsure_number
from core.orders.original_types import ReadFrom
from core.orders.understanding import Said, Understood

# What a caption may be besides its goods; anything else it wants ("how much do I owe") stands back.
_SAID = {Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL}
_MOST_TOLD, _LONGEST_TOLD = 5, 40


async def understand_read(snap: Snapshot, found: Understood, read: ReadFrom) -> Understood:
    """What was understood of the words, with the goods of the page, and doubted amounts left open."""
    if read.rows:
        found = await _with_page(snap, found, read.rows)
    if read.heard is not None:
        found = await _as_heard(snap, found, read.heard)
    lines = doubt_amounts(found.message.lines, read.doubts)
    wanted = {line.product_id for line in lines if line.product_id} - set(found.products)
    return replace(
        found,
        message=replace(found.message, lines=lines),
        products={**found.products, **await catalog.load_products(snap, wanted)},
    )


async def _as_heard(snap: Snapshot, found: Understood, heard: Spoken) -> Understood:
    """What was heard is asked about where it may have been something else; it cancels nothing by itself."""
    view = await load_dealer_view(snap, await load_dealer(snap, snap.dealer_id))
    message = found.message
    lines = doubt_heard(message.lines, heard, view.bought)
    if message.intent is Intent.CANCEL:
        return replace(found, message=replace(message, intent=Intent.SHOW_DRAFT))
    if len(lines) == 1 and is_unsure_number(lines[0]):
        said = Said("draft.unsure_number", {"number": f"{lines[0].reading.quantity:f}"})
        message = replace(message, intent=Intent.EDIT, lines=())
        return replace(found, message=message, known_said=(*found.known_said, said))
    return replace(found, message=replace(message, lines=lines))


async def _with_page(snap: Snapshot, found: Understood, rows: tuple[PageRow, ...]) -> Understood:
    dealer = await load_dealer(snap, snap.dealer_id)
    today = snap.now.astimezone(ZoneInfo(dealer.zone)).date()
    lines: list[ReadLine] = []
    strange: list[str] = []
    for row, read in zip(rows, await understand_page(snap, dealer, rows, today), strict=True):
        goods = tuple(line for line in read if not _is_talk(line))
        if row.how is HowRead.DOUBTFUL:
            goods = doubt_amounts(goods, [line.raw for line in goods])
        lines += goods
        strange += [] if goods else [row.text or row.code]
    said = found.message if found.message.intent in _SAID else None
    message = replace(
        found.message,
        intent=said.intent if said is not None and said.intent is not Intent.EDIT else Intent.ORDER,
        lines=(*(line for line in said.lines if not _is_talk(line)), *lines) if said else tuple(lines),
        note=said.note if said else None,
        unclear=None,
    )
    told = (
        (*found.known_said, Said("draft.no_goods", {"rows": _listed(strange)}))
        if strange
        else found.known_said
    )
    return replace(found, message=message, wished=None, known_said=told)


def _listed(texts: list[str]) -> str:
    shown = [text if len(text) <= _LONGEST_TOLD else text[: _LONGEST_TOLD - 1] + "…" for text in texts]
    return "; ".join(shown[:_MOST_TOLD]) + (" …" if len(shown) > _MOST_TOLD else "")


def _is_talk(line: ReadLine) -> bool:
    """Words that name no goods: of a caption "here is the list", of a page its letterhead."""
    return (
        line.decision is Decision.NOT_FOUND
        and line.off_list is None
        and line.reading.quantity_kind is QuantityKind.MISSING
    )
