"""Words for units: what a product measures (330 ml) and what it is ordered in (10 cartons).

Two tables that overlap on purpose, since rice is both measured and ordered in kilograms. The words
stand in ``lexicon/<language>.txt``; the facts about measures stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from core.intake.engine.lexicon import fold, words_to_keys


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measure. ``factor`` times a value in ``code`` is the value in the base of ``dimension``.

    Bases: length mm, area mm2, mass g, volume ml, power w, voltage v, current a, charge mah, energy wh,
    frequency hz, data mb, resistance ohm, capacitance pf; every other dimension has one unit only.
    """

    code: str
    dimension: str
    factor: Fraction


# Exact by definition: inch, foot, yard, pound and ounce from the international agreement of 1959, US
# gallon = 231 cubic inches. Cup, tablespoon and teaspoon are the US customary ones.
_OUNCE = Fraction("28.349523125")
_GALLON = Fraction("3785.411784")
_FACTORS: tuple[tuple[str, str, Fraction | int | str], ...] = (
    ("mm", "length", 1),
    ("cm", "length", 10),
    ("m", "length", 1000),
    ("km", "length", 1_000_000),
    ("in", "length", "25.4"),
    ("ft", "length", "304.8"),
    ("yd", "length", "914.4"),
    ("mm2", "area", 1),
    ("m2", "area", 1_000_000),
    ("ug", "mass", Fraction(1, 1_000_000)),
    ("mg", "mass", Fraction(1, 1000)),
    ("g", "mass", 1),
    ("kg", "mass", 1000),
    ("t", "mass", 1_000_000),
    ("lb", "mass", _OUNCE * 16),
    ("oz", "mass", _OUNCE),
    ("ml", "volume", 1),
    ("cl", "volume", 10),
    ("dl", "volume", 100),
    ("l", "volume", 1000),
    ("floz", "volume", _GALLON / 128),
    ("pt", "volume", _GALLON / 8),
    ("qt", "volume", _GALLON / 4),
    ("gal", "volume", _GALLON),
    ("cup", "volume", _GALLON / 16),
    ("tbsp", "volume", _GALLON / 256),
    ("tsp", "volume", _GALLON / 768),
    ("mv", "voltage", Fraction(1, 1000)),
    ("v", "voltage", 1),
    ("kv", "voltage", 1000),
    ("ma", "current", Fraction(1, 1000)),
    ("a", "current", 1),
    ("mah", "charge", 1),
    ("ah", "charge", 1000),
    ("w", "power", 1),
    ("kw", "power", 1000),
    ("hp", "power", "745.69987158227022"),
    ("va", "apparent power", 1),
    ("kva", "apparent power", 1000),
    ("wh", "energy", 1),
    ("kwh", "energy", 1000),
    ("hz", "frequency", 1),
    ("khz", "frequency", 1000),
    ("mhz", "frequency", 1_000_000),
    ("ghz", "frequency", 1_000_000_000),
    ("kb", "data", Fraction(1, 1000)),
    ("mb", "data", 1),
    ("gb", "data", 1000),
    ("tb", "data", 1_000_000),
    ("mbps", "data rate", 1),
    ("gbps", "data rate", 1000),
    ("ohm", "resistance", 1),
    ("kohm", "resistance", 1000),
    ("mohm", "resistance", 1_000_000),
    ("pf", "capacitance", 1),
    ("nf", "capacitance", 1000),
    ("uf", "capacitance", 1_000_000),
    ("bar", "pressure", 1),
    ("psi", "pressure", Fraction("0.0689475729")),
    ("lm", "light", 1),
    ("k", "colour temperature", 1),
    ("degc", "temperature", 1),
    ("rpm", "speed", 1),
    ("nm", "torque", 1),
    ("n", "force", 1),
    ("db", "level", 1),
    ("gsm", "grammage", 1),
    ("mp", "pixels", 1),
    ("percent", "share", 1),
    ("ply", "layers", 1),
    ("ct", "count", 1),
)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {code: Measure(code, dimension, Fraction(factor)) for code, dimension, factor in _FACTORS}
)

# What these order units hold, whatever the product.
COUNT_IN: Mapping[str, int] = MappingProxyType({"dozen": 12, "gross": 144})
# In grams. The market catty (jin) is half a kilogram by law; the catty of Malaysia and Hong Kong is another.
WEIGHT_IN: Mapping[str, int] = MappingProxyType({"jin": 500})


@cache
def measure_words() -> Mapping[str, Measure]:
    """Folded word ("ml", "mls", "毫升", '"') -> measure, all languages."""
    return MappingProxyType({word: MEASURES[code] for word, code in words_to_keys("measures").items()})


@cache
def ordering_words() -> Mapping[str, str]:
    """Folded word ("ctn", "箱", "koli", "guni") -> code of the ordering unit, all languages."""
    return words_to_keys("ordering units")


def find_measure(word: str) -> Measure | None:
    """The measure a word or sign stands for, in any case and with or without accents."""
    return measure_words().get(fold(word))


def find_ordering_unit(word: str) -> str | None:
    """The code of the ordering unit a word stands for; "ctn." counts as "ctn"."""
    folded = fold(word)
    words = ordering_words()
    return words.get(folded) or words.get(folded.rstrip("."))


def to_base(value: Decimal, code: str) -> Fraction:
    """``value`` of measure ``code`` in the base unit of its dimension, exactly. Raises KeyError."""
    return Fraction(value) * MEASURES[code].factor
