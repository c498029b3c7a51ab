"""Pages set by typst from one template; all text is handed over as data and never read as markup.

Fonts come with the program, so every machine sets the same pages: Noto Sans (Latin, Greek, Cyrillic), Noto
Naskh Arabic and Noto Sans Hebrew, cut down, in ``fonts/``; Noto Sans SC (Chinese) from the package
pylopdf-fonts-zh-cn. All under the SIL Open Font License 1.1.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the library has no types
from pylopdf_fonts_zh_cn import sans_path

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "pages.typ"
# First strong isolate and pop directional isolate (UAX 9).
_ISOLATE, _POP = "\u2068", "\u2069"
_NON_JOINER = "\u200c"
_RIGHT_TO_LEFT = {"R", "AL"}
_worker = threading.local()


def set_pages(data: Mapping[str, Any], *, day: date, archival: bool = False) -> bytes:
    """The PDF of a document; ``data`` is what ``pages.typ`` reads. The same data gives the same bytes.

    archival: as PDF/A-3b, which other files may be put into. The pages cost about 20 ms each.
    """
    pages = _compiler().compile(
        format="pdf",
        sys_inputs={"data": json.dumps({**data, "day": [day.year, day.month, day.day]})},
        pdf_standards=["a-3b"] if archival else [],
        timestamp=0,
    )
    return bytes(pages)


def draw_pages(data: Mapping[str, Any], *, day: date, dots_per_inch: float = 90.0) -> list[bytes]:
    """The pages of a document as PNG pictures, one a page."""
    inputs = {"data": json.dumps({**data, "day": [day.year, day.month, day.day]})}
    pages = _compiler().compile(format="png", ppi=dots_per_inch, sys_inputs=inputs)
    return [bytes(page) for page in pages] if isinstance(pages, list) else [bytes(pages)]


def printable(text: str) -> str:
    """The text with only the signs that the fonts have: emoji are left out, blanks become one.

    Text with right-to-left letters is isolated, so that it cannot turn the figures beside it.
    """
    kept = "".join(_kept(sign) for sign in unicodedata.normalize("NFC", text))
    kept = " ".join(kept.split())
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in kept):
        return f"{_ISOLATE}{kept}{_POP}"
    return kept


def _kept(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        # Marks that would reorder or hide what stands beside them; Persian words need the non-joiner.
        return sign if sign == _NON_JOINER else ""
    return sign if ord(sign) in _known_signs() else " "


@cache
def _font_files() -> tuple[Path, ...]:
    return (*sorted((_HERE / "fonts").glob("*.ttf")), sans_path())


@cache
def _known_signs() -> frozenset[int]:
    known: set[int] = {ord(" ")}
    for path in _font_files():
        with TTFont(path, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)


def _compiler() -> Any:
    """This thread's compiler: one cannot be shared, and making one reads all fonts."""
    if not hasattr(_worker, "compiler"):
        import typst

        folders = sorted({str(path.parent) for path in _font_files()})
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        _worker.compiler = typst.Compiler(_TEMPLATE, root=_HERE, font_paths=fonts)
    return _worker.compiler
