"""The routes of a day as a picture: no tiles, no outside host.

A van is told by its colour and, for whoever sees no colours, by the pattern of its line and the shape of its
stops; the number in a stop is its place on the route. Mercator, so that a way looks as on any map.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path

from core.dispatch.types import Position, Route, Stop
from core.i18n.fonts import FAMILIES
from core.i18n.phrases import Say
from core.i18n.printing import draw_document

_TEMPLATE = Path(__file__).parent / "map.typ"
WIDTH, HEIGHT, _EDGE, _LEGEND_ROW = 1000, 760, 46, 34
_R = 13.0
# Okabe and Ito's colours, the pale ones left out: told apart in every common kind of colour blindness.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5c00", "#333333", "#56408c", "#8b0000")
_DASHES = ("", "12 6", "3 5", "16 5 3 5", "7 7", "20 8", "2 8", "12 4 2 4 2 4")
_SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "down")
_SIDES = {
    "square": (4, 45.0),
    "triangle": (3, -90.0),
    "diamond": (4, 0.0),
    "hexagon": (6, 0.0),
    "down": (3, 90.0),
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns degrees into places of the picture."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    def at(self, place: Position) -> tuple[float, float]:
        x, y = _mercator(place)
        return self.left + (x - self.west) * self.scale, self.top + (self.north - y) * self.scale


def draw_map(routes: Sequence[Route], say: Say) -> bytes:
    """A PNG, 1300 pixels wide, with a line of words for each route. Raises ValueError for no routes."""
    svg, height = map_svg(routes, [_words(route, say) for route in routes])
    (page,) = draw_document(
        _TEMPLATE, {"svg": svg, "width": WIDTH, "height": height}, dots_per_inch=72.0 * 1.3
    )
    return page


def _words(route: Route, say: Say) -> str:
    kilometres = Decimal(route.distance_m).scaleb(-3).quantize(Decimal("0.1"))
    return say("routes.map_line", len(route.stops), van=route.van.code, driver=route.driver, km=kilometres)


def map_svg(routes: Sequence[Route], legend: Sequence[str]) -> tuple[str, int]:
    """The picture as SVG, and its height."""
    if not routes:
        raise ValueError("a map needs a route")
    height = HEIGHT + _LEGEND_ROW * len(routes) + 12
    frame = _frame([place for route in routes for place in _way(route)])
    fonts = ", ".join(f"'{name}'" for name in FAMILIES)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="{fonts}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fbfaf7"/>',
    ]
    for at, route in enumerate(routes):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(frame.at, _way(route)))
        parts.append(f'<polyline points="{points}" fill="none" {_stroke(at)} stroke-opacity="0.75"/>')
    for at, route in enumerate(routes):
        parts += [_stop(frame, stop, at) for stop in route.stops if stop.place is not None]
    for depot in {route.depot.position for route in routes} - {None}:
        if depot is not None:
            x, y = frame.at(depot)
            parts.append(
                f'<rect x="{x - 12:.1f}" y="{y - 12:.1f}" width="24" height="24" fill="#111"/>'
                f'<polygon points="{x - 17:.1f},{y - 10:.1f} {x:.1f},{y - 27:.1f} {x + 17:.1f},{y - 10:.1f}" '
                f'fill="#111"/>'
            )
    parts += [_row(at, words) for at, words in enumerate(legend)]
    return "".join([*parts, "</svg>"]), height


def _way(route: Route) -> Iterable[Position]:
    centre = route.depot.position
    places = [stop.place for stop in route.stops if stop.place is not None]
    return [*([centre] if centre else []), *places, *([centre] if centre else [])]


def _frame(places: Sequence[Position]) -> _Frame:
    points = [_mercator(place) for place in places]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    wide, high = max(east - west, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 2 * _EDGE) / high)
    left = (WIDTH - wide * scale) / 2
    return _Frame(west, north, scale, left, (HEIGHT - high * scale) / 2)


def _mercator(place: Position) -> tuple[float, float]:
    latitude = max(-85.0, min(85.0, place.latitude))
    return math.radians(place.longitude), math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _stroke(at: int) -> str:
    dash = _DASHES[at % len(_DASHES)]
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{_COLOURS[at % len(_COLOURS)]}" stroke-width="4" stroke-linejoin="round"{pattern}'


def _mark(x: float, y: float, at: int) -> str:
    shape, colour = _SHAPES[at % len(_SHAPES)], _COLOURS[at % len(_COLOURS)]
    paint = f'fill="{colour}" stroke="#fff" stroke-width="2"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_R}" {paint}/>'
    sides, turned = _SIDES[shape]
    radius = _R * (1.6 if sides == 3 else 1.3)
    corners = [math.radians(turned + 360 / sides * side) for side in range(sides)]
    points = " ".join(f"{x + radius * math.cos(a):.1f},{y + radius * math.sin(a):.1f}" for a in corners)
    return f'<polygon points="{points}" {paint}/>'


def _stop(frame: _Frame, stop: Stop, at: int) -> str:
    assert stop.place is not None  # its caller looks
    x, y = frame.at(stop.place)
    return (
        _mark(x, y, at) + f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="14" font-weight="700" fill="#fff" '
        f'text-anchor="middle">{stop.position}</text>'
    )


def _row(at: int, words: str) -> str:
    y = HEIGHT + _LEGEND_ROW * at + 12
    return (
        f'<line x1="{_EDGE}" y1="{y}" x2="{_EDGE + 90}" y2="{y}" {_stroke(at)}/>'
        + _mark(_EDGE + 45, y, at)
        + f'<text x="{_EDGE + 110}" y="{y + 7}" font-size="21" fill="#111">{escape(words)}</text>'
    )
