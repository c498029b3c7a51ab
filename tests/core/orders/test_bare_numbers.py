"""An amount of a number that is not said to be an order's or an article's, in four languages."""

from __future__ import annotations

import pytest

from core.orders.engine.bare_numbers import BareNumber, read_bare_number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("make it 13 of 11379", "13"),
        ("Please make that 13 boxes of 11379!", "13 boxes"),
        ("no, change it to 13 on #11379", "13"),
        ("13 of 11379 instead", "13"),
        ("11379改成13", "13"),
        ("把11379的改成13箱吧", "13箱"),
        ("改成11379的13箱", "13箱"),
        ("改成13，11379的", "13"),
        ("11379'u 13 yap", "13"),
        ("11379'dan 13 koli olsun lütfen", "13 koli"),
        ("onun yerine 11379'dan 13", "13"),
        ("jadikan 13 untuk 11379", "13"),
        ("tukar jadi 13 kotak dari 11379 ya", "13 kotak"),
        ("13 dari 11379 sebaliknya", "13"),
    ],
)
def test_an_amount_of_a_bare_number_is_heard(text: str, amount: str) -> None:
    assert read_bare_number(text) == BareNumber("11379", amount)


def test_a_number_in_full_is_one_too() -> None:
    assert read_bare_number("make it 13 of B2B-2025-7891/2") == BareNumber("B2B-2025-7891/2", "13")


@pytest.mark.parametrize(
    "text",
    [
        "13 of 11379",
        "make it 13",
        "make it 13 of 11379 and 5 coke",
        "make the coke 13 of 11379",
        "make it 13 of 6204-2RS",
        "13 of 12 instead",
        "change 500 to 600",
        "可乐改成13",
        "11379要13箱",
        "kolayı 13 yap",
        "13 kotak dari 11379",
        "where is 11379",
    ],
)
def test_what_orders_goods_or_names_no_number_is_left_alone(text: str) -> None:
    assert read_bare_number(text) is None
