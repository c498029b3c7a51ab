"""Drinks, food and household goods: what a corner shop orders by the case."""

from __future__ import annotations

from collections.abc import Iterator

from dealerline.demo.products.draft import Draft
from dealerline.demo.products.series import Series

_D = "Grocery/Beverages"
_F = "Grocery/Food"
_H = "Household"

# Stock code, brand and flavour, in English, Chinese, Turkish and Malay.
_SOFT_DRINKS = (
    ("COKE", "Coca-Cola", "Coke", "可口可乐", "Coca-Cola Kola", "Coke"),
    ("COKEZ", "Coca-Cola", "Coke Zero", "零度可口可乐", "Coca-Cola Zero Kola", "Coke Zero"),
    ("COKED", "Coca-Cola", "Diet Coke", "健怡可口可乐", "Coca-Cola Light Kola", "Diet Coke"),
    ("COKEC", "Coca-Cola", "Coke Cherry", "樱桃味可口可乐", "Coca-Cola Kirazlı Kola", "Coke Ceri"),
    ("SPRITE", "Sprite", "Sprite", "雪碧", "Sprite Gazoz", "Sprite"),
    ("SPRITEZ", "Sprite", "Sprite Zero", "零卡雪碧", "Sprite Zero Gazoz", "Sprite Zero"),
    ("SUNDO", "Sundora", "Sundora Orange", "阳光橙味汽水", "Sundora Portakallı Gazoz", "Sundora Oren"),
    ("SUNDL", "Sundora", "Sundora Lemon", "阳光柠檬味汽水", "Sundora Limonlu Gazoz", "Sundora Lemon"),
    ("SUNDG", "Sundora", "Sundora Grape", "阳光葡萄味汽水", "Sundora Üzümlü Gazoz", "Sundora Anggur"),
    ("BLTZ", "Blitzo", "Blitzo Energy", "闪电能量饮料", "Blitzo Enerji İçeceği", "Blitzo Minuman Tenaga"),
    ("BLTZS", "Blitzo", "Blitzo Energy Sugar Free", "闪电无糖能量饮料", "Blitzo Şekersiz Enerji İçeceği",
     "Blitzo Minuman Tenaga Tanpa Gula"),
)  # fmt: skip
# Size, millilitres, vessel, pieces in a case, cost of one.
_SIZES = (
    ("250 ml", 250, "can", 24, 0.36), ("330 ml", 330, "can", 24, 0.42), ("500 ml", 500, "bottle", 24, 0.62),
    ("1 L", 1000, "bottle", 12, 0.88), ("1.5 L", 1500, "bottle", 6, 1.05), ("2 L", 2000, "bottle", 6, 1.24),
)  # fmt: skip
_VESSELS = {"can": ("罐装", "kutu", "tin"), "bottle": ("瓶装", "şişe", "botol")}


def _sizes(*pairs: tuple[str, float]) -> dict[str, float]:
    return dict(pairs)


_DOZEN = {"each": 1, "case": 12}
_TWENTY_FOUR = {"each": 1, "case": 24}
_SIX = {"each": 1, "case": 6}

