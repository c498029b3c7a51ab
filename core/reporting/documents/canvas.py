"""A picture in pixels: boxes and texts that never leave their room. Drawn by matplotlib, without pyplot.

One lock for all drawing: matplotlib's caches of fonts are not made for several threads.
"""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from core.i18n.fonts import FAMILIES, drawable, font_files, has_heavy

WIDTH = 960
_DPI = 100
_POINT = 72 / _DPI  # points of a pixel
_SMALLEST = 15  # pixels; smaller letters nobody reads on a phone
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Colours:
    """What a picture is painted with."""

    page: str
    card: str
    text: str
    muted: str
    accent: str
    faint: str  # bars that are not the present
    good: str
    bad: str
    track: str


LIGHT = Colours(
    "#FFFFFF", "#F2F5F9", "#15212C", "#566675", "#1F63DB", "#A9C3F2", "#107A45", "#C4342A", "#DCE3EB"
)
DARK = Colours(
    "#11171E", "#1C2530", "#F3F6F9", "#A3B2C0", "#6FA8FF", "#35557F", "#4FC98F", "#FF7F76", "#334150"
)


def locked() -> threading.Lock:
    """Held while a picture is made."""
    return _LOCK


@cache
def _register_fonts() -> None:
    from matplotlib.font_manager import fontManager

    for path in font_files():
        fontManager.addfont(str(path))


class Canvas:
    """A page ``WIDTH`` wide; x to the right, y downwards, in pixels."""

    def __init__(self, height: int, colours: Colours) -> None:
        # Imported here: half a second that a process pays which draws, and no other.
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        _register_fonts()
        self.height = height
        self.colours = colours
        self._figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=colours.page)
        self._agg: Any = FigureCanvasAgg(self._figure)
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, round_: float = 0) -> None:
        from matplotlib.patches import FancyBboxPatch, Rectangle

        if width <= 0 or height <= 0:
            return
        round_ = min(round_, width / 2, height / 2)
        patch: Any = Rectangle((x, y), width, height, facecolor=colour, linewidth=0)
        if round_ >= 1:
            patch = FancyBboxPatch(
                (x + round_, y + round_), width - 2 * round_, height - 2 * round_,
                boxstyle=f"round,pad={round_},rounding_size={round_}", facecolor=colour, linewidth=0,
            )  # fmt: skip
        self._axes.add_patch(patch)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str | None = None,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        room: float | None = None,
    ) -> float:
        """Text with its middle line at y; smaller, then cut, where it is wider than ``room``. Its width."""
        colour = colour or self.colours.text
        text = drawable(text)
        is_heavy = bold and has_heavy(text)
        shown = self._axes.text(
            x, y, text, fontsize=size * _POINT, color=colour, ha=align, va="center_baseline",
            fontfamily=FAMILIES[:1] if is_heavy else FAMILIES,
            fontweight="bold" if is_heavy else "normal", parse_math=False,
        )  # fmt: skip
        if bold and not is_heavy:
            self._embolden(shown, size, colour)
        return self._fitted(shown, size, room)

    def _fitted(self, shown: Any, size: float, room: float | None) -> float:
        """Smaller until it fits, then cut; how wide it is."""
        width = self._width(shown)
        while room is not None and width > room and size > _SMALLEST:
            size = max(size * min(room / width, 0.97), _SMALLEST)
            shown.set_fontsize(size * _POINT)
            width = self._width(shown)
        while room is not None and width > room and len(shown.get_text()) > 2:
            keep = max(int(len(shown.get_text()) * room / width) - 1, 1)
            shown.set_text(shown.get_text()[:keep].rstrip("… ") + "…")
            width = self._width(shown)
        return width

    def _embolden(self, shown: Any, size: float, colour: str) -> None:
        """Chinese has one weight, as have most signs: drawn with a thin line around them, they are bold."""
        from matplotlib.patheffects import withStroke

        shown.set_path_effects([withStroke(linewidth=size * _POINT / 22, foreground=colour)])

    def _width(self, shown: Any) -> float:
        return float(shown.get_window_extent(self._agg.get_renderer()).width)

    def png(self) -> bytes:
        target = io.BytesIO()
        self._agg.print_png(target)
        return target.getvalue()
