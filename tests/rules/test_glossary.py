"""The glossary has every word once, in all languages, and names only what the code has."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LANGUAGES = 3
# What dealers and reps read in the chat must be called what the glossary calls it.
SHOWN = (
    "rep",
    "order",
    "line",
    "list price",
    "price list",
    "credit limit",
    "quantity break",
    "coupon",
    "overdue",
)


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    text = (ROOT / "CONTEXT.md").read_text(encoding="utf-8")
    cells = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in text.splitlines()
        if line[:1] == "|"
    ]
    return tuple(row for row in cells if row[0] != "word" and not set(row[0]) <= set("-"))


@cache
def names() -> frozenset[str]:
    """Classes and their members in core and bot, as ``Class`` and ``Class.member``."""
    found = set()
    for folder in ("core", "bot"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found.add(node.name)
                    found |= {f"{node.name}.{member}" for one in node.body for member in _members(one)}
    return frozenset(found)


def _members(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def test_every_word_stands_once_and_has_a_meaning_and_a_word_in_each_language() -> None:
    assert len(rows()) > 60
    for row in rows():
        assert len(row) == 2 + LANGUAGES, row
        assert all(row), row
        assert row[1].endswith("."), row
    for column in (0, 2, 3, 4):
        shared = {
            word for word, times in Counter(row[column].casefold() for row in rows()).items() if times > 1
        }
        assert shared == set(), f"one word for two things in column {column}"


def test_every_name_of_code_in_the_glossary_exists() -> None:
    named = [name for row in rows() for name in re.findall(r"`([^`]+)`", row[1])]
    assert len(named) > 60
    assert [name for name in named if name not in names()] == []


def test_the_chat_uses_the_words_of_the_glossary() -> None:
    by_word = {row[0]: row[2:] for row in rows()}
    for at, language in enumerate(("zh_CN", "tr", "ms")):
        said = (ROOT / "locales" / language / "dealerline.po").read_text(encoding="utf-8").casefold()
        missing = [word for word in SHOWN if by_word[word][at].casefold() not in said]
        assert missing == [], language
