from datetime import date
from decimal import Decimal

import pytest

from core.intake.engine.reading import read_message
from core.intake.types import Action, Intent

TODAY = date(2026, 11, 22)
Change = tuple[Action, int | None, str]


def changes(text: str) -> list[Change]:
    reading = read_message(text, today=TODAY)
    assert reading.intent is Intent.EDIT
    found = [line.best for line in reading.lines]
    return [(r.action, int(r.quantity) if r.quantity is not None else None, r.item) for r in found]


@pytest.mark.parametrize(
    "text",
    [
        "make the coke 12",
        "change coke to 12",
        "change coke from 10 to 12",
        "coke 12 instead of 10",
        "coke should be 12 not 10",
        "可乐改成12",
        "把可乐改成12箱",
        "tukar coke jadi 12",
        "coke jadi 12",
        "coke -> 12",
        "make the coke 12 instead",
        "change coke to 12 cases instead",
    ],
)
def test_an_amount_is_changed(text: str) -> None:
    [(action, quantity, item)] = changes(text)
    assert (action, quantity, item in ("coke", "可乐")) == (Action.CHANGE, 12, True)


@pytest.mark.parametrize(
    ("text", "factor", "item"),
    [
        ("double the coke", "2", "coke"),
        ("coke twice as much please", "2", "coke"),
        ("half the coke", "0.5", "coke"),
        ("triple the coke", "3", "coke"),
        ("kola iki katı", "2", "kola"),
        ("kolayı ikiye katla", "2", "kola"),
        ("coke double lah", "2", "coke"),
        ("可乐加倍", "2", "可乐"),
        ("可乐减半", "0.5", "可乐"),
    ],
)
def test_an_amount_is_multiplied(text: str, factor: str, item: str) -> None:
    reading = read_message(text, today=TODAY)
    [line] = reading.lines
    assert (reading.intent, line.best.action, line.best.item) == (Intent.EDIT, Action.MULTIPLY, item)
    assert line.best.quantity == Decimal(factor)


@pytest.mark.parametrize("text", ["half dozen eggs", "double A paper 10", "half cream milk 5", "twice 2"])
def test_a_double_in_a_name_multiplies_nothing(text: str) -> None:
    assert [line.best.action for line in read_message(text, today=TODAY).lines] == [Action.ADD]


def test_what_is_ordered_before_the_removed_one_is_not_taken_out() -> None:
    reading = read_message("kola 5 fanta 3 sprite yok", today=TODAY)
    assert Action.REMOVE not in [line.best.action for line in reading.lines]


def test_last_time_but_twice_of_one() -> None:
    for text in ("same as last time but twice the coke", "geçen seferkinin aynısı ama coke iki katı"):
        reading = read_message(text, today=TODAY)
        assert reading.intent is Intent.REPEAT_LAST
        [line] = reading.lines
        assert (line.best.action, line.best.quantity, line.best.item) == (Action.MULTIPLY, 2, "coke")


def test_turkish_puts_the_verb_last() -> None:
    assert changes("kolayı 12 yap") == [(Action.CHANGE, 12, "kola")]
    assert changes("sprite'ı çıkar") == [(Action.REMOVE, None, "sprite")]
    assert changes("2 koli daha kola") == [(Action.INCREASE, 2, "kola")]


@pytest.mark.parametrize(
    "text",
    [
        "remove sprite",
        "no sprite",
        "cancel the sprite",
        "take out the sprite please",
        "i dont want the sprite anymore",
        "去掉sprite",
        "sprite不要了",
        "sprite sil",
        "sprite iptal",
        "buang sprite",
        "tak nak sprite",
    ],
)
def test_an_article_is_removed(text: str) -> None:
    assert changes(text) == [(Action.REMOVE, None, "sprite")]


def test_two_articles_are_removed() -> None:
    assert changes("delete sprite and fanta") == [
        (Action.REMOVE, None, "sprite"),
        (Action.REMOVE, None, "fanta"),
    ]


@pytest.mark.parametrize(
    "text", ["drop line 3", "remove #3", "删掉第3行", "删掉第三行", "3. satırı sil", "buang baris 3"]
)
def test_a_line_of_the_draft_is_removed_by_number(text: str) -> None:
    reading = read_message(text, today=TODAY)
    assert [(line.best.action, line.best.line_number) for line in reading.lines] == [(Action.REMOVE, 3)]


def test_a_line_of_the_draft_is_changed_by_number() -> None:
    for text in ("line 2 to 5 ctn", "change line 2 to 5 ctn", "line 2: 5 ctn"):
        [line] = read_message(text, today=TODAY).lines
        reading = line.best
        assert (reading.line_number, reading.quantity, reading.unit) == (2, Decimal(5), "carton")


@pytest.mark.parametrize("text", ["add 3 more coke", "3 more coke", "another 3 coke", "tambah 3 lagi coke"])
def test_an_amount_grows(text: str) -> None:
    assert changes(text) == [(Action.INCREASE, 3, "coke")]


@pytest.mark.parametrize("text", ["2 less coke", "coke 2 less", "kurang 2 coke", "coke少2箱"])
def test_an_amount_shrinks(text: str) -> None:
    assert changes(text) == [(Action.DECREASE, 2, "coke")]


@pytest.mark.parametrize(
    "text",
    [
        "instead of coke pepsi",
        "pepsi instead of coke",
        "replace coke with pepsi",
        "coke换成pepsi",
        "coke yerine pepsi",
        "ganti coke dengan pepsi",
    ],
)
def test_one_article_takes_the_place_of_another(text: str) -> None:
    assert changes(text) == [(Action.REMOVE, None, "coke"), (Action.ADD, None, "pepsi")]


def test_it_names_no_article() -> None:
    assert changes("make it 12") == [(Action.CHANGE, 12, "")]


@pytest.mark.parametrize(
    "text",
    [
        "No sugar coke 2 ctn",
        "no frills tissue 10",
        "no 8 wire 5 rolls",
        "drop shoulder tshirt 5 pcs",
        "change purse 10 pcs",
        "make up remover 5 pcs",
        "less sugar milo 5 pkt",
        "price tags 100 pcs",
        "invoice books 10",
        "friday wear shirts 5",
        "加多宝5箱",
        "set screws 5 pcs",
        "5 koli kola olsun",
        "cut fruit 3 boxes",
    ],
)
def test_a_name_that_begins_like_a_command_is_ordered(text: str) -> None:
    reading = read_message(text, today=TODAY)
    assert reading.intent is Intent.ORDER
    assert [line.best.action for line in reading.lines] == [Action.ADD]


@pytest.mark.parametrize("text", ["1. satırı 12 yap", "satır 1 12 olsun", "1 nolu satır 12 olsun"])
def test_a_line_is_changed_by_its_number_in_turkish(text: str) -> None:
    (line,) = read_message(text, today=TODAY).lines
    assert (line.best.action, line.best.line_number, line.best.quantity) == (Action.CHANGE, 1, Decimal(12))
