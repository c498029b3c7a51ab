"""A page of writing and barcodes becomes rows of goods: lists, tables, labels on a shelf (A10)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.engine.pictures import is_on_its_side, read_page
from core.intake.engine.pictures.cells import is_barcode, is_furniture, read_cell
from core.intake.picture_types import CodeBox, Corners, HowRead, PageRow, TextBox

HIGH = 30.0
Piece = tuple[float, float, str]  # left, top, text


def corners(left: float, top: float, wide: float, high: float, lean: float = 0.0) -> Corners:
    def turned(x: float, y: float) -> tuple[float, float]:
        return x * math.cos(lean) - y * math.sin(lean), x * math.sin(lean) + y * math.cos(lean)

    return (
        turned(left, top),
        turned(left + wide, top),
        turned(left + wide, top + high),
        turned(left, top + high),
    )


def box(piece: Piece, lean: float = 0.0, score: float = 0.99, again: str | None = None) -> TextBox:
    left, top, text = piece
    return TextBox(corners(left, top, 18.0 * len(text), HIGH, lean), text, score, again)


def rows_at(*rows: Sequence[tuple[float, str]], pitch: float = 60.0) -> list[Piece]:
    return [(left, 40 + at * pitch, text) for at, row in enumerate(rows) for left, text in row]


def read(*rows: Sequence[tuple[float, str]], lean: float = 0.0) -> list[tuple[str, str]]:
    page = read_page([box(piece, lean) for piece in rows_at(*rows)])
    return [(row.how.value, row.text) for row in page.rows]


TABLE = (
    [(60, "Corner Shop Ltd")],
    [(60, "No"), (200, "Item"), (900, "Qty"), (1100, "Price")],
    [(60, "1"), (200, "Rio Cola 330 ml"), (900, "10 cs"), (1100, "12.50")],
    [(60, "2"), (200, "Bearing 6210-2RS"), (910, "25"), (1100, "3.99")],
    [(200, "Total"), (900, "35")],
)


@pytest.mark.parametrize("lean", [0.0, 0.12, -0.15])
def test_headings_tell_what_a_column_is_however_the_page_leans(lean: float) -> None:
    assert read(*TABLE, lean=lean) == [
        ("left_out", "Corner Shop Ltd"),
        ("left_out", "No Item Qty Price"),
        ("sure", "10 cs Rio Cola 330 ml"),
        ("sure", "25 x Bearing 6210-2RS"),
        ("left_out", "Total 35"),
    ]


def test_an_amount_at_the_left_or_the_right_belongs_to_its_row() -> None:
    left = [[(60, "10"), (200, "Rio Cola 330 ml")], [(60, "5 box"), (200, "Hex bolt M8x40")]]
    assert read(*left) == [("sure", "10 x Rio Cola 330 ml"), ("sure", "5 box Hex bolt M8x40")]
    right = [[(60, "Rio Cola 330 ml"), (900, "10")], [(60, "Hex bolt M8x40"), (900, "5 box")]]
    assert read(*right) == [("sure", "10 x Rio Cola 330 ml"), ("sure", "5 box Hex bolt M8x40")]


def test_numbers_that_count_the_rows_are_no_amounts() -> None:
    rows = [[(60, str(at)), (200, f"Rio Cola {at}00 ml"), (900, str(at * 4))] for at in (1, 2, 3)]
    assert read(*rows) == [("sure", f"{at * 4} x Rio Cola {at}00 ml") for at in (1, 2, 3)]


def test_two_numbers_that_could_both_be_the_amount_are_asked() -> None:
    found = read([(60, "Rio Cola"), (600, "24"), (900, "10")], [(60, "Sprite"), (600, "12"), (900, "7")])
    assert found == [("doubtful", "10 x Rio Cola"), ("doubtful", "7 x Sprite")]


def test_prices_are_no_amounts() -> None:
    assert read([(60, "Rio Cola 330 ml"), (600, "$0.80"), (900, "10")]) == [("sure", "10 x Rio Cola 330 ml")]
    assert [read_cell(text).is_price for text in ("RM 12.90", "0,80", "¥5", "4.50/kg")] == [True] * 4


def test_what_is_printed_around_a_list_is_left_out() -> None:
    rows = [
        [(60, "Harbour Trading")],
        [(60, "Tel. 020 7946 0958")],
        [(60, "Order form")],
        [(60, "10 x Rio Cola 330 ml")],
        [(60, "Drinks:")],
        [(60, "5 x Sprite 330 ml")],
        [(60, "Thank you!")],
    ]
    taken = [text for how, text in read(*rows) if how == "sure"]
    assert taken == ["10 x Rio Cola 330 ml", "5 x Sprite 330 ml"]
    assert not any(
        map(is_furniture, ("magsafe phone case", "20000 mAh power bank", "手机壳", "telefon kılıfı"))
    )


@pytest.mark.parametrize(
    ("score", "again", "how"),
    [
        (0.99, "10", HowRead.SURE),
        (0.99, "16", HowRead.DOUBTFUL),  # looked at twice, read in two ways
        (0.85, "10", HowRead.DOUBTFUL),
        (0.40, "10", HowRead.UNREAD),
    ],
)
def test_an_amount_is_believed_as_far_as_it_was_seen(score: float, again: str, how: HowRead) -> None:
    words, amount = box((60, 40, "Rio Cola 330 ml")), box((900, 40, "10"), score=score, again=again)
    (row,) = read_page([words, amount]).rows
    assert row.how is how


def test_letters_that_look_like_digits_are_mended_and_asked() -> None:
    assert read([(60, "Rio Cola 330 ml"), (900, "1O")]) == [("doubtful", "10 x Rio Cola 330 ml")]


EAN = "4006381333931"


def bars(left: float, top: float, code: str = EAN) -> CodeBox:
    return CodeBox(corners(left, top, 300, 60), code)


def test_a_barcode_belongs_to_its_row_and_the_digits_below_it_are_no_row() -> None:
    pieces = [(700, 40, "10"), (700, 240, "5 pcs"), (90, 280, EAN)]
    page = read_page([box(piece) for piece in pieces], [bars(60, 25), bars(60, 225, "96385074")])
    assert page.rows == (PageRow("10 x", code=EAN), PageRow("5 pcs", code="96385074"))


def test_barcodes_beside_no_amount_are_the_goods() -> None:
    page = read_page([box((60, 400, "Keep cool and dry"))], [bars(60, 25)])
    assert page.taken == (PageRow("", code=EAN),)
    assert is_barcode(EAN)
    assert not is_barcode("4006381333932")


def test_each_label_of_a_shelf_names_one_article_and_no_amount() -> None:
    boxes: list[TextBox] = []
    for at, name in enumerate(("Rio Cola", "Sprite", "Fanta", "Tonic")):
        left, top = 60 + at % 2 * 700, 40 + at // 2 * 400
        boxes += [box((left, top, name)), box((left, top + 36, "330 ml can")), box((left, top + 80, "$1.99"))]
    found = read_page(boxes).rows
    assert {row.text for row in found} == {
        f"{name} 330 ml can" for name in ("Rio Cola", "Sprite", "Fanta", "Tonic")
    }
    assert all(row.how is HowRead.SURE for row in found)


def test_chinese_turkish_and_malay_headings_are_known() -> None:
    for item, amount in (
        ("品名", "数量"),
        ("Ürün adı", "Miktar"),
        ("Nama barang", "Kuantiti"),
        ("Ürün ad1", "Adet"),
    ):
        found = read([(60, item), (900, amount)], [(60, "Rio Cola"), (900, "12")])
        assert found[1] == ("sure", "12 x Rio Cola"), item


def test_a_page_on_its_side_is_noticed() -> None:
    upright = [corners(60, 40 + at * 60, 300, HIGH) for at in range(3)]
    assert not is_on_its_side(upright)
    assert is_on_its_side([corners(60 + at * 60, 40, HIGH, 300) for at in range(3)])


@settings(max_examples=60, derandomize=True)
@given(
    st.lists(
        st.tuples(st.floats(0, 2000), st.floats(0, 2000), st.text(max_size=12), st.floats(0, 1)), max_size=25
    )
)
def test_no_page_is_too_strange_and_no_writing_is_lost(pieces: list[tuple[float, float, str, float]]) -> None:
    page = read_page([box((left, top, text), score=score) for left, top, text, score in pieces])
    assert all(isinstance(row.text, str) for row in page.rows)
    assert len(page.rows) <= len(pieces)


def test_nothing_is_nothing() -> None:
    assert read_page([]).rows == ()
