"""What an inline result writes into the chat is read as that product in that amount."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from bot.inline.results import written
from core.i18n.phrases import LANGUAGES, Phrasebook
from core.intake.engine.matching import match_line
from core.intake.engine.reading import read_message
from core.intake.engine.reading.guarding import base_quantity
from core.intake.types import DealerView, Decision
from tests.core.intake.test_attribute_search import entries, index

EACH = 37  # of the catalogue's products every so many-th is written


@cache
def book() -> Phrasebook:
    return Phrasebook()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chosen_result_is_never_another_product_or_amount_and_hardly_ever_asked_about(
    language: str,
) -> None:
    say = book().say(language)
    wrong, asked, count = [], [], 0
    for one in entries()[::EACH]:
        unit, size = list(one.packs.items())[-1]
        text = written(1, unit, one.sku, say)
        message = read_message(text, today=date(2025, 10, 14))
        matches = [match_line(line, index(), DealerView()) for line in message.lines]
        count += 1
        if len(matches) != 1 or matches[0].decision is not Decision.ACCEPT:
            asked.append(text)
        elif (matches[0].candidates[0].key, base_quantity(matches[0].reading, one)) != (one.key, size):
            wrong.append(text)
    assert wrong == []
    assert len(asked) <= count // 100, asked
