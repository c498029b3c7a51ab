"""A storekeeper's list is parted into goods, lots and last days."""

from datetime import date

import pytest

from core.intake.engine.goods import GoodsPart, named_warehouse, part_goods, without_verb

MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("received 40 case coke", "40 case coke"),
        ("Received: 40 case coke", "40 case coke"),
        ("we received 5 milk", "5 milk"),
        ("goods in\n40 coke", "40 coke"),
        ("收到40箱可乐", "40箱可乐"),
        ("收货：40箱可乐", "40箱可乐"),
        ("teslim alındı 40 koli kola", "40 koli kola"),
        ("terima 40 kotak kola", "40 kotak kola"),
        ("terima kasih", None),
        ("40 case coke", None),
        ("receivedly 4", None),
        ("did you receive my order?", None),
    ],
)
def test_a_list_begins_with_a_word_for_receiving(text: str, rest: str | None) -> None:
    assert without_verb(text) == rest


def test_a_warehouse_may_stand_in_front() -> None:
    codes = frozenset({"LA", "PHX"})
    assert named_warehouse("at la: 40 coke", codes) == ("LA", "40 coke")
    assert named_warehouse("PHX 40 coke", codes) == ("PHX", "40 coke")
    assert named_warehouse("40 coke", codes) == (None, "40 coke")
    assert named_warehouse("", codes) == (None, "")


def test_lot_and_last_day_belong_to_their_part() -> None:
    assert part_goods("40 case coke 330 lot A12 exp 2026-03, 20 sprite;\n\n1,200 bolts") == (
        GoodsPart("40 case coke 330 lot A12 exp 2026-03", "40 case coke 330", "A12", MARCH),
        GoodsPart("20 sprite", "20 sprite"),
        GoodsPart("1,200 bolts", "1,200 bolts"),
    )


@pytest.mark.parametrize(
    ("label", "lot", "day"),
    [
        ("lot A12 exp 2026-03-31", "A12", MARCH),
        ("exp 31.03.2026 batch no. B/7-2", "B/7-2", MARCH),
        ("lot:A12 expiry 03/2026", "A12", MARCH),
        ("parti A12 SKT 31/03/2026", "A12", MARCH),
        ("批号A12 有效期至2026年3月", "A12", MARCH),
        ("批次：A12 到期 2026年3月31日", "A12", MARCH),
        ("lot A12 tarikh luput 31-03-2026", "A12", MARCH),
        ("lot A12 exp 03/31/2026", "A12", MARCH),
        ("best before 2028-02", "", date(2028, 2, 29)),
    ],
)
def test_labels_are_read_in_four_languages(label: str, lot: str, day: date) -> None:
    (part,) = part_goods(f"40 case coke 330 {label}")
    assert (part.goods, part.lot, part.expires_on, part.is_undated) == ("40 case coke 330", lot, day, False)


@pytest.mark.parametrize("label", ["exp 2026-13", "exp 31.02.2026", "exp soon", "exp", "exp 0026-03"])
def test_a_last_day_that_cannot_be_read_is_no_last_day(label: str) -> None:
    (part,) = part_goods(f"40 coke lot A12 {label}")
    assert (part.goods, part.lot, part.expires_on, part.is_undated) == ("40 coke", "A12", None, True)


def test_words_that_only_look_like_labels_stay() -> None:
    assert [part.goods for part in part_goods("5 slot car, 3 lottery ticket, 2 export beer")] == [
        "5 slot car",
        "3 lottery ticket",
        "2 export beer",
    ]
