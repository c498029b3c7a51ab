"""Wishes for a better price in four languages, and what only looks like one (A15)."""

import pytest

from core.intake.engine.reading.wishes import read_price_wish


@pytest.mark.parametrize(
    ("text", "price", "item"),
    [
        ("can you do 1020 for the iphones", "1020", "iphones"),
        ("Could you give us $1,020 each on iPhone 15 Pro?", "$1,020", "iphone 15 pro"),
        ("1020 each for iphone 15 pro?", "1020", "iphone 15 pro"),
        ("can u do the iphone 15 pro at 1020", "1020", "iphone 15 pro"),
        ("how about 0.55 for the coke 330?", "0.55", "coke 330"),
        ("can you do $1020 each?", "$1020", ""),
        ("iphone 15 pro için 1020 olur mu?", "1020", "iphone 15 pro"),
        ("iphone'ları 1020'den verir misiniz", "1020", "iphone"),
        ("tanesi 1020 TL iphone 15 pro olur mu", "1020 tl", "iphone 15 pro"),
        ("boleh buat 1020 untuk iphone 15 pro?", "1020", "iphone 15 pro"),
        ("RM1020 seunit untuk iphone 15 pro boleh tak", "rm1020", "iphone 15 pro"),
        ("iphone 15 pro 1020 seunit boleh?", "1020", "iphone 15 pro"),
        ("iphone 15 pro 每台1020可以吗？", "1020", "iphone 15 pro"),
        ("iphone 15 pro，1020元一台行吗", "1020", "iphone 15 pro"),
        ("iphone 15 pro能不能做到1020", "1020", "iphone 15 pro"),
    ],
)
def test_a_price_with_something_to_pay_it_for_is_a_wish(text: str, price: str, item: str) -> None:
    assert read_price_wish(text) == (price, item)


@pytest.mark.parametrize(
    "text",
    [
        "10 iphone 15 pro",
        "can you do 10 iphones",
        "can you give me 5 cases coke 330",
        "can you send 10 coke for tomorrow",
        "10 iphone 15 pro at 1020 each\n5 coke",
        "how much is iphone 15 pro?",
        "how about 10 cases of coke",
        "for 5 each?",
        "10 kasa kola olsun",
        "iphone 15 pro var mı",
        "boleh hantar 10 karton coke esok",
        "nak 10 karton coke 330ml",
        "可乐10箱",
        "可乐330毫升10箱可以吗",
        "1020",
        "",
    ],
)
def test_an_order_or_a_question_is_none(text: str) -> None:
    assert read_price_wish(text) is None
