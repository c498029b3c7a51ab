"""Finds writing and barcodes in a picture, in the process of ``reader``: only there are its packages loaded.

Writing: rapidocr, whose models come inside its wheel, so nothing is ever fetched. Every piece with a digit is
looked at twice, the second time cut out, enlarged and evened out: where the two differ, neither is believed.
Barcodes: zxing-cpp; what is in one of GS1 is read by biip.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.intake.engine.pictures import is_on_its_side
from core.intake.picture_types import CodeBox, Corners, TextBox

_LEAST_SCORE = 0.3
_MOST_AGAIN = 200
_AGAIN_HEIGHT = 72
_LEANING = 0.07  # radians from which bars are looked for on the page turned back
_SLIVER = 0.25  # of the height that barcodes of the page have
_MOST_PIECES = 2_000
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a picture of so many pixels."""

    boxes: tuple[TextBox, ...]
    codes: tuple[CodeBox, ...]
    width: int
    height: int


def look(picture: bytes) -> Seen:
    """Writing and barcodes of a JPEG that was cleaned before, turned upright where it lies on its side."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        page = opened.convert("RGB")
    boxes = _read(np.asarray(page)[:, :, ::-1])
    if len(boxes) > 2 and is_on_its_side([box.corners for box in boxes]):
        page = page.transpose(Image.Transpose.ROTATE_90)
        boxes = _read(np.asarray(page)[:, :, ::-1])
    return Seen(tuple(boxes), tuple(_codes(page, boxes)), page.width, page.height)


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    settings = {
        "Global.log_level": "error",
        "Global.text_score": _LEAST_SCORE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 2,
        "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    }
    return RapidOCR(params=settings)


def _read(pixels: Any) -> list[TextBox]:
    import numpy as np

    # In one piece: the reader hands the pixels on to code that wants them so.
    pixels = np.ascontiguousarray(pixels)
    found = _reader()(pixels)
    if found.boxes is None or found.txts is None:
        return []
    corners = [_corners(box) for box in found.boxes[:_MOST_PIECES]]
    texts = [text[:_LONGEST] for text in found.txts[:_MOST_PIECES]]
    counted = [at for at, text in enumerate(texts) if any(map(str.isdigit, text))][:_MOST_AGAIN]
    second = _read_again(pixels, [corners[at] for at in counted], [texts[at] for at in counted])
    again = dict(zip(counted, second, strict=True))
    return [
        TextBox(corners[at], text, float(found.scores[at]), again.get(at)) for at, text in enumerate(texts)
    ]


def _corners(box: Any) -> Corners:
    one, two, three, four = ((float(x), float(y)) for x, y in box)
    return one, two, three, four


def _read_again(pixels: Any, boxes: Sequence[Corners], texts: Sequence[str]) -> list[str]:
    if not boxes:
        return []
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    reader = _reader()
    pieces = [_cut(pixels, box) for box in boxes]
    again = [str(text) for text in reader.text_rec(TextRecInput(img=pieces)).txts]
    if sum(map(_alike, again, texts)) * 2 >= len(texts):
        return again
    turned = [piece[::-1, ::-1] for piece in pieces]  # a page that stands on its head
    return [str(text) for text in reader.text_rec(TextRecInput(img=turned)).txts]


def _alike(one: str, other: str) -> bool:
    return [sign for sign in one if sign.isdigit()] == [sign for sign in other if sign.isdigit()]


def _cut(pixels: Any, box: Corners) -> Any:
    """The piece by itself, straight, a little wider than it was found, enlarged and with even light."""
    import cv2
    import numpy as np

    left_up, right_up, right_low, left_low = (np.array(point) for point in box)
    across, down = right_up - left_up, left_low - left_up
    wide, high = max(float(np.hypot(*across)), 1.0), max(float(np.hypot(*down)), 1.0)
    if high > 1.5 * wide:  # written downwards
        left_up, right_up, right_low, left_low = right_up, right_low, left_low, left_up
        across, down, wide, high = right_up - left_up, left_low - left_up, high, wide
    pad = 0.12 * high
    out_x, out_y = across / wide * pad, down / high * pad
    corners = np.array(
        [
            left_up - out_x - out_y,
            right_up + out_x - out_y,
            right_low + out_x + out_y,
            left_low - out_x + out_y,
        ],
        dtype=np.float32,
    )
    height = _AGAIN_HEIGHT
    width = max(round((wide + 2 * pad) / (high + 2 * pad) * height), 8)
    to = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moved = cv2.getPerspectiveTransform(corners, to)
    piece = cv2.warpPerspective(
        pixels, moved, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    grey = cv2.cvtColor(piece, cv2.COLOR_BGR2GRAY)
    even = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(2, 4)).apply(grey)
    return cv2.cvtColor(even, cv2.COLOR_GRAY2BGR)


def _codes(page: Any, boxes: Sequence[TextBox]) -> list[CodeBox]:
    from core.intake.engine.pictures.placing import lean_of

    found = {(one.code, _place(one)): one for one in _bars(page, 0.0)}
    lean = lean_of([box.corners for box in boxes])
    if abs(lean) > _LEANING:
        known = {code for code, _ in found}
        found |= {(one.code, _place(one)): one for one in _bars(page, lean) if one.code not in known}
    return sorted(_without_slivers(list(found.values())), key=lambda one: one.corners[0][1])


def _without_slivers(codes: list[CodeBox]) -> list[CodeBox]:
    """Without what is read in a few rows of pixels at the edge of another one: it is no barcode at all."""
    heights = sorted(_height(one) for one in codes)
    return [one for one in codes if _height(one) > _SLIVER * heights[len(heights) // 2]]


def _height(one: CodeBox) -> float:
    upper, _, _, lower = one.corners
    return math.dist(upper, lower)


def _place(one: CodeBox) -> tuple[int, int]:
    x, y = one.corners[0]
    return round(x / 20), round(y / 20)


def _bars(page: Any, lean: float) -> list[CodeBox]:
    """Barcodes of the page turned back by ``lean``; their places are of the page as it is."""
    import zxingcpp

    turned = page.rotate(math.degrees(lean), fillcolor="white") if lean else page
    middle_x, middle_y = page.width / 2, page.height / 2
    cos, sin = math.cos(lean), math.sin(lean)

    def back(point: Any) -> tuple[float, float]:
        x, y = point.x - middle_x, point.y - middle_y
        return middle_x + x * cos - y * sin, middle_y + x * sin + y * cos

    found = []
    for bar in zxingcpp.read_barcodes(turned):
        code = _meaning(str(bar.format), bar.text, bar.symbology_identifier)
        at = bar.position
        if code:
            corners = tuple(
                back(point) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            )
            found.append(CodeBox(_corners(corners), code))
    return found


def _meaning(kind: str, text: str, symbology: str) -> str:
    """The article's number in a barcode; other texts as they are, where they are short enough for one."""
    from biip import ParseError, parse

    try:
        found = parse(symbology + text if symbology.startswith("]") else text)
    except ParseError:
        found = None
    if found is not None and found.gtin is not None:
        return str(found.gtin.as_gtin_14()).lstrip("0").zfill(8)
    plain = text.strip()
    is_short = len(plain) <= 40 and plain.isprintable() and "://" not in plain
    return plain if is_short and kind not in ("ITF", "Codabar") else ""
