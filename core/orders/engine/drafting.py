"""What a message or a tap does to the lines of a draft. Pure: lines in, lines and remarks out.

* A line is ready when product and quantity are settled; else it waits with its questions.
* A second mention of a ready product in the same unit adds to its line (A5); another unit makes a new line.
* A change without a unit keeps the line's unit: "make the coke 12" on a line of cases means 12 cases.
* Changing to nothing, or taking away all there is, removes the line.
* More of what is not in the draft yet is simply added.
* What is ordered in the place of something ("pepsi instead of coke") takes its amount and its place.
* A line whose article was another one keeps its amount ("no, the small ones").
* What a message asks to change otherwise must be there: else a remark says so and nothing changes.
* Off the product's order multiple, or more than can be booked, is asked and never booked (F1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from core.intake.engine.reading.guarding import unit_size
from core.intake.types import (
    Action,
    AskWhy,
    CatalogEntry,
    Decision,
    LineReading,
    LineTerms,
    QuantityKind,
    ReadLine,
)
from core.kernel.ids import LineId, ProductId
from core.kernel.reasons import Reason
from core.orders.types import DraftLine, LineState

MOST_LINES = 5_000
# A billion base units: beyond every trade, and within what the columns hold.
MOST_PIECES = 999_999_999
MOST_DIGITS = 24
_SETTLED_BY_QUANTITY = {
    AskWhy.QUANTITY_MISSING,
    AskWhy.QUANTITY_VAGUE,
    AskWhy.QUANTITY_RANGE,
    AskWhy.QUANTITY_INVALID,
    AskWhy.QUANTITY_UNUSUAL,
    AskWhy.QUANTITY_UNSURE,
    AskWhy.QUANTITY_MULTIPLE,
    AskWhy.UNIT_UNKNOWN,
}
Packs = Mapping[ProductId, Mapping[str, int]]
Multiples = Mapping[ProductId, int]


@dataclass(frozen=True, slots=True)
class Edited:
    """The new lines, and what the writer should be told about them."""

    lines: tuple[DraftLine, ...]
    said: tuple[Reason, ...] = ()


def apply_lines(
    lines: Sequence[DraftLine],
    read: Iterable[ReadLine],
    packs: Packs,
    new_id: Callable[[], LineId],
    multiples: Multiples = MappingProxyType({}),
) -> Edited:
    """Apply the lines of a message one after the other, in the order they were typed.

    ``multiples``: base units that a product is ordered in multiples of; 1 where it is not named.
    """
    # Line numbers mean the draft as the writer saw it, so they are looked up before anything moves.
    numbered = {line.position: line.id for line in lines}
    current = list(lines)
    said: list[Reason] = []
    places: Places | None = None  # made when it is needed: thousands of rows of a file look into it
    gone: tuple[str, int, DraftLine] | None = None
    for entry in read:
        target = None if entry.action is Action.ADD else _target(current, entry, numbered)
        is_more = entry.action is Action.INCREASE and entry.line_number is None
        before, gone = gone, None
        if before is not None and before[0] == entry.raw and _takes_its_place(entry):
            fresh = _fresh_line(entry, new_id())
            current.insert(before[1], _in_place_of(before[2], fresh, packs, multiples))
            places = None
        elif target is None and (entry.action is Action.ADD or is_more):
            places = _places(current) if places is None else places
            _add(current, places, _fresh_line(entry, new_id()), packs, multiples, said)
        elif target is None:
            said.append(Reason("draft.no_such_line", {"text": entry.phrase or entry.raw}))
        else:
            if entry.action is Action.REMOVE:
                gone = (entry.raw, target, current[target])
            _alter(current, target, entry, packs, multiples, said)
            places = None
    return Edited(tuple(current), tuple(said))


Goods = tuple[ProductId | None, str | None, str | None, LineTerms | None]
Places = dict[Goods, int]


def _goods(line: DraftLine) -> Goods:
    """What two ready lines have to share to be one."""
    return line.product_id, line.unit, line.remark, line.terms


def _places(current: Sequence[DraftLine]) -> Places:
    """The first ready line of each goods."""
    ready = [(_goods(line), at) for at, line in enumerate(current) if line.state is LineState.READY]
    return dict(reversed(ready))


def _add(
    current: list[DraftLine],
    places: Places,
    fresh: DraftLine,
    packs: Packs,
    multiples: Multiples,
    said: list[Reason],
) -> None:
    if fresh.state is LineState.READY:
        at = places.get(_goods(fresh))
        if at is not None:
            line = current[at]
            together = (line.unit_quantity or Decimal(0)) + (fresh.unit_quantity or Decimal(0))
            current[at] = with_quantity(line, together, packs, _multiple(line, multiples))
            said.append(Reason("draft.added_to_line", {"line": at + 1, "quantity": str(together)}))
            if current[at].state is not LineState.READY:
                del places[_goods(fresh)]
            return
        places[_goods(fresh)] = len(current)
    current.append(fresh)


def _takes_its_place(entry: ReadLine) -> bool:
    return entry.action is Action.ADD and entry.reading.quantity_kind is QuantityKind.MISSING


def _in_place_of(gone: DraftLine, fresh: DraftLine, packs: Packs, multiples: Multiples) -> DraftLine:
    """The fresh line with the amount of the one it takes the place of."""
    if gone.unit_quantity is None:
        return fresh
    taken = replace(fresh, unit=gone.unit, reading=replace(fresh.reading, unit=gone.unit))
    return with_quantity(taken, gone.unit_quantity, packs, _multiple(fresh, multiples))


def _other_article(line: DraftLine, entry: ReadLine, packs: Packs, multiples: Multiples) -> DraftLine:
    """The line for another product, or for one of several that are asked about; its amount stays."""
    typed = line.reading.quantity if line.reading.quantity_kind is QuantityKind.EXACT else None
    amount = line.unit_quantity if line.unit_quantity is not None else typed
    unit = line.unit
    changed = replace(
        line,
        product_id=entry.product_id,
        candidates=entry.candidates,
        questions=entry.questions,
        unit_quantity=None,
        quantity=None,
        state=LineState.ASK,
        reading=replace(
            line.reading,
            quantity=amount,
            quantity_kind=QuantityKind.EXACT if amount is not None else line.reading.quantity_kind,
            unit=unit,
        ),
    )
    if entry.product_id is None:
        return changed
    if amount is None:
        return replace(changed, questions=(_NO_AMOUNT[line.reading.quantity_kind],))
    return with_quantity(changed, amount, packs, _multiple(changed, multiples))


_NO_AMOUNT = {
    QuantityKind.EXACT: AskWhy.QUANTITY_MISSING,
    QuantityKind.MISSING: AskWhy.QUANTITY_MISSING,
    QuantityKind.VAGUE: AskWhy.QUANTITY_VAGUE,
    QuantityKind.RANGE: AskWhy.QUANTITY_RANGE,
    QuantityKind.INVALID: AskWhy.QUANTITY_INVALID,
    QuantityKind.UNSURE: AskWhy.QUANTITY_UNSURE,
}


def _fresh_line(entry: ReadLine, line_id: LineId) -> DraftLine:
    questions = entry.questions
    settled = entry.product_id is not None and entry.quantity
    if settled and not _can_be_booked(entry.unit_quantity, entry.quantity):
        settled = False
        questions = (*questions, AskWhy.QUANTITY_INVALID)
    if entry.decision is Decision.NOT_FOUND:
        state = LineState.NOT_FOUND
        if entry.off_list is not None and AskWhy.NOT_ON_LIST not in questions:
            questions = (AskWhy.NOT_ON_LIST, *questions)
    elif entry.decision is Decision.ASK or not settled:
        state = LineState.ASK
    else:
        state = LineState.READY
    return DraftLine(
        id=line_id,
        position=0,
        state=state,
        raw=entry.raw,
        phrase=entry.phrase,
        product_id=entry.product_id,
        unit=entry.unit,
        unit_quantity=entry.unit_quantity if settled else None,
        quantity=entry.quantity if settled else None,
        remark=entry.remark,
        reading=entry.reading,
        candidates=entry.candidates,
        questions=questions,
        terms=entry.terms,
    )


def _target(current: Sequence[DraftLine], entry: ReadLine, numbered: Mapping[int, LineId]) -> int | None:
    if entry.line_number is not None:
        wanted = numbered.get(entry.line_number)
        return next((at for at, line in enumerate(current) if line.id == wanted), None)
    for product in entry.candidates:
        for at, line in enumerate(current):
            if line.product_id == product:
                return at
    phrase = entry.phrase.casefold()
    return next((at for at, line in enumerate(current) if phrase and phrase == line.phrase.casefold()), None)


def _multiple(line: DraftLine, multiples: Multiples) -> int:
    return multiples.get(line.product_id, 1) if line.product_id else 1


def _can_be_booked(unit_quantity: Decimal | None, base: Fraction | int | None) -> bool:
    return base is not None and 0 < base <= MOST_PIECES and len(str(unit_quantity)) <= MOST_DIGITS


def _alter(
    current: list[DraftLine],
    at: int,
    entry: ReadLine,
    packs: Packs,
    multiples: Multiples,
    said: list[Reason],
) -> None:
    line = current[at]
    if entry.action is Action.REMOVE:
        del current[at]
        return
    if entry.action is Action.REPLACE:
        current[at] = _other_article(line, entry, packs, multiples)
        return
    asked = entry.unit_quantity
    if asked is None:
        said.append(Reason("draft.how_many", {"line": at + 1}))
        return
    unit = entry.unit if entry.unit is not None else line.unit
    before = line.unit_quantity or Decimal(0)
    if entry.action is Action.CHANGE:
        amount = asked
    elif entry.action is Action.MULTIPLY:
        amount = before * asked
        amount = amount.to_integral_value() if amount % 1 == 0 else amount
    elif unit != line.unit:
        said.append(Reason("draft.other_unit", {"line": at + 1}))
        return
    else:
        amount = before + asked if entry.action is Action.INCREASE else before - asked
    if amount <= 0:
        del current[at]
        return
    changed = with_quantity(replace(line, unit=unit), amount, packs, _multiple(line, multiples))
    if changed.quantity is None:
        too_much = AskWhy.QUANTITY_INVALID in changed.questions
        said.append(Reason("draft.how_many" if too_much else "draft.unit_unknown", {"line": at + 1}))
        return
    current[at] = changed


def with_quantity(line: DraftLine, unit_quantity: Decimal, packs: Packs, multiple: int = 1) -> DraftLine:
    """The line with another quantity of its unit.

    quantity None: no whole number of base units, or more than can be booked (then unit_quantity is None too).
    """
    size = _size_of(line, packs)
    open_questions = tuple(why for why in line.questions if why not in _SETTLED_BY_QUANTITY)
    quantity = None
    if size is None:
        open_questions = (*open_questions, AskWhy.UNIT_UNKNOWN)
    elif not unit_quantity.is_finite() or not _can_be_booked(unit_quantity, Fraction(unit_quantity) * size):
        open_questions = (*open_questions, AskWhy.QUANTITY_INVALID)
        return replace(line, unit_quantity=None, quantity=None, questions=open_questions, state=LineState.ASK)
    elif unit_quantity > 0 and Fraction(unit_quantity) * size % 1 == 0:
        quantity = int(Fraction(unit_quantity) * size)
    if quantity is not None and quantity % multiple:
        open_questions = (*open_questions, AskWhy.QUANTITY_MULTIPLE)
    settled = line.product_id is not None and quantity is not None and not open_questions
    return replace(
        line,
        unit_quantity=unit_quantity,
        quantity=quantity,
        questions=open_questions,
        state=LineState.READY if settled else LineState.ASK,
    )


def _size_of(line: DraftLine, packs: Packs) -> Fraction | None:
    """Base units in one of the line's unit, read as it was when the line was typed ("carton" for "case")."""
    if line.product_id is None:
        return Fraction(1) if line.unit is None else None
    entry = CatalogEntry("", "", (), packs=dict(packs.get(line.product_id, {})))
    if line.unit is not None and not entry.packs:
        return None
    return unit_size(line.unit, entry)


def known_line(
    line_id: LineId, product_id: ProductId, quantity: int, unit: str | None, unit_quantity: Decimal, raw: str
) -> DraftLine:
    """A ready line for a product that was bought before (repeat, the usual, buttons)."""
    return DraftLine(
        id=line_id,
        position=0,
        state=LineState.READY,
        raw=raw,
        phrase="",
        product_id=product_id,
        unit=unit,
        unit_quantity=unit_quantity,
        quantity=quantity,
        remark=None,
        reading=LineReading(item="", quantity=unit_quantity, quantity_kind=QuantityKind.EXACT, unit=unit),
        candidates=(product_id,),
    )


def content_digest(lines: Iterable[tuple[ProductId, int]]) -> str:
    """SHA-256 over products and base quantities, whatever their order: equal for an order and its repeat."""
    sums: dict[ProductId, int] = {}
    for product, quantity in lines:
        sums[product] = sums.get(product, 0) + quantity
    text = ";".join(f"{product}={sums[product]}" for product in sorted(sums))
    return hashlib.sha256(text.encode()).hexdigest()
