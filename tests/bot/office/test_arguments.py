"""Which words behind a command are which argument."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.office.arguments import Shape, split_arguments
from bot.office.figures import TypedAmount, read_amount, read_day, read_percent

WORDS = Shape(lambda text: bool(text.strip()), most_words=6, is_shaped=False)
REST = Shape(lambda text: bool(text.strip()), most_words=40, is_shaped=False, takes_rest=True)
AMOUNT = Shape(lambda text: read_amount(text) is not None, most_words=2)
DAY = Shape(lambda text: read_day(text, date(2025, 10, 14)) is not None, most_words=2)


def test_a_name_of_several_words_ends_where_the_amount_begins() -> None:
    assert split_arguments("Regional Electronics 80,000 USD", [WORDS, AMOUNT])[0] == {
        0: "Regional Electronics",
        1: "80,000 USD",
    }


def test_numbers_in_a_name_stay_in_the_name() -> None:
    assert split_arguments("Store 24 5000", [WORDS, AMOUNT])[0] == {0: "Store 24", 1: "5000"}
    assert split_arguments("coke 330 0.85 2025-11-01", [WORDS, AMOUNT, DAY])[0] == {
        0: "coke 330",
        1: "0.85",
        2: "2025-11-01",
    }


def test_what_has_a_shape_is_taken_for_what_it_looks_like() -> None:
    assert split_arguments("5000", [WORDS, AMOUNT]) == [{1: "5000"}]
    assert split_arguments("tomorrow", [WORDS, AMOUNT, DAY]) == [{2: "tomorrow"}]
    assert split_arguments("", [WORDS, AMOUNT]) == [{}]


def test_quotes_keep_words_together() -> None:
    ways = split_arguments('"Corner Store" unpaid since May', [WORDS, REST])
    assert ways == [{0: "Corner Store", 1: "unpaid since May"}]
    assert split_arguments("“10 Stores” 5000", [WORDS, AMOUNT])[0] == {0: "10 Stores", 1: "5000"}


def test_two_arguments_of_any_words_leave_the_choice_open_longest_first() -> None:
    ways = split_arguments("Corner Store unpaid", [WORDS, REST])
    assert ways == [{0: "Corner Store", 1: "unpaid"}, {0: "Corner", 1: "Store unpaid"}]


def test_words_that_fit_nowhere_go_to_the_first_name() -> None:
    assert split_arguments("a b c", [Shape(lambda text: False), WORDS]) == [{1: "a b c"}]
    assert split_arguments("x y", [AMOUNT]) == [{0: "x y"}]


@settings(derandomize=True, max_examples=200, deadline=2000)
@given(st.lists(st.text("abc19.,", min_size=1, max_size=6), min_size=1, max_size=12))
def test_no_word_is_lost_or_used_twice(words: list[str]) -> None:
    for way in split_arguments(" ".join(words), [WORDS, AMOUNT, WORDS, DAY]):
        assert " ".join(way[place] for place in sorted(way)).split() == words


def test_amounts_are_read_as_people_write_them() -> None:
    for text, value, currency in (
        ("200000", "200000", None),
        ("200,000", "200000", None),
        ("200.000", "200000", None),
        ("1,234.50", "1234.50", None),
        ("1.234,50 TL", "1234.50", "TRY"),
        ("$5,000", "5000", None),
        ("US$5,000", "5000", "USD"),
        ("80k", "80000", None),
        ("1.5m", "1500000", None),
        ("２０万", "200000", None),
        ("RM 12,50", "12.50", "MYR"),
        ("1 250 000 EUR", "1250000", "EUR"),
        ("-20", "-20", None),
    ):
        assert read_amount(text) == TypedAmount(Decimal(value), currency), text


def test_what_could_be_two_amounts_is_none() -> None:
    for text in (
        "1,2345",
        "12,34,56",
        "1.2.3",
        "abc",
        "",
        "5 5,5 5x",
        "USD 5 EUR",
        "1,234.567",
        "40 one",
        "40 all",
    ):
        assert read_amount(text) is None, text
    assert read_amount("1,250", digits=6) is None
    assert read_amount("1.250", digits=6) == TypedAmount(Decimal("1.250"), None)


def test_percentages_and_days() -> None:
    assert [read_percent(text) for text in ("6 %", "2,5%", "12.5", "％5", "-3%")] == [
        600,
        250,
        1250,
        500,
        -300,
    ]
    assert read_percent("1.2345%") is None
    today = date(2025, 10, 14)
    for text, day in (
        ("2025-11-01", date(2025, 11, 1)),
        ("1.11.2025", date(2025, 11, 1)),
        ("2025年11月1日", date(2025, 11, 1)),
        ("Bugün", today),
        ("esok", date(2025, 10, 15)),
        ("hari ini", today),
        ("昨天", date(2025, 10, 13)),
    ):
        assert read_day(text, today) == day, text
    assert [read_day(text, today) for text in ("31.2.2025", "1.5", "soon")] == [None, None, None]
