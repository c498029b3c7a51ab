"""Which part of the day a message wants its delivery in: "tomorrow morning", 明天下午, "yarın sabah". Pure.

Read only of a message that names a day of delivery: "morning tea 5" without one is a product.
"""

from __future__ import annotations

import re

Hours = tuple[int, int]

_PARTS: tuple[tuple[Hours, re.Pattern[str]], ...] = tuple(
    (hours, re.compile(words, re.IGNORECASE))
    for hours, words in (
        # "öğleden sonra" (afternoon) holds "öğle" (noon): the longer words first.
        ((13, 18), r"\bafternoon\b|下午|午后|öğleden\s+sonra|\bpetang\b"),
        ((11, 14), r"\b(?:noon|midday|lunch\s?time)\b|中午|\böğlen?\b|\btengah\s?hari\b"),
        (
            (6, 12),
            r"\bmorning\b|上午|早上|早晨|明早|\bsabah(?:leyin)?\b|öğleden\s+önce|\bpagi\b",
        ),
        ((17, 21), r"\bevening\b|晚上|傍晚|\bakşam\b|\baksam\b|\bmalam\b"),
    )
)


def part_of_day(text: str) -> Hours | None:
    """From and until which local hour; None where no part of the day is named."""
    return next((hours for hours, words in _PARTS if words.search(text)), None)
