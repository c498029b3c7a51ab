"""Signatures as pictures. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw


def draw_signature(strokes: Iterable[Iterable[tuple[float, float, int]]], width: int = 600) -> bytes | None:
    """Strokes as a PNG, black on white; None where there is nothing to see."""
    drawn = [[(x, y) for x, y, _ in stroke] for stroke in strokes]
    points = [point for stroke in drawn for point in stroke]
    if not points:
        return None
    left, top = min(x for x, _ in points), min(y for _, y in points)
    across = max(max(x for x, _ in points) - left, 1.0)
    down = max(max(y for _, y in points) - top, 1.0)
    scale = min((width - 40) / across, 260 / down)
    sheet = Image.new("L", (width, round(down * scale) + 40), "white")
    pen = ImageDraw.Draw(sheet)
    for stroke in drawn:
        path = [((x - left) * scale + 20, (y - top) * scale + 20) for x, y in stroke]
        if len(path) == 1:
            (x, y) = path[0]
            pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill="black")
        else:
            pen.line(path, fill="black", width=3, joint="curve")
    paper = io.BytesIO()
    sheet.save(paper, "PNG")
    return paper.getvalue()
