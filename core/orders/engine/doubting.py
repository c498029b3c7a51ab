"""Amounts that were seen or heard, and not clearly, are asked and never booked. Pure.

D1  A line that has the words of a doubt, or stands in a doubted row, gets no amount: what was read is offered
    as an answer.
D2  Words are compared in any case and without signs: a row may have been mended on its way.
D3  A line that has no amount, or is asked about it already, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from core.intake.types import AskWhy, Decision, QuantityKind, ReadLine

_WORDS = re.compile(r"\w+")


def doubt_amounts(lines: Iterable[ReadLine], doubts: Sequence[str]) -> tuple[ReadLine, ...]:
    """The lines, with the amounts of those that ``doubts`` (words, or whole rows) are about left open."""
    doubted = [words for words in map(_spaced, doubts) if words.strip()]
    return tuple(left_open(line) if _is_doubted(line, doubted) else line for line in lines)


def _is_doubted(line: ReadLine, doubted: Sequence[str]) -> bool:
    if line.reading.quantity_kind is not QuantityKind.EXACT:
        return False
    raw = _spaced(line.raw)
    return any(words in raw or raw in words for words in doubted)


def _spaced(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.casefold()))} "


def left_open(line: ReadLine, instead: Decimal | None = None) -> ReadLine:
    """The line with its amount asked; ``instead``: the other one that it may be, offered beside it."""
    found = line.decision is not Decision.NOT_FOUND
    return replace(
        line,
        decision=Decision.ASK if found else line.decision,
        questions=(*line.questions, AskWhy.QUANTITY_UNSURE) if found else line.questions,
        unit_quantity=None,
        quantity=None,
        reading=replace(line.reading, quantity_kind=QuantityKind.UNSURE, quantity_max=instead),
    )
