"""Components by the value: inch bolts, seals, pipework, pneumatics, parts for panels, and what glues it
all."""

from __future__ import annotations

from collections.abc import Iterator

from dealerline.demo.products.draft import Draft
from dealerline.demo.products.series import Series, numbered

_P = "Industrial/Pipework"
_C = "Industrial/Components"
_M = "Industrial/Maintenance"
_INCH_PIPE = {
    '1/4"': 0.6,
    '3/8"': 0.7,
    '1/2"': 0.9,
    '3/4"': 1.2,
    '1"': 1.8,
    '1-1/4"': 2.6,
    '1-1/2"': 3.4,
    '2"': 5.2,
}
_PIPE_KINDS = ((("brass",), 1.6), (("stainless steel",), 2.8), (("galvanised",), 1.0), (("PVC",), 0.5))
# IEC 60063, series E12.
_E12 = (10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82)
_HUNDRED = {"each": 1, "pack": 100}
_TWELVE = {"each": 1, "case": 12}


def _ohms() -> dict[str, float]:
    found = {}
    for unit, decades in (("ohm", (1, 10, 100)), ("kohm", (1, 10, 100)), ("Mohm", (1,))):
        for decade in decades:
            for value in _E12:
                found[f"{value * decade / 10:g} {unit}"] = 1.0
    return found


def _farads() -> dict[str, float]:
    found = {}
    for unit, factor in (("pF", 1.0), ("nF", 1.2), ("uF", 2.0)):
        for decade in (1, 10) if unit == "uF" else (1, 10, 100):
            for value in (10, 15, 22, 33, 47, 68):
                found[f"{value * decade / 10:g} {unit}"] = factor
    return found


