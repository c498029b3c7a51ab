"""A made-up wholesale catalogue: groceries, care, fasteners, bearings, fittings, electronics, office, Chinese.

Brands and model numbers come from the seed, so two seeds share product words and sizes but no names. Each
"vendor" writes in a style of its own, as in a catalogue that was put together from many price lists.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from core.intake.types import CatalogEntry

Maker = Callable[[random.Random, str], tuple[str, dict[str, int]]]

_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "ce",
    "co",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fi",
    "ga",
    "go",
    "ka",
    "ke",
    "ki",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "pe",
    "pi",
    "po",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "vo",
    "za",
    "zen",
    "ron",
    "lex",
    "mar",
    "tek",
    "sol",
    "ver",
    "lin",
    "dor",
    "tan",
    "gal",
    "hol",
    "win",
    "ber",
    "nor",
]

_FOOD = {
    "drink": (
        ["cola", "orange soda", "lemon lime soda", "ginger ale", "tonic water", "mineral water", "sparkling water",
         "apple juice", "orange juice", "mango juice", "iced tea lemon", "iced tea peach", "green tea", "energy drink",
         "isotonic drink", "coconut water", "soy milk", "full cream milk", "low fat milk", "chocolate milk", "lager beer"],
        ["", "zero", "light", "original", "sugar free", "cherry", "vanilla", "mango", "strawberry", "with pulp"],
        ["200ml", "250ml", "330ml", "355ml", "500ml", "600ml", "1L", "1.25L", "1.5L", "2L"],
        ["can", "bottle", "PET", "glass bottle", "carton", ""], [1, 4, 6, 8, 12, 24],
    ),
    "dry": (
        ["basmati rice", "jasmine rice", "wheat flour", "white sugar", "brown sugar", "sea salt", "spaghetti", "penne pasta",
         "instant noodles", "rice noodles", "corn flakes", "rolled oats", "muesli", "red lentils", "chickpeas", "kidney beans",
         "potato chips", "tortilla chips", "salted peanuts", "roasted almonds", "cashew nuts", "butter cookies",
         "cream crackers", "wafer rolls", "milk chocolate bar", "dark chocolate bar", "gummy bears", "chewing gum",
         "ground coffee", "instant coffee", "black tea bags", "cocoa powder", "baking powder", "milk powder"],
        ["", "classic", "salt & vinegar", "sour cream & onion", "chicken", "curry", "spicy", "organic", "hazelnut",
         "mint", "strawberry", "whole grain", "extra fine", "family pack", "low sodium"],
        ["40g", "50g", "80g", "100g", "150g", "200g", "250g", "400g", "500g", "1kg", "2kg", "5kg", "10kg", "25kg"],
        ["bag", "box", "jar", "pouch", "tin", ""], [1, 6, 10, 12, 20, 24, 48],
    ),
    "wet": (
        ["tomato ketchup", "mayonnaise", "soy sauce", "oyster sauce", "chilli sauce", "olive oil", "sunflower oil",
         "palm oil", "white vinegar", "tomato paste", "chopped tomatoes", "sweet corn", "tuna chunks", "sardines in tomato sauce",
         "luncheon meat", "strawberry jam", "orange marmalade", "peanut butter", "honey", "coconut milk", "condensed milk",
         "evaporated milk", "butter unsalted", "cheddar cheese", "mozzarella cheese", "natural yoghurt"],
        ["", "hot", "mild", "light", "extra virgin", "in brine", "in oil", "reduced salt", "crunchy", "smooth", "premium"],
        ["150g", "185g", "200g", "250ml", "340g", "400g", "500ml", "500g", "750ml", "1L", "2L", "5L", "10L"],
        ["bottle", "can", "jar", "tub", "squeeze", ""], [1, 6, 12, 24],
    ),
    "care": (
        ["shampoo", "conditioner", "shower gel", "hand soap", "body lotion", "toothpaste", "mouthwash", "deodorant spray",
         "shaving foam", "hand sanitizer", "laundry powder", "liquid detergent", "fabric softener", "dishwashing liquid",
         "bleach", "glass cleaner", "floor cleaner", "toilet cleaner", "kitchen towel", "toilet tissue", "facial tissue",
         "wet wipes", "baby diapers", "garbage bags", "aluminium foil", "cling film", "paper cups", "paper plates"],
        ["", "lemon", "lavender", "sensitive", "anti dandruff", "fresh mint", "aloe vera", "original", "ultra", "2 ply",
         "3 ply", "heavy duty", "baby", "men", "whitening", "large", "medium", "small"],
        ["75ml", "100ml", "200ml", "250ml", "400ml", "500ml", "750ml", "1L", "2L", "5L", "500g", "1kg", "3kg", "20s", "50s", "100s", "30 pcs"],
        ["bottle", "refill", "tube", "pack", ""], [1, 3, 6, 12, 24],
    ),
}  # fmt: skip
_COLOURS = ["black", "white", "red", "blue", "grey", "silver", "green", "gold", "pink", "clear"]
_METALS = [
    "stainless steel",
    "zinc plated",
    "galvanised",
    "brass",
    "carbon steel",
    "nylon",
    "aluminium",
    "black oxide",
]


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
        rng.choice(things), rng.choice(kinds), rng.choice(sizes), rng.choice(vessels), rng.choice(packs)
    )  # fmt: skip
    if rng.random() < 0.3 and size[-1] in "lLg" and " " not in size:
        size = size.rstrip("mLlkg") + " " + size[len(size.rstrip("mLlkg")) :]
    packed = {
        0: "", 1: f" {pack}x{size}" if pack > 1 else f" {size}", 2: f" {size} x {pack}" if pack > 1 else f" {size}",
        3: f" {size} ({pack}s)" if pack > 1 else f" {size}",
    }[rng.choice((1, 1, 2, 2, 3))]  # fmt: skip
    words = rng.choice(
        ([brand, kind, thing, vessel], [brand, thing, kind, vessel], [thing, kind, brand, vessel])
    )
    return " ".join(w for w in words if w) + packed, {"each": 1, "case": max(pack, 2)}


def _fastener(rng: random.Random, _: str) -> tuple[str, dict[str, int]]:
    thread = rng.choice((3, 4, 5, 6, 8, 10, 12, 16, 20, 24))
    length = rng.choice((8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 150))
    kind = rng.choice(
        ("hex bolt", "socket head cap screw", "countersunk screw", "pan head screw", "machine screw", "carriage bolt",
         "wood screw", "self tapping screw", "drywall screw", "anchor bolt", "threaded rod", "hex nut", "flange nut",
         "lock nut", "flat washer", "spring washer", "pop rivet", "eye bolt", "U bolt")
    )  # fmt: skip
    metal = rng.choice(_METALS)
    grade = rng.choice(("", "", "grade 8.8", "A2-70", "A4", "grade 10.9", "DIN 933", "DIN 912"))
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
    kind = {60: "deep groove ball bearing", 62: "deep groove ball bearing", 63: "deep groove ball bearing",
            68: "thin section ball bearing", 69: "thin section ball bearing", 72: "angular contact bearing"}.get(
        series, "tapered roller bearing" if series in (302, 303, 322) else "spherical roller bearing")  # fmt: skip
    code = f"{series}{step:02d}{seal}"
    metal = rng.choice(("", "", "stainless steel", "chrome steel"))
    dims = rng.choice(("", f"{bore}x{outer}x{round(outer / 4)}mm", f"{bore}x{outer}x{round(outer / 4)}"))
    parts = rng.choice(
        ([brand, kind, code, metal, dims], [code, brand, kind, metal, dims], [kind, metal, code, dims, brand])
    )
    return " ".join(p for p in parts if p), {"each": 1, "box": 10}


def _fitting(rng: random.Random, brand: str) -> tuple[str, dict[str, int]]:
    kind = rng.choice(
        ("ball valve", "gate valve", "check valve", "butterfly valve", "elbow 90", "elbow 45", "equal tee", "reducing tee",
         "coupling", "union", "nipple", "reducer bush", "end cap", "flange", "pipe clamp", "hose barb", "PVC pipe", "copper pipe")
    )  # fmt: skip
    size = rng.choice(('1/4"', '3/8"', '1/2"', '3/4"', '1"', '1 1/4"', '1-1/2"', '2"', '2 1/2"', '3"', '4"', "20mm", "25mm", "32mm", "50mm", "110mm"))  # fmt: skip
    metal = rng.choice(("brass", "stainless steel", "PVC", "galvanised", "cast iron", "copper", "PPR"))
    tail = rng.choice(("", "", "PN16", "BSP", "NPT", "male", "female", "threaded", "PN25", "SCH40"))
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
    kind, specs = rng.choice(
        (("USB-C charger", ["20W", "30W", "45W", "65W", "100W"]), ("power bank", ["5000mAh", "10000mAh", "20000mAh"]),
         ("bluetooth headphones", [""]), ("wireless mouse", [""]), ("mechanical keyboard", ["", "TKL", "full size"]),
         ("LED monitor", ['22"', '24"', '27"', '32"']), ("smart TV", ['32"', '43"', '50"', '55"', '65"']),
         ("USB flash drive", ["16GB", "32GB", "64GB", "128GB"]), ("SSD", ["240GB", "480GB", "500GB", "1TB", "2TB"]),
         ("smartphone", ["64GB", "128GB", "256GB"]), ("tablet", ["32GB", "64GB", "128GB"]), ("laptop", ['13.3"', '14"', '15.6"']),
         ("HDMI cable", ["1m", "1.5m", "2m", "3m", "5m"]), ("USB cable", ["1m", "2m", "3m"]), ("network cable cat6", ["1m", "2m", "5m", "10m"]),
         ("LED bulb E27", ["5W", "7W", "9W", "12W", "15W"]), ("extension cord", ["3m", "5m", "10m"]), ("toner cartridge", [""]),
         ("ink cartridge", [""]), ("inkjet printer", [""]), ("router", ["AC1200", "AX1800", "AX3000"]), ("IP camera", ["2MP", "4MP", "8MP"]),
         ("cordless drill", ["12V", "18V", "20V"]), ("angle grinder", ["115mm", "125mm", "230mm"]), ("multimeter", [""]),
         ("washing machine", ["7kg", "8kg", "9kg"]), ("microwave oven", ["20L", "25L"]), ("air fryer", ["4L", "5.5L"]))
    )  # fmt: skip
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
    kind = rng.choice(
        ("ballpoint pen", "gel pen", "permanent marker", "whiteboard marker", "highlighter", "pencil HB", "copy paper A4 80gsm",
         "copy paper A3 80gsm", "notebook A5", "notebook A4", "sticky notes 76x76mm", "ring binder A4", "file folder", "stapler",
         "staples 26/6", "paper clips", "correction tape", "packing tape 48mm x 50m", "masking tape 24mm", "envelope DL", "scissors", "glue stick")
    )  # fmt: skip
    extra = rng.choice(
        ("", "0.5mm", "0.7mm", "1.0mm", "fine", "bold", "2 hole", "200 pages", "500 sheets", "20g", "40g")
    )
    pack = rng.choice((1, 5, 10, 12, 50))
    parts = [
        brand,
        kind,
        extra,
        rng.choice([*_COLOURS, "", ""]),
        f"pack of {pack}" if pack > 1 and rng.random() < 0.4 else "",
    ]
    return " ".join(p for p in parts if p), {"each": 1, "box": max(pack, 10)}


_HAN_BRANDS = "康佳源利华美宝德鑫隆泰福乐天香山海龙凤金银星月光明"
_HAN = (
    (["可乐", "矿泉水", "苏打水", "绿茶", "红茶", "乌龙茶", "橙汁", "苹果汁", "豆奶", "纯牛奶", "酸奶", "啤酒", "咖啡", "椰子汁"],
     ["", "无糖", "低糖", "原味", "柠檬味", "草莓味", "经典"], ["250毫升", "330毫升", "500毫升", "1升", "1.5升", "2升"]),
    (["方便面", "饼干", "薯片", "巧克力", "大米", "面粉", "白砂糖", "食盐", "花生", "瓜子", "燕麦片", "奶粉", "辣椒酱", "酱油", "食用油"],
     ["", "香辣味", "番茄味", "原味", "牛肉味", "海鲜味", "有机", "特级"], ["50克", "80克", "100克", "250克", "500克", "1公斤", "5公斤", "10公斤"]),
    (["洗发水", "沐浴露", "牙膏", "洗衣液", "洗洁精", "卫生纸", "抽纸", "湿巾", "垃圾袋", "洗手液"],
     ["", "薰衣草香", "柠檬香", "去屑", "加厚", "大号", "小号"], ["100克", "200毫升", "500毫升", "750毫升", "1升", "2公斤", "10卷", "3包"]),
    (["深沟球轴承", "六角螺栓", "不锈钢螺丝", "球阀", "闸阀", "弯头", "三通", "垫圈", "电缆", "开关插座", "灯泡", "电钻"],
     ["", "不锈钢", "镀锌", "黄铜", "加长", "重型"], ["10mm", "20mm", "25mm", "50mm", "M8x40", "M10x50", '1/2"', "DN50", "220V", "9W"]),
)  # fmt: skip


def _chinese(rng: random.Random, _: str) -> tuple[str, dict[str, int]]:
    things, kinds, sizes = rng.choice(_HAN)
    brand = "".join(rng.choice(_HAN_BRANDS) for _ in range(rng.choice((2, 2, 3))))
    gap = rng.choice(("", " "))
    size = rng.choice(sizes)
    pack = rng.choice(("", "", "x6", "x12", "x24")) if size[-1] in "升克斤" else ""
    return f"{brand}{gap}{rng.choice(kinds)}{rng.choice(things)} {size}{pack}", {"each": 1, "case": 12}


_MAKERS: tuple[tuple[Maker, int], ...] = (
    (_grocery, 40), (_fastener, 10), (_bearing, 6), (_fitting, 8), (_electronics, 20), (_office, 8), (_chinese, 8)
)  # fmt: skip


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
