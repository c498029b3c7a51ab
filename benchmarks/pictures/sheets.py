"""Ten pictures of orders with what they order: rendered, turned, made noisy, compressed as JPEG 70.

Printed fonts come with the project's own packages. The two that look written are asked of
``pip install font-intuitive font-amatic-sc``; without them these lists are printed, and that is said.
"""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

_FONTS = Path(matplotlib.get_data_path()) / "fonts/ttf"
_WRITTEN = {"intuitive": ("font_intuitive", "Intuitive"), "amatic": ("font_amatic_sc", "AmaticSC")}
Cells = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as a list may name it. usual: how many the dealer takes, in base units."""

    sku: str
    names: Mapping[str, str]
    barcode: str
    usual: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """quantity: base units; None: the picture says none, so it has to be asked."""

    sku: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    language: str
    picture: bytes
    wanted: tuple[Wanted, ...]


def font_file(name: str) -> Path:
    """The file of a font; the printed one where a written one is not installed."""
    if name == "han":
        folder = Path(str(import_module("pylopdf_fonts_zh_cn").__file__)).parent
        return next(path for path in sorted(folder.rglob("*")) if path.suffix in (".otf", ".ttf", ".ttc"))
    if name in _WRITTEN:
        package, attribute = _WRITTEN[name]
        try:
            return Path(getattr(import_module(package), attribute))
        except ImportError:
            return _FONTS / "DejaVuSans.ttf"
    return _FONTS / name


def is_written(name: str) -> bool:
    return name in _WRITTEN and "DejaVu" not in str(font_file(name))


def _page(
    rows: Sequence[Cells], font: str, size: int, *, pitch: float = 1.9, width: int = 1400
) -> Image.Image:
    page = Image.new("RGB", (width, int(80 + size * pitch * (len(rows) + 1))), (252, 250, 244))
    pen = ImageDraw.Draw(page)
    face = ImageFont.truetype(str(font_file(font)), size)
    for at, row in enumerate(rows):
        for left, text in row:
            pen.text((left, 40 + at * size * pitch), text, fill=(25, 25, 40), font=face)
    return page


def _photo(page: Image.Image, chance: random.Random, *, lean: float, noise: float = 6.0) -> bytes:
    turned = page.rotate(lean, fillcolor=(225, 222, 214), expand=True, resample=Image.Resampling.BICUBIC)
    grain = np.random.default_rng(chance.randrange(1 << 30)).normal(
        0, noise, (turned.height, turned.width, 1)
    )
    shade = np.linspace(1.0, 0.82, turned.width)[None, :, None]  # light falls from one side
    pixels = np.clip(np.asarray(turned, dtype=np.float32) * shade + grain, 0, 255).astype(np.uint8)
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "JPEG", quality=70)
    return content.getvalue()


def _bars(code: str, width: int, height: int) -> Image.Image:
    import zxingcpp

    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.EAN13).to_image(scale=4)
    return Image.fromarray(np.asarray(drawn)).convert("RGB").resize((width, height), Image.Resampling.NEAREST)


def make_sheets(goods: Mapping[str, Sequence[Goods]]) -> list[Sheet]:
    """The ten; ``goods``: for each sheet's name, nine products."""
    makers = (
        _table,
        _codes,
        _written,
        _cursive,
        _han_table,
        _han_lines,
        _turkish,
        _malay,
        _barcodes,
        _labels,
    )
    chance = random.Random(20)
    return [make(goods[make.__name__.strip("_")], chance) for make in makers]


def sheet_names() -> tuple[str, ...]:
    return ("table", "codes", "written", "cursive", "han_table", "han_lines", "turkish", "malay", "barcodes",
            "labels")  # fmt: skip


