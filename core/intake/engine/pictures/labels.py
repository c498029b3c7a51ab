"""Labels on a shelf: each names one article, and none says how many are wanted. Pure.

S1  Pieces that stand close together are one label. A page is of labels where most prices (or barcodes) have
    one of their own, and something besides it.
S2  Of a label its words and its barcode name the article; price, price per litre and codes of the house are
    no amounts: how many is always asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.intake.engine.pictures.cells import clean, is_furniture, read_cell
from core.intake.engine.pictures.listing import certainty_of
from core.intake.engine.pictures.placing import Placed, rows_of
from core.intake.picture_types import HowRead, PageRow

_ASIDE, _ASIDE_OF_MARK, _BELOW = (
    1.3,
    0.8,
    1.1,
)  # times the height of a line: how far apart pieces of a label are
_MOSTLY = 0.6

Label = tuple[Placed, ...]


def find_labels(pieces: Sequence[Placed]) -> list[Label]:
    """The labels of a page, or nothing where it is no page of labels."""
    labels = _together(pieces)
    marks = [sum(_is_mark(piece) for piece in label) for label in labels]
    prices = [sum(read_cell(clean(piece.text)).is_price for piece in label) for label in labels]
    alone = sum(
        1
        for label, price, mark in zip(labels, prices, marks, strict=True)
        if mark and price <= 2 and len(label) > mark and len(rows_of(label)) > 1
    )
    marked = sum(1 for mark in marks if mark)
    spread = sum(prices) + sum(piece.is_code for piece in pieces)
    if not spread or alone < _MOSTLY * marked or marked * 2.5 < spread:
        return []
    return [label for label, mark in zip(labels, marks, strict=True) if mark]


def read_labels(pieces: Sequence[Placed], labels: Sequence[Label]) -> tuple[PageRow, ...]:
    """A row for each label, from top to bottom; then what stands outside of them."""
    rows = [_read_label(label) for label in sorted(labels, key=lambda one: (one[0].y, one[0].left))]
    inside = {id(piece) for label in labels for piece in label}
    outside = rows_of([piece for piece in pieces if id(piece) not in inside and not piece.is_code])
    rows += [PageRow(clean(" ".join(one.text for one in row)), HowRead.LEFT_OUT) for row in outside]
    return tuple(rows)


def _is_mark(piece: Placed) -> bool:
    return piece.is_code or read_cell(clean(piece.text)).is_price


def _together(pieces: Sequence[Placed]) -> list[Label]:
    groups: list[list[Placed]] = []
    for piece in pieces:
        near = [group for group in groups if any(_is_near(piece, one) for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([piece, *(one for group in near for one in group)])
    return [tuple(sorted(group, key=lambda one: (one.y, one.left))) for group in groups]


def _is_near(one: Placed, other: Placed) -> bool:
    # A price is larger than the words above it, and stands as far off as it is high.
    is_mark = _is_mark(one) or _is_mark(other)
    line = (max if is_mark else min)(_line(one), _line(other))
    aside = max(one.left - other.right, other.left - one.right)
    below = max(one.top - other.bottom, other.top - one.bottom)
    return aside < (_ASIDE_OF_MARK if is_mark else _ASIDE) * line and below < _BELOW * line


def _line(piece: Placed) -> float:
    """The height of a line of writing: bars are as high as several."""
    return piece.height / 3 if piece.is_code else piece.height


def _read_label(label: Label) -> PageRow:
    codes = [piece.text for piece in label if piece.is_code]
    words = []
    for row in rows_of([piece for piece in label if not piece.is_code]):
        cells = [(piece, read_cell(clean(piece.text))) for piece in row]
        codes += [cell.code for _, cell in cells if cell.code]
        words += [
            piece
            for piece, cell in cells
            if not (cell.is_price or cell.code or is_furniture(piece.text))
            and sum(sign.isalpha() for sign in piece.text) > 1
        ]
    text = clean(" ".join(piece.text for piece in words))
    code = codes[0] if codes else ""
    if not text and not code:
        return PageRow(clean(" ".join(piece.text for piece in label)), HowRead.LEFT_OUT)
    how = certainty_of(words)
    if how is HowRead.UNREAD and code:
        how, text = HowRead.DOUBTFUL, ""
    return PageRow(text, how, code)
