"""Questions in other words than the office's: answered where that is sure, asked about, or left to others."""

from __future__ import annotations

import pytest

from core.support.engine.answering import (
    MOST_ASKED,
    Gate,
    Phrasing,
    Phrasings,
    Understood,
    gate_of,
    understand,
)
from core.support.engine.retrieval import Index
from core.support.engine.wording import heading_of, lexicon, terms_of
from dealerline.demo.answers import ANSWERS
from tests.core.support.test_answering import order_messages

OFFICE = Phrasings.of(
    [Phrasing(question, one.language, one.answer) for one in ANSWERS for question in one.questions]
)


def asked_about(text: str, language: str = "en") -> list[str]:
    return [one.question for one in understand(text, OFFICE, language).maybe]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("what time do you shut", ("#?when", "#close", "@office hours")),
        ("几点打烊", ("#?when", "#close", "@office hours")),
        ("kaçta kapanıyor", ("#?when", "#close", "@office hours")),
        ("pukul berapa tutup", ("#?when", "#close", "@office hours")),
        ("wibbles", ("wibble",)),
        ("the of a", ()),
        ("", ()),
        ("😀 ?!", ()),
    ],
)
def test_the_same_thing_is_the_same_terms_in_four_languages(text: str, terms: tuple[str, ...]) -> None:
    assert terms_of(text) == terms


def test_a_misspelt_word_is_the_word_that_was_meant() -> None:
    assert terms_of("delivrey") == terms_of("delivery") == ("#delivery", "@going and coming")


def test_the_longest_phrase_counts() -> None:
    assert "#cut off" in terms_of("cut off")
    assert "#pay" not in terms_of("payment terms")


def test_every_group_has_words_and_every_heading_groups() -> None:
    book = lexicon()
    names = frozenset().union(*book.exact.values(), *book.begins.values())
    assert set(book.heading) <= names
    assert heading_of("#close") == "office hours"
    assert heading_of("wibble") == ""


@pytest.mark.parametrize(
    ("text", "language", "question"),
    [
        ("when do you shut", "en", "what time do you close"),
        ("do you take broken goods back", "en", "who do i tell about broken goods"),
        ("送货费多少钱", "zh_CN", "要收运费吗"),
        ("ödeme şekilleri neler", "tr", "hangi ödeme yöntemleri var"),
    ],
)
def test_the_offices_question_is_found_by_other_words(text: str, language: str, question: str) -> None:
    found = understand(text, OFFICE, language)
    (wanted,) = [one.answer for one in OFFICE.known if one.question == question]
    assert wanted in [one.answer for one in (found.sure, *found.maybe) if one]


def test_at_most_three_are_asked_about_and_none_twice() -> None:
    for text in ("how about delivery", "delivery cost and time", "payment and credit and returns"):
        found = understand(text, OFFICE, "en").maybe
        assert len(found) <= MOST_ASKED
        assert len({one.answer for one in found}) == len(found)


def test_nobody_is_answered_in_a_language_that_is_neither_his_nor_the_questions() -> None:
    only_malay = Phrasings.of([Phrasing("pukul berapa tutup", "ms", "18:00")])
    assert understand("what time do you close", only_malay, "en") == Understood()
    assert understand("pukul berapa tutup kedai", only_malay, "en") != Understood()


@pytest.mark.parametrize(
    "text",
    [
        "10 cases of coke", "cancel the order", "same as last time", "2 cases arrived broken",
        "remove the sprite", "deliver tomorrow please", "where is my order",
    ],
)  # fmt: skip
def test_the_gate_is_shut_for_what_the_machine_does(text: str) -> None:
    assert gate_of(text) is Gate.SHUT
    assert understand(text, OFFICE, "en") == Understood()


@pytest.mark.parametrize("text", ["hours", "tax", "where can goods be returned"])
def test_a_single_word_and_another_way_of_asking_are_asked_about(text: str) -> None:
    found = understand(text, OFFICE, "en")
    assert found.sure is None
    assert found.maybe


def test_an_article_in_a_question_is_not_passed_over() -> None:
    assert gate_of("how much is milo") is Gate.PRICED
    assert asked_about("how much is milo") == []
    assert asked_about("what is the minimum order for coke zero 330") == []


def test_not_one_order_message_is_answered_by_the_office() -> None:
    typed = order_messages()
    answered = {text: found for text in typed if (found := understand(text, OFFICE, "en").sure) is not None}
    assert answered == {}
    asked = [text for text in typed if understand(text, OFFICE, "en").maybe]
    assert len(asked) <= len(typed) * 0.03, asked


def test_what_is_said_in_few_answers_weighs_more() -> None:
    index = Index([("tax on delivery", 0), ("delivery time", 1), ("delivery cost", 2), ("delivery area", 3)])
    found = {one.answer: one.cosine for one in index.search("tax delivery")}
    assert found[0] > 2 * max(found[1], found[2], found[3])


def test_an_office_without_answers_finds_none() -> None:
    assert Index([]).search("when are you open") == []
    assert understand("when are you open", Phrasings.of([]), "en") == Understood()
