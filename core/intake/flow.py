"""Steps that several acts share: bring the index up to date, know the dealer, understand a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from core.catalog import repository as catalog
from core.catalog.types import IndexRow
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake import repository
from core.intake.engine.following import Step, follow, has_words
from core.intake.engine.matching import CatalogIndex, match_line, match_one_or_several, offer_once
from core.intake.engine.reading import read_line as read_line_text
from core.intake.engine.reading import read_message
from core.intake.engine.reading.conditions import is_any_other, take_conditions
from core.intake.engine.reading.guarding import base_quantity, guard_quantity
from core.intake.sales_types import Sales
from core.intake.types import (
    Action,
    AskWhy,
    Candidate,
    CatalogEntry,
    Condition,
    ConditionKind,
    DealerView,
    Decision,
    Intent,
    LineMatch,
    LineTerms,
    LineText,
    MessageReading,
    QuantityKind,
    ReadLine,
    ReadMessage,
    Talk,
)
from core.kernel.ids import ProductId

_CERTAIN = 1.0
_NOTHING_SAID = Talk()
_REPEATING = (Intent.REPEAT_LAST, Intent.USUAL)


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
        sales=await _load_sales(snap),
    )


async def _load_sales(snap: Snapshot) -> Sales:
    """What sells, as of this morning: it changes slowly, and is counted over all habits."""

    async def load() -> Sales:
        last, amounts = await repository.count_purchases(snap)
        return await snap.run_apart(lambda: Sales.count(last, amounts))

    return await snap.cache.get("sales", snap.now.date(), load)


async def understand(
    snap: Snapshot,
    dealer: Dealer,
    text: str,
    *,
    today: date,
    in_draft: Iterable[ProductId] = (),
    talk: Talk = _NOTHING_SAID,
) -> ReadMessage:
    """Read a text for a dealer, as what follows on ``talk`` where it does. Changes and removals look among
    the draft's products first."""
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, dealer)
    drafted = frozenset(str(product) for product in in_draft)
    return await snap.run_apart(
        lambda: _follow(text, shelf, view, talk) or _understand(text, today, shelf, view, drafted)
    )


def _terms_of(
    conditions: Sequence[Condition], shelf: Shelf, view: DealerView, of: str = ""
) -> LineTerms | None:
    """What the conditions of a line come to; an alternative counts only where it is certain.

    of: the words of the line, from which an alternative has its size: of "coke 330, otherwise sprite" 330.
    """
    if not conditions:
        return None
    terms = LineTerms()
    for one in conditions:
        match one.kind:
            case ConditionKind.IN_STOCK:
                terms = replace(terms, in_stock=True)
            case ConditionKind.LAST_PRICE:
                terms = replace(terms, last_price=True)
            case ConditionKind.AT_MOST:
                terms = replace(terms, at_most=one.amount, of_line=one.of_line)
            case ConditionKind.OTHERWISE:
                if is_any_other(one.words):
                    terms = replace(terms, in_stock=True, any_other=True)
                    continue
                sizes = " ".join(word for word in of.split() if any(sign.isdigit() for sign in word))
                found = match_line(read_line_text(one.words), shelf.index, view)
                if found.decision is Decision.ASK and sizes:
                    found = match_line(read_line_text(f"{one.words} {sizes}"), shelf.index, view)
                is_certain = found.decision is Decision.ACCEPT and bool(found.candidates)
                terms = replace(
                    terms,
                    in_stock=True,
                    otherwise=_product(found.candidates[0].key) if is_certain else None,
                    unclear="" if is_certain else one.words,
                )
    return terms


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


def _follow(text: str, shelf: Shelf, view: DealerView, talk: Talk) -> ReadMessage | None:
    if take_conditions(text).conditions:
        return None
    followed = follow(text, talk, shelf.index, view)
    if followed is None:
        return None
    return ReadMessage(
        intent=Intent.ORDER if any(step.position is None for step in followed.steps) else Intent.EDIT,
        lines=tuple(_followed_line(text, step, shelf, view) for step in followed.steps),
        note=None,
        delivery_date=None,
        order_number=None,
        truncated=False,
        unclear=followed.unclear,
    )


