"""The number of an order and words that ask where it is; goods with such numbers stay goods."""

from datetime import date

import pytest

from core.intake.engine.reading import read_message
from core.intake.types import Intent

TODAY = date(2025, 10, 14)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is 7891", "7891"),
        ("where's order B2B-2025-7891?", "B2B-2025-7891"),
        ("has 7891 left?", "7891"),
        ("订单7891到哪了", "7891"),
        ("7891 nerede", "7891"),
        ("7891 geldi mi?", "7891"),
        ("di mana 7891", "7891"),
    ],
)
def test_a_number_with_where_asks_for_that_order(text: str, number: str) -> None:
    read = read_message(text, today=TODAY)
    assert (read.intent, read.order_number) == (Intent.ASK_ORDER_STATUS, number)


@pytest.mark.parametrize("text", ["where is 6204 bearing", "20 status", "5 track 100", "10 mana 330"])
def test_a_number_among_words_of_goods_is_no_order(text: str) -> None:
    assert read_message(text, today=TODAY).intent is Intent.ORDER
