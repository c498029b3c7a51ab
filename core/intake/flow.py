"""Steps that several acts share: bring the index up to date, know the dealer, understand a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from core.catalog import repository as catalog
from core.catalog.types import IndexRow
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake import repository
from core.intake.engine.matching import CatalogIndex, match_line, match_one_or_several
from core.intake.engine.reading import read_message
from core.intake.engine.reading.guarding import base_quantity, guard_quantity
from core.intake.types import (
    Action,
    CatalogEntry,
    DealerView,
    Decision,
    LineMatch,
    LineText,
    MessageReading,
    ReadLine,
    ReadMessage,
)
from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue as this process searches it."""

    index: CatalogIndex
    multiples: Mapping[str, int]

    def multiple_of(self, key: str) -> int:
        return self.multiples.get(key, 1)


def entry_of(row: IndexRow) -> CatalogEntry:
    packs = dict(row.packs)
    return CatalogEntry(
        key=str(row.id),
        sku=row.sku,
        names=row.names,
        brand=row.brand,
        category=row.category,
        barcodes=row.barcodes,
        packs=packs,
        attributes={name: str(value) for name, value in row.attributes.items()},
    )


async def load_shelf(snap: Snapshot) -> Shelf:
    """The search index as of this snapshot: built once for a process, then only changed by what changed."""
    version = await catalog.last_change(snap)

    async def bring_up(known: int | None, shelf: Shelf | None) -> Shelf:
        rows = await catalog.load_index_rows(snap, known or 0)
        return await snap.run_apart(lambda: _bring_up(shelf, rows))

    return await snap.cache.refresh("shelf", version, bring_up)


def _bring_up(shelf: Shelf | None, rows: list[IndexRow]) -> Shelf:
    entries = [entry_of(row) for row in rows if row.active]
    multiples = {str(row.id): row.order_multiple for row in rows if row.order_multiple != 1}
    if shelf is None:
        return Shelf(CatalogIndex.build(entries), multiples)
    gone = {str(row.id) for row in rows if not row.active}
    touched = {str(row.id) for row in rows}
    kept = {key: value for key, value in shelf.multiples.items() if key not in touched}
    return Shelf(shelf.index.with_changes(entries, gone), {**kept, **multiples})


async def load_allowed(snap: Snapshot, dealer: Dealer, version: int | None = None) -> frozenset[str] | None:
    """Keys of the products on the dealer's approved list; None when the whole catalogue is.

    ``version`` of the catalogue, where at hand, need not be read again.
    """
    if dealer.assortment is None:
        return None
    code = dealer.assortment

    async def load() -> frozenset[str]:
        return frozenset(str(key) for key in await catalog.load_assortment(snap, code))

    if version is None:
        version = await catalog.last_change(snap)
    return await snap.cache.get(("assortment", code), version, load)


async def load_dealer_view(snap: Snapshot, dealer: Dealer) -> DealerView:
    """The dealer's habits, words and approved list."""
    return DealerView(
        bought=await repository.load_habits(snap, dealer.id),
        aliases=await repository.load_aliases(snap, dealer.id),
        allowed=await load_allowed(snap, dealer),
    )


async def understand(
    snap: Snapshot, dealer: Dealer, text: str, *, today: date, in_draft: Iterable[ProductId] = ()
) -> ReadMessage:
    """Read a text for a dealer. Changes and removals look among the draft's products first."""
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, dealer)
    drafted = frozenset(str(product) for product in in_draft)
    return await snap.run_apart(lambda: _understand(text, today, shelf, view, drafted))


async def understand_among(
    snap: Snapshot, dealer: Dealer, text: str, products: Iterable[ProductId]
) -> ReadMessage:
    """Read goods of which only these products can be meant, whatever the dealer may order today."""
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, dealer)
    among = replace(view, allowed=frozenset(str(product) for product in products))
    today = snap.now.date()
    return await snap.run_apart(lambda: _understand(text, today, shelf, among, frozenset()))


async def read_for_house(snap: Snapshot, text: str) -> tuple[ReadLine, ...]:
    """Read lines of goods that no dealer wrote: the whole catalogue counts, and nobody's habits."""
    shelf = await load_shelf(snap)
    today = snap.now.date()
    message = await snap.run_apart(lambda: _understand(text, today, shelf, DealerView(), frozenset()))
    return message.lines


def _understand(
    text: str, today: date, shelf: Shelf, view: DealerView, drafted: frozenset[str]
) -> ReadMessage:
    reading: MessageReading = read_message(text, today=today)
    draft_view = replace(view, allowed=drafted)
    lines: list[ReadLine] = []
    for line in reading.lines:
        if drafted and line.best.action is not Action.ADD:
            match = match_line(line, shelf.index, draft_view)
            # "3 more coke" and there is none yet: it means the catalogue's.
            if match.candidates or line.best.action is not Action.INCREASE:
                lines.append(read_line(line, match, shelf, view, asks_quantity=False))
                continue
        found = match_one_or_several(line, shelf.index, view)
        lines += [read_line(part, match, shelf, view, asks_quantity=True) for part, match in found]
    return ReadMessage(
        intent=reading.intent,
        lines=tuple(lines),
        note=reading.note,
        delivery_date=reading.delivery_date,
        order_number=reading.order_number,
        truncated=reading.truncated,
        account=reading.account,
    )


def read_line(
    line: LineText, match: LineMatch, shelf: Shelf, view: DealerView, *, asks_quantity: bool
) -> ReadLine:
    """A line with its match as orders takes it on; with ``asks_quantity`` its amount is guarded."""
    quantity: int | None = None
    found = match.candidates[0].key if match.candidates else None
    entry = shelf.index.entry(found) if found else None
    product_certain = match.decision is Decision.ACCEPT
    if entry is not None:
        quantity = base_quantity(match.reading, entry)
        if asks_quantity:
            match = guard_quantity(
                match, entry, view.bought.get(entry.key), order_multiple=shelf.multiple_of(entry.key)
            )
    reading = match.reading
    return ReadLine(
        raw=line.raw,
        phrase=reading.item,
        action=reading.action,
        decision=match.decision,
        product_id=_product(found) if found and product_certain else None,
        candidates=tuple(_product(candidate.key) for candidate in match.candidates),
        off_list=_product(match.off_list.key) if match.off_list else None,
        questions=match.why_ask,
        unit=reading.unit,
        unit_quantity=reading.quantity,
        quantity=quantity,
        remark=reading.remark,
        line_number=reading.line_number,
        from_alias=match.from_alias,
        reading=reading,
    )


def _product(key: str) -> ProductId:
    return ProductId(UUID(key))