def _followed_line(text: str, step: Step, shelf: Shelf, view: DealerView) -> ReadLine:
    entries = [entry for entry in map(shelf.index.entry, step.products) if entry is not None]
    share = _CERTAIN if step.is_certain else _CERTAIN / max(len(entries), 1)
    match = LineMatch(
        text,
        step.reading,
        Decision.ACCEPT if step.is_certain or (step.position and not entries) else Decision.ASK,
        tuple(Candidate(entry.key, entry.sku, share) for entry in entries),
        share,
        why_ask=() if step.is_certain or not entries else (AskWhy.WHICH_PRODUCT,),
    )
    line = read_line(
        LineText(text, (step.reading,)), match, shelf, view, asks_quantity=step.action is Action.ADD
    )
    return replace(line, action=step.action, line_number=step.position, is_answer=step.is_answer)


def _understand(
    text: str, today: date, shelf: Shelf, view: DealerView, drafted: frozenset[str]
) -> ReadMessage:
    reading: MessageReading = read_message(text, today=today)
    known = [_of_draft(line, reading.intent, shelf, view, drafted) for line in reading.lines]
    # "double A paper" is a name where there is nothing of it to be doubled.
    texts = [
        read_line_text(line.raw) if own is None and line.best.action is Action.MULTIPLY else line
        for line, own in zip(reading.lines, known, strict=True)
    ]
    found = [
        [] if own is not None else match_one_or_several(line, shelf.index, view)
        for line, own in zip(texts, known, strict=True)
    ]
    lines: list[ReadLine] = []
    for line, own, parts in zip(texts, known, offer_once(found, shelf.index, view), strict=True):
        if own is not None:
            lines.append(own)
            continue
        terms = _terms_of(line.conditions, shelf, view, line.best.item)
        lines += [
            replace(read_line(part, match, shelf, view, asks_quantity=True), terms=terms)
            for part, match in parts
        ]
    return ReadMessage(
        intent=reading.intent,
        lines=tuple(lines),
        note=reading.note,
        delivery_date=reading.delivery_date,
        order_number=reading.order_number,
        truncated=reading.truncated,
        account=reading.account,
        terms=_terms_of(reading.conditions, shelf, view),
    )


def _of_draft(
    line: LineText, intent: Intent, shelf: Shelf, view: DealerView, drafted: frozenset[str]
) -> ReadLine | None:
    """The line where it speaks of a product of the draft; None where the catalogue's is meant."""
    draft_view = replace(view, allowed=drafted)
    if drafted and intent in _REPEATING and _is_changed_amount(line):
        # "same as last time but coke 120": the coke of that order, in another amount.
        match = match_line(line, shelf.index, draft_view)
        if (len(match.candidates) and match.decision is Decision.ACCEPT) or len(match.candidates) == 1:
            accepted = replace(match, decision=Decision.ACCEPT, why_ask=())
            known = read_line(line, accepted, shelf, view, asks_quantity=False)
            return replace(known, action=Action.CHANGE)
    if drafted and line.best.action is not Action.ADD:
        match = match_line(line, shelf.index, draft_view)
        # "3 more coke" and there is none yet: it means the catalogue's.
        if match.candidates or line.best.action not in (Action.INCREASE, Action.MULTIPLY):
            return read_line(line, match, shelf, view, asks_quantity=False)
    return None


def _is_changed_amount(line: LineText) -> bool:
    return line.best.action is Action.ADD and line.best.quantity_kind is QuantityKind.EXACT


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
        fitting=tuple(
            _product(one.key)
            for one in match.candidates
            if match.decision is Decision.ASK and has_words(shelf.index.entry(one.key), line.raw)
        ),
    )


def _product(key: str) -> ProductId:
    return ProductId(UUID(key))
