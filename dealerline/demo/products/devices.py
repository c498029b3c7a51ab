"""Electronics with a plug: phones, computers, gaming, networking, and what stores and prints."""

from __future__ import annotations

from collections.abc import Iterator

from dealerline.demo.products.draft import Draft
from dealerline.demo.products.series import Series, numbered

_E = "Electronics"

# Model, cost with the first memory, memories with what each adds. The iPhone 15 Pro costs 1,000 (D2).
_IPHONES = (
    ("iPhone 15", "IP15", 700, (("128 GB", 0), ("256 GB", 90), ("512 GB", 260))),
    ("iPhone 15 Plus", "IP15PLUS", 790, (("128 GB", 0), ("256 GB", 90), ("512 GB", 260))),
    ("iPhone 15 Pro", "IP15PRO", 1000, (("128 GB", 0), ("256 GB", 95), ("512 GB", 280), ("1 TB", 460))),
    ("iPhone 15 Pro Max", "IP15PROMAX", 1120, (("256 GB", 0), ("512 GB", 180), ("1 TB", 360))),
)  # fmt: skip
# Brand, model, code, cost; all other phones are invented.
PHONES = (
    ("Zentari", "Z1", "ZZ1", 118), ("Zentari", "Z1 Plus", "ZZ1P", 149), ("Zentari", "Z5", "ZZ5", 238),
    ("Zentari", "Z5 Pro", "ZZ5P", 312), ("Zentari", "Z9 Ultra", "ZZ9U", 640), ("Zentari", "Fold 2", "ZF2",
     890),
    ("Orilo", "A3", "OA3", 96), ("Orilo", "A5", "OA5", 128), ("Orilo", "A7 5G", "OA7", 187),
    ("Orilo", "N10", "ON10", 259), ("Orilo", "N10 Pro", "ON10P", 349), ("Orilo", "Flip 3", "OF3", 560),
    ("Miravo", "Pulse 8", "MP8", 139), ("Miravo", "Pulse 8 Lite", "MP8L", 104), ("Miravo", "Nova 12", "MN12",
     289),
    ("Miravo", "Nova 12 Max", "MN12M", 388), ("Kanto", "One", "KO1", 84), ("Kanto", "Two", "KO2", 111),
    ("Kanto", "Rugged X", "KRX", 265), ("Kanto", "Classic 4G", "KC4", 38),
)  # fmt: skip
_COLOURS = ("black", "blue", "white", "green")

PHONE_MODELS = tuple(model for model, *_ in _IPHONES) + tuple(
    f"{brand} {model}" for brand, model, *_ in PHONES
)

