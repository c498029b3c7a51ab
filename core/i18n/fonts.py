"""The fonts of pictures and printed documents: they come with packages, so a bare machine has them.

DejaVu Sans (Latin, Turkish, Cyrillic, Greek, Arabic, Hebrew; comes with matplotlib, Bitstream Vera licence)
and Noto Sans SC (Chinese; SIL Open Font License 1.1). Signs that neither has, such as emoji, are left out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path

FAMILIES = ("DejaVu Sans", "Noto Sans SC")


@cache
def font_files() -> tuple[Path, ...]:
    """Files of the fonts: DejaVu Sans regular and bold, Noto Sans SC regular."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf", sans_path()


@cache
def _known() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(sign for path in font_files() for sign in FT2Font(str(path)).get_charmap())


def drawable(text: str) -> str:
    """The text with the signs that the fonts have, blanks in one."""
    known = _known()
    return " ".join("".join(sign if ord(sign) in known else " " for sign in text).split())
