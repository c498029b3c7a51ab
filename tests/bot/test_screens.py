"""Every screen, in every language, with plain and with the worst values, is one that Telegram takes."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.screen import TEXT_LIMIT, Button, Screen, escape, fit, listed, visible_length
from core.i18n.phrases import LANGUAGES, Phrasebook, Say
from tests.bot.gallery import gallery
from tests.bot.markup import Parsed

SCREEN = ast.dump(ast.parse("Screen", mode="eval").body)
ROOT = Path(__file__).parents[2]
BOOK = Phrasebook()
# Nothing in Telegram's documents limits the source of a message; far beyond the text itself is careless.
MOST_SOURCE = 9000


def voice(language: str) -> Say:
    return BOOK.say(language, zone="UTC", escape=escape)


@cache
def drawn(language: str) -> dict[str, Screen]:
    say = voice(language)
    return {name: draw(say) for name, draw in gallery().items()}


def rows_of(screen: Screen) -> list[list[dict[str, Any]]]:
    """The buttons as they go out."""
    markup = screen.markup() or {}
    rows: list[list[dict[str, Any]]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return rows


def screen_functions() -> set[str]:
    """Functions of the bot's modules of screens that say that they return a screen."""
    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and ast.dump(node.returns or node) == SCREEN:
                found.add(node.name)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_well_formed_and_fits_into_one_message(language: str) -> None:
    for name, screen in drawn(language).items():
        parsed = Parsed(screen.text)
        assert parsed.faults == [], name
        assert 1 <= parsed.length <= TEXT_LIMIT, name
        assert parsed.text.strip(), name
        assert len(screen.text) <= MOST_SOURCE, name
        assert fit(screen.text) == screen.text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_shows_a_key_a_placeholder_or_a_nothing(language: str) -> None:
    for name, screen in drawn(language).items():
        for text in (screen.text, *(button["text"] for row in rows_of(screen) for button in row)):
            assert "{" not in text, name
            assert "None" not in text.replace("None of these", ""), name
            assert not re.search(r"\b(quote|ask|hint|blocker|error|state|unit|why|rule)\.[a-z]", text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_one_that_telegram_takes(language: str) -> None:
    pressed = 0
    for name, screen in drawn(language).items():
        rows = rows_of(screen)
        assert sum(len(row) for row in rows) <= 100, name
        assert all(1 <= len(row) <= 8 for row in rows), name
        for button in (button for row in rows for button in row):
            assert button["text"].strip(), name
            assert len(button["text"]) <= 64, name
            assert button.get("request_contact") or 1 <= len(button["callback_data"].encode()) <= 64, name
            pressed += 1
    assert pressed > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_two_buttons_of_one_kind(language: str) -> None:
    for name, screen in drawn(language).items():
        buttons = [button for row in rows_of(screen) for button in row]
        # Two pages are turned to the same page both ways; anything else says and does its own thing.
        apart = [button.get("callback_data") for button in buttons if button["text"] not in "‹›"]
        assert len(apart) == len(set(apart)), name


def test_every_screen_function_is_in_the_gallery() -> None:
    galleries = Path(__file__).parent.rglob("gallery*.py")
    source = "".join(path.read_text(encoding="utf-8") for path in galleries)
    # A question is a part of the quote card and drawn with it.
    missing = {name for name in screen_functions() - {"question_part"} if name not in source}
    assert missing == set()
    assert {"quote_card", "approval_screen", "welcome_screen"} <= screen_functions()


def test_what_people_type_never_turns_into_markup() -> None:
    for language in LANGUAGES:
        for name, screen in drawn(language).items():
            assert "<script" not in screen.text, name
            assert "<b>Tom" not in screen.text, name
            assert "&amp;lt;" not in screen.text, f"{name} is escaped twice"


def test_labels_are_shown_as_typed_since_buttons_know_no_markup() -> None:
    labels = [button["text"] for screen in drawn("en").values() for row in rows_of(screen) for button in row]
    assert any("<b>Tom & Jerry" in label for label in labels)
    assert not [label for label in labels if "&amp;" in label or "&lt;" in label]


def test_a_text_that_fits_is_left_alone() -> None:
    assert fit("a" * TEXT_LIMIT) == "a" * TEXT_LIMIT
    assert fit("<b>" + "a" * TEXT_LIMIT + "</b>") == "<b>" + "a" * TEXT_LIMIT + "</b>"


def test_a_text_that_is_too_long_loses_whole_rows_and_keeps_its_markup() -> None:
    row = "<b>Tom &amp; Jerry</b> 🧀"
    cut = fit("\n".join([row] * 1000))
    assert cut.endswith(f"{row}\n…")
    assert Parsed(cut).faults == []
    # A row is 14 units with its line break; the ellipsis has the last place.
    assert visible_length(row) == 14
    assert TEXT_LIMIT - 15 <= visible_length(cut) <= TEXT_LIMIT


def test_length_is_counted_as_telegram_does() -> None:
    assert visible_length("<b>é</b>") == 1
    assert visible_length("🧀") == 2
    assert visible_length("&lt;b&gt;") == 3


def test_a_long_list_of_lines_is_cut_short() -> None:
    assert listed([1, 2, 3]) == "1, 2, 3"
    assert listed(range(1, 301)) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 …"


def test_long_labels_are_cut_before_they_go_out() -> None:
    screen = Screen("?", ((Button("x" * 200, "data"),),))
    assert len(rows_of(screen)[0][0]["text"]) == 60