COMPUTERS = (
    Series("TAB", "tablet", f"{_E}/Computers/Tablets", 105, ("Zentari", "Miravo", "Orilo"),
           {f'{inch}" {memory} GB': round(inch / 8 * (0.8 + memory / 320), 2)
            for inch in (8, 10.4, 11, 12.6) for memory in (64, 128, 256)},
           finishes=("grey", "silver"), weight_g=500, volume_ml=900),
    Series("LAP", "laptop", f"{_E}/Computers/Laptops", 385, ("Altura", "Cendric", "Nimbusk"),
           {f'{inch}" {ram} GB {disk}': round(factor * (0.7 + ram / 40), 2)
            for inch, factor in ((13.3, 1.1), (14, 1.0), (15.6, 0.95), (17.3, 1.2))
            for ram in (8, 16, 32) for disk in ("256 GB", "512 GB", "1 TB")}, weight_g=1500, volume_ml=6000),
    Series("MON", "monitor", f"{_E}/Computers/Monitors", 78, ("Altura", "Visionara", "Cendric"),
           {f'{inch}" {kind}': round(inch / 22 * factor, 2)
            for inch in (22, 24, 27, 32, 34) for kind, factor in (("FHD", 1.0), ("QHD", 1.6), ("4K", 2.4))},
           kinds=(((), 1.0), (("gaming",), 1.5)), weight_g=4500, volume_ml=40000),
    Series("TV", "television", f"{_E}/Television", 145, ("Visionara", "Miravo", "Lumora"),
           {f'{inch}" {kind}': round((inch / 32) ** 1.6 * factor, 2)
            for inch in (32, 43, 50, 55, 65, 75) for kind, factor in (("LED", 1.0), ("QLED", 1.5), ("OLED",
            2.6))},
           kinds=((("smart",), 1.0),), weight_g=9000, volume_ml=90000),
    Series("WAT", "smart watch", f"{_E}/Wearables", 42, ("Zentari", "Orilo", "Miravo"),
           {"41 mm": 1.0, "45 mm": 1.15, "49 mm": 2.2}, finishes=("black", "silver", "gold", "blue"),
           weight_g=60),
    Series("PRN", "printer", f"{_E}/Printing", 88, ("Presso", "Cendric"),
           {"A4 mono": 1.0, "A4 colour": 1.9, "A4 mono duplex": 1.3, "A3 colour": 4.2}, weight_g=9000,
           volume_ml=60000),
    Series("TON", "toner cartridge", f"{_E}/Printing", 21, ("Presso", "Cendric", "Refilla"),
           {f"{model} {colour}": factor for model, factor in (("T100", 1.0), ("T200", 1.4), ("T300", 1.8),
            ("T450", 2.6)) for colour in ("black", "cyan", "magenta", "yellow")}, weight_g=800,
             volume_ml=3000),
)  # fmt: skip
STORAGE = (
    Series("SSD", "solid state drive", f"{_E}/Storage", 17, ("Datavault", "Kryon", "Cendric"),
           {f"{kind} {size}": round(base * factor, 2)
            for kind, base in (("SATA", 1.0), ("NVMe", 1.2), ("NVMe Gen4", 1.5))
            for size, factor in (("250 GB", 1.0), ("500 GB", 1.7), ("1 TB", 2.9), ("2 TB", 5.4), ("4 TB",
            10.5))},
           weight_g=60, volume_ml=120),
    Series("HDD", "hard drive", f"{_E}/Storage", 36, ("Datavault", "Kryon"),
           {"1 TB": 1.0, "2 TB": 1.4, "4 TB": 2.3, "5 TB": 2.8}, "capacity", ((("portable",), 1.0),),
           ("black", "blue", "silver"), weight_g=200),
    Series("RAM", "memory module", f"{_E}/Storage", 13, ("Kryon", "Datavault"),
           {f"DDR{gen} {size} GB {form}": round(size / 8 * factor, 2)
            for gen, factor in ((4, 1.0), (5, 1.5)) for size in (8, 16, 32) for form in ("DIMM", "SODIMM")},
           weight_g=40),
    Series("UFD", "USB flash drive", f"{_E}/Storage", 2.6, ("Datavault", "Kryon", "Refilla"),
           numbered([16, 32, 64, 128, 256, 512], "GB", 0.75), "capacity", finishes=("black", "silver", "red"),
           packs={"each": 1, "box": 20}, weight_g=15),
    Series("MSD", "memory card", f"{_E}/Storage", 3.1, ("Datavault", "Kryon"),
           {f"{kind} {size} GB": round(factor * (size / 32) ** 0.8, 2)
            for kind, factor in (("microSD", 1.0), ("SDXC", 1.2)) for size in (32, 64, 128, 256, 512)},
           packs={"each": 1, "box": 20}, weight_g=5),
)  # fmt: skip
GAMING = (
    Series("GCO", "game console", f"{_E}/Gaming/Consoles", 265, ("Arcadion", "Playvia"),
           {"512 GB": 1.0, "1 TB": 1.35, "2 TB": 1.8}, "storage", finishes=("black", "white"), weight_g=3900,
           volume_ml=14000),
    Series("GCT", "controller", f"{_E}/Gaming/Controllers", 27, ("Arcadion", "Playvia", "Hyperfang"),
           kinds=((("wireless",), 1.4), (("wired",), 0.8)),
           finishes=("black", "white", "red", "blue", "purple", "green"), weight_g=280),
    Series("GKB", "keyboard", f"{_E}/Gaming/Keyboards", 24, ("Hyperfang", "Nitrax", "Arcadion"),
           {f"{form} {switch}": factor for form, factor in (("60%", 0.9), ("TKL", 1.0), ("full size", 1.2))
            for switch in ("red", "brown", "blue")},
           kinds=((("gaming", "mechanical"), 1.0), (("wireless", "mechanical"), 1.5)), finishes=("black",
           "white"),
           weight_g=850, volume_ml=3000),
    Series("GMO", "mouse", f"{_E}/Gaming/Mice", 12, ("Hyperfang", "Nitrax", "Arcadion"),
           {"8000 DPI": 0.8, "16000 DPI": 1.2, "26000 DPI": 2.1},
           kinds=((("gaming", "wired"), 1.0), (("gaming", "wireless"), 1.7)), finishes=("black", "white",
           "pink"),
           weight_g=120),
    Series("GHS", "headset", f"{_E}/Gaming/Headsets", 19, ("Hyperfang", "Nitrax", "Playvia"),
           {"stereo": 0.8, "7.1": 1.2}, kinds=((("gaming", "wired"), 1.0), (("gaming", "wireless"), 2.0)),
           finishes=("black", "white", "green", "red"), weight_g=320),
    Series("GPD", "mouse pad", f"{_E}/Gaming/Mice", 3.1, ("Hyperfang", "Nitrax"),
           {"M": 0.7, "L": 1.0, "XL": 1.6, "XXL": 2.4}, finishes=("black", "red", "blue", "grey"),
           weight_g=250),
    Series("GCH", "gaming chair", f"{_E}/Gaming/Furniture", 82, ("Nitrax", "Throna"),
           {"standard": 1.0, "XL": 1.4}, finishes=("black", "red", "blue", "grey", "pink"), weight_g=21000,
           volume_ml=140000),
    Series("GWH", "racing wheel", f"{_E}/Gaming/Controllers", 118, ("Hyperfang", "Arcadion"),
           {"270 deg": 0.7, "900 deg": 1.0, "1080 deg": 1.9}, weight_g=5200, volume_ml=30000),
)  # fmt: skip
NETWORKING = (
    Series("NRT", "router", f"{_E}/Networking/Routers", 21, ("Linkora", "Netrova", "Wavecrest"),
           {"AC1200": 1.0, "AC1900": 1.6, "AX1800": 1.9, "AX3000": 2.5, "AX5400": 4.0, "BE7200": 6.5,
            "4G LTE": 2.8, "5G": 9.5}, "class", finishes=("black", "white"), weight_g=500, volume_ml=3500),
    Series("NSW", "switch", f"{_E}/Networking/Switches", 11, ("Linkora", "Netrova", "Wavecrest"),
           {f"{ports} port {speed}": round(ports / 5 * factor, 2)
            for ports in (5, 8, 16, 24, 48) for speed, factor in (("1G", 1.0), ("1G PoE", 2.2), ("2.5G", 3.0),
            ("10G", 7.5))},
           kinds=((("unmanaged",), 1.0), (("managed",), 1.8)), weight_g=900, volume_ml=4000),
    Series("NAP", "access point", f"{_E}/Networking/Wireless", 46, ("Linkora", "Netrova", "Wavecrest"),
           {"AC1200": 0.8, "AX1800": 1.0, "AX3000": 1.4, "AX6000": 2.6},
           kinds=((("indoor",), 1.0), (("outdoor",), 1.5)), weight_g=600),
    Series("NMS", "mesh system", f"{_E}/Networking/Wireless", 58, ("Linkora", "Netrova"),
           {f"{speed} {packs}-pack": round(factor * (0.4 + packs * 0.6), 2)
            for speed, factor in (("AX1500", 0.8), ("AX3000", 1.0), ("AX5400", 1.8), ("BE9300", 3.2))
            for packs in (1, 2, 3)}, weight_g=900),
    Series("NPP", "patch panel", f"{_E}/Networking/Cabling", 14, ("Netrova", "Cablix"),
           {"24 port Cat5e": 1.0, "24 port Cat6": 1.2, "24 port Cat6A": 2.0, "48 port Cat6": 2.2},
           weight_g=900),
    Series("NSF", "SFP module", f"{_E}/Networking/Switches", 9, ("Netrova", "Linkora", "Wavecrest"),
           {"1G SX": 1.0, "1G LX": 1.2, "1G T": 1.4, "10G SR": 1.8, "10G LR": 2.6, "10G T": 4.4,
           "25G SR": 4.0,
            "25G LR": 6.5}, weight_g=30),
    Series("NCB", "network cabinet", f"{_E}/Networking/Cabling", 48, ("Cablix", "Netrova"),
           {"6U": 1.0, "9U": 1.3, "12U": 1.6, "18U": 2.4, "27U": 4.0, "42U": 7.5}, "height", weight_g=14000,
           volume_ml=90000),
    Series("NIC", "IP camera", f"{_E}/Networking/Cameras", 28, ("Visionara", "Netrova", "Wavecrest"),
           {"2 MP": 0.8, "4 MP": 1.0, "5 MP": 1.3, "8 MP": 1.9}, "resolution",
           ((("indoor",), 1.0), (("outdoor",), 1.4)), ("white", "black"), weight_g=350),
    Series("NAD", "network adapter", f"{_E}/Networking/Adapters", 8, ("Linkora", "Netrova"),
           {"USB AC600": 0.8, "USB AC1300": 1.3, "USB-C 1G": 1.5, "USB-C 2.5G": 2.3, "PCIe AX3000": 2.8},
           weight_g=50),
    Series("PC", "patch cable", f"{_E}/Networking/Cabling", 0.8, ("Cablix", "Netrova"),
           {f"{kind} {metres} m": round(factor * (0.6 + metres * 0.4), 2)
            for kind, factor in (("Cat5e", 0.8), ("Cat6", 1.0), ("Cat6A", 1.9))
            for metres in (0.25, 0.5, 1, 2, 3, 5, 10, 15, 20)},
           finishes=("grey", "blue", "red", "green", "yellow", "black"), packs={"each": 1, "bag": 10},
           weight_g=60),
    Series("ND", "network cable drum", f"{_E}/Networking/Cabling", 48, ("Cablix", "Netrova"),
           {"Cat5e 305 m": 1.0, "Cat6 305 m": 1.5, "Cat6A 305 m": 2.7},
           kinds=(((), 1.0), (("shielded",), 1.5), (("outdoor",), 1.7)), weight_g=11000, volume_ml=30000),
)  # fmt: skip


