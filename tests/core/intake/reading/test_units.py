from decimal import Decimal
from fractions import Fraction

import pytest

from core.intake.engine.lexicon import fold, words_to_keys
from core.intake.engine.units import MEASURES, find_measure, find_ordering_unit, ordering_words, to_base


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("ctn", "carton"),
        ("CTNS", "carton"),
        ("ctn.", "carton"),
        ("cs", "case"),
        ("btl", "bottle"),
        ("pkt", "packet"),
        ("dz", "dozen"),
        ("nos", "each"),
        ("箱", "case"),
        ("盒", "box"),
        ("瓶", "bottle"),
        ("個", "each"),
        ("公斤", "kg"),
        ("koli", "case"),
        ("şişe", "bottle"),
        ("sise", "bottle"),
        ("ÇUVAL", "sack"),
        ("düzine", "dozen"),
        ("kotak", "box"),
        ("guni", "sack"),
        ("helai", "each"),
        ("batang", "each"),
    ],
)
def test_a_shop_word_names_its_ordering_unit_in_every_language(word: str, code: str) -> None:
    assert find_ordering_unit(word) == code


def test_an_ordinary_word_is_no_unit() -> None:
    assert find_ordering_unit("coke") is None
    assert find_measure("coke") is None


def test_measures_convert_exactly() -> None:
    assert to_base(Decimal("1.5"), "l") == 1500
    assert to_base(Decimal(1), "in") == Fraction("25.4")
    assert to_base(Decimal(1), "lb") == Fraction("453.59237")
    assert to_base(Decimal(1), "gal") == Fraction("3785.411784")


def test_every_word_for_a_measure_has_its_facts() -> None:
    assert set(words_to_keys("measures").values()) <= set(MEASURES)


def test_every_code_named_in_the_contract_has_words() -> None:
    named = ["each", "case", "carton", "box", "pack", "bag", "bottle", "can", "dozen", "pallet"]
    named += ["kg", "g", "l", "ml", "roll", "pair", "set"]
    assert set(named) <= set(ordering_words().values())


def test_folding_drops_case_and_accents_but_keeps_chinese() -> None:
    assert fold("ŞİŞE") == "sise"
    assert fold("Kırk") == "kirk"
    assert fold("可樂") == "可樂"
