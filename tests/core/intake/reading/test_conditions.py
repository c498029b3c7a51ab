"""Conditions are cut out of a message and go with the goods that they are about (A1)."""

from datetime import date
from decimal import Decimal

import pytest

from core.intake.engine.reading import read_message
from core.intake.engine.reading.conditions import is_any_other, take_conditions
from core.intake.types import Condition, ConditionKind, Intent

TODAY = date(2025, 10, 14)
STOCK, ELSE, MOST, LAST = (
    ConditionKind.IN_STOCK,
    ConditionKind.OTHERWISE,
    ConditionKind.AT_MOST,
    ConditionKind.LAST_PRICE,
)


def cut(text: str) -> tuple[str, list[tuple[ConditionKind, str]]]:
    found = take_conditions(text)
    return found.text, [(one.kind, one.words or str(one.amount or "")) for one in found.conditions]


@pytest.mark.parametrize(
    ("text", "left", "conditions"),
    [
        ("10 coke zero if in stock, otherwise pepsi max, 5 fanta", "10 coke zero, 5 fanta",
         [(STOCK, ""), (ELSE, "pepsi max")]),
        ("10 coke if you have it. if not, 10 cases of pepsi 1.5l and 3 fanta", "10 coke, and 3 fanta",
         [(STOCK, ""), (ELSE, "10 cases of pepsi 1.5l")]),
        ("20 iphone 15 pro not above 1,050.50 each", "20 iphone 15 pro", [(MOST, "1050.50")]),
        ("12 coke max price 14", "12 coke", [(MOST, "14")]),
        ("3 cs red bull (if available)", "3 cs red bull", [(STOCK, "")]),
        ("10 nescafe at the same price as last time", "10 nescafe", [(LAST, "")]),
        ("10箱可乐，没货就换百事", "10箱可乐", [(ELSE, "百事")]),
        ("20台苹果15 pro，单价不超过1000", "20台苹果15 pro", [(MOST, "1000")]),
        ("按上次的价格，10箱雀巢", "10箱雀巢", [(LAST, "")]),
        ("10 koli kola stokta varsa, yoksa pepsi", "10 koli kola", [(STOCK, ""), (ELSE, "pepsi")]),
        ("5 kutu nescafe 120 tl'yi geçmesin", "5 kutu nescafe", [(MOST, "120")]),
        ("10 koli milo geçen seferki fiyattan", "10 koli milo", [(LAST, "")]),
        ("10 karton milo kalau ada stok, kalau tiada ganti dengan nescafe", "10 karton milo",
         [(STOCK, ""), (ELSE, "nescafe")]),
        ("5 kotak milo harga tak lebih rm90", "5 kotak milo", [(MOST, "90")]),
        ("10 milo harga sama macam dulu", "10 milo", [(LAST, "")]),
    ],
)  # fmt: skip
def test_a_condition_is_taken_out_of_the_words(
    text: str, left: str, conditions: list[tuple[ConditionKind, str]]
) -> None:
    assert cut(text) == (left, conditions)


@pytest.mark.parametrize(
    "text",
    [
        "coke 330 not more than 20 cases",
        "2 cases glass under 500ml",
        "same as last time",
        "if not too late please bring it by noon",
        "要不要加两箱可乐",
        "kalau tak keberatan hantar esok",
        "10 koli kola, teşekkürler",
    ],
)
def test_words_that_only_sound_like_a_condition_stay(text: str) -> None:
    assert cut(text) == (text, [])


def terms_of(text: str) -> list[tuple[str, list[Condition]]]:
    return [(line.best.item, list(line.conditions)) for line in read_message(text, today=TODAY).lines]


def kinds(text: str) -> list[tuple[str, list[str]]]:
    return [(item, [one.kind.value for one in conditions]) for item, conditions in terms_of(text)]


def test_a_condition_belongs_to_the_goods_named_before_it() -> None:
    assert kinds("5 milk, 2 butter if in stock, 3 rice") == [
        ("milk", []), ("butter", ["in stock"]), ("rice", []),
    ]  # fmt: skip


def test_a_condition_in_its_own_row_or_in_front_is_about_all() -> None:
    everything = [("milk", ["in stock"]), ("butter", ["in stock"])]
    assert kinds("5 milk\n2 butter\nif in stock") == everything
    assert kinds("only if in stock: 5 milk, 2 butter") == everything


def test_the_words_stay_readable_in_the_remark_of_the_line() -> None:
    (line,) = read_message("10 coke zero if in stock, otherwise pepsi max", today=TODAY).lines
    assert line.best.remark == "if in stock, otherwise pepsi max"
    assert (line.best.item, line.best.quantity) == ("coke zero", Decimal(10))


def test_a_limit_is_for_one_or_for_the_whole_line() -> None:
    assert [one.of_line for one in terms_of("10 milo not more than 500 in total")[0][1]] == [True]
    assert [one.of_line for one in terms_of("10 milo not more than 500 each")[0][1]] == [False]


def test_a_number_that_may_be_the_amount_of_goods_is_no_price() -> None:
    assert terms_of("coke not more than 20")[0][1] == []


def test_a_condition_alone_changes_what_was_said_before() -> None:
    read = read_message("only if in stock", today=TODAY)
    assert (read.intent, read.lines, [one.kind for one in read.conditions]) == (Intent.EDIT, (), [STOCK])


def test_a_question_about_a_price_is_no_condition() -> None:
    assert read_message("how much is coke 330, same price as before?", today=TODAY).intent is Intent.ASK_PRICE


def test_the_other_brand_names_no_product() -> None:
    for words in ("the other brand", "something similar", "别的牌子", "başka marka", "jenama lain"):
        assert is_any_other(words), words
    assert not is_any_other("pepsi max")
