"""The rows of a page are read for a dealer, each by itself as a message is, and with the barcode beside it.

* A barcode in the catalogue names the article, the words beside it say how many; where the words are certain
  to mean another article, which of them is asked.
* What else a row says ("cancel", "how much") is nothing that anybody has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake.engine.matching import match_line, match_one_or_several
from core.intake.engine.reading import read_message
from core.intake.engine.tables.rows import exact_numbers
from core.intake.flow import Shelf, load_dealer_view, load_shelf, read_line
from core.intake.picture_types import PageRow
from core.intake.types import (
    Action,
    AskWhy,
    DealerView,
    Decision,
    LineReading,
    LineText,
    QuantityKind,
    ReadLine,
)


async def understand_page(
    snap: Snapshot, dealer: Dealer, rows: Sequence[PageRow], today: date
) -> tuple[tuple[ReadLine, ...], ...]:
    """The lines of each row; none where it names no goods."""
    shelf = await load_shelf(snap)
    view = await load_dealer_view(snap, dealer)
    return await snap.run_apart(lambda: tuple(_read(row, shelf, view, today) for row in rows))


def _read(row: PageRow, shelf: Shelf, view: DealerView, today: date) -> tuple[ReadLine, ...]:
    lines = _words(row.text, shelf, view, today) if row.text else ()
    coded = _coded(row, lines, shelf, view) if row.code else None
    return lines if coded is None else (coded,)


def _words(text: str, shelf: Shelf, view: DealerView, today: date) -> tuple[ReadLine, ...]:
    found: list[ReadLine] = []
    for line in read_message(text, today=today).lines:
        if line.best.action is Action.ADD:
            parts = match_one_or_several(line, shelf.index, view)
            found += [read_line(part, match, shelf, view, asks_quantity=True) for part, match in parts]
    return tuple(found)


def _coded(row: PageRow, lines: Sequence[ReadLine], shelf: Shelf, view: DealerView) -> ReadLine | None:
    """The line of the article that the barcode names; None where nothing has it."""
    numbers = exact_numbers(shelf.index, row.code)
    if not numbers:
        return None
    sku = shelf.index.products.entries[numbers[0]].sku
    amounts = [line.reading for line in lines if line.reading.quantity_kind is not QuantityKind.MISSING]
    said = amounts[0] if len(amounts) == 1 else LineReading(sku)
    reading = replace(said, item=sku)
    text = LineText(row.text or row.code, (reading,))
    line = read_line(text, match_line(text, shelf.index, view), shelf, view, asks_quantity=True)
    other = {one.product_id for one in lines if one.decision is Decision.ACCEPT} - {line.product_id, None}
    if not other or line.product_id is None:
        return line
    return replace(
        line,
        decision=Decision.ASK,
        product_id=None,
        candidates=(line.product_id, *(one for one in other if one is not None)),
        questions=(AskWhy.WHICH_PRODUCT, *line.questions),
    )