PIPEWORK = (
    Series("BV", "ball valve", f"{_P}/Valves", 4.2, ("Flowmark", "Aquavia"), _INCH_PIPE, "size", _PIPE_KINDS,
           weight_g=300),
    Series("CV", "check valve", f"{_P}/Valves", 3.6, ("Flowmark", "Aquavia"), _INCH_PIPE, "size",
           _PIPE_KINDS[:3],
           weight_g=250),
    Series("PE", "pipe elbow", f"{_P}/Fittings", 0.9, ("Flowmark", "Aquavia"), _INCH_PIPE, "size",
           _PIPE_KINDS,
           packs={"each": 1, "bag": 10}, weight_g=90),
    Series("PT", "pipe tee", f"{_P}/Fittings", 1.2, ("Flowmark", "Aquavia"), _INCH_PIPE, "size", _PIPE_KINDS,
           packs={"each": 1, "bag": 10}, weight_g=120),
    Series("PCO", "pipe coupling", f"{_P}/Fittings", 0.7, ("Flowmark", "Aquavia"), _INCH_PIPE, "size",
           _PIPE_KINDS,
           packs={"each": 1, "bag": 10}, weight_g=70),
    Series("PN", "pipe nipple", f"{_P}/Fittings", 0.7, ("Flowmark", "Aquavia"), _INCH_PIPE, "size",
           _PIPE_KINDS[:3],
           packs={"each": 1, "bag": 10}, weight_g=60),
    Series("RB", "reducing bush", f"{_P}/Fittings", 0.6, ("Flowmark",),
           {'1/2" x 1/4"': 0.8, '1/2" x 3/8"': 0.8, '3/4" x 1/2"': 1.0, '1" x 1/2"': 1.3, '1" x 3/4"': 1.3,
            '1-1/4" x 1"': 1.9, '2" x 1"': 3.0}, "size", _PIPE_KINDS[:3], packs={"each": 1, "bag": 10},
            weight_g=50),
    Series("PI", "pipe", f"{_P}/Pipe", 2.9, ("Flowmark", "Aquavia"),
           {f"{size} {metres} m": round(factor * metres / 3, 2)
            for size, factor in _INCH_PIPE.items() for metres in (3, 6)}, "size",
           ((("stainless steel",), 3.2), (("galvanised",), 1.0), (("PVC",), 0.4)), weight_g=3000,
            volume_ml=3000),
    Series("WH", "water hose", f"{_P}/Hose", 0.42, ("Aquavia", "Flexora"),
           {f"{size} {metres} m": round(factor * metres, 2)
            for size, factor in (('1/2"', 1.0), ('5/8"', 1.3), ('3/4"', 1.7)) for metres in (10, 15, 25, 50)},
           "size", weight_g=150),
    Series("HCL", "hose clamp", f"{_P}/Hose", 0.16, ("Gripfast", "Flexora"),
           {f"{low}-{high} mm": round(0.8 + high / 80, 2)
            for low, high in ((8, 12), (10, 16), (12, 20), (16, 25), (20, 32), (25, 40), (32, 50), (40, 60),
                              (50, 70), (60, 80), (70, 90), (80, 100))},
           "range", ((("steel",), 1.0), (("stainless steel",), 1.9)), packs={"each": 1, "box": 50},
           weight_g=20),
    Series("ORI", "o-ring", f"{_P}/Seals", 0.03, ("Sealtek", "Flexora"),
           {f"{bore}x{cord} mm": round(0.6 + bore * cord / 60, 2)
            for cord in (1.5, 2, 2.5, 3, 3.5) for bore in (5, 6, 8, 10, 12, 14, 15, 16, 18, 20, 22, 25, 28,
            30,
                                                          35, 40, 45, 50, 60, 70, 80)},
           "size", ((("nitrile",), 1.0), (("fluoro rubber",), 4.5)), packs={"each": 1, "bag": 100},
           sales_unit="bag",
           multiple=10, weight_g=1, volume_ml=1),
)  # fmt: skip
PNEUMATICS = (
    Series("PF", "push-in fitting", "Industrial/Pneumatics/Fittings", 0.55, ("Airtonic", "Pneumaxa"),
           {f"{kind} {tube} mm {thread}": round(factor * (0.8 + tube / 20), 2)
            for kind, factor in (("straight", 1.0), ("elbow", 1.15), ("tee", 1.4))
            for tube in (4, 6, 8, 10, 12) for thread in ("M5", 'G1/8"', 'G1/4"', 'G3/8"', 'G1/2"')},
           "size", packs={"each": 1, "bag": 10}, weight_g=20),
    Series("AH", "air hose", "Industrial/Pneumatics/Hose", 0.28, ("Airtonic", "Flexora"),
           {"4x2.5 mm": 0.6, "6x4 mm": 0.8, "8x5 mm": 1.0, "10x6.5 mm": 1.4, "12x8 mm": 1.8,
           "16x12 mm": 2.6}, "size",
           finishes=("blue", "black", "clear", "red"), packs={"m": 1, "roll": 100}, sales_unit="roll",
           multiple=25,
           weight_g=40),
    Series("AC", "cylinder", "Industrial/Pneumatics/Actuators", 17, ("Airtonic", "Pneumaxa"),
           {f"{bore}x{stroke} mm": round(bore / 32 * (0.8 + stroke / 400), 2)
            for bore in (16, 20, 25, 32, 40, 50, 63, 80) for stroke in (25, 50, 100, 160, 200)}, "size",
            weight_g=700),
    Series("SV", "solenoid valve", "Industrial/Pneumatics/Valves", 14, ("Airtonic", "Pneumaxa"),
           {f"{ways} {thread} {volt} V": round(factor * (1.0 + bonus), 2)
            for ways, factor in (("3/2", 0.9), ("5/2", 1.0), ("5/3", 1.5))
            for thread, bonus in (('1/8"', 0.0), ('1/4"', 0.15), ('1/2"', 0.6)) for volt in (24, 110, 230)},
           "type", weight_g=350),
)  # fmt: skip
PANEL_PARTS = (
    Series("RES", "resistor", f"{_C}/Passive", 0.012, ("Elektora",), _ohms(), "resistance",
           ((("carbon film",), 1.0), (("metal film",), 1.7)), packs=_HUNDRED, sales_unit="pack", multiple=100,
           weight_g=1, volume_ml=1),
    Series("CER", "ceramic capacitor", f"{_C}/Passive", 0.02, ("Elektora", "Condenso"), _farads(),
           "capacitance",
           packs=_HUNDRED, sales_unit="pack", multiple=100, weight_g=1, volume_ml=1),
    Series("ELC", "electrolytic capacitor", f"{_C}/Passive", 0.06, ("Elektora", "Condenso"),
           {f"{value} uF {volt} V": round(0.6 + value * volt / 9000, 2)
            for value in (1, 4.7, 10, 22, 47, 100, 220, 470, 1000, 2200) for volt in (16, 25, 50, 100)},
           "rating", packs=_HUNDRED, sales_unit="pack", multiple=50, weight_g=3, volume_ml=3),
    Series("FUS", "fuse", f"{_C}/Protection", 0.09, ("Arcguard", "Elektora"),
           {f"{size} mm {amps} A {speed}": 1.0 for size in ("5x20", "6x32")
            for amps in (0.5, 1, 2, 3.15, 5, 6.3, 10, 16) for speed in ("fast", "slow")},
           "rating", packs={"each": 1, "box": 10}, sales_unit="box", multiple=10, weight_g=2),
    Series("CLU", "cable lug", f"{_C}/Connection", 0.08, ("Cobrena", "Elektora"),
           {f"{area} mm2 M{bolt}": round(0.7 + area / 12, 2)
            for area in (1.5, 2.5, 4, 6, 10, 16, 25, 35, 50, 70, 95) for bolt in (4, 5, 6, 8, 10)},
           "size", packs={"each": 1, "bag": 50}, sales_unit="bag", multiple=50, weight_g=4),
    Series("TBL", "terminal block", f"{_C}/Connection", 0.46, ("Arcguard", "Elektora"),
           {f"{area} mm2": round(0.8 + area / 10, 2) for area in (1.5, 2.5, 4, 6, 10, 16, 35)},
           "cross section",
           finishes=("grey", "blue", "yellow", "orange"), packs={"each": 1, "box": 50}, weight_g=12),
    Series("HST", "heat shrink tube", f"{_C}/Connection", 0.35, ("Cobrena", "Elektora"),
           numbered([1.6, 2.4, 3.2, 4.8, 6.4, 9.5, 12.7, 19.1, 25.4, 38], "mm", 0.8), "diameter",
           finishes=("black", "red", "blue", "clear"), packs={"m": 1, "each": 1, "roll": 50}, weight_g=8),
    Series("PRX", "proximity sensor", f"{_C}/Sensors", 9.5, ("Sensorix", "Arcguard"),
           {f"M{size} {reach} mm {kind}": round(0.8 + size / 40, 2)
            for size, reach in ((8, 2), (12, 4), (18, 8), (30, 15)) for kind in ("PNP NO", "PNP NC",
            "NPN NO")},
           "type", weight_g=60),
    Series("PSU", "power supply", f"{_C}/Power", 9, ("Voltera", "Sensorix"),
           {f"{volt} V {amps} A": round(0.7 + volt * amps / 70, 2)
            for volt in (5, 12, 24, 48) for amps in (1, 2.5, 5, 10, 20)}, "rating", weight_g=400),
    Series("RLY", "relay", f"{_C}/Power", 2.9, ("Voltera", "Sensorix"),
           {f"{poles} pole {volt} V {kind}": round(0.7 + poles / 5, 2)
            for poles in (1, 2, 4) for volt in (12, 24, 110, 230) for kind in ("AC", "DC")
            if (kind == "DC") == (volt < 100)}, "type", weight_g=35),
    Series("MOT", "electric motor", f"{_C}/Power", 62, ("Voltera", "Dynamara"),
           {f"{kw} kW {rpm} rpm": round(0.8 + kw / 1.6, 2)
            for kw in (0.37, 0.75, 1.1, 1.5, 2.2, 4, 5.5, 7.5) for rpm in (950, 1450, 2850)}, "rating",
           ((("three-phase",), 1.0),), weight_g=14000, volume_ml=15000),
)  # fmt: skip
MAINTENANCE = (
    Series("WEL", "welding electrode", f"{_M}/Welding", 7.5, ("Ironhold", "Weldora"),
           {f"{kind} {size} mm": factor for kind, factor in (("E6013", 1.0), ("E7018", 1.3), ("E308L", 3.4))
            for size in (2, 2.5, 3.2, 4)}, "type", packs={"box": 1, "each": 1}, sales_unit="box",
            weight_g=2500),
    Series("SPR", "spray paint", f"{_M}/Paint", 1.9, ("Chromica", "Huevia"), {"400 ml": 1.0, "500 ml": 1.2},
           "volume",
           ((("matt",), 1.0), (("glossy",), 1.0)),
           ("black", "white", "red", "blue", "green", "yellow", "grey", "orange", "silver", "gold"),
           {"can": 1, "each": 1, "case": 12}, "can", weight_g=420),
    Series("WPA", "wall paint", f"{_M}/Paint", 6.5, ("Chromica", "Huevia"),
           {"1 L": 1.0, "2.5 L": 2.1, "5 L": 3.8, "10 L": 6.9, "15 L": 9.8}, "volume",
           ((("matt",), 1.0), (("glossy",), 1.15)), ("white", "grey", "yellow", "blue", "green"),
           {"bucket": 1, "each": 1}, "bucket", weight_g=1500),
    Series("GRS", "grease", f"{_M}/Lubricants", 3.1, ("Lubrano", "Duraline"),
           {"EP2 400 g": 1.0, "EP2 1 kg": 2.2, "EP2 18 kg": 31.0, "MoS2 400 g": 1.3, "food grade 400 g": 2.1},
           "type", packs={"each": 1, "case": 12}, weight_g=430),
    Series("OIL", "engine oil", f"{_M}/Lubricants", 3.6, ("Lubrano", "Duraline"),
           {f"{grade} {size} L": round(factor * size**0.95, 2)
            for grade, factor in (("5W-30", 1.3), ("5W-40", 1.25), ("10W-40", 1.0), ("15W-40", 0.9),
            ("20W-50", 0.9))
            for size in (1, 4, 5, 20)}, "grade", packs=_TWELVE,
           weight_g=900),
    Series("SIL", "silicone sealant", f"{_M}/Adhesives", 1.7, ("Fixara", "Chromica"), {"280 ml": 1.0,
           "300 ml": 1.1},
           "volume", finishes=("clear", "white", "black", "grey", "brown"), packs=_TWELVE, weight_g=330),
    Series("GLU", "super glue", f"{_M}/Adhesives", 0.7, ("Fixara", "Gripfast"),
           {"3 g": 0.7, "20 g": 1.6, "50 g": 3.0}, "weight", packs={"each": 1, "box": 24}, weight_g=15),
    Series("THL", "threadlocker", f"{_M}/Adhesives", 3.9, ("Fixara", "Gripfast"),
           {f"{grade} {size} ml": round(0.6 + size / 20, 2)
            for grade in ("medium 243", "high 270", "low 222") for size in (10, 50, 250)}, "grade",
            weight_g=40),
    Series("CST", "castor wheel", f"{_M}/Hardware", 2.6, ("Rollmax", "Gripfast"),
           numbered([40, 50, 75, 100, 125, 160, 200], "mm", 1.0), "diameter",
           ((("swivel",), 1.2), (("fixed",), 1.0)), weight_g=300),
    Series("PAD", "padlock", f"{_M}/Hardware", 2.3, ("Lockwarden", "Gripfast"),
           numbered([20, 30, 40, 50, 60, 70], "mm", 1.0), "width", ((("brass",), 1.0), (("stainless steel",),
           1.8)),
           packs={"each": 1, "box": 6}, weight_g=150),
    Series("HNG", "hinge", f"{_M}/Hardware", 0.8, ("Lockwarden", "Gripfast"),
           numbered([40, 50, 65, 75, 100, 125, 150], "mm", 0.9), "length",
           ((("steel",), 1.0), (("brass",), 2.2), (("stainless steel",), 2.4)), packs={"each": 1, "box": 20},
           weight_g=80),
)  # fmt: skip

