"""One form for what means the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.engine.folding import alias_key, fold_code, stem
from core.intake.engine.hanzi import pinyin, simplify
from core.intake.engine.matching.normalise import normalise
from core.intake.engine.matching.wording import concepts_of, skeleton


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Coke Zero 1.5 L", ["coke", "zero", "1500ml"]),
        ("coke zero 1500ML", ["coke", "zero", "1500ml"]),
        ("coke zero 1,5l", ["coke", "zero", "1500ml"]),
        ("coke330", ["coke", "330"]),
        ("coke330ml", ["coke", "330ml"]),
        ("6x330ml", ["x6", "330ml"]),
        ("330 ml x 6", ["330ml", "x6"]),
        ("24's tea bags", ["x24", "tea", "bag"]),
        ("M8x40", ["m8", "40mm"]),
        ("m8 x 40 mm", ["m8", "40mm"]),
        ("M8*40", ["m8", "40mm"]),
        ('1/2" valve', ["12.7mm", "valve"]),
        ("½ inch valve", ["12.7mm", "valve"]),
        ("1 1/2 in pipe", ["38.1mm", "pipe"]),
        ("1-1/2'' pipe", ["38.1mm", "pipe"]),
        ("50x90x20 mm", ["50mm", "90mm", "20mm"]),
        ("0.400g", ["0.4g"]),
        ("1 kg", ["1000g"]),
        ("10 x 1,000 g", ["x10", "1000g"]),
        ("2 in 1 shampoo", ["2in1", "shampoo"]),
        ("milo 3in1", ["milo", "3in1"]),
        ("可口可樂 330毫升", ["可", "口", "可", "乐", "330ml"]),
        ("５００ｍｌ", ["500ml"]),
        ("ÇİĞ köfte ışık", ["cig", "kofte", "isik"]),
        ("boxes of berries", ["box", "of", "berry"]),
        ("5W30 oil", ["5w30", "oil"]),
        ("iphone15", ["iphone", "15"]),
        ("DSC-W150R", ["dsc", "w150r"]),
        ("", []),
        ("!!! 😀", []),
    ],
)
def test_tokens_are_the_same_for_the_same_thing(text: str, tokens: list[str]) -> None:
    assert normalise(text).texts == tokens


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DSC-W150R", "dscw150r"),
        ("6210-2RS", "62102rs"),
        ("AB-12O4", "ab1204"),
        ("M8x40", "m8x40"),
        ("0042", "0042"),
    ],
)
def test_model_numbers_are_kept_whole(text: str, code: str) -> None:
    assert code in normalise(text).codes


def test_letters_that_look_like_digits_are_one_code() -> None:
    assert fold_code("AB-12O4") == fold_code("ab 1204") == "ab1204"
    assert fold_code("IL0") == fold_code("1lO") == "110"


def test_leading_zeros_make_another_code() -> None:
    assert fold_code("0042") != fold_code("42")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Coke330 ML", "coke 330ml"),
        ("The RED one!", "the red one"),
        ("可口可樂", "可口可乐"),
        ("Кока-Кола", "кока кола"),
        ("كولا", " كولا! "),
        ("Şişe SU", "sise su"),
        ("１２ ｃｏｋｅ", "12 coke"),
    ],
)
def test_an_alias_key_forgets_how_it_was_typed(one: str, other: str) -> None:
    assert alias_key(one) == alias_key(other) != ""


def test_an_alias_key_tells_words_of_any_script_apart() -> None:
    assert len({alias_key(word) for word in ("كولا", "ماء", "кола", "вода", "可乐", "水")}) == 6


def test_plurals_fall_and_other_words_stay() -> None:
    assert [stem(w) for w in ("boxes", "batteries", "bolts", "glass", "bus", "brushes", "gas")] == [
        "box", "battery", "bolt", "glass", "bus", "brush", "gas",
    ]  # fmt: skip


def test_traditional_characters_are_simplified_and_spelt() -> None:
    assert simplify("維他奶 軸承") == "维他奶 轴承"
    assert pinyin("可乐") == ("ke", "le")


def test_short_forms_and_languages_share_a_meaning() -> None:
    bearing = concepts_of(["bearing"])[0]
    assert bearing
    for text in ("brg", "rulman", "galas", "轴承", "ball bearing"):
        assert set(bearing) & set(concepts_of(normalise(text).texts)[-1])


def test_a_character_inside_a_longer_word_does_not_speak_for_itself() -> None:
    water = concepts_of(["水"])[0]
    assert water
    assert not set(water) & set(concepts_of(["洗", "发", "水"])[2])


def test_a_skeleton_is_the_consonants() -> None:
    assert skeleton("bearing") == skeleton("brng") == "brng"


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_normalised_without_fail_and_keys_are_stable(text: str) -> None:
    found = normalise(text)
    assert len(found.texts) == len(found.kinds) == len(found.base) == len(found.dimension)
    assert alias_key(alias_key(text)) == alias_key(text)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.integers(1, 99_999), st.sampled_from([("ml", "l"), ("g", "kg")]))
def test_a_size_in_either_unit_is_the_same_token(amount: int, units: tuple[str, str]) -> None:
    small, large = units
    assert normalise(f"x {amount}{small}").texts[-1] == normalise(f"x {amount / 1000:.3f} {large}").texts[-1]