FOOD = (
    Series("MW", "mineral water", f"{_D}/Water", 0.22, ("Alpenquell", "Clearbrook", "Silvana"),
           _sizes(("330 ml", 0.8), ("500 ml", 1.0), ("1 L", 1.6), ("1.5 L", 2.0), ("5 L", 5.0)), "volume",
           ((("still",), 1.0), (("sparkling",), 1.15), (("lemon",), 1.4)), ("bottle",), _TWENTY_FOUR, "case",
            1,
           500, 520),
    Series("JU", "orange juice", f"{_D}/Juice", 0.7, ("Frutasol", "Sundora", "Orchardly"),
           _sizes(("200 ml", 0.5), ("250 ml", 0.6), ("1 L", 1.7), ("1.5 L", 2.4), ("2 L", 3.0)), "volume",
           packs=_DOZEN, sales_unit="case", weight_g=800),
    Series("JA", "apple juice", f"{_D}/Juice", 0.68, ("Frutasol", "Sundora", "Orchardly"),
           _sizes(("200 ml", 0.5), ("250 ml", 0.6), ("1 L", 1.7), ("1.5 L", 2.4), ("2 L", 3.0)), "volume",
           packs=_DOZEN, sales_unit="case", weight_g=800),
    Series("JM", "mango juice", f"{_D}/Juice", 0.74, ("Frutasol", "Sundora", "Orchardly"),
           _sizes(("200 ml", 0.5), ("250 ml", 0.6), ("1 L", 1.7), ("1.5 L", 2.4)), "volume",
           packs=_DOZEN, sales_unit="case", weight_g=800),
    Series("IT", "iced tea", f"{_D}/Tea", 0.55, ("Leafora", "Sundora"),
           _sizes(("330 ml", 0.8), ("500 ml", 1.0), ("1.5 L", 2.0)), "volume",
           ((("lemon",), 1.0), (("peach",), 1.0), (("zero sugar",), 1.0)), packs=_DOZEN, sales_unit="case",
           weight_g=600),
    Series("TG", "green tea", f"{_D}/Tea", 1.4, ("Leafora", "Mountmist"),
           _sizes(("25 bags", 1.0), ("50 bags", 1.8), ("100 bags", 3.2), ("250 g", 3.5)), "content",
           (((), 1.0), (("jasmine",), 1.15), (("lemon",), 1.1)), packs=_DOZEN, weight_g=120),
    Series("TBK", "black tea", f"{_D}/Tea", 1.3, ("Leafora", "Mountmist"),
           _sizes(("25 bags", 1.0), ("50 bags", 1.8), ("100 bags", 3.2), ("500 g", 4.8), ("1 kg", 9.0)),
           "content",
           packs=_DOZEN, weight_g=200),
    Series("CG", "ground coffee", f"{_D}/Coffee", 3.4, ("Cafeluna", "Mountmist"),
           _sizes(("250 g", 1.0), ("500 g", 1.9), ("1 kg", 3.6)), "weight",
           ((("dark",), 1.0), (("roasted",), 1.0), (("original",), 0.95)), packs=_DOZEN, weight_g=400),
    Series("CI", "instant coffee", f"{_D}/Coffee", 2.6, ("Cafeluna", "Mountmist"),
           _sizes(("50 g", 0.7), ("100 g", 1.0), ("200 g", 1.9), ("3 in 1 x 30", 1.6)), "content",
           packs=_DOZEN,
           weight_g=180),
    Series("MK", "milk", f"{_D}/Dairy", 0.75, ("Dairymoor", "Silvana"),
           _sizes(("200 ml", 0.35), ("500 ml", 0.7), ("1 L", 1.0)), "volume",
           ((("whole",), 1.0), (("skimmed",), 1.0)), packs=_DOZEN, sales_unit="case", weight_g=900),
    Series("MS", "soy milk", f"{_D}/Dairy", 0.9, ("Dairymoor", "Beanly"),
           _sizes(("250 ml", 0.5), ("1 L", 1.3)), "volume", ((("original",), 1.0), (("zero sugar",), 1.05)),
           packs=_DOZEN, sales_unit="case", weight_g=700),
    Series("PCH", "potato chips", f"{_F}/Snacks", 0.7, ("Crispero", "Munchly", "Snackoria"),
           _sizes(("40 g", 0.6), ("90 g", 1.0), ("150 g", 1.6), ("200 g", 2.0)), "weight",
           ((("salted",), 1.0), (("spicy",), 1.05), (("original",), 1.0)), packs={"bag": 1, "each": 1,
            "case": 20},
           sales_unit="case", weight_g=110, volume_ml=1200),
    Series("PN", "peanuts", f"{_F}/Snacks", 0.9, ("Munchly", "Snackoria"),
           _sizes(("50 g", 0.5), ("150 g", 1.0), ("400 g", 2.2), ("1 kg", 4.6)), "weight",
           ((("salted",), 1.0), (("roasted",), 1.0), (("spicy",), 1.1)), packs=_DOZEN, weight_g=180),
    Series("CN", "cashew nuts", f"{_F}/Snacks", 2.1, ("Munchly", "Snackoria"),
           _sizes(("50 g", 0.6), ("150 g", 1.3), ("400 g", 3.2)), "weight", ((("salted",), 1.0),
           (("roasted",), 1.0)),
           packs=_DOZEN, weight_g=180),
    Series("CB", "chocolate bar", f"{_F}/Confectionery", 0.5, ("Cocorelle", "Munchly"),
           _sizes(("25 g", 0.6), ("45 g", 0.9), ("80 g", 1.5), ("100 g", 1.9), ("200 g", 3.4)), "weight",
           ((("dark",), 1.1), (("whole",), 1.0)), packs={"each": 1, "box": 24}, sales_unit="box",
            weight_g=60),
    Series("BI", "biscuits", f"{_F}/Confectionery", 0.6, ("Cocorelle", "Crispero"),
           _sizes(("80 g", 0.7), ("150 g", 1.0), ("250 g", 1.5), ("400 g", 2.2)), "weight",
           ((("original",), 1.0), (("lemon",), 1.05)), packs={"each": 1, "case": 24}, weight_g=180),
    Series("GU", "chewing gum", f"{_F}/Confectionery", 0.3, ("Cocorelle", "Fresho"),
           _sizes(("10 pieces", 1.0), ("46 pieces", 3.2)), "content", ((("zero sugar",), 1.0), (("lemon",),
           1.0)),
           packs={"each": 1, "box": 30}, sales_unit="box", weight_g=20),
    Series("NO", "instant noodles", f"{_F}/Noodles and Pasta", 0.34, ("Mirano", "Goldbowl", "Wokaya"),
           _sizes(("70 g", 1.0), ("85 g", 1.15), ("5 x 85 g", 5.2), ("cup 65 g", 1.7)), "content",
           ((("chicken",), 1.0), (("beef",), 1.0), (("seafood",), 1.05), (("vegetable",), 0.95), (("spicy",),
            1.05)),
           packs={"each": 1, "case": 30}, sales_unit="case", weight_g=90),
    Series("PA", "pasta", f"{_F}/Noodles and Pasta", 0.62, ("Mirano", "Granaro"),
           _sizes(("spaghetti 500 g", 1.0), ("penne 500 g", 1.0), ("fusilli 500 g", 1.0), ("spaghetti 1 kg",
           1.9),
                  ("lasagne 500 g", 1.5)), "content", packs={"each": 1, "case": 20}, weight_g=600),
    Series("RI", "rice", f"{_F}/Staples", 1.1, ("Goldbowl", "Granaro"),
           _sizes(("1 kg", 1.0), ("2 kg", 1.9), ("5 kg", 4.6), ("10 kg", 8.9), ("25 kg", 21.0)), "weight",
           ((("jasmine",), 1.1), (("basmati",), 1.3), (("whole",), 1.0)), packs={"bag": 1, "each": 1,
            "pallet": 40},
           sales_unit="bag", weight_g=1000, volume_ml=1300),
    Series("SU", "sugar", f"{_F}/Staples", 0.7, ("Granaro", "Sweetmill"),
           _sizes(("500 g", 0.6), ("1 kg", 1.0), ("5 kg", 4.7), ("25 kg", 22.0)), "weight",
           packs={"bag": 1, "each": 1, "case": 10}, sales_unit="bag", weight_g=1000),
    Series("FR", "flour", f"{_F}/Staples", 0.55, ("Granaro", "Sweetmill"),
           _sizes(("1 kg", 1.0), ("2 kg", 1.9), ("5 kg", 4.6), ("25 kg", 21.0)), "weight",
           ((("original",), 1.0), (("whole",), 1.2)), packs={"bag": 1, "each": 1, "case": 10},
            sales_unit="bag",
           weight_g=1000),
    Series("OS", "sunflower oil", f"{_F}/Oils", 1.7, ("Olivara", "Sweetmill"),
           _sizes(("500 ml", 0.6), ("1 L", 1.0), ("2 L", 1.9), ("5 L", 4.6), ("10 L", 9.0)), "volume",
           packs=_DOZEN, sales_unit="case", weight_g=950),
    Series("OO", "olive oil", f"{_F}/Oils", 5.2, ("Olivara", "Granaro"),
           _sizes(("250 ml", 0.35), ("500 ml", 0.6), ("1 L", 1.0), ("5 L", 4.7)), "volume",
           (((), 1.0), (("extra virgin",), 1.35)), packs=_DOZEN, weight_g=950),
    Series("SO", "soy sauce", f"{_F}/Sauces", 1.2, ("Wokaya", "Goldbowl"),
           _sizes(("150 ml", 0.5), ("500 ml", 1.0), ("1 L", 1.8), ("1.8 L", 2.9)), "volume",
           ((("original",), 1.0), (("dark",), 1.1)), packs=_DOZEN, weight_g=700),
    Series("KE", "ketchup", f"{_F}/Sauces", 1.1, ("Tomari", "Goldbowl"),
           _sizes(("250 g", 0.6), ("500 g", 1.0), ("1 kg", 1.8), ("5 kg", 7.5)), "weight", packs=_DOZEN,
           weight_g=600),
    Series("CS", "chilli sauce", f"{_F}/Sauces", 1.15, ("Wokaya", "Tomari"),
           _sizes(("200 ml", 0.6), ("340 ml", 1.0), ("725 ml", 1.9)), "volume", packs=_DOZEN, weight_g=450),
    Series("TU", "canned tuna", f"{_F}/Canned", 0.95, ("Marinello", "Goldbowl"),
           _sizes(("80 g", 0.6), ("160 g", 1.0), ("4 x 80 g", 2.2)), "weight", packs={"each": 1, "case": 24},
           sales_unit="case", weight_g=200),
    Series("BE", "canned beans", f"{_F}/Canned", 0.55, ("Tomari", "Granaro"),
           _sizes(("240 g", 0.7), ("400 g", 1.0), ("800 g", 1.7)), "weight", packs=_TWENTY_FOUR,
           sales_unit="case",
           weight_g=450),
    Series("SA", "salt", f"{_F}/Staples", 0.28, ("Granaro", "Sweetmill"),
           _sizes(("500 g", 0.7), ("1 kg", 1.0), ("25 kg", 16.0)), "weight", packs={"bag": 1, "each": 1,
           "case": 20},
           sales_unit="bag", weight_g=1000),
)  # fmt: skip
HOUSEHOLD = (
    Series("DS", "dish soap", f"{_H}/Cleaning", 1.1, ("Brillano", "Fresho", "Purair"),
           _sizes(("500 ml", 1.0), ("750 ml", 1.3), ("1 L", 1.7), ("5 L", 6.5)), "volume",
           ((("original",), 1.0), (("lemon",), 1.0)), packs=_DOZEN, weight_g=600),
    Series("LD", "laundry detergent", f"{_H}/Cleaning", 4.3, ("Brillano", "Fresho"),
           _sizes(("1 L", 1.0), ("2 L", 1.8), ("3 L", 2.5), ("5 L", 3.9)), "volume", packs=_SIX,
           weight_g=1100),
    Series("TP", "toilet paper", f"{_H}/Paper", 1.9, ("Softina", "Fresho"),
           _sizes(("4 rolls", 0.7), ("8 rolls", 1.3), ("12 rolls", 1.9), ("24 rolls", 3.6)), "content",
           (((), 1.0), (("recycled",), 0.9)), packs={"each": 1, "case": 8}, weight_g=700, volume_ml=9000),
    Series("PT", "paper towel", f"{_H}/Paper", 1.6, ("Softina", "Fresho"),
           _sizes(("2 rolls", 1.0), ("4 rolls", 1.8), ("8 rolls", 3.4)), "content", packs={"each": 1,
           "case": 8},
           weight_g=500, volume_ml=7000),
    Series("HS", "hand soap", f"{_H}/Cleaning", 1.0, ("Brillano", "Softina"),
           _sizes(("300 ml", 1.0), ("500 ml", 1.4), ("5 L", 7.0)), "volume", ((("original",), 1.0),
           (("lemon",), 1.0)),
           packs=_DOZEN, weight_g=400),
    Series("BB", "bin bags", f"{_H}/Cleaning", 1.2, ("Polywrap", "Fresho"),
           _sizes(("30 L x 20", 0.8), ("60 L x 10", 1.0), ("80 L x 10", 1.3), ("120 L x 10", 1.8)), "content",
           finishes=("black", "white"), packs={"roll": 1, "each": 1, "case": 30}, sales_unit="roll",
           weight_g=250),
    Series("CP", "copy paper", f"{_H}/Office", 3.6, ("Papyra", "Scrivo"),
           _sizes(("A4 80 gsm", 1.0), ("A4 75 gsm", 0.92), ("A3 80 gsm", 2.0), ("A4 100 gsm", 1.4)), "format",
           (((), 1.0), (("recycled",), 0.95)), packs={"ream": 1, "each": 1, "box": 5, "pallet": 200},
           sales_unit="box", multiple=5, weight_g=2500, volume_ml=3200),
    Series("PE", "ball pen", f"{_H}/Office", 0.16, ("Scrivo", "Papyra"),
           _sizes(("0.5 mm", 1.0), ("0.7 mm", 1.0), ("1.0 mm", 1.0)), "tip", finishes=("black", "blue",
           "red", "green"),
           packs={"each": 1, "box": 50}, sales_unit="box", multiple=50, weight_g=8),
    Series("MA", "marker", f"{_H}/Office", 0.45, ("Scrivo", "Papyra"),
           _sizes(("1-3 mm", 1.0), ("2-5 mm", 1.1)), "tip", finishes=("black", "blue", "red", "green",
           "yellow"),
           packs={"each": 1, "box": 12}, weight_g=15),
    Series("NB", "notebook", f"{_H}/Office", 0.9, ("Scrivo", "Papyra"),
           _sizes(("A5 80 sheets", 1.0), ("A4 80 sheets", 1.6), ("A4 160 sheets", 2.6), ("A6 60 sheets",
           0.7)),
           "format", finishes=("black", "blue", "red"), packs={"each": 1, "pack": 10}, weight_g=220),
    Series("PK", "packing tape", f"{_H}/Packaging", 0.75, ("Polywrap", "Gripfast"),
           _sizes(("48 mm x 50 m", 1.0), ("48 mm x 66 m", 1.2), ("48 mm x 100 m", 1.8), ("72 mm x 100 m",
           2.6)),
           "size", finishes=("clear", "brown", "white"), packs={"roll": 1, "each": 1, "case": 36},
           sales_unit="roll",
           weight_g=180),
    Series("BX", "cardboard box", f"{_H}/Packaging", 0.42, ("Polywrap", "Papyra"),
           {f"{a}x{b}x{c} cm": round(a * b * c / 9000 + 0.5, 2)
            for a, b, c in ((20, 15, 10), (30, 20, 15), (40, 30, 20), (40, 40, 40), (60, 40, 30), (60, 40,
            40),
                            (80, 60, 40))},
           "size", packs={"each": 1, "bundle": 20}, sales_unit="bundle", multiple=20, weight_g=300),
    Series("SF", "stretch film", f"{_H}/Packaging", 4.8, ("Polywrap",),
           _sizes(("50 cm x 300 m", 1.0), ("50 cm x 500 m", 1.5), ("45 cm x 300 m", 0.9)), "size",
           finishes=("clear", "black"), packs={"roll": 1, "each": 1, "case": 6}, sales_unit="roll",
           weight_g=2300),
)  # fmt: skip


