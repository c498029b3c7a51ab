"""Which questions get an answer: those that the office has written down, and never an order."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core.support.engine.answering import Phrasing, Phrasings, asks, find_answer, question_key
from dealerline.demo.answers import ANSWERS
from tests.dialogues.corpus import LANGUAGES, read_corpus

KNOWN = [Phrasing(question, one.language, one.answer) for one in ANSWERS for question in one.questions]
OFFICE = Phrasings.of(KNOWN)
ROOT = Path(__file__).parents[3]


def answered(text: str, language: str = "en") -> str | None:
    found = find_answer(text, OFFICE, language)
    return None if found is None else found.question


def order_messages() -> set[str]:
    """Everything that is written to the machine anywhere among the tests: what dealers type, in any form."""
    typed = {turn.says for one in LANGUAGES for talk in read_corpus(one) for turn in talk.turns}
    for folder in ("tests/core/intake", "tests/core/orders"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    typed.add(node.value)
    for name in ("benchmarks/reading/order_lines.txt", "tests/core/intake/attribute_queries.txt"):
        typed.update((ROOT / name).read_text(encoding="utf-8").splitlines())
    return typed


def test_not_one_order_message_is_taken_for_a_question() -> None:
    typed = order_messages()
    assert len(typed) > 2_500
    assert {text: found for text in typed if (found := answered(text)) is not None} == {}


@pytest.mark.parametrize("one", KNOWN, ids=lambda one: one.question)
def test_what_the_office_wrote_down_is_found_however_it_is_signed(one: Phrasing) -> None:
    found = find_answer(f"Hi, {one.question.upper()} ??", OFFICE, one.language)
    assert found is not None
    assert (found.answer, found.language) == (one.answer, one.language)


def test_no_question_gets_the_answer_of_another() -> None:
    for at, one in enumerate(KNOWN):
        rest = Phrasings.of(KNOWN[:at] + KNOWN[at + 1 :])
        found = find_answer(one.question, rest, one.language)
        assert found is None or found.answer == one.answer


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("what are your openning hours", "what are your opening hours"),
        ("can you tell me what the minimum order is please", "what is the minimum order"),
        ("ÇALIŞMA SAATLERİNİZ NEDİR", "çalışma saatleriniz nedir"),
        ("calisma saatleriniz nedir", "çalışma saatleriniz nedir"),
        ("请问怎么退货啊", "怎么退货"),
        ("boleh tanya macam mana nak bayar", "macam mana nak bayar"),
        # Near is not enough: another word may be another question.
        ("what are your holiday hours", None),
        ("what is the minimum order for coke", None),
        ("berapa lama penghantaran ke sabah", None),
        ("怎么退会员", None),
        # A number orders; many rows are a list.
        ("what is the minimum order 10", None),
        ("what are your opening hours\n10 coke", None),
        ("", None),
        ("?", None),
    ],
)
def test_a_wrong_answer_is_worse_than_none(text: str, question: str | None) -> None:
    assert answered(text) == question


def test_two_answers_that_fit_alike_are_none() -> None:
    ours, theirs = "when is the depot open", "when is depot open"
    both = Phrasings.of([Phrasing(ours, "en", "A"), Phrasing(theirs, "en", "B")])
    assert find_answer(ours, both, "en") is None


def test_of_equal_questions_that_in_the_own_language_is_answered() -> None:
    same = Phrasings.of([Phrasing("delivery", "en", "A"), Phrasing("delivery", "ms", "B")])
    found = [find_answer("delivery", same, language) for language in ("en", "ms")]
    assert [one.answer for one in found if one] == ["A", "B"]


@pytest.mark.parametrize(
    "text", ["do you wibble?", "when do you close", "几点开门", "nasıl ödeme yaparım", "macam mana nak bayar"]
)
def test_what_asks_is_counted(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["10 cases of coke", "thanks", "blorp wibble", "", "10 coke\nwhen?"])
def test_what_does_not_ask_is_not(text: str) -> None:
    assert not asks(text)


def test_a_key_is_what_is_left_without_courtesies() -> None:
    assert question_key("Hi, what ARE your opening hours, please?") == "what opening hours"
    assert question_key("please") == "please"
