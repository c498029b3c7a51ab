"""A made-up wholesale catalogue: groceries, care, fasteners, bearings, fittings, electronics, office.

Brands and model numbers come from the seed, so two seeds share product words and sizes but no names. Each
"vendor" writes in a style of its own, as in a catalogue that was put together from many price lists.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from core.intake.types import CatalogEntry

Maker = Callable[[random.Random, str], tuple[str, dict[str, int]]]

_WORDS = json.loads(Path(__file__).with_name("synthetic_words.json").read_text(encoding="utf8"))
_SYLLABLES = _WORDS["syllables"]

_FOOD = _WORDS["food"]
_COLOURS = _WORDS["colours"]
_METALS = _WORDS["metals"]


def brand_names(rng: random.Random, count: int) -> list[str]:
    """Invented brands of two or three syllables, some of two words."""
    names: dict[str, None] = {}
    while len(names) < count:
        name = "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 2, 3)))).capitalize()
        if rng.random() < 0.15:
            name += " " + rng.choice(["Farm", "Gold", "Royal", "House", "Star", "Pro", "Tech", "Home"])
        names.setdefault(name)
    return list(names)


def _grocery(rng: random.Random, brand: str) -> tuple[str, dict[str, int]]:
    things, kinds, sizes, vessels, packs = _FOOD[rng.choice(tuple(_FOOD))]
    thing, kind, size, vessel, pack = (
        rng.choice(things),
        rng.choice(kinds),
        rng.choice(sizes),
        rng.choice(vessels),
        rng.choice(packs),
    )
    if rng.random() < 0.3 and size[-1] in "lLg" and " " not in size:
        size = size.rstrip("mLlkg") + " " + size[len(size.rstrip("mLlkg")) :]
    packed = {
        0: "",
        1: f" {pack}x{size}" if pack > 1 else f" {size}",
        2: f" {size} x {pack}" if pack > 1 else f" {size}",
        3: f" {size} ({pack}s)" if pack > 1 else f" {size}",
    }[rng.choice((1, 1, 2, 2, 3))]
    words = rng.choice(
        ([brand, kind, thing, vessel], [brand, thing, kind, vessel], [thing, kind, brand, vessel])
    )
    return " ".join(w for w in words if w) + packed, {"each": 1, "case": max(pack, 2)}


def _fastener(rng: random.Random, _: str) -> tuple[str, dict[str, int]]:
    thread = rng.choice((3, 4, 5, 6, 8, 10, 12, 16, 20, 24))
    length = rng.choice((8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 150))
    kind = rng.choice(_WORDS["fasteners"])
    metal = rng.choice(_METALS)
    grade = rng.choice(_WORDS["grades"])
    if "nut" in kind or "washer" in kind:
        size = f"M{thread}"
    elif rng.random() < 0.3 and kind in ("wood screw", "drywall screw", "self tapping screw"):
        size = f"{thread}.{rng.choice((0, 2, 5))}x{length}mm"
    else:
        size = rng.choice((f"M{thread}x{length}", f"M{thread} x {length}", f"M{thread} x {length}mm"))
    box = rng.choice((1, 50, 100, 200, 500))
    tail = f" box of {box}" if box > 1 and rng.random() < 0.3 else ""
    return " ".join(w for w in (kind, size, metal, grade) if w) + tail, {"each": 1, "box": max(box, 10)}


def _bearing(rng: random.Random, brand: str) -> tuple[str, dict[str, int]]:
    series = rng.choice((60, 62, 63, 68, 69, 72, 302, 303, 322, 222))
    step = rng.randint(0, 20)
    bore = (10, 12, 15, 17)[step] if step < 4 else step * 5
    wide = {60: 1.5, 62: 1.8, 63: 2.1, 68: 1.3, 69: 1.4, 72: 1.8}.get(series, 2.0)
    outer = round(bore * wide + 8)
    seal = rng.choice(("", "-2RS", "-ZZ", "-2RS C3", "-ZZ C3", " N", "-2Z"))
    kind = {
        60: "deep groove ball bearing",
        62: "deep groove ball bearing",
        63: "deep groove ball bearing",
        68: "thin section ball bearing",
        69: "thin section ball bearing",
        72: "angular contact bearing",
    }.get(series, "tapered roller bearing" if series in (302, 303, 322) else "spherical roller bearing")
    code = f"{series}{step:02d}{seal}"
    metal = rng.choice(("", "", "stainless steel", "chrome steel"))
    dims = rng.choice(("", f"{bore}x{outer}x{round(outer / 4)}mm", f"{bore}x{outer}x{round(outer / 4)}"))
    parts = rng.choice(
        ([brand, kind, code, metal, dims], [code, brand, kind, metal, dims], [kind, metal, code, dims, brand])
    )
    return " ".join(p for p in parts if p), {"each": 1, "box": 10}


def _fitting(rng: random.Random, brand: str) -> tuple[str, dict[str, int]]:
    kind = rng.choice(_WORDS["fittings"])
    size = rng.choice(_WORDS["fitting_sizes"])
    metal = rng.choice(_WORDS["fitting_metals"])
    tail = rng.choice(_WORDS["fitting_tails"])
    parts = rng.choice(
        (
            [kind, metal, size, tail],
            [metal, kind, size, tail],
            [size, metal, kind, tail],
            [brand, kind, size, metal],
        )
    )
    return " ".join(p for p in parts if p), {"each": 1, "box": 12}


def _model(rng: random.Random) -> str:
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXZ") for _ in range(rng.choice((1, 2, 2, 3))))
    tail = "".join(rng.choice("ABCEKLPSTWX") for _ in range(rng.choice((0, 0, 1, 2))))
    digits = str(rng.randint(10, 9999)) if rng.random() < 0.8 else str(rng.randint(1, 9) * 100)
    return letters + rng.choice(("", "", "-")) + digits + rng.choice(("", "", "-" if tail else "")) + tail


def _electronics(rng: random.Random, brand: str) -> tuple[str, dict[str, int]]:
    kind, specs = rng.choice(_WORDS["electronics"])
    spec, colour = rng.choice(specs), rng.choice([*_COLOURS, "", ""])
    parts = rng.choice(
        (
            [brand, _model(rng), kind, spec, colour],
            [brand, kind, _model(rng), spec, colour],
            [brand, kind, spec, colour, _model(rng)],
        )
    )
    return " ".join(p for p in parts if p), {"each": 1, "case": 10}


def _office(rng: random.Random, brand: str) -> tuple[str, dict[str, int]]:
    kind = rng.choice(_WORDS["office"])
    extra = rng.choice(_WORDS["office_details"])
    pack = rng.choice((1, 5, 10, 12, 50))
    parts = [
        brand,
        kind,
        extra,
        rng.choice([*_COLOURS, "", ""]),
        f"pack of {pack}" if pack > 1 and rng.random() < 0.4 else "",
    ]
    return " ".join(p for p in parts if p), {"each": 1, "box": max(pack, 10)}


_HAN_BRANDS = _WORDS["chinese_brand_signs"]
_HAN = _WORDS["chinese"]


def _chinese(rng: random.Random, _: str) -> tuple[str, dict[str, int]]:
    things, kinds, sizes = rng.choice(_HAN)
    brand = "".join(rng.choice(_HAN_BRANDS) for _ in range(rng.choice((2, 2, 3))))
    gap = rng.choice(("", " "))
    size = rng.choice(sizes)
    pack = rng.choice(("", "", "x6", "x12", "x24")) if size[-1] in "升克斤" else ""
    return f"{brand}{gap}{rng.choice(kinds)}{rng.choice(things)} {size}{pack}", {"each": 1, "case": 12}


_MAKERS: tuple[tuple[Maker, int], ...] = (
    (_grocery, 40),
    (_fastener, 10),
    (_bearing, 6),
    (_fitting, 8),
    (_electronics, 20),
    (_office, 8),
    (_chinese, 8),
)


_BEARINGS = 2
_CATEGORIES = ("Groceries", "Fasteners", "Bearings", "Pipe fittings", "Electronics", "Office", "")


def make_catalogue(count: int, seed: int, prefix: str = "S") -> list[CatalogEntry]:
    """``count`` products with distinct names, the same for the same seed."""
    rng = random.Random(seed)
    brands = brand_names(rng, max(count // 120, 40))
    return list(_entries(rng, brands, count, prefix))


def _entries(rng: random.Random, brands: list[str], count: int, prefix: str) -> Iterator[CatalogEntry]:
    makers, weights = [m for m, _ in _MAKERS], [w for _, w in _MAKERS]
    favourites = [rng.sample(brands, max(len(brands) // 4, 1)) for _ in makers]
    seen: set[str] = set()
    while len(seen) < count:
        kind = rng.choices(range(len(makers)), weights)[0]
        brand = rng.choice(favourites[kind])
        name, packs = makers[kind](rng, brand)
        if name.lower() in seen:
            continue
        seen.add(name.lower())
        style = hash_style(brand)
        own_field, attributes = "", {}
        if brand in name and style == 3:  # some vendors keep the brand in a field of its own
            own_field, name = brand, " ".join(name.replace(brand, "").split())
        if kind == _BEARINGS and style >= 2 and " steel" in name:
            attributes = {"material": "stainless steel" if "stainless" in name else "chrome steel"}
            name = name.replace("stainless steel", "").replace("chrome steel", "")
            name = " ".join(name.split())
        name = name.upper() if style == 0 else name.title() if style == 1 else name
        number = len(seen)
        yield CatalogEntry(
            f"{prefix}{number}",
            f"{prefix}-{number:06d}",
            (name,),
            own_field,
            _CATEGORIES[kind],
            packs=packs,
            attributes=attributes,
        )


def full_name(entry: CatalogEntry) -> str:
    """What the product is called, with the brand and the material that stand in fields of their own."""
    return " ".join((entry.brand, entry.names[0], *entry.attributes.values())).strip()


def hash_style(brand: str) -> int:
    """How a vendor writes: 0 capitals, 1 title case, 2 and 3 as it comes."""
    return sum(map(ord, brand)) % 4