def soft_drinks() -> Iterator[Draft]:
    for code, brand, english, chinese, turkish, malay in _SOFT_DRINKS:
        for size, millilitres, vessel, pieces, cost in _SIZES:
            if code.startswith("BLTZ") and vessel == "bottle" and millilitres != 500:
                continue
            in_chinese, in_turkish, in_malay = _VESSELS[vessel]
            dearer = 1.6 if code.startswith("BLTZ") else 1.0 if brand != "Sundora" else 0.8
            yield Draft(
                sku=f"{code}-{_volume_code(millilitres)}",
                brand=brand,
                category=f"{_D}/Soft Drinks",
                noun="cola",
                attributes={"volume": size, "vessel": vessel},
                cost=round(cost * dearer, 2),
                packs={"each": 1, vessel: 1, "case": pieces, "pallet": pieces * 72},
                sales_unit="case",
                multiple=pieces,
                weight_g=millilitres + 30,
                volume_ml=round(millilitres * 1.1),
                substitutes=_sibling(code, millilitres),
            ).named(
                f"{english} {size} {vessel}", f"{chinese} {size} {in_chinese}",
                f"{turkish} {size} {in_turkish}",
                f"{malay} {size} {in_malay}",
            )  # fmt: skip


def _volume_code(millilitres: int) -> str:
    return str(millilitres) if millilitres < 1000 else f"{millilitres / 1000:g}L"


def _sibling(code: str, millilitres: int) -> tuple[str, ...]:
    """The sugar-free one stands in for the plain one and the other way round."""
    pairs = {"COKE": "COKEZ", "COKEZ": "COKE", "SPRITE": "SPRITEZ", "SPRITEZ": "SPRITE"}
    return (f"{pairs[code]}-{_volume_code(millilitres)}",) if code in pairs else ()
