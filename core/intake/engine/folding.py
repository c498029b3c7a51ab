"""Folding text: what is written differently and means the same letter, digit or sign.

Below the level of words and units; see normalise.py for those.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from core.intake.engine.hanzi import simplify
from core.intake.engine.lexicon import fold

_SIGNS = str.maketrans(
    {
        "×": "x", "✕": "x", "✖": "x", "⨯": "x", "＊": "*", "″": '"', "”": '"', "“": '"', "＂": '"', "〞": '"',
        "’": "'", "‘": "'", "`": "'", "´": "'", "′": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
        "−": "-", "－": "-", "⁄": "/", "∕": "/", "ø": " ", "Ø": " ", "⌀": " ", "®": " ", "™": " ", "©": " ",
        "ı": "i", "İ": "i", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss",
    }
)  # fmt: skip
_VULGAR = re.compile("[¼½¾⅐-⅞]")
_APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[a-z]{1,2}\b)")
_TWO_PRIMES = re.compile(r"(?<=\d)\s?''")
# Digits that are typed for letters and back: O and 0, I, L and 1.
LOOK_ALIKE = str.maketrans("oil", "011")


def fold_text(text: str) -> str:
    """Case, width, accents, quotes, fractions and traditional characters folded; spacing is kept."""
    if not text.isascii():
        text = _VULGAR.sub(lambda m: " " + unicodedata.normalize("NFKC", m[0]), text)
        text = simplify(fold(text.translate(_SIGNS)).translate(_SIGNS))
    else:
        text = text.lower()
    if "'" in text:
        text = _TWO_PRIMES.sub('"', text)
        text = _APOSTROPHE.sub("", text).replace("'", " ")
    return text


def fold_code(text: str) -> str:
    """A code without separators, O as 0, I and L as 1: "AB-12O4" and "ab 1204" are the same."""
    return "".join(sign for sign in fold_text(text) if sign.isalnum()).translate(LOOK_ALIKE)


_KEY_PART = re.compile(r"\d+(?:[.,]\d+)*|[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+")


_ARTICLES = frozenset({"the", "a", "an", "my", "our", "some"})


def alias_key(text: str) -> str:
    """The form in which a dealer's own wording is kept and looked up; works in any script.

    Letters, digits and characters of every script stay; case, accents, width, punctuation and spacing go
    ("Coke330 ML" and "coke 330ml" are one key), and so do leading articles ("the red cans" and "red cans").
    Empty for a text with neither letter nor digit.
    """
    parts = _KEY_PART.findall(fold_text(text))
    while len(parts) > 1 and parts[0] in _ARTICLES:
        del parts[0]
    return " ".join(parts)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """An English word without its simple plural; both sides are treated alike, so others come to no harm."""
    if len(word) < 4 or word[-1] != "s" or not word.isascii() or word[-2] in "sui":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def parse_number(text: str) -> Fraction:
    """A decimal with point or comma; a comma before exactly three digits groups thousands ("1,000")."""
    if "," in text:
        head, _, tail = text.rpartition(",")
        grouped = "." not in tail and len(tail) == 3 and head.lstrip("0") != ""
        text = text.replace(",", "") if grouped or "." in tail else head.replace(",", "") + "." + tail
    if text.count(".") > 1:
        text = text.replace(".", "")
    return Fraction(text[:18])


def number_text(value: Fraction) -> str:
    """Shortest decimal, at most four digits after the point."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.4f}".rstrip("0").rstrip(".")
