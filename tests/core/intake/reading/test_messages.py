from datetime import date
from decimal import Decimal

import pytest

from core.intake.engine.reading import read_message
from core.intake.types import Action, Intent, MessageReading

TODAY = date(2026, 11, 22)  # a Sunday


def read(text: str) -> MessageReading:
    return read_message(text, today=TODAY)


def lines(text: str) -> list[tuple[str | None, str | None, str]]:
    found = [line.best for line in read(text).lines]
    return [(f"{r.quantity.normalize():f}" if r.quantity else None, r.unit, r.item) for r in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "coke 2 ctn, sprite 3 ctn and fanta",
            [("2", "carton", "coke"), ("3", "carton", "sprite"), (None, None, "fanta")],
        ),
        ("2 coke and 3 sprite", [("2", None, "coke"), ("3", None, "sprite")]),
        ("coke 10 ctn sprite 5 ctn", [("10", "carton", "coke"), ("5", "carton", "sprite")]),
        ("1. coke 2 ctn\n2. sprite 3 ctn", [("2", "carton", "coke"), ("3", "carton", "sprite")]),
        (
            "1 coke 2ctn\n2 milo 3ctn\n3 tea 1 ctn",
            [("2", "carton", "coke"), ("3", "carton", "milo"), ("1", "carton", "tea")],
        ),
        ("- 3 coke\n- 2 sprite", [("3", None, "coke"), ("2", None, "sprite")]),
        ("①可乐两箱②雪碧三箱", [("2", "case", "可乐"), ("3", "case", "雪碧")]),
        ("可乐两箱雪碧三箱", [("2", "case", "可乐"), ("3", "case", "雪碧")]),
        ("可乐、雪碧各两箱", [("2", "case", "可乐"), ("2", "case", "雪碧")]),
        ("coke, sprite and fanta 2 ctn each", [("2", "carton", n) for n in ("coke", "sprite", "fanta")]),
        ("1,5 lt su 3 koli ve 2 kola", [("3", "case", "1,5 lt su"), ("2", None, "kola")]),
        ("两箱可乐 3 sprite", [("2", "case", "可乐"), ("3", None, "sprite")]),
        ("两箱可乐 3 sprite 2 fanta", [("2", "case", "可乐"), ("3", None, "sprite"), ("2", None, "fanta")]),
        ("3 sprite 两箱可乐", [("3", None, "sprite"), ("2", "case", "可乐")]),
        ("coke10 sprite5", [("10", None, "coke"), ("5", None, "sprite")]),
        ("Coke10, Sprite5, fanta2", [("10", None, "Coke"), ("5", None, "Sprite"), ("2", None, "fanta")]),
        ("susu 3 tin dan kopi 2 peket", [("3", "can", "susu"), ("2", "packet", "kopi")]),
        ("2 cases and 3 bottles of coke", [("2", "case", "coke"), ("3", "bottle", "coke")]),
        ("5 cases each of coke, fanta and sprite", [("5", "case", n) for n in ("coke", "fanta", "sprite")]),
        ("5 each of coke and fanta", [("5", None, "coke"), ("5", None, "fanta")]),
        ("3 kotak setiap satu: milo, teh", [("3", "box", "milo"), ("3", "box", "teh")]),
        ("her birinden 3 koli: ayran, su", [("3", "case", "ayran"), ("3", "case", "su")]),
        ("各三箱：可乐、雪碧", [("3", "case", "可乐"), ("3", "case", "雪碧")]),
        ("coke 330ml 10 ctn, 1.5l 5 ctn", [("10", "carton", "coke 330ml"), ("5", "carton", "coke 1.5l")]),
        ("type c cable 1m 50, 2m 30", [("50", None, "type c cable 1m"), ("30", None, "type c cable 2m")]),
        ("i want 5 coke and 3 sprite", [("5", None, "coke"), ("3", None, "sprite")]),
        ("please send 5 coke and 3 sprite", [("5", None, "coke"), ("3", None, "sprite")]),
        (
            "need 50 of the 6204 bearings and 20 of 6205",
            [("50", None, "6204 bearings"), ("20", None, "6205")],
        ),
        ("can i get 3 of the large and 2 of the small", [("3", None, "large"), ("2", None, "small")]),
    ],
)
def test_a_message_parts_into_its_lines(
    text: str, expected: list[tuple[str | None, str | None, str]]
) -> None:
    assert lines(text) == expected
    assert read(text).intent is Intent.ORDER


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("salt & vinegar chips 12 pkt", "salt & vinegar chips"),
        ("10 oil and gas filter", "oil and gas filter"),
        ("bearings 6204 10 pcs, SKF", "bearings 6204 SKF"),
        ("2 ctn. coke", "coke"),
        ("tomatoes, chopped 2 cans", "tomatoes, chopped"),
        ("2 ctn heinz 57 ketchup", "heinz 57 ketchup"),
        ("FLEX10 PANEL5 2 pcs", "FLEX10 PANEL5"),
        ("AA battery 10 packs of 4 pcs", "AA battery 4 pcs"),
        ("water 24 bottles per case 10 cases", "water 24 bottles per case"),
    ],
)
def test_a_line_is_not_cut_where_one_side_cannot_stand_alone(text: str, item: str) -> None:
    assert [entry[2] for entry in lines(text)] == [item]


