"""Which past order is wanted again, by number or by its day, in four languages (A7)."""

from datetime import date

import pytest

from core.orders.engine.naming import read_named_order

TODAY = date(2025, 10, 15)  # a Wednesday
MONDAY, MONDAY_BEFORE, YESTERDAY = date(2025, 10, 13), date(2025, 10, 6), date(2025, 10, 14)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("same as order 7891", "7891"),
        ("Same as B2B-2025-7891", "B2B-2025-7891"),
        ("please repeat order #7891", "7891"),
        ("reorder 7891", "7891"),
        ("hi, same again as my order no. 7891 please", "7891"),
        ("和订单7891一样", "7891"),
        ("照订单 B2B-2025-7891 再来一份", "B2B-2025-7891"),
        ("重复7891号订单", "7891"),
        ("7891 numaralı siparişin aynısı", "7891"),
        ("lütfen 7891 nolu sipariş gibi", "7891"),
        ("7891 siparişi tekrarla", "7891"),
        ("sama macam pesanan 7891", "7891"),
        ("ulang order no 7891", "7891"),
    ],
)
def test_an_order_is_named_by_its_number(text: str, number: str) -> None:
    named = read_named_order(text, TODAY)
    assert named is not None
    assert (named.number, named.days) == (number, ())


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("last Monday's order", (MONDAY, MONDAY_BEFORE)),
        ("monday's order again please", (MONDAY, MONDAY_BEFORE)),
        ("same as last monday", (MONDAY, MONDAY_BEFORE)),
        ("repeat the order from Monday", (MONDAY, MONDAY_BEFORE)),
        ("same as wednesday", (date(2025, 10, 8), date(2025, 10, 1))),  # not today's
        ("yesterday's order", (YESTERDAY,)),
        ("same as yesterday", (YESTERDAY,)),
        ("周一的订单再来一份", (MONDAY, MONDAY_BEFORE)),
        ("跟上周一一样", (MONDAY_BEFORE,)),  # of last calendar week
        ("上周日的订单", (date(2025, 10, 12),)),
        ("照昨天的单", (YESTERDAY,)),
        ("geçen pazartesiki siparişin aynısı", (MONDAY, MONDAY_BEFORE)),
        ("pazartesi günkü sipariş", (MONDAY, MONDAY_BEFORE)),
        ("geçen pazar günkü sipariş gibi", (date(2025, 10, 12), date(2025, 10, 5))),
        ("dünkü siparişin aynısından", (YESTERDAY,)),
        ("sama macam pesanan Isnin lepas", (MONDAY, MONDAY_BEFORE)),
        ("pesanan hari isnin lepas lagi", (MONDAY, MONDAY_BEFORE)),
        ("ulang pesanan semalam", (YESTERDAY,)),
    ],
)
def test_an_order_is_named_by_its_day(text: str, days: tuple[date, ...]) -> None:
    named = read_named_order(text, TODAY)
    assert named is not None
    assert (named.number, named.days) == (None, days)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("same as order 7891 but no sprite", "same as last time but no sprite"),
        ("last monday's order, plus 3 soap", "same as last time , plus 3 soap"),
        ("和订单7891一样，不要雪碧", "和上次一样 ，不要雪碧"),
        ("7891 numaralı sipariş gibi ama sprite olmasın", "geçen seferki gibi ama sprite olmasın"),
        ("sama macam pesanan 7891 tapi tak mau sprite", "sama macam tadi tapi tak mau sprite"),
    ],
)
def test_exceptions_and_additions_stay(text: str, rest: str) -> None:
    named = read_named_order(text, TODAY)
    assert named is not None
    assert named.text == rest


@pytest.mark.parametrize(
    "text",
    [
        "reorder 2000 cups",
        "repeat 12 coke",
        "reorder 100 cases of coke",
        "where is monday's order",
        "cancel yesterday's order",
        "deliver on monday",
        "same as last time",
        "10 coke same as monday",
        "order 7891",
        "where is order 7891",
        "订单7891到哪了",
        "周一送货",
        "7891 numaralı sipariş nerede",
        "pesanan 7891 di mana",
        "hantar hari isnin",
        "",
    ],
)
def test_what_names_no_order_to_repeat_is_left_alone(text: str) -> None:
    assert read_named_order(text, TODAY) is None
