"""The one set of fonts, of pictures and of every printed document; all come with the program.

Noto Sans (Latin, Greek, Cyrillic), Noto Naskh Arabic and Noto Sans Hebrew, cut down, in ``typefaces/``;
Noto Sans SC (Chinese, and most signs) from the package pylopdf-fonts-zh-cn. All under the SIL Open Font
License 1.1.
Signs that none of them has, such as emoji, are left out.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

FAMILIES = ("Noto Sans", "Noto Sans SC", "Noto Naskh Arabic", "Noto Sans Hebrew")
_TYPEFACES = Path(__file__).parent / "typefaces"
_HEAVY = "NotoSans-Bold.ttf"
# First strong isolate and pop directional isolate (UAX 9).
_ISOLATE, _POP = "\u2068", "\u2069"
_NON_JOINER = "\u200c"
_RIGHT_TO_LEFT = {"R", "AL"}


@cache
def font_files() -> tuple[Path, ...]:
    """Files of the fonts, regular and bold; Chinese has one weight."""
    return (*sorted(_TYPEFACES.glob("*.ttf")), sans_path())


def drawable(text: str) -> str:
    """The text with the signs that the fonts have, blanks in one: for pictures."""
    kept = "".join(_kept(sign) for sign in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def printable(text: str) -> str:
    """Like ``drawable``, for pages that are set: right-to-left text cannot turn the figures beside it."""
    kept = drawable(text)
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in kept):
        return f"{_ISOLATE}{kept}{_POP}"
    return kept


def has_heavy(text: str) -> bool:
    """Whether the bold font of the first family has all of a text."""
    return _signs_of(_TYPEFACES / _HEAVY).issuperset(map(ord, text))


def _kept(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        # Marks that would reorder or hide what stands beside them; Persian words need the non-joiner.
        return sign if sign == _NON_JOINER else ""
    return sign if ord(sign) in _known() else " "


@cache
def _known() -> frozenset[int]:
    return frozenset({ord(" ")}).union(*map(_signs_of, font_files()))


@cache
def _signs_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
