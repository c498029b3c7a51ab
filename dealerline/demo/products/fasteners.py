"""Fasteners: metric threads M3 to M24 in the lengths, materials and heads that are kept in stock."""

from __future__ import annotations

from collections.abc import Iterator

from dealerline.demo.products.draft import Draft

_LENGTHS = {
    3: (6, 8, 10, 12, 16, 20, 25, 30), 4: (8, 10, 12, 16, 20, 25, 30, 40), 5: (10, 12, 16, 20, 25, 30, 40,
    50),
    6: (10, 12, 16, 20, 25, 30, 35, 40, 50, 60, 70, 80), 8: (16, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100),
    10: (20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100, 120), 12: (25, 30, 35, 40, 45, 50, 60, 70, 80, 100,
    120),
    16: (35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 150), 20: (40, 50, 60, 70, 80, 100, 120, 150),
    24: (50, 60, 70, 80, 100, 120, 150),
}  # fmt: skip
# Head: noun, standard, code, smallest and largest thread.
_HEADS = (
    ("hex bolt", "DIN 933", "HB", 5, 24),
    ("socket head cap screw", "DIN 912", "SC", 3, 24),
    ("countersunk screw", "DIN 7991", "CS", 3, 16),
    ("button head screw", "ISO 7380", "BH", 3, 12),
    ("pan head screw", "DIN 7985", "PH", 3, 6),
)
# Material: adjective, code, grade, price factor, brand.
_MATERIALS = (
    ("zinc plated", "Z", "8.8", 1.0, "Ironhold"),
    ("zinc plated", "GZ", "8.8", 0.88, "Gripfast"),
    ("stainless steel", "A2", "A2-70", 2.3, "Ironhold"),
    ("stainless steel", "A4", "A4-80", 3.4, "Marinox"),
    ("black oxide", "B", "12.9", 1.4, "Ironhold"),
)
_NUTS = (
    ("hex nut", "DIN 934", "HN", 0.5),
    ("lock nut", "DIN 985", "LN", 0.9),
    ("flat washer", "DIN 125", "FW", 0.25),
    ("spring washer", "DIN 127", "SW", 0.3),
)
_BOX = {3: 500, 4: 500, 5: 200, 6: 200, 8: 100, 10: 100, 12: 50, 16: 25, 20: 25, 24: 10}


def fasteners() -> Iterator[Draft]:
    yield from _bolts()
    yield from _nuts_and_washers()
    yield from _rods_and_anchors()
    yield from _screws_and_nails()


def _bolts() -> Iterator[Draft]:
    for noun, standard, code, smallest, largest in _HEADS:
        for thread, lengths in _LENGTHS.items():
            if not smallest <= thread <= largest:
                continue
            for length in lengths:
                for adjective, short, grade, factor, brand in _MATERIALS:
                    if short == "B" and code not in ("SC", "BH"):
                        continue
                    if short == "A4" and (thread < 6 or code == "PH"):
                        continue
                    grams = thread * thread * (length + 2 * thread) * 0.0062 * 0.8
                    yield Draft(
                        sku=f"{code}-M{thread}x{length}-{short}",
                        brand=brand,
                        category=f"Industrial/Fasteners/{'Bolts' if code == 'HB' else 'Machine Screws'}",
                        noun=noun,
                        adjectives=(adjective,),
                        spec=f"M{thread}x{length} {grade} {standard}",
                        attributes={
                            "thread": f"M{thread}",
                            "length": f"{length} mm",
                            "material": adjective,
                            "grade": grade,
                            "standard": standard,
                        },
                        cost=round(factor * (0.006 + grams * 0.0042), 4),
                        packs=_boxes(_BOX[thread]),
                        sales_unit="box",
                        multiple=_BOX[thread],
                        weight_g=max(1, round(grams)),
                        volume_ml=max(1, round(grams / 4)),
                    )


def _boxes(size: int) -> dict[str, int]:
    return {"each": 1, "box": size, "carton": size * 10}


