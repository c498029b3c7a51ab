"""Bearings by designation, with their real boundary dimensions (ISO 15 for deep groove ball bearings,
ISO 355 for tapered, ISO 104 for thrust bearings), and what is sold beside them."""

from __future__ import annotations

from collections.abc import Iterator

from dealerline.demo.products.draft import Draft

# Series -> designation bore outer width, in millimetres.
_DEEP_GROOVE = {
    "60": """00 10 26 8, 01 12 28 8, 02 15 32 9, 03 17 35 10, 04 20 42 12, 05 25 47 12, 06 30 55 13,
        07 35 62 14, 08 40 68 15, 09 45 75 16, 10 50 80 16, 11 55 90 18, 12 60 95 18, 13 65 100 18,
        14 70 110 20, 15 75 115 20, 16 80 125 22, 17 85 130 22, 18 90 140 24, 19 95 145 24, 20 100 150 24""",
    "62": """00 10 30 9, 01 12 32 10, 02 15 35 11, 03 17 40 12, 04 20 47 14, 05 25 52 15, 06 30 62 16,
        07 35 72 17, 08 40 80 18, 09 45 85 19, 10 50 90 20, 11 55 100 21, 12 60 110 22, 13 65 120 23,
        14 70 125 24, 15 75 130 25, 16 80 140 26, 17 85 150 28, 18 90 160 30, 19 95 170 32, 20 100 180 34""",
    "63": """00 10 35 11, 01 12 37 12, 02 15 42 13, 03 17 47 14, 04 20 52 15, 05 25 62 17, 06 30 72 19,
        07 35 80 21, 08 40 90 23, 09 45 100 25, 10 50 110 27, 11 55 120 29, 12 60 130 31, 13 65 140 33,
        14 70 150 35, 15 75 160 37, 16 80 170 39, 17 85 180 41, 18 90 190 43, 19 95 200 45, 20 100 215 47""",
    "68": """00 10 19 5, 01 12 21 5, 02 15 24 5, 03 17 26 5, 04 20 32 7, 05 25 37 7, 06 30 42 7, 07 35 47 7,
        08 40 52 7, 09 45 58 7, 10 50 65 7""",
    "69": """00 10 22 6, 01 12 24 6, 02 15 28 7, 03 17 30 7, 04 20 37 9, 05 25 42 9, 06 30 47 9, 07 35 55 10,
        08 40 62 12, 09 45 68 12, 10 50 72 12""",
}
_MINIATURE = (
    "623 3 10 4, 624 4 13 5, 625 5 16 5, 626 6 19 6, 607 7 19 6, 627 7 22 7, 608 8 22 7, 629 9 26 8, \
688 8 16 5, 698 8 19 6"
)
_TAPERED = "30203 17 40 13.25, 30204 20 47 15.25, 30205 25 52 16.25, 30206 30 62 17.25, 30207 35 72 18.25, \
30208 40 80 19.75, 30209 45 85 20.75, 30210 50 90 21.75, 30211 55 100 22.75, 30212 60 110 23.75, \
30304 20 52 16.25, 30305 25 62 18.25, 30306 30 72 20.75, 30307 35 80 22.75, 30308 40 90 25.25, \
30309 45 100 27.25, 30310 50 110 29.25"
_THRUST = "51100 10 24 9, 51101 12 26 9, 51102 15 28 9, 51103 17 30 9, 51104 20 35 10, 51105 25 42 11, \
51106 30 47 11, 51107 35 52 12, 51108 40 60 13, 51109 45 65 14, 51110 50 70 14"
_CYLINDRICAL = (
    "NU204 20 47 14, NU205 25 52 15, NU206 30 62 16, NU207 35 72 17, NU208 40 80 18, NU209 45 85 19, \
NU210 50 90 20, NU211 55 100 21, NU212 60 110 22, NU304 20 52 15, NU305 25 62 17, NU306 30 72 19, \
NU307 35 80 21, NU308 40 90 23, NU309 45 100 25, NU310 50 110 27"
)
_NEEDLE = (
    "HK0808 8 12 8, HK1010 10 14 10, HK1212 12 18 12, HK1412 14 20 12, HK1512 15 21 12, HK1612 16 22 12, \
HK2012 20 26 12, HK2016 20 26 16, HK2516 25 32 16, HK3016 30 37 16, HK3520 35 42 20, HK4020 40 47 20"
)
_HOUSING_BORES = {
    "204": 20, "205": 25, "206": 30, "207": 35, "208": 40, "209": 45, "210": 50, "211": 55, "212": 60,
}  # fmt: skip

