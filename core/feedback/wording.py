"""A survey's text: the question, and below it what can be answered. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.feedback.survey_types import Question
from core.feedback.types import RATINGS

_ANSWER = re.compile(r"^\s*[-–—•*]\s*(\S.*?)\s*$")


def read_question(text: str) -> Question:
    """Rows that begin with a dash are answers, the others the question; without answers they are 1 to 5."""
    rows = text.splitlines()
    choices = tuple(match[1] for row in rows if (match := _ANSWER.match(row)))
    words = "\n".join(row for row in rows if not _ANSWER.match(row)).strip()
    if not choices:
        return Question(words, tuple(str(one) for one in RATINGS), is_scale=True)
    return Question(words, choices, is_scale=False)


def question_for(texts: Mapping[str, str], language: str) -> Question:
    """What somebody of that language is asked."""
    return read_question(texts.get(language) or texts[""])
