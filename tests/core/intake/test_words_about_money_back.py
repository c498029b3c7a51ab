"""What a dealer writes about prices that fell and about rebates, in four languages."""

from datetime import date

import pytest

from core.intake.engine.reading import read_message
from core.intake.engine.reading.protecting import read_protection
from core.intake.types import Intent

ASKED = {
    "price protection": "",
    "Price protection please": "",
    "Price protection on iPhone 15": "iphone 15",
    "can I claim price protection for the 10 iphone 15 pro?": "10 iphone 15 pro",
    "price-drop claim: coke 330": "coke 330",
    "price protection iphone 15": "iphone 15",
    "The price of coke 330 dropped, can we get the difference?": "coke 330",
    "iphone 15 got cheaper. refund us the difference": "iphone 15",
    "fiyat koruması": "",
    "iphone 15 için fiyat koruması istiyorum": "iphone 15",
    "Fiyat farkı iphone 15": "iphone 15",
    "perlindungan harga untuk iphone 15": "iphone 15",
    "saya nak tuntut perlindungan harga untuk 5 iphone 15": "5 iphone 15",
    "价保": "",
    "申请价保 iPhone 15": "iphone 15",
    "iPhone 15的价格保护": "iphone 15",
    "iPhone 15降价了,可以补差价吗": "iphone 15",
}
OTHERS = (
    "10 iphone 15 pro", "price of iphone 15", "what is the price for coke?", "5 screen protection films",
    "can you do 1020 for the iphones", "iphone 15 için fiyat nedir", "价格多少", "harga coke berapa",
    "price protection\n5 coke", "5 coke, price dropped?",
)  # fmt: skip
REBATES = (
    "how is my rebate", "how is our rebate?", "what am I missing for the next rebate step",
    "how much more for the next rebate?", "what do I need for the next rebate level", "primim ne durumda",
    "sonraki prime ne kadar kaldı", "bir sonraki prim basamağına ne kadar kaldı", "macam mana rebat saya",
    "berapa lagi untuk rebat seterusnya", "我的返利怎么样", "离下一档返利还差多少",
)  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_price_protection_is_heard_with_the_goods_it_is_asked_for(text: str) -> None:
    assert read_protection(text) == ASKED[text]


@pytest.mark.parametrize("text", OTHERS)
def test_what_asks_for_a_price_or_goods_asks_for_no_protection(text: str) -> None:
    assert read_protection(text) is None


@pytest.mark.parametrize("text", REBATES)
def test_how_the_rebate_stands_is_asked_in_many_words(text: str) -> None:
    assert read_message(text, today=date(2025, 10, 14)).intent is Intent.ASK_REBATE
