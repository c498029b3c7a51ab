"""A page as somebody reads it: a list, labels on a shelf, or bars alone. Pure.

R1  Where barcodes are and no writing has an amount, the barcodes are the goods.
R2  The digits printed below a barcode are that barcode, and no row.
R3  Two rows with the same words are two rows: nothing is dropped for looking alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.intake.engine.pictures.cells import clean, is_barcode
from core.intake.engine.pictures.labels import find_labels, read_labels
from core.intake.engine.pictures.listing import find_headings, has_amount, read_list
from core.intake.engine.pictures.placing import Placed, Row, lean_of, rows_of, span_of
from core.intake.picture_types import CodeBox, Corners, HowRead, PageRead, PageRow, TextBox

_BESIDE = 0.9  # of the distance of two rows: how far a barcode may be from its own


def read_page(boxes: Sequence[TextBox], codes: Sequence[CodeBox] = ()) -> PageRead:
    """What a page says, from what was found on it; the page is upright but for some degrees."""
    lean = lean_of([box.corners for box in boxes])
    bars = [_placed(one.corners, lean, one.code, is_code=True) for one in codes]
    words = [
        _placed(box.corners, lean, box.text, box.score, box.again)
        for box in boxes
        if clean(box.text) and not _is_printed_below(box.text, codes)
    ]
    rows = rows_of(words)
    headings = find_headings(rows)
    labels = [] if headings is not None and headings.says_amount else find_labels([*words, *bars])
    if labels:
        return PageRead(read_labels([*words, *bars], labels))
    beside = _beside(rows, bars)
    listed = read_list(rows, {at: code.text for at, code in beside.items()})
    if bars and not any(_says_amount(row) for row in listed):
        left = tuple(PageRow(row.text, HowRead.LEFT_OUT) for row in listed)
        return PageRead((*(PageRow("", code=bar.text) for bar in bars), *left))
    alone = [bar for bar in bars if bar not in beside.values()]
    return PageRead((*listed, *(PageRow("", code=bar.text) for bar in alone)))


def _says_amount(row: PageRow) -> bool:
    return row.how in (HowRead.SURE, HowRead.DOUBTFUL) and has_amount(row.text)


def _placed(
    corners: Corners,
    lean: float,
    text: str,
    score: float = 1.0,
    again: str | None = None,
    *,
    is_code: bool = False,
) -> Placed:
    left, right, y, height = span_of(corners, lean)
    return Placed(left, right, y, height, text, score, again, is_code)


def _is_printed_below(text: str, codes: Sequence[CodeBox]) -> bool:
    digits = "".join(sign for sign in text if sign.isalnum()).upper()
    return any(len(digits) >= 6 and digits in one.code.upper() for one in codes) and (
        digits.isdecimal() or is_barcode(digits) or any(digits == one.code.upper() for one in codes)
    )


def _beside(rows: Sequence[Row], bars: Sequence[Placed]) -> dict[int, Placed]:
    """Which barcode stands beside which row; each has one at most."""
    middles = [sum(one.y for one in row) / len(row) for row in rows]
    gaps = sorted(after - before for before, after in pairwise(middles))
    pitch = gaps[len(gaps) // 2] if gaps else max((bar.height for bar in bars), default=0.0)
    pairs = sorted(
        (abs(bar.y - middle), at, place)
        for place, bar in enumerate(bars)
        for at, middle in enumerate(middles)
        if abs(bar.y - middle) < _BESIDE * pitch
    )
    found: dict[int, Placed] = {}
    used: set[int] = set()
    for _, at, place in pairs:
        if at not in found and place not in used:
            found[at] = bars[place]
            used.add(place)
    return found