_INCH_BOLTS = {
    "1/4-20": (1.0, ('1/2"', '3/4"', '1"', '1-1/4"', '1-1/2"', '2"', '2-1/2"', '3"')),
    "5/16-18": (1.6, ('3/4"', '1"', '1-1/4"', '1-1/2"', '2"', '2-1/2"', '3"')),
    "3/8-16": (2.3, ('3/4"', '1"', '1-1/4"', '1-1/2"', '2"', '2-1/2"', '3"', '4"')),
    "1/2-13": (4.2, ('1"', '1-1/4"', '1-1/2"', '2"', '2-1/2"', '3"', '4"')),
    "5/8-11": (7.0, ('1-1/2"', '2"', '2-1/2"', '3"', '4"')),
    "3/4-10": (11.0, ('2"', '2-1/2"', '3"', '4"')),
}


def inch_bolts() -> Iterator[Draft]:
    for thread, (factor, lengths) in _INCH_BOLTS.items():
        for place, length in enumerate(lengths):
            for adjective, code, grade, dearer in (
                ("zinc plated", "Z", "Grade 5", 1.0),
                ("stainless steel", "SS", "18-8", 2.4),
                ("black oxide", "G8", "Grade 8", 1.5),
            ):
                yield Draft(
                    sku=f"HBI-{thread.replace('/', '_')}x{length[:-1].replace('/', '_')}-{code}",
                    brand="Ironhold",
                    category="Industrial/Fasteners/Inch Bolts",
                    noun="hex bolt",
                    adjectives=(adjective,),
                    spec=f"{thread} x {length} {grade}",
                    attributes={
                        "thread": thread,
                        "length": f"{length[:-1]} in",
                        "material": adjective,
                        "grade": grade,
                    },
                    cost=round(0.03 * factor * dearer * (1 + place * 0.18), 4),
                    packs={"each": 1, "box": 50},
                    sales_unit="box",
                    multiple=50,
                    weight_g=round(9 * factor),
                    volume_ml=round(3 * factor),
                )