_MAIN, _SECOND = "Norvek", "Halden"
_SEALS = (("", "open"), ("ZZ", "metal shields"), ("2RS", "rubber seals"))


def bearings() -> Iterator[Draft]:
    for series, table in _DEEP_GROOVE.items():
        for code, bore, outer, width in _rows(table):
            yield from _ball_bearing(f"{series}{code}", bore, outer, width, "deep groove ball bearing")
    for code, bore, outer, width in _rows(_MINIATURE):
        yield from _ball_bearing(code, bore, outer, width, "miniature ball bearing")
    yield from _plain("tapered roller bearing", "Tapered", _TAPERED, 1.5)
    yield from _plain("thrust ball bearing", "Thrust", _THRUST, 1.1)
    yield from _plain("cylindrical roller bearing", "Cylindrical", _CYLINDRICAL, 2.2)
    yield from _plain("needle roller bearing", "Needle", _NEEDLE, 0.7)
    yield from _housings()
    yield from _seals()


def _rows(table: str) -> Iterator[tuple[str, str, str, str]]:
    for row in table.split(","):
        code, bore, outer, width = row.split()
        yield code, bore, outer, width


def _price(outer: str, width: str, factor: float = 1.0) -> float:
    """Steel is paid by weight: cost grows with the ring's volume."""
    return round(factor * (0.55 + float(outer) ** 2 * float(width) / 14_000), 2)


def _ball_bearing(code: str, bore: str, outer: str, width: str, noun: str) -> Iterator[Draft]:
    size = f"{bore}x{outer}x{width} mm"
    family = "Miniature" if noun.startswith("miniature") else "Deep Groove"
    for seal, seal_words in _SEALS:
        designation = f"{code}-{seal}" if seal else code
        others = tuple(f"{code}-{other}" for other, _ in _SEALS[1:] if seal and other != seal)
        for brand, clearance, stainless in (
            (_MAIN, "", False),
            (_MAIN, "C3", False),
            (_MAIN, "", True),
            (_SECOND, "", False),
        ):
            if clearance and (not seal or family == "Miniature"):
                continue
            if brand == _SECOND and not seal:
                continue
            label = f"{designation}-{clearance}" if clearance else designation
            label = f"S{label}" if stainless else label
            material = "stainless steel" if stainless else "steel"
            attributes = {
                "bore": f"{bore} mm", "outer diameter": f"{outer} mm", "width": f"{width} mm",
                "seal": seal_words, "material": material,
            }  # fmt: skip
            if clearance:
                attributes["clearance"] = clearance
            plain = not stainless and not clearance
            yield Draft(
                sku=label if brand == _MAIN else f"HAL-{label}",
                brand=brand,
                category=f"Industrial/Bearings/{family}",
                noun=noun,
                adjectives=("stainless steel",) if stainless else (),
                spec=f"{label} {size}",
                attributes=attributes,
                cost=_price(outer, width, (2.6 if stainless else 1.0) * (0.82 if brand == _SECOND else 1.0)),
                packs={"each": 1, "box": 10 if float(outer) < 60 else 4},
                weight_g=_steel_ring_grams(bore, outer, width),
                volume_ml=_box_millilitres(outer, width),
                substitutes=others if plain and brand == _MAIN else (designation,) if plain else (),
            )


