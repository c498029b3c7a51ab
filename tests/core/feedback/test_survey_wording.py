"""A22: what the office types is a question with its answers."""

import pytest

from core.feedback.survey_types import Question
from core.feedback.wording import question_for, read_question

SCALE = ("1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("How are we?", Question("How are we?", SCALE, is_scale=True)),
        (
            "Boxes?\n- Better\n–Same\n • Worse ",
            Question("Boxes?", ("Better", "Same", "Worse"), is_scale=False),
        ),
        ("新箱子\n好用吗？\n- 更好\n- 更差", Question("新箱子\n好用吗？", ("更好", "更差"), is_scale=False)),
        ("- Yes\n- No", Question("", ("Yes", "No"), is_scale=False)),
        ("One?\n-\n", Question("One?\n-", SCALE, is_scale=True)),
    ],
)
def test_rows_with_a_dash_are_answers_and_without_any_it_is_one_to_five(text: str, read: Question) -> None:
    assert read_question(text) == read


def test_each_reads_the_own_language_and_all_others_the_one_for_all() -> None:
    texts = {"": "Boxes?\n- Good\n- Bad", "tr": "Kutular?\n- İyi\n- Kötü"}
    assert question_for(texts, "tr").choices == ("İyi", "Kötü")
    assert question_for(texts, "ms").choices == ("Good", "Bad")
