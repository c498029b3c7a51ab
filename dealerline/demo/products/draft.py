"""A product as the demo generator thinks of it, and how its name is put together in four languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

LANGUAGES = ("zh_CN", "tr", "ms")


@dataclass(frozen=True, slots=True)
class Draft:
    """One product before prices, barcodes and vendors are drawn.

    Names are composed of ``brand``, ``adjectives``, ``noun``, ``spec`` (the same in every language) and
    ``finish`` (a colour or how it is packed), all but brand and spec being words of ``terms.txt``.
    cost: what one base unit costs the house, in dollars; rounded to cents (below a dollar to hundredths of a
    cent) where the price is written.
    packs: unit -> base units in it. multiple: base units that an order must be a multiple of.
    """

    sku: str
    brand: str
    category: str
    noun: str
    cost: float
    adjectives: tuple[str, ...] = ()
    spec: str = ""
    finish: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    packs: Mapping[str, int] = field(default_factory=lambda: {"each": 1})
    sales_unit: str = "each"
    multiple: int = 1
    weight_g: int = 100
    volume_ml: int = 200
    substitutes: tuple[str, ...] = ()
    restricted: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def named(self, english: str, chinese: str, turkish: str, malay: str) -> Draft:
        """The same product with names written by hand instead of composed."""
        return replace(self, names={"en": english, "zh_CN": chinese, "tr": turkish, "ms": malay})


@cache
def terms() -> Mapping[str, tuple[str, str, str]]:
    """English word -> the same in simplified Chinese, Turkish and Malay."""
    table: dict[str, tuple[str, str, str]] = {}
    text = resources.files("dealerline.demo").joinpath("terms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        english, chinese, turkish, malay = (part.strip() for part in line.split("|"))
        table[english] = (chinese, turkish, malay)
    return table


def english_name(draft: Draft) -> str:
    if "en" in draft.names:
        return draft.names["en"]
    words = _sentence([draft.brand, *draft.adjectives, draft.noun, draft.spec, draft.finish])
    return words if draft.brand else words[:1].upper() + words[1:]


def translated_names(draft: Draft) -> tuple[str, str, str]:
    """Names in simplified Chinese, Turkish and Malay.

    Chinese and Turkish put what describes before what is described, Malay after it.
    """
    if draft.names:
        return draft.names["zh_CN"], draft.names["tr"], draft.names["ms"]
    known = terms()
    adjectives = [known[word] for word in draft.adjectives]
    noun = known[draft.noun]
    finish = known[draft.finish] if draft.finish else ("", "", "")
    chinese = _sentence(
        [draft.brand, "".join(word[0] for word in adjectives) + noun[0], draft.spec, finish[0]]
    )
    turkish = _sentence([draft.brand, *(word[1] for word in adjectives), noun[1], draft.spec, finish[1]])
    malay = _sentence([draft.brand, noun[2], *(word[2] for word in adjectives), draft.spec, finish[2]])
    return chinese, turkish, malay


def _sentence(words: Sequence[str]) -> str:
    return " ".join(word for word in words if word)


def short_code(words: str, length: int = 3) -> str:
    """Capital letters and digits that stand for a word in a stock number: "Ironhold" -> "IRO"."""
    letters = [sign for sign in words.upper() if sign.isascii() and sign.isalnum()]
    return "".join(letters)[:length]
