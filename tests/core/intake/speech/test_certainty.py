"""What was heard surely enough to be booked, what is asked, and what is no speech at all (A9)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.intake.engine.speech import choose_hints, doubt_of, judge_sound
from core.intake.engine.speech.certainty import Doubt, sound_alikes
from core.intake.speech_types import HeardNumber, Hearing, Spoken, Transcript
from core.intake.types import Bought


def doubt(value: int, chance: float | None, habit: int | None = None, **more: float) -> Doubt | None:
    """Of "<value> cases of coke", a case being 24 pieces; the habit in cases."""
    text = f"{value} cases of coke"
    number = HeardNumber(0, len(str(value)), Decimal(value), chance)
    bought = None if habit is None else Bought(5, habit * 24)
    spoken = Spoken(text, "en", (number,), **more)
    return doubt_of(spoken, text, Decimal(value), value * 24, bought)


@pytest.mark.parametrize(
    ("value", "chance", "habit", "wanted"),
    [
        (12, 0.95, None, None),
        (12, 0.59, None, Doubt()),
        (12, 0.59, 12, Doubt()),  # what is usual does not make a badly heard number sure
        (50, 0.89, None, Doubt(Decimal(15))),
        (50, 0.91, None, None),
        (15, 0.89, None, Doubt(Decimal(50))),
        (115, 0.89, None, Doubt(Decimal(150))),
        (50, 0.95, 14, Doubt(Decimal(15))),  # heard well, and yet 15 is what this dealer takes
        (50, 0.70, 60, None),  # 15 would be unusual
        (30, 0.70, 22, Doubt(Decimal(13))),  # both would be usual
        (36, 0.99, 12, Doubt()),
        (35, 0.99, 12, None),
        (4, 0.99, 12, Doubt()),
        (12, None, None, None),
        (50, None, None, Doubt(Decimal(15))),
    ],
)
def test_a_number_is_asked_or_stands(
    value: int, chance: float | None, habit: int | None, wanted: Doubt | None
) -> None:
    assert doubt(value, chance, habit) == wanted


def test_where_words_tell_nothing_the_text_as_a_whole_does() -> None:
    assert doubt(12, None, confidence=0.5) == Doubt()
    assert doubt(12, None, confidence=0.7) is None
    assert doubt(50, None, confidence=0.95) is None


def test_the_number_of_the_line_counts_and_no_other() -> None:
    text = "12 cases of coke, 12 cases of sprite"
    numbers = (HeardNumber(0, 2, Decimal(12), 0.99), HeardNumber(18, 20, Decimal(12), 0.2))
    spoken = Spoken(text, "en", numbers)
    assert doubt_of(spoken, "12 cases of coke", Decimal(12), 288, None) is None
    assert doubt_of(spoken, "12 cases of sprite", Decimal(12), 288, None) == Doubt()
    # A line whose words are not found in the text has the least sure number of that value.
    assert doubt_of(spoken, "sprite 12 cs", Decimal(12), 288, None) == Doubt()
    assert doubt_of(spoken, "a case of water", Decimal(1), 24, None) is None


@pytest.mark.parametrize(
    ("language", "value", "others"),
    [
        ("en", "15", ["50"]),
        ("en", "150", ["115"]),
        ("en", "12", []),
        ("en", "1.5", []),
        ("ms", "12", ["20"]),
        ("ms", "20", ["12"]),
        ("tr", "60", ["70"]),
        ("zh", "40", ["14"]),
        ("zh", "7", ["1"]),
    ],
)
def test_numbers_that_sound_alike(language: str, value: str, others: list[str]) -> None:
    assert sound_alikes(Decimal(value), language) == tuple(map(Decimal, others))


@pytest.mark.parametrize(
    ("transcript", "hearing"),
    [
        (Transcript("Ten cases of coke", confidence=0.8, no_speech=0.1), Hearing.CLEAR),
        (Transcript("十箱可乐"), Hearing.CLEAR),
        (Transcript(""), Hearing.SILENCE),
        (Transcript(" ... "), Hearing.SILENCE),
        (Transcript("Thank you.", confidence=0.5, no_speech=0.9), Hearing.SILENCE),
        (Transcript("Ten cases", confidence=0.36), Hearing.UNCLEAR),
        (Transcript("Ten cases", confidence=0.9, language_probability=0.4), Hearing.UNCLEAR),
        (Transcript("la la la la " * 20, confidence=0.9), Hearing.UNCLEAR),
    ],
)
def test_silence_and_music_are_told_from_speech(transcript: Transcript, hearing: Hearing) -> None:
    assert judge_sound(transcript) is hearing


def test_hints_are_few_and_the_own_goods_come_first() -> None:
    hints = choose_hints(["Coca-Cola 330 ml can", "Rio Cola"], ["red cans"], ["Sprite", "rio"])
    assert hints == ["red", "cans", "Coca-Cola", "can", "Rio", "Cola", "Sprite"]
    many = choose_hints([f"word{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(400)], [], [])
    assert len(many) == 48
    assert choose_hints(["可口可乐 330毫升"], [], []) == ["可口可乐", "毫升"]
