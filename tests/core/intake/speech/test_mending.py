"""A transcript becomes what a dealer would have typed: exact, in four languages (A9)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.engine.speech import mend
from core.intake.speech_types import HeardWord, Spoken, Transcript

WORDS = [
    "two",
    "no,",
    "three",
    "cases",
    "coke",
    "uhm",
    "S",
    "K",
    "4",
    "dash",
    "point",
    "double",
    "zero",
    "yok",
]
CODES = frozenset({"SKU4512", "62102RS", "4512"})


def is_code(text: str) -> bool:
    return text.replace("-", "") in CODES


def mended(text: str, language: str = "en") -> str:
    return mend(Transcript(text), language, is_code).text


def heard(text: str, language: str = "en", *chances: float) -> Spoken:
    """The words of a text with their probabilities; those without one were heard well."""
    words = text.split()
    known = (*chances, *([0.99] * (len(words) - len(chances))))
    return mend(
        Transcript(text, tuple(HeardWord(*pair) for pair in zip(words, known, strict=True))),
        language,
        is_code,
    )


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", "Uhm, ten cases of, err, coke", "ten cases of coke"),
        ("en", "I, uh, need, you know, 20 cases of fanta", "I need, 20 cases of fanta"),
        ("en", "10 cases coke, um, 5 cases sprite", "10 cases coke, 5 cases sprite"),
        ("en", "Well, ten coke", "ten coke"),
        ("en", "I want the well known brand", "I want the well known brand"),
        ("tr", "ııı on iki koli kola", "on iki koli kola"),
        ("tr", "iki koli, şey, kola", "iki koli kola"),
        ("tr", "bir şey lazım", "bir şey lazım"),
        ("ms", "err dua karton coke", "dua karton coke"),
        ("zh", "嗯，那个，两箱可乐", "两箱可乐"),
        ("zh", "来十箱，呃，可乐", "来十箱可乐"),
        ("zh", "那个小的五箱", "那个小的五箱"),
    ],
)
def test_fillers_go_and_the_same_words_stay_where_they_mean_something(
    language: str, said: str, wanted: str
) -> None:
    assert mended(said, language) == wanted


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", "two... no, three cases of coke", "three cases of coke"),
        ("en", "two cases, no, three of coke", "three cases of coke"),
        ("en", "two cases of coke, no, three", "three cases of coke"),
        ("en", "Two cases, sorry, four boxes of coke and 5 sprite", "four boxes of coke and 5 sprite"),
        ("en", "coke 10 cases and sprite 5 cases, no, 6 cases", "coke 10 cases and sprite 6 cases"),
        ("en", "two cases of coke, no, three cases of coke", "three cases of coke"),
        ("en", "ten cases of oil one litre, no wait, twelve", "twelve cases of oil 1 litre"),
        ("tr", "iki koli, yok, üç koli kola", "üç koli kola"),
        ("tr", "iki koli kola, pardon, üç", "üç koli kola"),
        ("ms", "dua karton, eh silap, tiga karton coke", "tiga karton coke"),
        ("ms", "dua kotak coke, bukan, tiga", "tiga kotak coke"),
        ("zh", "两箱，不对，三箱可乐", "三箱可乐"),
        ("zh", "两箱可乐，不是，三箱", "三箱可乐"),
        ("zh", "两箱可乐，不对，三箱可乐", "三箱可乐"),
    ],
)
def test_what_the_speaker_takes_back_is_replaced(language: str, said: str, wanted: str) -> None:
    assert mended(said, language) == wanted


@pytest.mark.parametrize(
    ("language", "said", "doubted"),
    [
        ("en", "two no three cases of coke", [2, 3]),
        ("en", "two cases of coke, no, three cases of sprite", [2, 3]),
        ("en", "ten cases of coke 330, no wait, twelve", [10, 330, 12]),
        ("en", "4 fanta and ten cases of coke 330, no wait, twelve", [10, 330, 12]),
        ("zh", "两箱不三箱可乐", [2, 3]),
    ],
)
def test_where_it_is_not_clear_what_is_taken_back_no_number_is_believed(
    language: str, said: str, doubted: list[int]
) -> None:
    spoken = mend(Transcript(said), language, is_code)
    assert [int(number.value) for number in spoken.numbers if number.probability == 0.0] == doubted


@pytest.mark.parametrize(
    "said", ["no 5 wire 3 rolls", "five S coke", "a 5 kg bag of rice", "I want 5 x 7 up", "make it twelve"]
)
def test_what_is_no_correction_and_no_code_stays_as_it_was_said(said: str) -> None:
    assert mended(said) == said


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", "five S K U four five one two", "five SKU4512"),
        ("en", "S K you for five one two, five pieces", "SKU4512, five pieces"),
        ("en", "six two one zero dash two R S, ten pieces", "6210-2RS, ten pieces"),
        ("en", "three six two one zero dash two are ess", "three 6210-2RS"),
        ("en", "sixty-two ten dash two RS five pieces", "6210-2RS five pieces"),
        ("en", "four five one two two boxes", "4512 two boxes"),
        ("en", "K Z nine nine nine one", "KZ9991"),
        ("tr", "S K U dört beş bir iki beş adet", "SKU4512 beş adet"),
        ("ms", "S K U empat lima satu dua, sepuluh kotak", "SKU4512, sepuluh kotak"),
        ("zh", "四五一二五箱", "4512 五箱"),
        ("zh", "四五幺二五箱", "4512 五箱"),
    ],
)
def test_spelled_codes_are_joined(language: str, said: str, wanted: str) -> None:
    assert mended(said, language) == wanted


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", "a dozen and a half coke", "1.5 dozen coke"),
        ("en", "spring water five hundred millilitres", "spring water 500 millilitres"),
        ("en", "triple A batteries and double A", "AAA batteries and AA"),
        ("en", "two cases and a half of sprite", "2.5 cases of sprite"),
        ("en", "one point five litre coke two cases", "1.5 litre coke two cases"),
        ("en", "coke zero thirteen cases", "coke zero, thirteen cases"),
        ("tr", "bir virgül beş litre kola iki koli", "1.5 litre kola iki koli"),
        ("ms", "sedozen setengah coke", "1.5 dozen coke"),
        ("ms", "dua kotak setengah milo", "2.5 kotak milo"),
        ("zh", "可乐一点五升两箱", "可乐1.5升两箱"),
    ],
)
def test_spoken_amounts_are_written(language: str, said: str, wanted: str) -> None:
    assert mended(said, language) == wanted


def test_each_number_keeps_how_surely_it_was_heard_through_all_mending() -> None:
    spoken = heard("uhm two cases, no, three cases of coke and 12 sprite", "en", 0.9, 0.2, 0.9, 0.9, 0.7)
    assert spoken.text == "three cases of coke and 12 sprite"
    assert [(int(one.value), one.probability) for one in spoken.numbers] == [(3, 0.7), (12, 0.99)]
    code = heard("five S K U four five one two", "en", 0.9, 0.8, 0.8, 0.8, 0.3)
    assert (code.text, code.numbers[0].probability, code.numbers[1].probability) == ("five SKU4512", 0.9, 0.3)


def test_words_without_punctuation_are_told_apart_by_their_signs() -> None:
    words = tuple(HeardWord(word, chance) for word, chance in (("ten", 0.5), ("cokes", 0.9), ("please", 1.0)))
    spoken = mend(Transcript("Ten Cokes, please!", words), "en", is_code)
    assert [(int(one.value), one.probability) for one in spoken.numbers] == [(10, 0.5)]
    # Words that are not those of the text tell nothing.
    other = mend(Transcript("10 Cokes", words), "en", is_code)
    assert [one.probability for one in other.numbers] == [None]


def test_words_that_may_be_any_word_are_named() -> None:
    assert heard("send docks and coke", "en", 0.9, 0.2).weak == ("docks",)


@settings(max_examples=150, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [*WORDS, "、", "不对", "十", "箱", "and a half", "a dozen", ",", "…", "İ", "ß", "ﬁ", "½", "\n"]
        ),
        max_size=14,
    ),
    st.sampled_from(["en", "zh_CN", "tr", "ms", "de"]),
)
def test_whatever_is_said_mending_ends_and_its_numbers_stand_where_it_says(
    words: list[str], language: str
) -> None:
    spoken = mend(Transcript(" ".join(words)), language, is_code)
    assert all(0 <= one.start < one.end <= len(spoken.text) for one in spoken.numbers)
    again = mend(Transcript(spoken.text), language, lambda _code: False)
    assert len(again.text) <= len(spoken.text) + 2