def _plain(noun: str, family: str, table: str, factor: float) -> Iterator[Draft]:
    for code, bore, outer, width in _rows(table):
        for brand, prefix in ((_MAIN, ""), (_SECOND, "HAL-")):
            yield Draft(
                sku=f"{prefix}{code}",
                brand=brand,
                category=f"Industrial/Bearings/{family}",
                noun=noun,
                spec=f"{code} {bore}x{outer}x{width} mm",
                attributes={
                    "bore": f"{bore} mm",
                    "outer diameter": f"{outer} mm",
                    "width": f"{width} mm",
                    "material": "steel",
                },
                cost=_price(outer, width, factor * (0.82 if prefix else 1.0)),
                packs={"each": 1, "box": 5},
                weight_g=_steel_ring_grams(bore, outer, width),
                volume_ml=_box_millilitres(outer, width),
                substitutes=(code,) if prefix else (f"HAL-{code}",),
            )


def _housings() -> Iterator[Draft]:
    for kind, noun in (
        ("UCP", "pillow block bearing"),
        ("UCF", "flange bearing unit"),
        ("UCFL", "flange bearing unit"),
    ):
        for number, bore in _HOUSING_BORES.items():
            for stainless in (False, True):
                code = f"S{kind}{number}" if stainless else f"{kind}{number}"
                yield Draft(
                    sku=code,
                    brand=_MAIN,
                    category="Industrial/Bearings/Housings",
                    noun=noun,
                    adjectives=("stainless steel",) if stainless else (),
                    spec=f"{code} {bore} mm",
                    attributes={
                        "bore": f"{bore} mm",
                        "material": "stainless steel" if stainless else "cast iron",
                    },
                    cost=round((3.2 + bore * 0.19) * (2.8 if stainless else 1.0), 2),
                    weight_g=bore * bore,
                    volume_ml=bore * 40,
                )


def _seals() -> Iterator[Draft]:
    for bore in range(10, 105, 5):
        for wall, width in ((10, 7), (15, 7), (20, 10)):
            outer = bore + wall
            yield Draft(
                sku=f"OS-{bore}x{outer}x{width}",
                brand="Sealtek",
                category="Industrial/Bearings/Oil Seals",
                noun="oil seal",
                spec=f"TC {bore}x{outer}x{width} mm",
                attributes={"bore": f"{bore} mm", "outer diameter": f"{outer} mm", "width": f"{width} mm"},
                cost=round(0.3 + bore * 0.021 + wall * 0.01, 2),
                packs={"each": 1, "pack": 10},
                weight_g=8 + bore // 2,
                volume_ml=30,
            )
    for section, first, last, step in (("A", 20, 80, 2), ("B", 25, 110, 3), ("C", 50, 150, 6)):
        for length in range(first, last, step):
            yield Draft(
                sku=f"VB-{section}{length}",
                brand="Duraline",
                category="Industrial/Power Transmission",
                noun="v-belt",
                spec=f"{section}{length}",
                attributes={"section": section, "length": f"{length} in"},
                cost=round(1.1 + length * {"A": 0.045, "B": 0.07, "C": 0.12}[section], 2),
                weight_g=length * 4,
                volume_ml=length * 9,
            )
    for number, pitch in (("35", "3/8"), ("40", "1/2"), ("50", "5/8"), ("60", "3/4"), ("80", "1")):
        for feet in (5, 10):
            yield Draft(
                sku=f"RC-{number}-{feet}",
                brand="Duraline",
                category="Industrial/Power Transmission",
                noun="roller chain",
                spec=f'#{number} {pitch}" {feet} ft',
                attributes={"pitch": f"{pitch} in", "length": f"{feet} ft"},
                cost=round(int(number) * feet * 0.031, 2),
                weight_g=int(number) * feet * 9,
                volume_ml=feet * 200,
            )


def _steel_ring_grams(bore: str, outer: str, width: str) -> int:
    """Ring volume at 7.85 g/cm3, a third of it air and cage."""
    ring = 0.7854 * (float(outer) ** 2 - float(bore) ** 2) * float(width) / 1000
    return max(1, round(ring * 7.85 * 0.67))


def _box_millilitres(outer: str, width: str) -> int:
    return max(1, round(float(outer) ** 2 * (float(width) + 4) / 1000))