def _amounts(goods: Sequence[Goods], chance: random.Random) -> tuple[Wanted, ...]:
    """About as many as usual: what is far from it is asked, whoever wrote it."""
    return tuple(Wanted(one.sku, max(1, one.usual * chance.choice((1, 1, 2, 3)) // 2)) for one in goods)


def _table(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [
        [(60, "Harbour Street Trading Ltd"), (960, "Order form")],
        [(60, "Tel. 020 7946 0958"), (960, "Date: 14/10/2025")],
        [(60, "No"), (140, "Item"), (1050, "Qty"), (1190, "Price")],
    ]
    rows += [
        [(60, str(at)), (140, one.names["en"][:52]), (1060, str(line.quantity)), (1190, f"{3 * at}.50")]
        for at, (one, line) in enumerate(zip(goods, wanted, strict=True), start=1)
    ]
    rows += [[(140, "Total"), (1060, str(sum(line.quantity or 0 for line in wanted)))], [(60, "Signature")]]
    page = _page(rows, "DejaVuSans.ttf", 30, width=1400)
    return Sheet("printed table, letterhead, prices", "en", _photo(page, chance, lean=2), wanted)


def _codes(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [[(60, "Restock list")]]
    rows += [[(60, f"{w.quantity} x"), (220, g.sku)] for g, w in zip(goods, wanted, strict=True)]
    page = _page(rows, "DejaVuSerif.ttf", 36, width=1100)
    return Sheet("codes, amounts at the left", "en", _photo(page, chance, lean=-3, noise=10), wanted)


def _written(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [
        [(60, g.names["en"].lower()[:50]), (1120, str(w.quantity))]
        for g, w in zip(goods, wanted, strict=True)
    ]
    page = _page(rows, "intuitive", 40, width=1300)
    return Sheet("hand-like, amounts at the right", "en", _photo(page, chance, lean=3), wanted)


def _cursive(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [
        [(60, f"{w.quantity} x {g.names['en'][:50]}")] for g, w in zip(goods, wanted, strict=True)
    ]
    page = _page(rows, "amatic", 64, width=1300, pitch=1.5)
    return Sheet("narrow hand, one piece a row", "en", _photo(page, chance, lean=-2), wanted)


def _han_table(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [[(60, "采购单")], [(60, "序号"), (180, "品名"), (1050, "数量"), (1200, "单价")]]
    rows += [
        [(60, str(at)), (180, g.names["zh_CN"][:40]), (1060, str(w.quantity)), (1200, f"{at * 7}.80")]
        for at, (g, w) in enumerate(zip(goods, wanted, strict=True), start=1)
    ]
    page = _page([*rows, [(180, "合计"), (1060, "99")]], "han", 32, width=1400)
    return Sheet("Chinese table", "zh_CN", _photo(page, chance, lean=2), wanted)


def _han_lines(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [
        [(60, f"{w.quantity}个 {g.names['zh_CN'][:40]}")] for g, w in zip(goods, wanted, strict=True)
    ]
    return Sheet(
        "Chinese lines",
        "zh_CN",
        _photo(_page(rows, "han", 38, width=1300), chance, lean=-4, noise=10),
        wanted,
    )


def _turkish(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [
        [(60, "Sipariş listesi")],
        [(60, "Miktar"), (230, "Birim"), (400, "Ürün adı"), (1250, "Fiyat")],
    ]
    rows += [
        [(80, str(w.quantity)), (230, "adet"), (400, g.names["tr"][:46]), (1250, f"{at * 5},90")]
        for at, (g, w) in enumerate(zip(goods, wanted, strict=True), start=1)
    ]
    page = _page([*rows, [(60, "Toplam"), (1250, "224,50")]], "DejaVuSansMono.ttf", 28, width=1450)
    return Sheet("Turkish table, unit and price", "tr", _photo(page, chance, lean=-4, noise=8), wanted)


def _malay(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [[(60, "Senarai pesanan")], [(60, "Bil."), (180, "Nama barang"), (820, "Kuantiti")]]
    rows += [
        [(60, f"{at}."), (180, g.names["ms"][:30]), (850, str(w.quantity))]
        for at, (g, w) in enumerate(zip(goods, wanted, strict=True), start=1)
    ]
    page = _page(rows, "DejaVuSans.ttf", 30, width=1450, pitch=3.4)
    for at, one in enumerate(goods, start=2):
        page.paste(_bars(one.barcode, 380, 74), (1020, int(20 + at * 30 * 3.4)))
    return Sheet("Malay table with barcodes, names cut short", "ms", _photo(page, chance, lean=1.5), wanted)


def _barcodes(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    wanted = _amounts(goods, chance)
    rows: list[Cells] = [[(700, f"{w.quantity} pcs")] for w in wanted]
    page = _page(rows, "DejaVuSans.ttf", 36, width=1100, pitch=4)
    for at, one in enumerate(goods):
        page.paste(_bars(one.barcode, 440, 100), (60, int(15 + at * 36 * 4)))
    return Sheet("barcodes, amounts beside them", "en", _photo(page, chance, lean=-1.5), wanted)


def _labels(goods: Sequence[Goods], chance: random.Random) -> Sheet:
    page = Image.new("RGB", (1650, 1000), (180, 170, 160))
    pen = ImageDraw.Draw(page)
    small = ImageFont.truetype(str(_FONTS / "DejaVuSans.ttf"), 24)
    large = ImageFont.truetype(str(_FONTS / "DejaVuSans-Bold.ttf"), 52)
    for at, one in enumerate(goods):
        left, top = 40 + at % 3 * 540, 40 + at // 3 * 320
        pen.rectangle((left, top, left + 480, top + 250), fill="white")
        words = one.names["en"].split()
        half = (len(words) + 1) // 2
        pen.text((left + 20, top + 16), " ".join(words[:half]), fill="black", font=small)
        pen.text((left + 20, top + 50), " ".join(words[half:]), fill="black", font=small)
        pen.text((left + 260, top + 110), f"${at + 3}.99", fill="black", font=large)
        if at % 3 != 2:
            page.paste(_bars(one.barcode, 220, 90), (left + 20, top + 110))
    wanted = tuple(Wanted(one.sku, None) for one in goods)
    return Sheet("wall of shelf labels", "en", _photo(page, chance, lean=1), wanted)
