"""Words about the order as a whole, in four languages, and goods that only sound like them."""

from __future__ import annotations

import pytest

from core.orders.engine.asides import Asides, take_asides


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("make the coke 12 on my last order", "make the coke 12"),
        ("on my last order make the coke 12", "make the coke 12"),
        ("Add 5 sprite to the last order", "Add 5 sprite"),
        ("上个订单把可乐改成12", "把可乐改成12"),
        ("son siparişimde kolayı 12 yap", "kolayı 12 yap"),
        ("ubah coke jadi 12 pada pesanan terakhir saya", "ubah coke jadi 12"),
    ],
)
def test_the_last_order_is_named_and_its_words_are_no_goods(text: str, left: str) -> None:
    assert take_asides(text) == Asides(left, is_last=True)


@pytest.mark.parametrize(
    ("text", "left", "number"),
    [
        ("make the coke 12 on order 7891", "make the coke 12", "7891"),
        ("drop the sprite from order B2B-2025-7891/2", "drop the sprite", "B2B-2025-7891/2"),
        ("订单 7891 加5箱雪碧", "加5箱雪碧", "7891"),
        ("7891 numaralı siparişe 5 sprite ekle", "5 sprite ekle", "7891"),
        ("tambah 5 sprite pada pesanan 7891", "tambah 5 sprite", "7891"),
    ],
)
def test_an_order_is_named_by_its_number(text: str, left: str, number: str) -> None:
    assert take_asides(text) == Asides(left, number=number)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("10 coke\n5 sprite\nurgent please", "10 coke\n5 sprite"),
        ("10 coke, urgent", "10 coke"),
        ("URGENT! 10 coke", "10 coke"),
        ("10箱可乐，加急", "10箱可乐"),
        ("10 kola acil", "10 kola"),
        ("10 coke segera tolong", "10 coke"),
        ("asap", ""),
    ],
)
def test_urgency_is_heard_and_taken_out(text: str, left: str) -> None:
    assert take_asides(text) == Asides(left, is_urgent=True)


@pytest.mark.parametrize(
    "text",
    [
        "10 Urgentol tablets",
        "same as my last order",
        "where is my last order",
        "where is order 7891",
        "same as last time but no sprite",
        "10 急救包",
        "5 brush",
    ],
)
def test_goods_and_questions_that_sound_like_it_stay_as_they_are(text: str) -> None:
    assert take_asides(text) == Asides(text)