def phones() -> Iterator[Draft]:
    for model, code, cost, memories in _IPHONES:
        for memory, more in memories:
            yield Draft(
                sku=f"{code}-{memory.replace(' ', '')}",
                brand="Apple",
                category=f"{_E}/Smartphones",
                noun="smartphone",
                spec=f"{model} {memory}",
                attributes={"model": model, "memory": memory},
                cost=float(cost + more),
                weight_g=200,
                volume_ml=450,
            ).named(
                f"Apple {model} {memory}", f"苹果 {model} {memory}", f"Apple {model} {memory}",
                f"Apple {model} {memory}",
            )  # fmt: skip
    for brand, model, code, cost in PHONES:
        for memory, factor in (("64 GB", 1.0), ("128 GB", 1.12), ("256 GB", 1.34)):
            for colour in _COLOURS:
                yield Draft(
                    sku=f"{code}-{memory.replace(' ', '')}-{colour[:3].upper()}",
                    brand=brand,
                    category=f"{_E}/Smartphones",
                    noun="smartphone",
                    spec=f"{model} {memory}",
                    finish=colour,
                    attributes={"model": model, "memory": memory, "colour": colour},
                    cost=round(cost * factor, 2),
                    packs={"each": 1, "carton": 20},
                    weight_g=190,
                    volume_ml=450,
                )
