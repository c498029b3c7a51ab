"""A small town as a map file, made here: a grid of streets, a river, a park, names in three scripts."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely import LineString, Point, Polygon, box
from shapely.affinity import affine_transform

WEST, SOUTH, EAST, NORTH = 101.66, 3.09, 101.74, 3.18
LEAST, MOST = 6, 14
CREDIT = '<a href="https://www.openstreetmap.org/copyright" target="_blank">&copy; OpenStreetMap</a> &amp; us'
NAMES = ("Jalan Raja Muda", "阿罗街", "شارع الملك", "Jalan Ampang", "Jalan Pasar Baharu", "Lorong Haji Taib")
EXTENT = 4096

Feature = tuple[str, Any, dict[str, Any], int]


@dataclass(frozen=True, slots=True)
class Names:
    """What a maker of tiles calls the layers, and the field that says what a thing is."""

    roads: str
    labels: str
    kind: str
    building: str
    places: str
    number: tuple[str, str]


PROTOMAPS = Names("roads", "roads", "kind", "buildings", "places", ("buildings", "addr_housenumber"))
OPENMAPTILES = Names(
    "transportation", "transportation_name", "class", "building", "place", ("housenumber", "housenumber")
)


def flat(lon: float, lat: float) -> tuple[float, float]:
    """Web Mercator, the world being 1 wide; y grows to the south."""
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def line(*places: tuple[float, float]) -> LineString:
    return LineString([flat(*place) for place in places])


def features(names: Names) -> Iterator[Feature]:
    """Layer, shape, fields, and the zoom from which on it is in the tiles."""
    kinds = {
        PROTOMAPS: ("highway", "major_road", "minor_road", "locality", "park"),
        OPENMAPTILES: ("motorway", "primary", "minor", "town", "grass"),
    }[names]
    highway, main, street, town, green = kinds

    def road(shape: Any, kind: str, name: str, least: int) -> Iterator[Feature]:
        yield names.roads, shape, {names.kind: kind, "name": name}, least
        if names.labels != names.roads:
            yield names.labels, shape, {names.kind: kind, "name": name}, least

    yield from road(line((WEST, 3.10), (101.70, 3.13), (EAST, 3.175)), highway, "Lebuhraya Utara", LEAST)
    for at in range(9):
        lon = WEST + 0.009 * at
        yield from road(line((lon, SOUTH), (lon + 0.004, NORTH)), main, NAMES[at % 6], 10)
        lat = SOUTH + 0.01 * at
        yield from road(line((WEST, lat), (EAST, lat + 0.003)), main, NAMES[(at + 3) % 6], 10)
    for at in range(45):
        lon, lat = WEST + 0.0018 * at, SOUTH + 0.002 * at
        yield from road(line((lon, SOUTH), (lon + 0.004, NORTH)), street, NAMES[at % 6], 12)
        yield from road(line((WEST, lat), (EAST, lat + 0.003)), street, NAMES[(at + 1) % 6], 12)
    river = line((101.695, NORTH), (101.69, 3.15), (101.698, 3.12), (101.68, SOUTH)).buffer(1.2e-6)
    yield "water", river, {names.kind: "river"}, LEAST
    yield "water" if names is PROTOMAPS else "water_name", Point(flat(101.692, 3.14)), {"name": "Sungai"}, 11
    park = Polygon(
        [flat(*at) for at in ((101.675, 3.14), (101.688, 3.138), (101.687, 3.152), (101.676, 3.15))]
    )
    yield "landuse" if names is PROTOMAPS else "landcover", park, {names.kind: green}, 9
    house = box(*flat(101.7066, 3.1660), *flat(101.7070, 3.1656))
    yield names.building, house, {names.kind: "building"}, 13
    layer, field = names.number
    yield layer, Point(flat(101.7068, 3.1658)), {field: "12"}, 13
    yield names.places, Point(flat(101.70, 3.145)), {names.kind: town, "name": "Kuala Lumpur"}, LEAST


def town_map(path: Path, names: Names = PROTOMAPS, *, credit: str = CREDIT) -> Path:
    """Write the map."""
    with path.open("wb") as file:
        writer = Writer(file)
        drawn = list(features(names))
        for zoom, x, y in tiles():
            content = gzip.compress(tile(drawn, zoom, x, y), mtime=0)
            writer.write_tile(zxy_to_tileid(zoom, x, y), content)
        corners = {"min_lon_e7": WEST, "min_lat_e7": SOUTH, "max_lon_e7": EAST, "max_lat_e7": NORTH}
        header = {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "center_zoom": 12,
            "center_lon_e7": int(101.7e7),
            "center_lat_e7": int(3.13e7),
            **{key: int(degrees * 10_000_000) for key, degrees in corners.items()},
        }
        writer.finalize(header, {"attribution": credit, "name": "town"})
    return path


def tiles() -> list[tuple[int, int, int]]:
    """All tiles of the town in the order of the file."""
    found = []
    for zoom in range(LEAST, MOST + 1):
        west, north = (int(value * 2**zoom) for value in flat(WEST, NORTH))
        east, south = (int(value * 2**zoom) for value in flat(EAST, SOUTH))
        found += [(zoom, x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
    return sorted(found, key=lambda one: zxy_to_tileid(*one))


def tile(drawn: list[Feature], zoom: int, x: int, y: int) -> bytes:
    size = 2.0**-zoom
    edge = box(x * size - size / 50, y * size - size / 50, (x + 1.02) * size, (y + 1.02) * size)
    layers: dict[str, list[dict[str, Any]]] = {}
    for layer, shape, fields, least in drawn:
        if zoom < least:
            continue
        part = shape.intersection(edge)
        if part.is_empty:
            continue
        scale = EXTENT / size
        placed = affine_transform(part, [scale, 0, 0, scale, -x * EXTENT, -y * EXTENT])
        layers.setdefault(layer, []).append({"geometry": placed, "properties": fields})
    content = [{"name": layer, "features": found} for layer, found in layers.items()]
    encoded: bytes = mapbox_vector_tile.encode(
        content, default_options={"extents": EXTENT, "y_coord_down": True}
    )
    return encoded