def _nuts_and_washers() -> Iterator[Draft]:
    for noun, standard, code, weight_factor in _NUTS:
        for thread in _LENGTHS:
            for adjective, short, grade, factor, brand in _MATERIALS[:4]:
                grams = thread**3 * 0.009 * weight_factor
                yield Draft(
                    sku=f"{code}-M{thread}-{short}",
                    brand=brand,
                    category="Industrial/Fasteners/Nuts and Washers",
                    noun=noun,
                    adjectives=(adjective,),
                    spec=f"M{thread} {grade} {standard}",
                    attributes={"thread": f"M{thread}", "material": adjective, "standard": standard},
                    cost=round(factor * (0.004 + grams * 0.0045), 4),
                    packs=_boxes(_BOX[thread]),
                    sales_unit="box",
                    multiple=_BOX[thread],
                    weight_g=max(1, round(grams)),
                    volume_ml=max(1, round(grams / 4)),
                )


def _rods_and_anchors() -> Iterator[Draft]:
    for thread in (6, 8, 10, 12, 16, 20):
        for adjective, short, grade, factor, brand in (_MATERIALS[0], _MATERIALS[2]):
            for metres in (1, 2):
                yield Draft(
                    sku=f"TR-M{thread}x{metres}M-{short}",
                    brand=brand,
                    category="Industrial/Fasteners/Threaded Rod",
                    noun="threaded rod",
                    adjectives=(adjective,),
                    spec=f"M{thread} {metres} m {grade}",
                    attributes={"thread": f"M{thread}", "length": f"{metres} m", "material": adjective},
                    cost=round(factor * metres * thread * thread * 0.011, 2),
                    packs={"each": 1, "bundle": 10},
                    weight_g=thread * thread * 5 * metres,
                    volume_ml=thread * thread * metres,
                )
    for thread in (6, 8, 10, 12, 16, 20):
        for length in (40, 60, 80, 100, 120, 150):
            if not 4 <= length / thread <= 14:
                continue
            yield Draft(
                sku=f"EA-M{thread}x{length}",
                brand="Gripfast",
                category="Industrial/Fasteners/Anchors",
                noun="expansion anchor",
                adjectives=("zinc plated",),
                spec=f"M{thread}x{length}",
                attributes={"thread": f"M{thread}", "length": f"{length} mm"},
                cost=round(0.05 + thread * length * 0.00042, 3),
                packs=_boxes(50 if thread < 12 else 25),
                sales_unit="box",
                multiple=50 if thread < 12 else 25,
                weight_g=thread * length // 12,
                volume_ml=thread * length // 30,
            )


def _screws_and_nails() -> Iterator[Draft]:
    for diameter in ("3.0", "3.5", "4.0", "4.5", "5.0", "6.0"):
        for length in (16, 20, 25, 30, 35, 40, 50, 60, 70, 80, 100):
            for adjective, short, factor in (("zinc plated", "Z", 1.0), ("stainless steel", "A2", 2.5)):
                grams = float(diameter) ** 2 * length * 0.005
                yield Draft(
                    sku=f"WS-{diameter}x{length}-{short}",
                    brand="Ironhold",
                    category="Industrial/Fasteners/Wood Screws",
                    noun="wood screw",
                    adjectives=(adjective,),
                    spec=f"{diameter}x{length} mm",
                    attributes={
                        "diameter": f"{diameter} mm",
                        "length": f"{length} mm",
                        "material": adjective,
                    },
                    cost=round(factor * (0.005 + grams * 0.004), 4),
                    packs=_boxes(200),
                    sales_unit="box",
                    multiple=200,
                    weight_g=max(1, round(grams)),
                    volume_ml=1,
                )
    for length in (25, 30, 40, 50, 65, 75, 100, 125, 150):
        # Loose goods: the base unit is a gram, people order kilograms.
        yield Draft(
            sku=f"NL-{length}",
            brand="Ironhold",
            category="Industrial/Fasteners/Nails",
            noun="nail",
            adjectives=("galvanised",),
            spec=f"{length} mm",
            attributes={"length": f"{length} mm"},
            cost=0.0021,
            packs={"g": 1, "kg": 1000, "box": 5000},
            sales_unit="kg",
            multiple=500,
            weight_g=1,
            volume_ml=1,
        )
