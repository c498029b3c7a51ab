"""A line without a comma may hold several articles: which it does, the products tell (A1)."""

from __future__ import annotations

from datetime import date

import pytest

from core.intake.engine.matching import CatalogIndex, match_one_or_several
from core.intake.engine.reading import read_message
from core.intake.engine.reading.parting import ways_to_part
from core.intake.types import CatalogEntry, DealerView

INDEX = CatalogIndex.build(
    [
        CatalogEntry(name, name, (text,))
        for name, text in (
            ("COKE", "Coca-Cola Classic 330 ml"),
            ("ZERO", "Coca-Cola Zero 330 ml"),
            ("SPRITE", "Sprite 330 ml"),
            ("FANTA", "Fanta Orange 330 ml"),
            ("7UP", "7UP 330 ml"),
            ("IP15P", "Apple iPhone 15 Pro 128GB"),
            ("IP15", "Apple iPhone 15 128GB"),
            ("IP14", "Apple iPhone 14 128GB"),
            ("6204", "Deep groove ball bearing 6204-2RS"),
            ("6205", "Deep groove ball bearing 6205-2RS"),
            ("OIL", "2-stroke engine oil 1L"),
            ("MILK", "Milk 1L"),
            ("KELE", "可口可乐 330ml"),
            ("XUEBI", "雪碧 330ml"),
            ("AYRAN", "Ayran 200 ml"),
            ("SU", "Su 0,5 L"),
        )
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    """Amount and first product of each line."""
    return [
        (str(match.reading.quantity), match.candidates[0].key)
        for whole in read_message(text, today=date(2026, 11, 22)).lines
        for _, match in match_one_or_several(whole, INDEX, DealerView())
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2 zero 3 sprite", [("2", "ZERO"), ("3", "SPRITE")]),
        ("zero 2 sprite 3", [("2", "ZERO"), ("3", "SPRITE")]),
        ("可乐10雪碧5", [("10", "KELE"), ("5", "XUEBI")]),
        ("4 ayran 2 su", [("4", "AYRAN"), ("2", "SU")]),
        ("bearing 6204 5 bearing 6205 10", [("5", "6204"), ("10", "6205")]),
        ("6 7up 3 sprite", [("6", "7UP"), ("3", "SPRITE")]),
        ("2 coke zero 330 3 sprite", [("2", "ZERO"), ("3", "SPRITE")]),
        ("10 iphone 15 pro 5 iphone 14", [("10", "IP15P"), ("5", "IP14")]),
    ],
)
def test_a_line_is_as_many_as_it_has_products(text: str, lines: list[tuple[str, str]]) -> None:
    assert found(text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("25 iphone 15 pro", [("25", "IP15P")]),
        ("2 stroke oil 12", [("12", "OIL")]),
        ("7up 6", [("6", "7UP")]),
        ("2 milk 3 bread", [("2", "MILK")]),
    ],
)
def test_a_number_in_a_name_parts_nothing(text: str, lines: list[tuple[str, str]]) -> None:
    assert found(text) == lines


def test_a_line_can_part_only_where_each_part_has_a_number_and_a_name() -> None:
    assert ways_to_part("2 coke 3 sprite") == [("2 coke", "3 sprite")]
    assert ways_to_part("3 iphone 15 5 iphone 14") == [
        ("3 iphone", "15 5 iphone 14"),
        ("3 iphone 15", "5 iphone 14"),
        ("3 iphone 15 5", "iphone 14"),
    ]
    assert ways_to_part("coke 5") == []
    assert ways_to_part("2 coke 3") == []
    assert ways_to_part("1 2 3 4 5 6 coke") == []
