"""Pictures of lists as a phone takes them: rendered, turned, noisy, compressed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

PRINTED = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
HAN = next(
    path for path in Path(pylopdf_fonts_zh_cn.__path__[0]).rglob("*.?t?") if path.suffix in (".otf", ".ttf")
)
Row = Sequence[tuple[int, str]]


def draw_rows(
    rows: Sequence[Row], *, size: tuple[int, int] = (1000, 700), high: int = 34, han: bool = False
) -> Image.Image:
    """A page with texts at their places from the left, row by row."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(HAN if han else PRINTED), high)
    for at, row in enumerate(rows):
        for left, text in row:
            pen.text((left, 40 + at * high * 2), text, fill="black", font=font)
    return page


def photographed(page: Image.Image, *, lean: float = 0.0, quality: int = 70) -> bytes:
    """The page as JPEG bytes, turned by ``lean`` degrees."""
    content = io.BytesIO()
    page.rotate(lean, fillcolor="white", expand=True).save(content, "JPEG", quality=quality)
    return content.getvalue()
