"""Accessories: chargers, cables, sound, and a case for every phone. Cases fill the list to its full
number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from dealerline.demo.products.devices import PHONE_MODELS
from dealerline.demo.products.draft import Draft, short_code
from dealerline.demo.products.series import Series, numbered

_A = "Electronics/Accessories"
_LENGTHS = {"0.5 m": 0.8, "1 m": 1.0, "1.5 m": 1.15, "2 m": 1.3, "3 m": 1.7}

ACCESSORIES = (
    Series("UC", "USB-C cable", f"{_A}/Cables", 1.7, ("Voltix", "Ampera", "Cablix"), _LENGTHS, "length",
           (((), 1.0), (("braided",), 1.5)), ("black", "white", "red", "blue"), {"each": 1, "box": 20},
            weight_g=40),
    Series("LC", "Lightning cable", f"{_A}/Cables", 2.4, ("Voltix", "Ampera"), _LENGTHS, "length",
           (((), 1.0), (("braided",), 1.5)), ("black", "white"), {"each": 1, "box": 20}, weight_g=40),
    Series("HC", "HDMI cable", f"{_A}/Cables", 2.1, ("Cablix", "Voltix"),
           {f"{kind} {metres} m": round(factor * (0.7 + metres * 0.3), 2)
            for kind, factor in (("2.0", 1.0), ("2.1", 2.0)) for metres in (1, 1.5, 2, 3, 5, 10, 15)},
           kinds=(((), 1.0), (("braided",), 1.4)), weight_g=150),
    Series("WC", "wall charger", f"{_A}/Chargers", 4.2, ("Voltix", "Ampera", "Zentari"),
           {"12 W": 0.6, "20 W": 1.0, "30 W": 1.4, "45 W": 2.0, "65 W": 2.9, "100 W": 4.6}, "power",
           finishes=("white", "black"), packs={"each": 1, "box": 20}, weight_g=70),
    Series("CC", "car charger", f"{_A}/Chargers", 3.0, ("Voltix", "Ampera"),
           {"12 W": 0.7, "20 W": 1.0, "36 W": 1.5, "60 W": 2.4}, "power", finishes=("black", "silver"),
           weight_g=40),
    Series("QC", "wireless charger", f"{_A}/Chargers", 7.0, ("Voltix", "Ampera", "Zentari"),
           {"10 W": 0.7, "15 W": 1.0, "3 in 1": 2.9}, kinds=(((), 1.0), (("magsafe",), 1.5)),
           finishes=("black", "white"), weight_g=150),
    Series("PB", "power bank", f"{_A}/Power Banks", 7.5, ("Ampera", "Voltix", "Orilo"),
           numbered([5000, 10000, 20000, 30000], "mAh", 0.7), "capacity",
           (((), 1.0), (("magsafe",), 1.7)), ("black", "white", "blue"), {"each": 1, "carton": 40},
            weight_g=240),
    Series("EB", "earbuds", f"{_A}/Audio", 11, ("Sonaro", "Zentari", "Orilo", "Echovia"),
           {"Lite": 0.7, "ANC": 1.9, "Pro": 3.0, "Sport": 1.3}, "model", ((("bluetooth",), 1.0),),
           ("black", "white", "blue", "pink"), weight_g=60),
    Series("HP", "headset", f"{_A}/Audio", 14, ("Sonaro", "Echovia", "Altura"),
           {"H200": 0.8, "H300": 1.1, "H500": 1.9, "H700 ANC": 3.6}, "model",
           ((("bluetooth",), 1.0), (("wired",), 0.6)), ("black", "white", "grey"), weight_g=250),
    Series("SPK", "speaker", f"{_A}/Audio", 13, ("Sonaro", "Echovia"),
           {"5 W": 0.7, "10 W": 1.0, "20 W": 1.8, "40 W": 3.1, "80 W": 5.5}, "power",
           ((("bluetooth",), 1.0), (("bluetooth", "outdoor"), 1.4)), ("black", "blue", "red", "green"),
            weight_g=700),
    Series("KB", "keyboard", f"{_A}/Input", 8, ("Altura", "Cendric", "Tapwell"),
           {"US": 1.0, "TR": 1.0, "CN": 1.0}, "layout", ((("wired",), 0.8), (("wireless",), 1.3)),
           ("black", "white"), weight_g=600),
    Series("MO", "mouse", f"{_A}/Input", 4.5, ("Altura", "Cendric", "Tapwell"),
           {"M100": 0.8, "M200": 1.0, "M350": 1.7, "M500": 2.6}, "model", ((("wired",), 0.8), (("wireless",),
           1.4)),
           ("black", "white", "grey", "pink"), weight_g=90),
    Series("CAM", "webcam", f"{_A}/Input", 14, ("Altura", "Visionara"),
           {"720p": 0.7, "1080p": 1.0, "2K": 1.6, "4K": 3.2}, "resolution", weight_g=140),
    Series("HB", "USB hub", f"{_A}/Input", 8, ("Voltix", "Cablix", "Tapwell"),
           {"4 port": 0.8, "7 port": 1.4, "USB-C 5 in 1": 1.9, "USB-C 8 in 1": 3.0, "USB-C 12 in 1": 5.2},
           finishes=("black", "silver"), weight_g=110),
    Series("PH", "phone holder", f"{_A}/Mounts", 3.4, ("Gripfast", "Ampera"),
           {"car vent": 0.9, "dashboard": 1.1, "desk": 1.0, "bike": 1.3}, "place",
           (((), 1.0), (("magsafe",), 1.6)), ("black", "silver"), weight_g=110),
    Series("LB", "laptop bag", f"{_A}/Bags", 9.5, ("Carrigo", "Altura"),
           {'13.3"': 0.9, '14"': 1.0, '15.6"': 1.1, '17.3"': 1.4}, "size",
           finishes=("black", "grey", "blue", "brown"), weight_g=500, volume_ml=6000),
    Series("WS", "watch strap", f"{_A}/Wearables", 2.2, ("Zentari", "Carrigo"),
           {"41 mm": 1.0, "45 mm": 1.0, "49 mm": 1.2}, "size", ((("silicone",), 1.0), (("leather",), 2.2)),
           ("black", "blue", "white", "brown", "red"), weight_g=25),
    Series("ST", "stylus pen", f"{_A}/Input", 9, ("Tapwell", "Zentari"), {"S1": 0.8, "S2": 1.0,
           "S3 Pro": 2.1},
           "model", finishes=("white", "black"), weight_g=20),
    Series("TC", "tablet cover", f"{_A}/Cases", 5.5, ("Carrigo", "Zentari"),
           {'8"': 0.8, '10.4"': 1.0, '11"': 1.1, '12.6"': 1.3}, "size", ((("leather",), 1.6), (("silicone",),
           1.0)),
           ("black", "blue", "pink", "grey"), weight_g=250),
    Series("BT", "battery", f"{_A}/Batteries", 0.24, ("Enerza", "Voltix"),
           {"AA": 1.0, "AAA": 0.95, "C": 2.6, "D": 3.4, "9V": 4.4, "CR2032": 0.9, "CR2025": 0.9},
           "type", ((("alkaline",), 1.0), (("lithium",), 3.2), (("rechargeable",), 5.5)),
           packs={"each": 1, "pack": 4, "box": 40}, sales_unit="pack", multiple=4, weight_g=20),
)  # fmt: skip

_CASE_KINDS = (
    (("silicone",), 1.7), (("clear",), 1.2), (("rugged",), 2.9), (("magsafe",), 3.6), (("leather",), 4.8),
    (("wallet",), 3.9),
)  # fmt: skip
_CASE_BRANDS = ("Casera", "Shelltek", "Orilo")
_CASE_COLOURS = ("black", "blue", "red", "green", "pink", "grey", "purple", "white", "brown", "orange")


def screen_protectors() -> Iterator[Draft]:
    for brand, (place, model), finish in product(
        ("Shelltek", "Casera", "Zentari"), enumerate(PHONE_MODELS), ("2-pack", "3-pack", "privacy")
    ):
        yield Draft(
            sku=f"SP-{short_code(brand)}-{place + 1:02}-{finish[:2].upper()}",
            brand=brand,
            category=f"{_A}/Screen Protectors",
            noun="screen protector",
            adjectives=("tempered glass",),
            spec=f"{model} {finish}",
            attributes={"fits": model, "kind": finish},
            cost=round({"2-pack": 1.1, "3-pack": 1.5, "privacy": 2.2}[finish], 2),
            packs={"each": 1, "box": 50},
            weight_g=30,
            volume_ml=60,
        )


def phone_cases() -> Iterator[Draft]:
    """Every case of every brand for every phone; the list takes as many as it has room for."""
    for (adjectives, cost), brand, colour, (place, model) in product(
        _CASE_KINDS, _CASE_BRANDS, _CASE_COLOURS, enumerate(PHONE_MODELS)
    ):
        yield Draft(
            sku=f"PCS-{short_code(brand)}-{place + 1:02}-{adjectives[0][:2].upper()}-{short_code(colour, 4)}",
            brand=brand,
            category=f"{_A}/Cases",
            noun="phone case",
            adjectives=adjectives,
            spec=model,
            finish=colour,
            attributes={"fits": model, "colour": colour, "type": adjectives[0]},
            cost=cost,
            packs={"each": 1, "box": 20},
            weight_g=35,
            volume_ml=150,
        )