def test_greetings_thanks_and_signature_are_set_aside_and_kept() -> None:
    reading = read("Hi boss,\n2 ctn coke\n3 ctn sprite\nThanks\nAli Mini Mart")
    assert [line.best.item for line in reading.lines] == ["coke", "sprite"]
    assert reading.ignored == ("Hi boss", "Thanks", "Ali Mini Mart")


def test_a_remark_stays_with_its_line_and_a_note_with_the_order() -> None:
    reading = read(
        "2 ctn coke for the second shop\n3 sprite (urgent)\nno substitutes\nplease deliver to back door"
    )
    assert [line.best.remark for line in reading.lines] == ["for the second shop", "urgent"]
    assert reading.note == "no substitutes; please deliver to back door"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 ctn coke tomorrow", date(2026, 11, 23)),
        ("2 ctn coke by friday", date(2026, 11, 27)),
        ("2 ctn coke. deliver next monday", date(2026, 11, 23)),
        ("2 ctn coke on 25/12", date(2026, 12, 25)),
        ("2 ctn coke for 3 january", date(2027, 1, 3)),
        ("2 ctn coke in 3 days", date(2026, 11, 25)),
        ("明天送两箱可乐", date(2026, 11, 23)),
        ("两箱可乐，下周三送到", date(2026, 11, 25)),
        ("两箱可乐，12月25日前送到", date(2026, 12, 25)),
        ("yarın 5 koli kola", date(2026, 11, 23)),
        ("5 koli kola haftaya salı", date(2026, 11, 24)),
        ("5 koli kola 25 aralık", date(2026, 12, 25)),
        ("esok 5 karton coke", date(2026, 11, 23)),
        ("5 karton coke lusa", date(2026, 11, 24)),
        ("5 karton coke hantar hari jumaat", date(2026, 11, 27)),
    ],
)
def test_the_day_of_delivery_is_read_out_of_the_line(text: str, day: date) -> None:
    reading = read(text)
    assert reading.delivery_date == day
    assert len(reading.lines) == 1
    assert reading.lines[0].best.item.lower() in ("coke", "可乐", "kola")


