"""From text to atoms: numbers, words, Chinese runs and single signs, with their places.

Everything downstream cuts slices of the tidied text by place, so an item keeps the spelling of its writer.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from core.intake.engine.lexicon import fold

# Han characters with their extension A and the compatibility block, and the zero and the repeat sign.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\u3005"

# One pass, no nested repetition, so the time is linear in the text whatever it holds.
_ATOM = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)"
    rf"|(?P<han>[{HAN}]+)"
    rf"|(?P<word>(?:(?![{HAN}])[^\W\d_])+(?:['’](?:(?![{HAN}])[^\W\d_])+)?)"
    r"|(?P<sign>\S)"
)
_HAS_HAN = re.compile(rf"[{HAN}]")
_FRACTION = re.compile(r"[\u00bc-\u00be\u2150-\u215f\u2189]")
# Circled and parenthesised numbers number a list; NFKC would make plain digits of them.
_CIRCLED = re.compile(r"[\u2460-\u249b\u2776-\u2793]\s*")


class Kind(Enum):
    NUMBER = auto()
    WORD = auto()
    HAN = auto()
    SIGN = auto()


_KINDS = {"number": Kind.NUMBER, "word": Kind.WORD, "han": Kind.HAN, "sign": Kind.SIGN}


class Atom(NamedTuple):
    """A smallest readable part; ``glued`` says that nothing stands between it and the atom before."""

    kind: Kind
    text: str
    folded: str
    start: int
    end: int
    glued: bool


def has_han(text: str) -> bool:
    return not text.isascii() and _HAS_HAN.search(text) is not None


def tidy(text: str) -> str:
    """Full width to half width, fractions as "1/2", odd spaces and dashes as plain ones.

    Lines stay lines. "1½" becomes "1 1/2", and "①" becomes the mark of a numbered list, "1) ".
    """
    if text.isascii():
        return text.translate(_PLAIN).replace("\r\n", "\n").replace("\r", "\n")
    text = _CIRCLED.sub(_list_mark, text)
    text = _FRACTION.sub(_plain_fraction, text)
    text = unicodedata.normalize("NFKC", text.translate(_BEFORE))
    return text.translate(_PLAIN).replace("\r\n", "\n").replace("\r", "\n")


def _list_mark(match: re.Match[str]) -> str:
    number = int(unicodedata.numeric(match.group(0)[0], 0))
    return f"\n{number}) " if number else match.group(0)


def _plain_fraction(match: re.Match[str]) -> str:
    return " " + unicodedata.normalize("NFKC", match.group())


# Chinese commas separate, they never stand inside a number; the full stop ends a line.
_CHINESE_SIGNS = {"\uff0c": ", ", "\u3002": "\n", "\uff1b": "\n"}
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f"
_BEFORE = str.maketrans(_CHINESE_SIGNS)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\t\u00a0", " "),
        **dict.fromkeys("\u2028\u2029\u0085\u000b\u000c", "\n"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE),
        **dict.fromkeys("\u00d7\u2715\u2716\u2a2f", "x"),
        **dict.fromkeys("\u2018\u2019\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u2033\u300c\u300d", '"'),
        **dict.fromkeys("\u301c\u223c", "~"),
        "\u2044": "/",
        "\u3010": "(",
        "\u3011": ")",
    }
)


@lru_cache(maxsize=4096)
def atomise(text: str) -> tuple[Atom, ...]:
    """The atoms of a tidied text, in order; spaces fall away.

    Kept for a moment: each step of the reading looks at the same piece.
    """
    atoms: list[Atom] = []
    last = -1
    for match in _ATOM.finditer(text):
        start, end = match.span()
        part = match.group()
        atoms.append(
            Atom(_KINDS[match.lastgroup or "sign"], part, fold(part) or part, start, end, start == last)
        )
        last = end
    return tuple(atoms)
