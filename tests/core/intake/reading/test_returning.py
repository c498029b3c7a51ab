"""Goods that came broken in four languages, and what only looks like it (A16)."""

import pytest

from benchmarks.reading.order_lines import cases
from core.intake.engine.reading.returning import read_return
from core.intake.types import Complaint

BROKEN, OLD, WRONG = Complaint.DAMAGED, Complaint.EXPIRED, Complaint.WRONG_ITEM


@pytest.mark.parametrize(
    ("text", "item", "complaint"),
    [
        ("2 iphones arrived broken", "2 iphones", BROKEN),
        ("got 3 cases damaged", "3 cases", BROKEN),
        ("We received 2 damaged iphones today.", "2 iphones", BROKEN),
        ("Hi, 3 cases of coke came in crushed", "3 cases of coke", BROKEN),
        ("the lamps are cracked on arrival", "the lamps", BROKEN),
        ("5 milk were past their date", "5 milk", OLD),
        ("you sent us the wrong iphone", "iphone", WRONG),
        ("I'd like to return 2 lamps", "2 lamps", None),
        ("can we send back 3 cases of coke?", "3 cases of coke", None),
        ("return 2 iphones please", "2 iphones", None),
        ("2 iphone kırık geldi", "2 iphone", BROKEN),
        ("3 koli kola hasarlı çıktı", "3 koli kola", BROKEN),
        ("2 süt tarihi geçmiş geldi", "2 süt", OLD),
        ("iphone'ları iade etmek istiyoruz", "iphone", None),
        ("2 iphone sampai rosak", "2 iphone", BROKEN),
        ("dapat 3 karton coke pecah", "3 karton coke", BROKEN),
        ("2 lampu retak masa sampai", "2 lampu", BROKEN),
        ("saya nak pulangkan 2 iphone", "2 iphone", None),
        ("2台iphone收到时坏了", "2台iphone", BROKEN),
        ("收到的3箱可乐破损", "3箱可乐", BROKEN),
        ("有3箱牛奶过期了", "3箱牛奶", OLD),
        ("你们发错了2台iphone", "2台iphone", WRONG),
        ("我们要退货2台iphone", "2台iphone", None),
    ],
)
def test_goods_that_shall_go_back_are_read_with_their_amount(
    text: str, item: str, complaint: Complaint | None
) -> None:
    assert read_return(text) == (item, complaint, None)


@pytest.mark.parametrize(
    "text",
    ["2 iphones from B2B-2025-7 arrived broken", "from order b2b-2025-7, 2 iphones arrived broken",
     "2 iphones arrived broken in order B2B-2025-7"],
)  # fmt: skip
def test_the_order_they_came_with_may_be_named(text: str) -> None:
    words = read_return(text)
    assert words is not None
    assert (words.item, words.order) == ("2 iphones", "B2B-2025-7")


@pytest.mark.parametrize(
    "text",
    [
        "5 broken rice",
        "10 crushed tomatoes",
        "got 6204?",
        "have you got cracked wheat",
        "return spring 5 pcs",
        "5 iade formu",
        "2 iphones arrived broken, send 2 more",
        "2 iphones arrived broken\n5 coke",
        "is the coke damaged?",
        "if 2 arrive they are broken",
        "make sure nothing is damaged",
        "please send 5 that are not damaged",
        "5 kg beras pecah",
        "2 kırık leblebi",
        "碎米5袋",
        "退热贴6贴",
        "要退热贴6贴",
        "请不要发坏的",
        "2 iphones",
        "",
    ],
)
def test_an_order_or_a_question_is_none(text: str) -> None:
    assert read_return(text) is None


def test_no_message_of_the_benchmark_of_orders_is_taken_for_one() -> None:
    assert [case.text for case in cases() if read_return(case.text) is not None] == []