@pytest.mark.parametrize("text", ["1/2 case coke", "3/4 elbow 20 nos", "2 ctn 12/24 biscuits"])
def test_a_fraction_is_no_date(text: str) -> None:
    assert read(text).delivery_date is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how much do I owe", Intent.ASK_CREDIT),
        ("我欠多少钱", Intent.ASK_CREDIT),
        ("borcum ne kadar", Intent.ASK_CREDIT),
        ("berapa hutang saya", Intent.ASK_CREDIT),
        ("where is my order", Intent.ASK_ORDER_STATUS),
        ("我的订单到哪了", Intent.ASK_ORDER_STATUS),
        ("siparişim nerede", Intent.ASK_ORDER_STATUS),
        ("mana order saya", Intent.ASK_ORDER_STATUS),
        ("my orders", Intent.ASK_ORDERS),
        ("send me invoice 1042", Intent.ASK_INVOICE),
        ("what's in my order so far", Intent.SHOW_DRAFT),
        ("help", Intent.HELP),
        ("怎么下单", Intent.HELP),
        ("can I talk to a real person", Intent.HUMAN),
        ("2 ctn damaged in last delivery", Intent.HUMAN),
        ("ok send it", Intent.CONFIRM),
        ("tamam", Intent.CONFIRM),
        ("确认", Intent.CONFIRM),
        ("cancel my order", Intent.CANCEL),
        ("算了", Intent.CANCEL),
        ("hi", Intent.GREETING),
        ("terima kasih", Intent.THANKS),
        ("lol", Intent.SMALL_TALK),
        ("asdkjh qwkrtjh zxmcnb", Intent.SMALL_TALK),
        ("👍👍", Intent.EMPTY),
        ("", Intent.EMPTY),
        (" \n ... ", Intent.EMPTY),
    ],
)
def test_what_is_no_order_never_becomes_a_line(text: str, intent: Intent) -> None:
    reading = read(text)
    assert reading.intent is intent
    assert reading.lines == ()


def test_a_question_about_goods_names_them() -> None:
    for text in ("how much is coke 330", "do you have coke 330?", "harga coke 330", "is coke 330 available"):
        reading = read(text)
        assert reading.intent in (Intent.ASK_PRICE, Intent.ASK_STOCK)
        assert [line.best.item for line in reading.lines] == ["coke 330"]


def test_a_question_beside_an_order_does_not_add_lines() -> None:
    reading = read("2 ctn coke. how much do I owe?")
    assert reading.intent is Intent.ORDER
    assert [line.best.item for line in reading.lines] == ["coke"]
    assert reading.ignored == ("how much do I owe",)


def test_words_of_a_question_inside_a_name_make_no_question() -> None:
    assert lines("chicken stock 5") == [("5", None, "chicken stock")]
    assert read("chicken stock 5").intent is Intent.ORDER


def test_the_number_of_an_order_is_found() -> None:
    assert read("where is order 7891").order_number == "7891"
    assert read("status of B2B-2025-7891").order_number == "B2B-2025-7891"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("same as last time but no sprite", Intent.REPEAT_LAST),
        ("和上次一样，不要sprite", Intent.REPEAT_LAST),
        ("the usual but no sprite", Intent.USUAL),
        ("老样子，不要sprite", Intent.USUAL),
        ("her zamanki ama sprite olmasın", Intent.USUAL),
        ("macam biasa tapi tak nak sprite", Intent.USUAL),
    ],
)
def test_a_repetition_with_an_exception(text: str, intent: Intent) -> None:
    reading = read(text)
    assert reading.intent is intent
    assert [(line.best.action, line.best.item) for line in reading.lines] == [(Action.REMOVE, "sprite")]


def test_a_repetition_with_an_addition() -> None:
    reading = read("repeat last order plus 2 ctn coke")
    assert reading.intent is Intent.REPEAT_LAST
    assert [(line.best.action, line.best.quantity, line.best.item) for line in reading.lines] == [
        (Action.ADD, Decimal(2), "coke")
    ]


def test_three_hundred_lines_are_all_read() -> None:
    reading = read("\n".join(f"article{number} {number % 7 + 1} ctn" for number in range(300)))
    assert len(reading.lines) == 300
    assert not reading.truncated


def test_more_than_three_hundred_lines_are_said_to_be_cut() -> None:
    reading = read("\n".join(f"article{number} 2 ctn" for number in range(301)))
    assert len(reading.lines) == 300
    assert reading.truncated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12345 x 10, 23456 x 5", [("12345", 10), ("23456", 5)]),
        ("00123 x 4; 6204 2rs 12pcs", [("00123", 4), ("6204 2rs", 12)]),
        ("100455 12pcs, 100456 3pcs", [("100455", 12), ("100456", 3)]),
    ],
)
def test_articles_that_are_only_numbers_are_lines_of_their_own(
    text: str, expected: list[tuple[str, int]]
) -> None:
    lines = read_message(text, today=date(2026, 11, 22)).lines
    assert [(line.best.item, int(line.best.quantity or 0)) for line in lines] == expected
