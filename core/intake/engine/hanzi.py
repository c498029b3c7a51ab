"""Chinese characters: traditional folded to simplified, and their sound as pinyin without tones.

One reading a character, the commonest: a key to find a name by, not a transcription.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"


def has_han(text: str) -> bool:
    """Is there a Chinese character in the text?"""
    return not text.isascii() and any(FIRST_HAN <= sign <= LAST_HAN for sign in text)


def simplify(text: str) -> str:
    """The text with traditional characters replaced one by one; ASCII is returned as it is."""
    return text if text.isascii() else text.translate(_tables()[0])


def pinyin(signs: str) -> tuple[str, ...]:
    """A syllable for each simplified character ("可乐" -> ("ke", "le")); unknown ones are left out."""
    readings = _tables()[1]
    return tuple(readings[sign] for sign in signs if sign in readings)


@cache
def _tables() -> tuple[dict[int, str], dict[str, str]]:
    raw = resources.files("core.intake.engine").joinpath("data/hanzi.json").read_text(encoding="utf8")
    table = json.loads(raw)
    simplified = {ord(a): b for a, b in zip(table["traditional"], table["simplified"], strict=True)}
    readings = {sign: syllable for syllable, signs in table["pinyin"].items() for sign in signs}
    return simplified, readings
