"""Arguments about prices: what a rate is on, the rate itself, the deal of a promotion."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal

from bot.office.figures import read_amount, read_percent
from bot.office.kinds import MOST_OFFERED, Option, Reading
from bot.turn import Turn
from core.intake.use_cases.find_products import FindProducts
from core.kernel.money import UnitPrice
from core.pricing.rulebook_types import RateNow
from core.pricing.use_cases.set_promotion import DealWords

_MARKED = re.compile(r"(category|brand)[:=]\s*(.+)", re.IGNORECASE)
_SPEND = re.compile(r"(.+?)\s*(?:->|→|=>|:)?\s*[-−]\s*(\d[\d.,]*)\s*(%?)")
_GIFT = re.compile(r"(\d{1,6})\s*\+\s*(\d{1,6})\s+(\S+)")
_FLASH = re.compile(r"(\S+)\s+(\d[\d.,]*)\s+[x×]\s?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TargetKind:
    """A product by SKU or words, or "category:grocery/drinks", or "brand:Acme" -> (scope, value)."""

    most_words: int = 6
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def read(self, turn: Turn, text: str) -> Reading:
        marked = _MARKED.fullmatch(text.strip())
        if marked is not None:
            return Reading(f"{marked[1].lower()}|{marked[2].strip()}")
        found = await turn.ask(FindProducts(text, MOST_OFFERED))
        if found and found[0].is_sure:
            return Reading(f"product|{found[0].id}")
        options = tuple(Option(f"product|{one.id}", f"{one.name} · {one.sku}") for one in found)
        return Reading(options=options) if options else Reading(wrong="target")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> tuple[str, str]:
        scope, _, what = value.partition("|")
        return scope, what


@dataclass(frozen=True, slots=True)
class TypedRate:
    """ "cost+6%", "-5%" or a net price; the currency comes from the dealer."""

    kind: str
    basis_points: int | None = None
    net: Decimal | None = None

    def in_currency(self, currency: str) -> RateNow:
        if self.net is None:
            return RateNow(self.kind, self.basis_points)
        return RateNow(self.kind, price=UnitPrice.parse(str(self.net), currency))


@dataclass(frozen=True, slots=True)
class RateKind:
    """ "cost+6%" (margin on cost), "-5%" (off the standard price), "999.00" (net) -> TypedRate."""

    most_words: int = 2
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _read_rate(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = _read_rate(text)
        return Reading(wrong="rate") if found is None else Reading(found)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> TypedRate:
        kind, _, number = value.partition("|")
        return TypedRate(kind, net=Decimal(number)) if kind == "net" else TypedRate(kind, int(number))


def _read_rate(text: str) -> str | None:
    typed = text.strip().casefold().replace("−", "-").replace(" ", "")
    if typed.endswith("%"):
        points = read_percent(typed.removeprefix("cost").lstrip("+-"))
        if points is None:
            return None
        return f"percent_off|{points}" if typed.startswith("-") else f"cost_plus|{points}"
    net = read_amount(typed, digits=6)
    return None if net is None or net.currency or net.value <= 0 else f"net|{net.value}"


@dataclass(frozen=True, slots=True)
class DealKind:
    """The deal of a promotion -> DealWords.

    "800 -120": spend 800, save 120; "800 -10%"; "10+1 COKE330": buy 10, get 1 free; "COKE330 0.65 x500": a
    flash price for 500 pieces.
    """

    most_words: int = 4
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _read_deal(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = _read_deal(text)
        return Reading(wrong="deal") if found is None else Reading(found)

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> DealWords:
        kept = json.loads(value)
        return DealWords(kept["kind"], kept["terms"], kept["cap"])


def _read_deal(text: str) -> str | None:
    typed = text.strip()
    if match := _GIFT.fullmatch(typed):
        terms = {"buy": int(match[1]), "free": int(match[2]), "scope": [{"product": match[3]}]}
        return _kept("buy_get", terms)
    if match := _FLASH.fullmatch(typed):
        price = read_amount(match[2], digits=6)
        if price is None:
            return None
        return _kept("flash", {"price": str(price.value), "scope": [{"product": match[1]}]}, int(match[3]))
    if match := _SPEND.fullmatch(typed):
        threshold, off = read_amount(match[1]), read_amount(match[2])
        if threshold is None or off is None:
            return None
        currency = {"currency": threshold.currency} if threshold.currency else {}
        saved = {"off_percent" if match[3] else "off": str(off.value)}
        return _kept("spend_save", {"threshold": str(threshold.value), **saved, **currency})
    return None


def _kept(kind: str, terms: dict[str, object], cap: int | None = None) -> str:
    return json.dumps({"kind": kind, "terms": terms, "cap": cap}, sort_keys=True)
